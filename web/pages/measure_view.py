"""A measure's page as it is shown: its way, its bills, how they relate, who voted how, what happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from crm import clock
from crm.bills.lines import BillLine, EventLine, LinkLine, RollCallLine, VoteLine
from crm.bills.models import BillLinkKind, Carries, SponsorKind, VoteCode
from crm.positions.queries import CountLine
from crm.whip.measure import MeasureScreen
from web.as_of import AskedAsOf
from web.pages.wording_board import EVENTS, SPONSORS, STAGES, VOTES
from web.pages.wording_measures import way

EVENTS_SHOWN: Final = 12
COUNTS_SHOWN: Final = 3
NAMES_SHOWN: Final = 6
"""Names on a bill that stand on its card; the rest, with their days, is folded away."""
_BARS: Final = {
    VoteCode.AYE: "yes",
    VoteCode.AYE_WITH_RESERVATIONS: "leaning_yes",
    VoteCode.NAY: "no",
    VoteCode.EXCUSED: "unknown",
    VoteCode.ABSENT: "unknown",
    VoteCode.ABSTAINED: "undecided",
}
_LINKS: Final = {
    (BillLinkKind.SAME_AS, False): "Same as",
    (BillLinkKind.PREVIOUS_VERSION, False): "Before it",
    (BillLinkKind.PREVIOUS_VERSION, True): "After it",
    (BillLinkKind.SUBSTITUTED_BY, False): "Substituted by",
    (BillLinkKind.SUBSTITUTED_BY, True): "Took the place of",
}


@dataclass(frozen=True, slots=True)
class CodeView:
    """How many voted one way: ``bar`` is the colour, ``names`` those on file."""

    word: str
    bar: str
    number: int
    names: tuple[VoteLine, ...]


@dataclass(frozen=True, slots=True)
class RollCallView:
    """A roll call with its six codes. ``differs``: the names on file do not add up to the totals of the record."""

    line: RollCallLine
    stage: str
    bill: str
    ayes: int | None
    nays: int | None
    codes: tuple[CodeView, ...]
    named: int
    differs: bool


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill's card. ``links``: (how, the other bill); ``kinds``: names on it by kind, in words."""

    line: BillLine
    links: tuple[tuple[str, LinkLine], ...]
    kinds: str
    left: int
    counted: CountLine | None
    last: EventLine | None


def view(found: MeasureScreen, asked: AskedAsOf) -> dict[str, Any]:
    """What the template needs."""
    page, today = found.page, clock.today()
    slug = page.measure.slug
    newest_first = page.events[::-1]
    return {
        "found": found,
        "measure": page.measure,
        "here": f"/measures/{slug}",
        "asked": asked,
        "known": asked.known or today,
        "today": today,
        "way": way(found.progress, page.measure.jurisdiction_kind, houses=len(found.chambers) or 2),
        "about": f"?measure={slug}" + (f"&{asked.query}" if asked.query else ""),
        "now": [_bill(bill, found) for bill in found.now],
        "rivals": [_bill(bill, found) for bill in found.rivals],
        "inside": [_bill(bill, found) for bill in found.vehicles],
        "inside_groups": _groups([_bill(bill, found) for bill in found.vehicles]),
        "before": [_bill(bill, found) for bill in found.before],
        "shown_bills": frozenset(bill.id for bill in page.bills),
        "roll_calls_list": _roll_calls(page.bills),
        "events": newest_first[:EVENTS_SHOWN],
        "older": newest_first[EVENTS_SHOWN:],
        "event_names": EVENTS,
        "known_later": {event.id: _learned(event) for event in page.events},
        "sponsor_names": SPONSORS,
        "names_shown": NAMES_SHOWN,
        "counts_shown": COUNTS_SHOWN,
        "own": [each for each in found.campaigns if not each.watches],
        "watching": [each for each in found.campaigns if each.watches],
        "presets": _presets(page.events, slug, asked, today),
    }


def _bill(bill: BillLine, found: MeasureScreen) -> BillView:
    kinds = Counter(name.kind for name in bill.names)
    words = [_kind_words(kind, kinds[kind]) for kind in SponsorKind if kinds[kind]]
    return BillView(
        bill,
        tuple((_LINKS[link.kind, link.back], link) for link in bill.links),
        ", ".join(words),
        sum(name.withdrawn is not None for name in bill.sponsors),
        next((count for count in found.counts if count.bill_id == bill.id), None),
        next((event for event in found.page.events[::-1] if event.bill_id == bill.id), None),
    )


def _groups(vehicles: list[BillView]) -> list[list[BillView]]:
    """Vehicles that carry the same part, such as a budget bill and its companion, are told together."""
    grouped: dict[tuple[str | None, str], list[BillView]] = {}
    for each in vehicles:
        grouped.setdefault((each.line.part, each.line.session_slug), []).append(each)
    return list(grouped.values())


def _kind_words(kind: SponsorKind, number: int) -> str:
    return f"{number} {SPONSORS[kind]}{'' if number == 1 else 's'}"


def _roll_calls(bills: tuple[BillLine, ...]) -> list[RollCallView]:
    """Newest first; a vehicle's votes are on the vehicle, so they are left out."""
    calls = [(call, bill.printed) for bill in bills if bill.carries is not Carries.VEHICLE for call in bill.roll_calls]
    calls.sort(key=lambda each: (each[0].held_on, each[0].id), reverse=True)
    return [_roll_call(call, bill) for call, bill in calls]


def _roll_call(call: RollCallLine, bill: str) -> RollCallView:
    codes = {code: call.named(code) for code in VoteCode}
    ayes = len(codes[VoteCode.AYE]) + len(codes[VoteCode.AYE_WITH_RESERVATIONS])
    nays = len(codes[VoteCode.NAY])
    numbers = {code: len(names) for code, names in codes.items()}
    if not call.votes:
        # Totals alone: an aye with reservations is printed among the ayes.
        numbers |= {VoteCode.AYE: call.ayes or 0, VoteCode.NAY: call.nays or 0}
    return RollCallView(
        call,
        STAGES[call.stage],
        bill,
        call.ayes if call.ayes is not None else ayes if call.votes else None,
        call.nays if call.nays is not None else nays if call.votes else None,
        tuple(CodeView(VOTES[code], _BARS[code], numbers[code], codes[code]) for code in VoteCode),
        len(call.votes),
        bool(call.votes) and (call.ayes not in (None, ayes) or call.nays not in (None, nays)),
    )


def _learned(event: EventLine) -> date | None:
    """The day we learned of it, where that was later than the day it happened."""
    day = clock.local(event.recorded_at).date()
    return day if day > event.happened_latest else None


def _presets(events: tuple[EventLine, ...], slug: str, asked: AskedAsOf, today: date) -> list[tuple[str, str]]:
    """Steps through time: to the day before the last step that is shown, and to the next one."""
    days = sorted({event.happened_latest for event in events})
    steps = [("← Before the last step", days[-1] - timedelta(days=1))] if days else []
    if asked.past:
        steps.append(("A month later →", min(today, asked.said + timedelta(days=30))))
    known = f"&known={asked.known.isoformat()}" if asked.known else ""
    return [(words, f"/measures/{slug}?said={day.isoformat()}{known}") for words, day in steps]
