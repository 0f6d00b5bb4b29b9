"""Days of which a source says that bills are taken up: those ahead that concern a campaign's measure, on the calendar.

A legislature has thousands of meetings a year. Only a day that is still to come, and on which a bill is taken up that
carries a measure on file, is a day to work towards; what is past, readers note among the steps of each bill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, MeasureBill
from crm.importers.bills.records import CalendarRecord
from crm.importers.report import ImportReport
from crm.jurisdictions.models import (
    Certainty,
    Chamber,
    ChamberKind,
    Deadline,
    DeadlineKind,
    Jurisdiction,
    LegislativeSession,
)
from crm.jurisdictions.service import LONGEST_NAME
from crm.jurisdictions.years import years_of
from crm.names import fold

_Carried = dict[tuple[str, str], dict[int, tuple[int, int] | None]]
"""By government and number: the sessions in which such a bill carries a measure, each with its years."""


def put_calendar(
    session: Session, records: Iterable[CalendarRecord], report: ImportReport, source: str, today: date
) -> int:
    """Enter the days ahead that concern a measure, and return how many were new. A day that is there stays as it is.

    Three queries, however many records; nothing is committed.
    """
    ahead = [record for record in records if record.on >= today and record.bill_numbers]
    if not ahead:
        return 0
    places = {
        row.ocd_id: row.id
        for row in session.execute(
            select(Jurisdiction.ocd_id, Jurisdiction.id).where(
                Jurisdiction.ocd_id.in_({record.place.ocd_id for record in ahead})
            )
        )
    }
    chambers: dict[tuple[int, ChamberKind], int] = {
        (row.jurisdiction_id, row.kind): row.id
        for row in session.execute(select(Chamber.jurisdiction_id, Chamber.kind, Chamber.id))
    }
    carried = _carried(session)
    there = _on_file(session, set(places.values()), today)
    new = 0
    for record in ahead:
        sessions = [_of_that_session(record, carried, number) for number in record.bill_numbers]
        ours = [number for number, found in zip(record.bill_numbers, sessions, strict=True) if found]
        place = places.get(record.place.ocd_id)
        if not ours or place is None:
            continue
        name = _name(record.name, ours)
        if (place, record.on, fold(name)) in there:
            report.same += 1
            continue
        there.add((place, record.on, fold(name)))
        held_in = set[int]().union(*sessions)
        session.add(
            Deadline(
                jurisdiction_id=place,
                chamber_id=chambers.get((place, record.chamber)) if record.chamber else None,
                session_id=held_in.pop() if len(held_in) == 1 else None,
                kind=DeadlineKind.OTHER,
                name=name,
                falls_on=record.on,
                certainty=Certainty.ANNOUNCED,
                source=source,
                source_url=record.url,
                reason=record.note,
                recorded_at=clock.now(),
                recorded_by_id=session.info.get("user_id"),
            )
        )
        report.created += 1
        new += 1
    session.flush()
    return new


_TOO_MANY: Final = 4


def _name(what: str, numbers: list[str]) -> str:
    """ "Senate committee on Codes: S2235, S316": what meets, and which of our bills it takes up."""
    shown = ", ".join(numbers[:_TOO_MANY]) + (" and more" if len(numbers) > _TOO_MANY else "")
    return f"{what[: LONGEST_NAME - len(shown) - 2]}: {shown}"


def _carried(session: Session) -> _Carried:
    rows = session.execute(
        select(Jurisdiction.ocd_id, Bill.number, LegislativeSession.id, LegislativeSession.slug)
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .join(Jurisdiction, Jurisdiction.id == LegislativeSession.jurisdiction_id)
        .where(Jurisdiction.ocd_id.is_not(None))
    )
    found: _Carried = defaultdict(dict)
    for ocd_id, number, session_id, slug in rows:
        found[str(ocd_id), _plain(number)][session_id] = years_of(slug)
    return found


def _of_that_session(record: CalendarRecord, carried: _Carried, number: str) -> set[int]:
    """Numbers are used again in every session: only the bill of the session in which the day falls is meant."""
    asked = years_of(record.session_slug) if record.session_slug else None
    asked = asked or (record.on.year, record.on.year)
    sessions = carried.get((record.place.ocd_id, _plain(number)), {})
    return {id_ for id_, years in sessions.items() if years is None or (years[0] <= asked[1] and asked[0] <= years[1])}


def _on_file(session: Session, places: set[int], today: date) -> set[tuple[int, date, str]]:
    rows = session.execute(
        select(Deadline.jurisdiction_id, Deadline.falls_on, Deadline.name).where(
            Deadline.jurisdiction_id.in_(places), Deadline.falls_on >= today
        )
    )
    return {(place, day, fold(name)) for place, day, name in rows}


def _plain(number: str) -> str:
    """Sources write a number with blanks or without: "S 2235", "Int 0214-2024"."""
    return "".join(number.split()).upper()
