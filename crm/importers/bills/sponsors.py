"""Who sponsors what from when to when, worked out from all snapshots of a bill and brought to the rows on file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Bill, SponsorKind, Sponsorship
from crm.bills.snapshots import NameSpell, name_spells, stood
from crm.importers.bills.book import Book, Entry
from crm.importers.bills.naming import Naming, printed_id, read_printed_id
from crm.importers.bills.records import NameRecord
from crm.importers.bills.seen import Runs
from crm.importers.sources import cited
from crm.jurisdictions.models import LegislativeSession
from crm.names import fold

_FILLED = "withdrawn:"
"""How ``derived_from`` begins on a row that somebody noted, and that snapshots told only when it ended."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A name on a bill from one day to another, by all sources."""

    person_id: int | None
    name: str
    printed_id: str | None
    kind: SponsorKind
    joined: str
    withdrawn: str | None
    since: date
    until: date | None
    sources: str

    @property
    def who(self) -> str:
        """By what the name is followed: the person, the id, or the name itself."""
        return _who(self.person_id, self.printed_id, self.name)

    @property
    def cited(self) -> str:
        """The sources as people read them."""
        return "; ".join(cited(source) for source in self.sources.split(","))


def put_sponsors(book: Book, entries: Sequence[Entry], shown: Mapping[int, Runs]) -> None:
    """Bring the sponsors up to the snapshots of the bills whose snapshots changed, and add single names."""
    places = {entry.bill_id: _place(book, entry) for entry in entries}
    changed = bring_up(
        book.session,
        book.naming,
        {bill_id: (places[bill_id], runs) for bill_id, runs in shown.items()},
        fresh={entry.bill_id for entry in entries if entry.fresh},
        add=lambda rows: book.add(Sponsorship, rows),
    )
    for entry in entries:
        entry.changed = entry.changed or entry.bill_id in changed
        if not entry.record.whole_sponsors and entry.record.sponsors:
            _add_single(book, entry)


def bring_up(
    session: Session,
    naming: Naming,
    shown: Mapping[int, tuple[tuple[int, int | None], Runs]],
    *,
    fresh: set[int],
    add: Any,
) -> set[int]:
    """Make the rows of each bill (with its government and chamber) say what its runs say; the bills that changed."""
    on_file: dict[int, list[Sponsorship]] = defaultdict(list)
    known = sorted(set(shown) - fresh)
    if known:
        asked = select(Sponsorship).where(Sponsorship.bill_id.in_(known)).order_by(Sponsorship.id)
        for row in session.scalars(asked):
            on_file[row.bill_id].append(row)
    new: list[dict[str, Any]] = []
    changed: set[int] = set()
    for bill_id, (place, runs) in shown.items():
        rows = _follow(session, bill_id, on_file[bill_id], standings(naming, place, runs))
        new += rows
        if rows or any(session.is_modified(row) for row in on_file[bill_id]):
            changed.add(bill_id)
    session.flush()
    add(new)
    return changed


def standings(naming: Naming, place: tuple[int, int | None], runs: Runs) -> list[Standing]:
    """Who stood on a bill from when to when, by the runs of all sources."""
    told: dict[str, list[tuple[str, NameSpell]]] = defaultdict(list)
    people: dict[str, int | None] = {}
    for source, of_source in sorted(runs.items()):
        for each in name_spells(of_source):
            who = NameRecord(each.shown.name, read_printed_id(each.shown.printed_id))
            person_id = naming.person(who, *place, each.spell.since, source)
            key = _who(person_id, each.shown.printed_id, each.shown.name)
            people[key] = person_id
            told[key].append((source, each))
    found = [_stood(people[key], each, group) for key, each in told.items() for group in _groups(each)]
    return sorted(found, key=lambda each: (each.kind is not SponsorKind.PRIME, each.since, each.name))


def _groups(told: Sequence[tuple[str, NameSpell]]) -> Iterable[Any]:
    return stood((source, each.spell) for source, each in told)


def _stood(person_id: int | None, told: Sequence[tuple[str, NameSpell]], group: Any) -> Standing:
    names = [each for _, each in told if each.spell in group.spells]
    latest = max(names, key=lambda each: (each.spell.shown_last, each.shown.printed_id or "", each.shown.name))
    dated = sorted(each.joined for each in names if each.joined != each.spell.since.isoformat())
    left = next((each.withdrawn for each in names if group.until and each.spell.until == group.until), None)
    return Standing(
        person_id=person_id,
        name=latest.shown.name,
        printed_id=latest.shown.printed_id,
        kind=latest.shown.kind,
        joined=dated[0] if dated else group.since.isoformat(),
        withdrawn=left,
        since=group.since,
        until=group.until,
        sources=",".join(group.sources),
    )


