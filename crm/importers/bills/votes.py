"""Votes by name. One that another source, or somebody, has told of already is not told twice; its gaps are filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from crm import clock
from crm.bills.models import RollCall, Vote, VoteCode
from crm.bills.noting import complete
from crm.importers.bills.book import Book, Entry, by_day
from crm.importers.bills.naming import printed_id
from crm.importers.bills.records import BillRecord, RollCallRecord, VoteRecord
from crm.importers.sources import cited
from crm.jurisdictions.models import Chamber
from crm.names import fold
from crm.people.models import Committee

_AT_ONCE = 800


@dataclass(slots=True)
class _Wanted:
    """A roll call as one record tells it."""

    entry: Entry
    record: RollCallRecord
    key: str
    chamber: Chamber
    committee_id: int | None
    votes: list[dict[str, Any]]

    def row(self) -> dict[str, Any]:
        """The columns of a new row."""
        record = self.record
        return {
            "bill_id": self.entry.bill_id,
            "print_letter": record.letter,
            "chamber_id": self.chamber.id,
            "committee_id": self.committee_id,
            "stage": record.stage,
            "motion": record.motion,
            "held_on": record.held_on,
            "ayes": record.ayes,
            "nays": record.nays,
            "passed": record.passed,
            "source": cited(self.entry.record.source),
            "recorded_at": clock.now(),
            "fact_key": self.key,
        }


def fact_key(bill: BillRecord, record: RollCallRecord) -> str:
    """What the record says of a roll call, as one text: bill, stage, chamber, committee, day, motion."""
    parts = (
        bill.session.place.ocd_id.removeprefix("ocd-jurisdiction/"),
        bill.session.slug,
        bill.number,
        record.stage.value,
        record.chamber.value,
        fold(record.committee or ""),
        record.held_on.isoformat(),
        fold(record.motion or ""),
    )
    return "|".join(parts)


def put_roll_calls(book: Book, entries: Sequence[Entry]) -> None:
    """Add the roll calls that are not on file, with their votes; correct those of a bill's newest look."""
    wanted: dict[str, _Wanted] = {}
    # The newest look at a roll call is the one that counts.
    for entry in sorted(entries, key=by_day, reverse=True):
        for record in entry.record.roll_calls:
            key = fact_key(entry.record, record)
            if key not in wanted:
                wanted[key] = _read(book, entry, record, key)
    if not wanted:
        return
    there = _on_file(book, [each for each in wanted.values() if not each.entry.fresh])
    new = [each for each in wanted.values() if each.key not in there]
    ids = book.add(RollCall, [each.row() for each in new])
    votes: list[dict[str, Any]] = []
    for roll_call_id, each in zip(ids, new, strict=True):
        each.entry.changed = True
        votes += [{"roll_call_id": roll_call_id, **vote} for vote in each.votes]
    votes += _follow(book, [(each, there[each.key]) for each in wanted.values() if each.key in there])
    book.add(Vote, votes)


def _read(book: Book, entry: Entry, record: RollCallRecord, key: str) -> _Wanted:
    place = entry.record.session.place
    chamber = book.ground.chamber(place, record.chamber)
    committee_id = _committee(book, chamber, record.committee) if record.committee else None
    found = _Wanted(entry, record, key, chamber, committee_id, [])
    said: dict[Any, VoteCode] = {}
    for vote in record.votes:
        row = _vote(book, entry.record, record, chamber, vote)
        # Two members may share a family name; ids tell them apart.
        who = row["person_id"] or row["printed_id"] or fold(vote.who.name)
        if who in said:
            if said[who] is not vote.code:
                book.report.problem(
                    f"{entry.record.where}: vote of {record.held_on}",
                    f"{vote.who.name} is listed twice, as {said[who].value} and as {vote.code.value}.",
                    "The first is kept; look at the record itself.",
                )
            continue
        said[who] = vote.code
        found.votes.append(row)
    return found


def _vote(book: Book, bill: BillRecord, record: RollCallRecord, chamber: Chamber, vote: VoteRecord) -> dict[str, Any]:
    person_id = book.naming.person(vote.who, chamber.jurisdiction_id, chamber.id, record.held_on, bill.source)
    return {
        "person_id": person_id,
        "printed_name": vote.who.name,
        "printed_id": printed_id(vote.who),
        "code": vote.code,
    }


