"""Names on bills that nobody was sure of: asked again once more is known, and what comes of it told to the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Bill, RollCall, Sponsorship, Vote
from crm.coalition.visibility import Viewer
from crm.importers.bills.anew import feed_bills, work_out_anew
from crm.importers.bills.naming import Naming, asked, read_printed_id
from crm.importers.bills.records import NameRecord
from crm.importers.matching.context import folded_name, years
from crm.importers.matching.matcher import Matcher
from crm.importers.matching.review import note_doubt
from crm.importers.models import NameMatch
from crm.importers.sources import source_of
from crm.jurisdictions.models import Chamber, LegislativeSession

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class _Open:
    """A name that is matched with nobody: where it stands, and in which row."""

    row_id: int
    bill_id: int
    name: str
    printed_id: str | None
    jurisdiction_id: int
    chamber_id: int | None
    day: date
    source: str

    @property
    def who(self) -> NameRecord:
        """The name as the matcher asks for it."""
        return NameRecord(self.name, read_printed_id(self.printed_id))

    @property
    def place(self) -> tuple[int, int | None, date]:
        """The government, the chamber and the day."""
        return self.jurisdiction_id, self.chamber_id, self.day


def names_decided(session: Session, viewer: Viewer, matches: Sequence[NameMatch]) -> int:
    """Somebody said whom names mean: their sponsorships and votes get the person, and the ledger the facts.

    Returned is on how many bills. Whatever else can be matched by now is, too.
    """
    bill_ids, _ = match_again(session, note=False)
    return len(bill_ids)


def match_again(session: Session, *, note: bool = True) -> tuple[set[int], int]:
    """Ask again whom the names mean that are matched with nobody; the bills on which somebody was found.

    An id known by now, a roster that came in later, a decision: each may answer. What stays doubtful is noted for
    somebody to decide; the second value is how many such names there are. The ledger hears of it.
    """
    session.flush()
    naming = Naming(session, Matcher(session))
    if not naming.matcher.index.people:
        return set(), 0
    doubts: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    touched: dict[type[Any], set[int]] = {}
    for model, rows in ((Sponsorship, _on_bills(session)), (Vote, _in_roll_calls(session))):
        found = []
        bills = touched.setdefault(model, set())
        for each in rows:
            person_id = naming.person(each.who, *each.place, each.source)
            if person_id is not None:
                found.append({"id": each.row_id, "person_id": person_id})
                bills.add(each.bill_id)
            elif note and (match := naming.match(each.who, *each.place)).doubtful:
                printed = asked(each.who, *each.place)
                key = (each.source, folded_name(each.name), each.chamber_id, years(printed))
                doubts.setdefault(key, (each.source, printed, match))
        _write(session, model, found)
    notes = {note_doubt(session, *doubt).id for doubt in doubts.values()}
    # Two names may turn out to be one person's.
    work_out_anew(session, touched[Sponsorship], naming)
    feed_bills(session, touched[Sponsorship] | touched[Vote])
    return touched[Sponsorship] | touched[Vote], len(notes)


def _write(session: Session, model: type[Any], found: list[dict[str, Any]]) -> None:
    """In bulk and past the audit: who is meant by a name is worked out, not written by anybody."""
    session.flush()
    for start in range(0, len(found), _AT_ONCE):
        session.execute(update(model), found[start : start + _AT_ONCE])
    if found:
        session.expire_all()


def _on_bills(session: Session) -> Iterator[_Open]:
    rows: Sequence[Any] = session.execute(
        select(
            Sponsorship.id,
            Sponsorship.bill_id,
            Sponsorship.printed_name,
            Sponsorship.printed_id,
            LegislativeSession.jurisdiction_id,
            Bill.chamber_id,
            Sponsorship.joined,
            Sponsorship.first_seen_at,
            Sponsorship.derived_from,
            Sponsorship.source,
        )
        .join(Bill, Bill.id == Sponsorship.bill_id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .where(Sponsorship.person_id.is_(None))
        .order_by(Sponsorship.id)
    ).all()
    for row_id, bill_id, name, printed_id, place_id, chamber_id, joined, seen_at, derived_from, source in rows:
        day = dates.parse(joined).latest if joined else None
        told_by = (derived_from or "").rpartition(":")[2].partition(",")[0] or source_of(source) or "record"
        seen_on = day or clock.local(seen_at).date()
        yield _Open(row_id, bill_id, name, printed_id, place_id, chamber_id, seen_on, told_by)


def _in_roll_calls(session: Session) -> Iterator[_Open]:
    rows: Sequence[Any] = session.execute(
        select(
            Vote.id,
            RollCall.bill_id,
            Vote.printed_name,
            Vote.printed_id,
            Chamber.jurisdiction_id,
            RollCall.chamber_id,
            RollCall.held_on,
            RollCall.source,
        )
        .join(RollCall, RollCall.id == Vote.roll_call_id)
        .join(Chamber, Chamber.id == RollCall.chamber_id)
        .where(Vote.person_id.is_(None))
        .order_by(Vote.id)
    ).all()
    for row_id, bill_id, name, printed_id, place_id, chamber_id, held_on, source in rows:
        yield _Open(row_id, bill_id, name, printed_id, place_id, chamber_id, held_on, source_of(source) or "record")
