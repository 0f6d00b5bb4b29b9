"""Members of Open Legislation, recognized among the people on file: they get the Senate's id; who is new is added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.matching.matcher import Matcher, Printed
from crm.importers.matching.review import note_doubt
from crm.importers.openleg.finds import API, MemberRecord
from crm.importers.openleg.newyork import MEMBER_SCHEME, PLACE, chamber_named, session_of
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.openstates.run import put_roster
from crm.importers.report import ImportReport, Progress
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction
from crm.names import fold
from crm.people.models import PersonIdentifier, PersonName

_SOURCE = "Open Legislation"


def put_members(
    session: Session, members: Sequence[MemberRecord], report: ImportReport, today: date, progress: Progress
) -> None:
    """Give everybody who is surely recognized the id, ask about the doubtful, and add who is like nobody on file."""
    if not members:
        return
    place = session.scalar(select(Jurisdiction.id).where(Jurisdiction.ocd_id == PLACE.ocd_id))
    rows = session.execute(select(Chamber.kind, Chamber.id).where(Chamber.jurisdiction_id == place))
    chambers: dict[ChamberKind, int] = {row.kind: row.id for row in rows}
    matcher = Matcher(session)
    roster = Roster(source=_SOURCE, source_name=_SOURCE, scheme=MEMBER_SCHEME)
    known: dict[int, list[MemberRecord]] = {}
    for member in {member.id: member for member in members}.values():
        printed = _printed(member, place, chambers, today)
        match = matcher.match(printed)
        if match.sure and match.person_id is not None:
            known.setdefault(match.person_id, []).append(member)
        elif match.doubtful:
            note_doubt(session, API, printed, match)
            report.waiting += 1
        elif not match.sure:
            _add(roster, member, today, report)
    _recognize(session, known, report)
    if roster.people:
        put_roster(session, roster, report, day=today, progress=progress)


def _printed(member: MemberRecord, place: int | None, chambers: dict[ChamberKind, int], today: date) -> Printed:
    seat = member.seats[-1] if member.seats else None
    house = chamber_named(member.chamber)
    day = today
    if seat is not None:
        # The last day of the last session that is known of: by then whoever came late had come.
        day = min(today, session_of(seat.year).ends_on)
    return Printed(
        name=member.name,
        jurisdiction_id=place,
        chamber_id=chambers.get(house) if house else None,
        day=day,
        ids=((MEMBER_SCHEME, member.id),),
        district=seat.district if seat else None,
    )


def _recognize(session: Session, known: dict[int, list[MemberRecord]], report: ImportReport) -> None:
    ids = sorted(known)
    owned = set(
        session.scalars(select(PersonIdentifier.identifier).where(PersonIdentifier.scheme == MEMBER_SCHEME)).all()
    )
    names = {
        (row.person_id, row.name)
        for row in session.execute(select(PersonName.person_id, PersonName.name).where(PersonName.person_id.in_(ids)))
    }
    for person_id, members in known.items():
        for member in members:
            new: list[PersonIdentifier | PersonName] = []
            if member.id not in owned:
                new.append(
                    PersonIdentifier(person_id=person_id, scheme=MEMBER_SCHEME, identifier=member.id, source=_SOURCE)
                )
            for name in dict.fromkeys(member.names):
                if (person_id, name) not in names:
                    names.add((person_id, name))
                    new.append(PersonName(person_id=person_id, name=name, folded=fold(name), source=_SOURCE))
            session.add_all(new)
            report.updated += bool(new)
            report.same += not new
    session.flush()


def _add(roster: Roster, member: MemberRecord, today: date, report: ImportReport) -> None:
    kind = {ChamberKind.UPPER: "upper", ChamberKind.LOWER: "lower"}.get(
        chamber_named(member.chamber) or ChamberKind.UPPER
    )
    terms = _terms(member)
    if terms and terms[-1][2] >= today and member.is_incumbent is False:
        what = "Left before the session's end, on a day that is not said; the latest possible one was taken."
        report.problem(member.where, what, "Correct the last day in office.")
        terms[-1] = (*terms[-1][:2], today - timedelta(days=1))
    roles = tuple(
        RoleRecord(kind or "upper", PLACE, district, started, None if ended >= today else ended, only_within=True)
        for district, started, ended in terms
    )
    if not roles:
        report.problem(member.where, "It says of no session which district it was.", "Ask with full=true, and again.")
        return
    roster.people.append(
        PersonRecord(
            where=member.where,
            folder="legislature" if roles[-1].ended_on is None else "retired",
            id=member.id,
            name=member.name,
            given_name=member.given_name,
            family_name=member.family_name,
            email=member.email,
            roles=roles,
            names=member.names,
            identifiers=((MEMBER_SCHEME, member.id),),
        )
    )


def _terms(member: MemberRecord) -> list[tuple[str, date, date]]:
    """(district, first day, last day): sessions one after the other in one district are one term."""
    terms: list[tuple[str, date, date]] = []
    for seat in member.seats:
        if seat.district is None:
            continue
        sitting = session_of(seat.year)
        if terms and terms[-1][0] == seat.district and (sitting.starts_on - terms[-1][2]).days <= 1:
            terms[-1] = (seat.district, terms[-1][1], sitting.ends_on)
        else:
            terms.append((seat.district, sitting.starts_on, sitting.ends_on))
    return terms
