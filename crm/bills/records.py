"""The records that belong to bills, read for many bills at once: one query each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from crm import dates
from crm.bills.asked import Asked
from crm.bills.lines import BesideLine, LinkLine, PrintLine, RollCallLine, SponsorLine, VoteLine
from crm.bills.linked import told_once
from crm.bills.models import (
    Bill,
    BillLink,
    BillLinkKind,
    BillPrint,
    Measure,
    MeasureBill,
    RollCall,
    SponsorKind,
    Sponsorship,
    Vote,
)
from crm.jurisdictions.models import Chamber, LegislativeSession
from crm.jurisdictions.years import years_of
from crm.people.models import Committee, Person

_KINDS = {SponsorKind.PRIME: 0, SponsorKind.CO: 1, SponsorKind.MULTI: 2}


def prints_of(session: Session, bill_ids: Collection[int], as_of: Asked) -> dict[int, list[PrintLine]]:
    """The prints of each bill, first to newest."""
    rows = session.scalars(
        select(BillPrint)
        .where(
            BillPrint.bill_id.in_(list(bill_ids)),
            BillPrint.recorded_at <= as_of.known,
            or_(BillPrint.printed_on.is_(None), BillPrint.printed_on <= as_of.said),
        )
        .order_by(BillPrint.letter)
    )
    found: dict[int, list[PrintLine]] = defaultdict(list)
    for row in rows:
        found[row.bill_id].append(PrintLine(row.letter, row.printed_on))
    return found


def links_of(session: Session, bill_ids: Collection[int], as_of: Asked) -> dict[int, list[LinkLine]]:
    """The other bills each is linked to, on the day, and those that are linked to it (one query).

    "Same as" reads both ways. A bill that was not there yet is linked to nothing, and an end to come is not told.
    """
    ids = list(bill_ids)
    other, its_session = aliased(Bill), aliased(LegislativeSession)
    rows = session.execute(
        select(BillLink, Bill.number, LegislativeSession.slug, other.number, its_session.slug)
        .join(Bill, BillLink.bill_id == Bill.id)
        .join(LegislativeSession, Bill.session_id == LegislativeSession.id)
        .outerjoin(other, BillLink.other_id == other.id)
        .outerjoin(its_session, other.session_id == its_session.id)
        .where(
            or_(BillLink.bill_id.in_(ids), BillLink.other_id.in_(ids)),
            BillLink.recorded_at <= as_of.known,
            or_(BillLink.started_on.is_(None), BillLink.started_on <= as_of.said),
            _there(Bill, as_of),
            or_(other.id.is_(None), _there(other, as_of)),
        )
        .order_by(BillLink.kind, BillLink.id)
    )
    found: dict[int, list[LinkLine]] = defaultdict(list)
    for link, number, sitting, other_number, other_sitting in rows:
        ended = link.ended_on if link.ended_on is not None and link.ended_on <= as_of.said else None
        days = (link.started_on, ended)
        printed, named = (other_number, other_sitting) if other_number else _printed(link.printed_number or "", sitting)
        found[link.bill_id].append(LinkLine(link.kind, printed, link.other_id, named, *days))
        if link.other_id is not None:
            back = link.kind is not BillLinkKind.SAME_AS
            found[link.other_id].append(LinkLine(link.kind, number, link.bill_id, sitting, *days, back))
    return defaultdict(list, {bill_id: told_once(lines) for bill_id, lines in found.items()})


def _printed(text: str, sitting: str) -> tuple[str, str | None]:
    """A printed number and its session, where one is printed behind it: "S987 2023-2024"."""
    number, _, slug = text.rpartition(" ")
    if not number or "-" not in slug or years_of(slug) is None:
        return text, None
    return number, sitting if years_of(slug) == years_of(sitting) else slug


def _there(bill: Any, as_of: Asked) -> ColumnElement[bool]:
    """The bill had been introduced by the day, and was on file."""
    introduced = or_(bill.introduced_on.is_(None), bill.introduced_on <= as_of.said)
    return and_(bill.recorded_at <= as_of.known, introduced)


def sponsors_of(session: Session, bill_ids: Collection[int], as_of: Asked) -> dict[int, list[SponsorLine]]:
    """The names on each bill that had certainly joined by then, prime sponsors first; one that left says when."""
    rows = session.execute(
        select(Sponsorship, Person.slug, Person.name, Person.sort_name)
        .outerjoin(Person, Sponsorship.person_id == Person.id)
        .where(Sponsorship.bill_id.in_(list(bill_ids)), Sponsorship.first_seen_at <= as_of.known)
    ).all()
    found: dict[int, list[SponsorLine]] = defaultdict(list)
    for row, slug, name, _sort in sorted(rows, key=lambda r: (_KINDS[r[0].kind], r[3] or r[0].printed_name)):
        joined = dates.parse(row.joined).latest if row.joined else None
        if joined is not None and joined > as_of.said:
            continue
        known = row.withdrawn_seen_at is not None and row.withdrawn_seen_at <= as_of.known
        left = dates.parse(row.withdrawn).latest if row.withdrawn and known else None
        withdrawn = row.withdrawn if left is not None and left <= as_of.said else None
        found[row.bill_id].append(
            SponsorLine(
                row.person_id,
                slug,
                name or row.printed_name,
                row.kind,
                row.joined,
                withdrawn,
                row.source,
                row.first_seen_at,
            )
        )
    return found


def beside_of(
    session: Session, bill_ids: Collection[int], measure_id: int, as_of: Asked
) -> dict[int, list[BesideLine]]:
    """The other measures that each bill carries, by name (one query)."""
    rows = session.execute(
        select(MeasureBill.bill_id, Measure.slug, Measure.name, MeasureBill.carries, MeasureBill.part)
        .join(Measure, MeasureBill.measure_id == Measure.id)
        .where(
            MeasureBill.bill_id.in_(list(bill_ids)),
            MeasureBill.measure_id != measure_id,
            MeasureBill.recorded_at <= as_of.known,
        )
        .order_by(Measure.name, Measure.id)
    )
    found: dict[int, list[BesideLine]] = defaultdict(list)
    for bill_id, slug, name, carries, part in rows:
        found[bill_id].append(BesideLine(slug, name, carries, part))
    return found


def roll_calls_of(session: Session, bill_ids: Collection[int], as_of: Asked) -> dict[int, list[RollCallLine]]:
    """The roll calls on each bill, oldest first (two queries)."""
    rows = session.execute(
        select(RollCall, Chamber.name, Committee.name)
        .join(Chamber, RollCall.chamber_id == Chamber.id)
        .outerjoin(Committee, RollCall.committee_id == Committee.id)
        .where(
            RollCall.bill_id.in_(list(bill_ids)),
            RollCall.held_on <= as_of.said,
            RollCall.recorded_at <= as_of.known,
        )
        .order_by(RollCall.held_on, RollCall.id)
    ).all()
    votes = _votes(session, [roll_call.id for roll_call, _chamber, _committee in rows])
    found: dict[int, list[RollCallLine]] = defaultdict(list)
    for row, chamber, committee in rows:
        found[row.bill_id].append(
            RollCallLine(
                row.id,
                row.stage,
                f"{chamber} {committee} committee" if committee else chamber,
                row.motion,
                row.held_on,
                row.ayes,
                row.nays,
                row.passed,
                row.print_letter,
                row.source,
                tuple(votes[row.id]),
            )
        )
    return found


def _votes(session: Session, roll_call_ids: Collection[int]) -> dict[int, list[VoteLine]]:
    found: dict[int, list[VoteLine]] = defaultdict(list)
    if not roll_call_ids:
        return found
    rows = session.execute(
        select(Vote, Person.slug, Person.name)
        .outerjoin(Person, Vote.person_id == Person.id)
        .where(Vote.roll_call_id.in_(list(roll_call_ids)))
        .order_by(Vote.printed_name, Vote.id)
    )
    for vote, slug, name in rows:
        found[vote.roll_call_id].append(VoteLine(vote.person_id, slug, name or vote.printed_name, vote.code))
    return found
