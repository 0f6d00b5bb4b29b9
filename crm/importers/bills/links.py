"""Other bills a bill goes with: companions by the days on which the record named them, former selves, substitutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update

from crm import clock
from crm.bills.models import Bill, BillLink, BillLinkKind
from crm.bills.snapshots import Stood, link_spells, stood
from crm.importers.bills.book import Book, Entry
from crm.importers.bills.seen import Runs, printed_number
from crm.importers.sources import cited, source_of
from crm.jurisdictions.models import LegislativeSession
from crm.jurisdictions.years import years_of

_AND = "; "
_AT_ONCE = 500


def put_links(book: Book, entries: Sequence[Entry], shown: Mapping[int, Runs]) -> None:
    """Bring companions up to the snapshots of the bills whose snapshots changed, and add the other links."""
    spells = {bill_id: _companions(runs) for bill_id, runs in shown.items()}
    places = {entry.bill_id: book.ground.sitting(entry.record.session).jurisdiction_id for entry in entries}
    wanted = {(places[bill_id], number) for bill_id, found in spells.items() for number in found}
    for entry in entries:
        wanted |= {(places[entry.bill_id], printed_number(entry.record, link)) for link in entry.record.links}
    others = Others(book, wanted)
    fresh = {entry.bill_id for entry in entries if entry.fresh}
    on_file: dict[int, list[BillLink]] = defaultdict(list)
    known = sorted(set(places) - fresh)
    if known:
        for row in book.session.scalars(select(BillLink).where(BillLink.bill_id.in_(known)).order_by(BillLink.id)):
            on_file[row.bill_id].append(row)
    rows: list[dict[str, Any]] = []
    for bill_id, found in spells.items():
        rows += _follow(book, bill_id, on_file[bill_id], found, others.of(places[bill_id]))
    rows += _others(entries, on_file, places, others)
    first_new = book.add(BillLink, rows)
    book.links.extend(first_new)


def _companions(runs: Runs) -> dict[str, tuple[Stood, ...]]:
    told: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for source, of_source in runs.items():
        for spell in link_spells(of_source):
            told[spell.key].append((source, spell))
    return {number: stood(each) for number, each in told.items()}


def _follow(
    book: Book,
    bill_id: int,
    on_file: Sequence[BillLink],
    spells: Mapping[str, Sequence[Stood]],
    other: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Make the derived rows say what the spells say. A row that somebody noted learns when the link was gone."""
    derived: dict[str, list[BillLink]] = defaultdict(list)
    noted: dict[int, list[BillLink]] = defaultdict(list)
    numbers = {other_id: number for number, other_id in other.items()}
    for row in on_file:
        if row.kind is not BillLinkKind.SAME_AS:
            continue
        hand, imported = _parts(row.source)
        if hand is None and imported:
            derived[row.printed_number or numbers.get(row.other_id or 0, "")].append(row)
        elif row.other_id is not None:
            if imported:
                row.source, row.ended_on = hand, None
            noted[row.other_id].append(row)
    new = []
    for number, found in spells.items():
        rows = derived.pop(number, [])
        for each in found:
            by_hand = _overlapping(noted[other[number]], each) if number in other else None
            source = _AND.join(cited(name) for name in each.sources)
            if by_hand is not None:
                noted[other[number]].remove(by_hand)
                if each.until is not None:
                    by_hand.source = _AND.join(filter(None, (by_hand.source or "noted", source)))
                    by_hand.ended_on = each.until
            elif rows:
                row = rows.pop(0)
                row.started_on, row.ended_on, row.source = each.since, each.until, source
            else:
                new.append(
                    _row(bill_id, number, BillLinkKind.SAME_AS, other.get(number), each.since, each.until, source)
                )
        derived[number] = rows
    for left in derived.values():
        for row in left:
            book.session.delete(row)
    return new


def _parts(source: str | None) -> tuple[str | None, list[str]]:
    """What somebody noted as the source, and the imported sources behind it."""
    parts = (source or "").split(_AND)
    imported = [part for part in parts if source_of(part)]
    return _AND.join(part for part in parts if not source_of(part)) or None, imported


def _overlapping(rows: Iterable[BillLink], spell: Stood) -> BillLink | None:
    for row in rows:
        begun = row.started_on is None or spell.until is None or row.started_on < spell.until
        if begun and (row.ended_on is None or row.ended_on > spell.since):
            return row
    return None


