"""A board as its page shows it: charts, figures with the links to their evidence, and what they mean in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from crm.datewords import day
from crm.people.seats import SeatState
from crm.positions.queries import CountLine
from crm.whip.count import CountedSeat, SeatStance
from crm.whip.moves import widest
from crm.whip.narrowing import holder_of
from crm.whip.queries import ChamberBoard
from crm.whip.screen import ChamberScreen, Screen
from crm.whip.sittings import Sitting
from web.as_of import AskedAsOf
from web.charts import RiverEvent, RiverPoint, SeatMark, river, seat_chart, stances
from web.filters import count, shortday
from web.pages.board_address import Address

EVENTS: Final = 8
"""Turns with a number below the river: the widest; more would be a crowd, and all are under "what moved"."""
DUE_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class ChamberView:
    """One chamber's card. ``figures``: (label, value, link); ``notes``: sentences under the count."""

    key: str
    name: str
    have: int
    needed: int
    seats: int
    hard: int
    counts: dict[str, int]
    aside: str
    home: bool
    chart: Markup
    river: Markup
    figures: list[tuple[str, str, str]]
    hrefs: dict[str, str]
    notes: list[tuple[str, str, str]]
    counted: tuple[CountLine, ...]
    due: list[tuple[str, str, str, str]]
    due_more: int


def chamber(each: ChamberScreen, whole: Screen, asked: AskedAsOf, address: Address) -> ChamberView:
    """The card of one chamber."""
    board = each.board
    total = board.count
    links = _Links(whole, board, asked, address)
    due = [seat for seat in board.seats if seat.due]
    return ChamberView(
        key=board.kind.value,
        name=board.name,
        have=total.soft,
        needed=total.needed,
        seats=total.seats,
        hard=total.hard,
        counts={stance.value: number for stance, number in total.counts.items()},
        aside=sitting_words(each.sitting),
        home=each.sitting.ended is not None,
        chart=seat_chart(board.name, [links.mark(seat) for seat in board.seats], total.needed),
        river=_river(each, links, asked),
        figures=_figures(each, links),
        hrefs={stance.value: links.stance(stance) for stance in SeatStance},
        notes=_notes(board, links),
        counted=each.counts,
        due=[links.due(seat) for seat in sorted(due, key=_oldest)[:DUE_SHOWN]],
        due_more=len(due) - DUE_SHOWN,
    )


class _Links:
    """Where the figures of a chamber lead, with the two times kept."""

    def __init__(self, whole: Screen, board: ChamberBoard, asked: AskedAsOf, address: Address) -> None:
        self.board, self.address = board, address
        self.measure = f"/measures/{whole.campaign.measure_slug}"
        self._tail = f"&{asked.query}" if asked.query else ""
        self._about = f"?{urlencode({'measure': whole.campaign.measure_slug})}{self._tail}"
        self._list = f"/officials?{urlencode({'campaign': whole.campaign.slug, 'chamber': board.kind.value})}"

    def official(self, slug: str) -> str:
        return f"/officials/{slug}{self._about}"

    def stance(self, stance: SeatStance) -> str:
        """The officials behind a count; nobody holds a vacant seat, so that one leads to the seats."""
        if stance is SeatStance.VACANT:
            return self.seats(stance=stance.value)
        return f"{self._list}&stance={stance.value}{self._tail}"

    def seats(self, **asked: str) -> str:
        cleared = {"stance": "", "party": "", "marked": "", "q": ""} | asked
        return self.address.href(anchor="seats", seats=self.board.kind.value, **cleared)

    def mark(self, seat: CountedSeat) -> SeatMark:
        holder = seat.seat.holder
        words = stances.WORDS[seat.stance]
        if seat.stance is SeatStance.YES:
            words += ", hard" if seat.hard else ", soft"
        where = f", district {seat.seat.district_name}" if seat.seat.district_name else ""
        label = f"{holder_of(seat)}{where}"
        if seat.stance is not SeatStance.VACANT:
            label += f": {words}"
        return SeatMark(seat.stance.value, seat.hard, label, self.official(holder.slug) if holder else None)

    def due(self, seat: CountedSeat) -> tuple[str, str, str, str]:
        """(name, link, stance, since when) of somebody to ask again."""
        assert seat.seat.holder is not None
        assert seat.standing is not None
        holder = seat.seat.holder
        return holder.name, self.official(holder.slug), seat.stance.value, shortday(seat.standing.said_latest)