def _committee(book: Book, chamber: Chamber, name: str) -> int:
    """The committee of the chamber, added where the roster has not brought it yet."""
    known = book.committees.get(chamber.id)
    if known is None:
        rows = (
            select(Committee.id, Committee.name).where(Committee.chamber_id == chamber.id).order_by(Committee.id.desc())
        )
        known = book.committees[chamber.id] = {_bare(row.name): row.id for row in book.session.execute(rows)}
    if _bare(name) not in known:
        there = Committee(
            jurisdiction_id=chamber.jurisdiction_id, chamber_id=chamber.id, name=name, classification="committee"
        )
        book.session.add(there)
        book.session.flush()
        known[_bare(name)] = there.id
    return known[_bare(name)]


def _bare(name: str) -> str:
    """A committee's name to compare by: "Committee on Codes", "Codes Committee" and "CODES" are one."""
    words = [word for word in fold(name).split() if word not in ("committee", "standing")]
    return " ".join(words[1:] if words[:1] == ["on"] else words)


def _on_file(book: Book, wanted: Sequence[_Wanted]) -> dict[str, RollCall]:
    """Those on file by their key, or, told by others, by what they are: bill, stage, chamber, day and committee."""
    ids = sorted({each.entry.bill_id for each in wanted})
    by_key: dict[str, RollCall] = {}
    alike: dict[tuple[Any, ...], list[RollCall]] = defaultdict(list)
    if ids:
        for row in book.session.scalars(select(RollCall).where(RollCall.bill_id.in_(ids)).order_by(RollCall.id)):
            if row.fact_key is not None:
                by_key[row.fact_key] = row
            alike[row.bill_id, row.stage, row.chamber_id, row.held_on].append(row)
    found = {}
    taken: set[int] = set()
    for each in wanted:
        if each.key in by_key:
            found[each.key] = by_key[each.key]
            continue
        source = cited(each.entry.record.source)
        others = [
            row
            for row in alike[each.entry.bill_id, each.record.stage, each.chamber.id, each.record.held_on]
            if row.source != source
            and row.id not in taken
            and (row.committee_id is None or each.committee_id in (None, row.committee_id))
        ]
        if len(others) == 1:
            found[each.key] = others[0]
            taken.add(others[0].id)
    return found


def _follow(book: Book, pairs: Sequence[tuple[_Wanted, RollCall]]) -> list[dict[str, Any]]:
    """Fill the gaps of roll calls on file, correct their votes by a newest look, and return the votes to add."""
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in _votes(book, [row.id for _, row in pairs]):
        votes[vote.roll_call_id].append(vote)
    new: list[dict[str, Any]] = []
    for each, row in pairs:
        before = (row.print_letter, row.committee_id, row.ayes, row.nays, row.passed, row.fact_key)
        complete(
            row, print_letter=each.record.letter, committee_id=each.committee_id, ayes=each.record.ayes,
            nays=each.record.nays, passed=each.record.passed, fact_key=each.key,
        )  # fmt: skip
        changed = before != (row.print_letter, row.committee_id, row.ayes, row.nays, row.passed, row.fact_key)
        ours = row.source == cited(each.entry.record.source)
        if not votes[row.id] and each.votes:
            new += [{"roll_call_id": row.id, **told} for told in each.votes]
            changed = True
        elif ours and each.entry.is_newest and each.votes:
            changed = _correct(book, row.id, votes[row.id], each.votes, new) or changed
        each.entry.changed = each.entry.changed or changed
    return new


def _votes(book: Book, roll_call_ids: Sequence[int]) -> Iterable[Vote]:
    for start in range(0, len(roll_call_ids), _AT_ONCE):
        yield from book.session.scalars(
            select(Vote).where(Vote.roll_call_id.in_(roll_call_ids[start : start + _AT_ONCE])).order_by(Vote.id)
        )


def _correct(
    book: Book, roll_call_id: int, on_file: Sequence[Vote], told: Sequence[Mapping[str, Any]], new: list[dict[str, Any]]
) -> bool:
    """Let the votes follow the record; whether anything had to."""
    by_name = {vote.printed_id or fold(vote.printed_name): vote for vote in on_file}
    changed = False
    for vote in told:
        there = by_name.pop(vote["printed_id"] or fold(vote["printed_name"]), None)
        if there is None:
            new.append({"roll_call_id": roll_call_id, **vote})
            changed = True
        elif there.code is not vote["code"]:
            there.code = vote["code"]
            changed = True
    for gone in by_name.values():
        book.session.delete(gone)
        changed = True
    return changed