def _others(
    entries: Sequence[Entry], on_file: Mapping[int, Sequence[BillLink]], places: Mapping[int, int], others: Others
) -> list[dict[str, Any]]:
    """Former selves and substitutes, and companions of records that do not tell all of theirs."""
    there: set[tuple[Any, ...]] = set()
    for bill_id, links in on_file.items():
        for row in links:
            there |= {(bill_id, row.kind, row.other_id), (bill_id, row.kind, row.printed_number)}
    new = []
    for entry in entries:
        for link in entry.record.links:
            if link.kind is BillLinkKind.SAME_AS and entry.record.whole_links:
                continue
            number = printed_number(entry.record, link)
            other_id = others.of(places[entry.bill_id]).get(number)
            keys: set[tuple[Any, ...]] = {(entry.bill_id, link.kind, number)}
            if other_id is not None:
                keys.add((entry.bill_id, link.kind, other_id))
            if keys & there or other_id == entry.bill_id:
                continue
            there |= keys
            entry.changed = True
            days = (link.started_on, link.ended_on)
            new.append(_row(entry.bill_id, number, link.kind, other_id, *days, cited(entry.record.source)))
    return new


def _row(
    bill_id: int,
    number: str,
    kind: BillLinkKind,
    other_id: int | None,
    started_on: date | None,
    ended_on: date | None,
    source: str,
) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "other_id": other_id,
        "printed_number": number,
        "kind": kind,
        "started_on": started_on,
        "ended_on": ended_on,
        "source": source,
        "recorded_at": clock.now(),
    }


class Others:
    """The bills on file that printed numbers with their session mean, by government."""

    def __init__(self, book: Book, wanted: Iterable[tuple[int, str]]) -> None:
        self._found: dict[int, dict[str, int]] = defaultdict(dict)
        by_place: dict[int, set[str]] = defaultdict(set)
        for place_id, number in wanted:
            by_place[place_id].add(number)
        for place_id, numbers in by_place.items():
            self._find(book, place_id, numbers)

    def of(self, place_id: int) -> dict[str, int]:
        """The bills of one government, by printed number with session."""
        return self._found[place_id]

    def _find(self, book: Book, place_id: int, numbers: set[str]) -> None:
        sittings = _sittings(book, place_id)
        by_sitting: dict[int, dict[str, str]] = defaultdict(dict)
        for printed in numbers:
            number, _, slug = printed.rpartition(" ")
            if (session_id := sittings(slug)) is not None:
                by_sitting[session_id][number] = printed
        for session_id, wanted in by_sitting.items():
            names = sorted(wanted)
            for start in range(0, len(names), _AT_ONCE):
                rows = select(Bill.number, Bill.id).where(
                    Bill.session_id == session_id, Bill.number.in_(names[start : start + _AT_ONCE])
                )
                for number, bill_id in book.session.execute(rows):
                    self._found[place_id][wanted[number]] = bill_id


def _sittings(book: Book, place_id: int) -> Callable[[str], int | None]:
    known = [
        (row.id, row.slug, years_of(row.slug))
        for row in book.session.execute(
            select(LegislativeSession.id, LegislativeSession.slug)
            .where(LegislativeSession.jurisdiction_id == place_id)
            .order_by(LegislativeSession.id)
        )
    ]

    def find(slug: str) -> int | None:
        years = years_of(slug)
        by_slug = [session_id for session_id, theirs, _ in known if theirs == slug]
        by_years = [session_id for session_id, _, theirs in known if years is not None and theirs == years]
        return next(iter([*by_slug, *by_years]), None)

    return find


def resolve_links(book: Book) -> None:
    """Let links that named a bill by its number alone lead to it, where it is on file now."""
    open_ = book.session.execute(
        select(BillLink.id, BillLink.bill_id, BillLink.printed_number, LegislativeSession.jurisdiction_id)
        .join(Bill, Bill.id == BillLink.bill_id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .where(BillLink.other_id.is_(None), BillLink.printed_number.is_not(None))
    ).all()
    others = Others(book, {(row.jurisdiction_id, row.printed_number) for row in open_})
    found = {
        row.id: other_id
        for row in open_
        if (other_id := others.of(row.jurisdiction_id).get(row.printed_number)) is not None and other_id != row.bill_id
    }
    ours = set(book.links)
    # Rows of this import need no note of what they were before: they go with it.
    fresh = [{"id": link_id, "other_id": other_id} for link_id, other_id in found.items() if link_id in ours]
    if fresh:
        book.session.execute(update(BillLink), fresh)
    older = sorted(set(found) - ours)
    for start in range(0, len(older), _AT_ONCE):
        for row in book.session.scalars(select(BillLink).where(BillLink.id.in_(older[start : start + _AT_ONCE]))):
            row.other_id = found[row.id]
        book.session.flush()