def _follow(
    session: Session, bill_id: int, on_file: Sequence[Sponsorship], wanted: Sequence[Standing]
) -> list[dict[str, Any]]:
    derived: dict[str, list[Sponsorship]] = defaultdict(list)
    noted: dict[str, list[Sponsorship]] = defaultdict(list)
    for row in on_file:
        who = _who(row.person_id, row.printed_id, row.printed_name)
        if row.derived_from is None or row.derived_from.startswith(_FILLED):
            noted[who].append(row)
            noted[_who(None, None, row.printed_name)].append(row)
        else:
            derived[who].append(row)
    taken: set[int] = set()
    ends: dict[int, tuple[str | None, str | None]] = {
        row.id: (None, None) if row.derived_from else (row.withdrawn, row.derived_from)
        for row in on_file
        if row.derived_from is None or row.derived_from.startswith(_FILLED)
    }
    new = []
    for each in wanted:
        by_hand = next((row for row in _noted(noted, each) if row.id not in taken and _overlaps(row, ends, each)), None)
        if by_hand is not None:
            taken.add(by_hand.id)
            by_hand.person_id = by_hand.person_id or each.person_id
            by_hand.printed_id = by_hand.printed_id or each.printed_id
            by_hand.joined = by_hand.joined or each.joined
            if ends[by_hand.id][0] is None and each.withdrawn is not None:
                ends[by_hand.id] = (each.withdrawn, f"{_FILLED}{each.sources}")
        elif derived[each.who]:
            _set(derived[each.who].pop(0), each)
        else:
            new.append(_row(bill_id, each))
    for row in on_file:
        if row.id in ends:
            _end(row, *ends[row.id])
    for rows in derived.values():
        for row in rows:
            session.delete(row)
    return new


def _noted(noted: Mapping[str, Sequence[Sponsorship]], each: Standing) -> Iterable[Sponsorship]:
    yield from noted.get(each.who, ())
    for row in noted.get(_who(None, None, each.name), ()):
        if row.person_id is None or row.person_id == each.person_id:
            yield row


def _overlaps(row: Sponsorship, ends: Mapping[int, tuple[str | None, str | None]], each: Standing) -> bool:
    joined = dates.parse(row.joined).earliest if row.joined else None
    withdrawn = ends[row.id][0]
    left = dates.parse(withdrawn).latest if withdrawn else None
    begun = joined is None or each.until is None or joined < each.until
    return begun and (left is None or left > each.since)


def _set(row: Sponsorship, each: Standing) -> None:
    values = {
        "person_id": each.person_id or row.person_id,
        "printed_name": each.name,
        "printed_id": each.printed_id,
        "kind": each.kind,
        "joined": each.joined,
        "derived_from": each.sources,
        "source": each.cited,
    }
    for column, value in values.items():
        if getattr(row, column) != value:
            setattr(row, column, value)
    _end(row, each.withdrawn, each.sources)


def _end(row: Sponsorship, withdrawn: str | None, derived_from: str | None) -> None:
    if row.withdrawn != withdrawn:
        row.withdrawn = withdrawn
        row.withdrawn_seen_at = clock.now() if withdrawn else None
    if row.derived_from != derived_from:
        row.derived_from = derived_from


def _row(bill_id: int, each: Standing) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "person_id": each.person_id,
        "printed_name": each.name,
        "printed_id": each.printed_id,
        "derived_from": each.sources,
        "kind": each.kind,
        "joined": each.joined,
        "withdrawn": each.withdrawn,
        "first_seen_at": clock.now(),
        "withdrawn_seen_at": clock.now() if each.withdrawn else None,
        "source": each.cited,
    }


def _add_single(book: Book, entry: Entry) -> None:
    """Names of a record that does not tell the whole list: added, and never taken off for being absent elsewhere."""
    place = _place(book, entry)
    source = entry.record.source
    there = book.session.scalars(select(Sponsorship).where(Sponsorship.bill_id == entry.bill_id)).all()
    people = {row.person_id for row in there if row.person_id is not None}
    names = {fold(row.printed_name) for row in there}
    for sponsor in entry.record.sponsors:
        person_id = book.naming.person(sponsor.who, *place, entry.record.seen_on, source)
        if person_id in people or fold(sponsor.who.name) in names:
            continue
        book.session.add(
            Sponsorship(
                bill_id=entry.bill_id,
                person_id=person_id,
                printed_name=sponsor.who.name,
                printed_id=printed_id(sponsor.who),
                kind=sponsor.kind,
                joined=sponsor.joined or f"../{entry.record.seen_on.isoformat()}",
                withdrawn=sponsor.withdrawn,
                first_seen_at=clock.now(),
                withdrawn_seen_at=clock.now() if sponsor.withdrawn else None,
                source=cited(source),
            )
        )
        entry.changed = True
    book.session.flush()


def _place(book: Book, entry: Entry) -> tuple[int, int | None]:
    record = entry.record
    chamber = book.ground.chamber(record.session.place, record.chamber).id if record.chamber else None
    return book.ground.place(record.session.place).id, chamber


def _who(person_id: int | None, printed: str | None, name: str) -> str:
    if person_id is not None:
        return f"person:{person_id}"
    return printed or f"name:{fold(name)}"


def places_of(session: Session, bill_ids: Iterable[int]) -> dict[int, tuple[int, int | None]]:
    """The government and chamber of each bill (one query)."""
    rows = session.execute(
        select(Bill.id, LegislativeSession.jurisdiction_id, Bill.chamber_id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .where(Bill.id.in_(sorted(set(bill_ids))))
    )
    return {row.id: (row.jurisdiction_id, row.chamber_id) for row in rows}
