"""Committees and who sits in them. Who left the list has left the committee; that they sat there stays on file."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select

from crm.importers.openstates.book import Book
from crm.importers.openstates.ground import Ground
from crm.importers.openstates.records import CommitteeRecord, MemberRecord, Roster
from crm.names import fold
from crm.people.models import Committee, CommitteeSeat


def put_committees(book: Book, roster: Roster, ground: Ground) -> None:
    """Find or add the committees, and bring their members up to the files (two queries)."""
    if not roster.committees:
        return
    places = {ground.jurisdictions[record.place.ocd_id].id for record in roster.committees}
    known = book.session.scalars(select(Committee).where(Committee.jurisdiction_id.in_(places))).all()
    by_id = {bare(row.outside_id): row for row in known if row.outside_id}
    by_name = {(row.jurisdiction_id, row.chamber_id, fold(row.name)): row for row in known if not row.outside_id}
    found: dict[str, Committee] = {}
    for record in roster.committees:
        found[record.id] = _committee(book, record, ground, by_id, by_name)
    book.session.flush()
    for record in roster.committees:
        parent = found.get(record.parent_id or "")
        if parent is not None:
            book.put(record.where, found[record.id], "parent_id", parent.id)
    seats: dict[int, list[CommitteeSeat]] = defaultdict(list)
    for seat in book.session.scalars(
        select(CommitteeSeat)
        .join(Committee, CommitteeSeat.committee_id == Committee.id)
        .where(Committee.jurisdiction_id.in_(places))
        .order_by(CommitteeSeat.id)
    ):
        seats[seat.committee_id].append(seat)
    for record in roster.committees:
        _put_members(book, record, found[record.id], seats[found[record.id].id])


def bare(outside_id: str) -> str:
    """A committee's id without its kind: what stays the same however a source prints it."""
    return outside_id.removeprefix("ocd-organization/")


def _committee(
    book: Book,
    record: CommitteeRecord,
    ground: Ground,
    by_id: dict[str, Committee],
    by_name: dict[tuple[int, int | None, str], Committee],
) -> Committee:
    jurisdiction = ground.jurisdictions[record.place.ocd_id]
    chamber = ground.chamber(record.place, record.chamber)
    chamber_id = chamber.id if chamber else None
    there = by_id.get(bare(record.id)) or by_name.get((jurisdiction.id, chamber_id, fold(record.name)))
    if there is None:
        there = Committee(
            jurisdiction_id=jurisdiction.id,
            chamber_id=chamber_id,
            name=record.name,
            classification=record.classification,
            outside_id=bare(record.id),
        )
        book.session.add(there)
        book.created.add(record.where)
    elif there.outside_id is None:
        book.put(record.where, there, "outside_id", bare(record.id))
    return there


def _put_members(book: Book, record: CommitteeRecord, committee: Committee, seats: list[CommitteeSeat]) -> None:
    free = [seat for seat in seats if seat.ended_on is None or seat.ended_on >= book.day]
    over = [seat for seat in seats if seat not in free]
    for member in record.members:
        person_id = book.person_ids.get(member.person_id or "")
        former = member.ended_on is not None and member.ended_on < book.day
        seat = next((seat for seat in (over if former else free) if _is(seat, member, person_id)), None)
        if seat is None:
            seat = CommitteeSeat(
                committee_id=committee.id, person_id=person_id, printed_name=member.name, role=member.role
            )
            seat.printed_role, seat.source = member.printed_role, book.source
            seat.started_on, seat.ended_on = member.started_on, member.ended_on
            book.add(record.where, seat)
            continue
        (over if former else free).remove(seat)
        if seat.source == book.source:
            for column in ("role", "printed_role", "started_on", "ended_on"):
                book.put(record.where, seat, column, getattr(member, column))
            book.put(record.where, seat, "person_id", person_id or seat.person_id)
    for seat in free if record.whole_members else ():
        if seat.source == book.source:
            book.put(record.where, seat, "ended_on", book.day - timedelta(days=1))


def _is(seat: CommitteeSeat, member: MemberRecord, person_id: int | None) -> bool:
    if seat.person_id is not None and person_id is not None:
        return seat.person_id == person_id
    return fold(seat.printed_name) == fold(member.name)