def _oldest(seat: CountedSeat) -> tuple[bool, date]:
    """Hard yeses first: those are counted on. Then the oldest."""
    return not seat.hard, seat.standing.said_latest if seat.standing else date.min


def sitting_words(sitting: Sitting) -> str:
    """ "adjourned June 12" or "Adjournment in 4 days: June 17, moved from June 12"."""
    if sitting.ended is not None:
        return f"adjourned {day(sitting.ended.falls_on)}"
    if sitting.next is None or sitting.days_left is None:
        return ""
    left = {0: "today", 1: "tomorrow"}.get(sitting.days_left, f"in {sitting.days_left} days")
    moved = sitting.next.slipped_from
    return f"{sitting.next.name} {left}: {shortday(sitting.next.falls_on)}" + (
        f", moved from {shortday(moved[-1].falls_on)}" if moved else ""
    )


def _figures(each: ChamberScreen, links: _Links) -> list[tuple[str, str, str]]:
    total = each.board.count
    short = "nobody" if not total.short_hard else f"{total.short_hard} hard, {total.short} soft"
    figures = [
        ("Hard yes", str(total.hard), links.seats(marked="hard")),
        ("With soft", str(total.soft), links.seats(marked="for")),
        (f"Short of {total.needed}", short, ""),
        (f"Short of {each.board.needed_to_override} to override",
         str(max(0, each.board.needed_to_override - total.soft)), ""),
    ]  # fmt: skip
    if each.sponsors is not None:
        figures.append(("Names on the bill", str(each.sponsors), links.measure))
    return figures


def _notes(board: ChamberBoard, links: _Links) -> list[tuple[str, str, str]]:
    """(text, link, link text) under the count: what is stale, disputed, empty, or asked beyond the rule."""
    total = board.count
    notes = []
    if total.hard_due:
        notes.append(
            (f"{total.hard_due} of the {count(total.hard, 'hard yes', 'hard yeses')} "
             f"{'is' if total.hard_due == 1 else 'are'} due for a new ask.", links.seats(marked="due"), "Who")
        )  # fmt: skip
    if total.contested:
        notes.append(
            (f"Reports disagree on {count(total.contested, 'seat')}.", links.seats(marked="contested"), "Which")
        )
    if board.comfort is not None:
        votes, reason = board.comfort
        notes.append((f"The lead wants {votes}: {reason}", "", ""))
    vacant = [seat.seat for seat in board.seats if seat.seat.state is SeatState.VACANT]
    if vacant:
        places = [seat.district_name for seat in vacant if seat.district_name]
        shown = f" (district {', '.join(places)})" if places and len(places) <= 5 else ""
        be = "is" if len(vacant) == 1 else "are"
        notes.append(
            (f"{count(len(vacant), 'seat')} {be} vacant{shown}. That does not lower the {total.needed} needed.", "", "")
        )
    gaps = sum(seat.seat.state is SeatState.UNKNOWN for seat in board.seats)
    if gaps:
        be = "is held by a member who is" if gaps == 1 else "are held by members who are"
        notes.append((f"{count(gaps, 'seat')} {be} not on file; counted as unknown.", "", ""))
    return notes


def _river(each: ChamberScreen, links: _Links, asked: AskedAsOf) -> Markup:
    points = [RiverPoint(point.day, point.counts) for point in each.series]
    words = {1: "toward", -1: "away", 0: "flat"}
    # What came after the day looked at is drawn, but told only up to it.
    told = widest((turn for turn in each.turns if turn.day <= asked.said), EVENTS)
    events = [
        RiverEvent(
            turn.day,
            f"{turn.name}: {stances.WORDS[turn.before]} → {stances.WORDS[turn.after]}",
            links.official(turn.slug),
            words[turn.direction],
        )
        for turn in told
    ]
    total = each.board.count
    cursor = asked.said if points and points[-1].day > asked.said else None
    return river(points, total.needed, total.seats, events, cursor)
