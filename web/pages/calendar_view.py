"""The calendar as its page shows it: days under their weeks and months, who sits, and the line of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from crm.datewords import MONTHS, day
from crm.jurisdictions.calendar import CurrentDeadline
from crm.jurisdictions.models import Certainty, DeadlineKind
from crm.jurisdictions.queries import SessionRow
from crm.jurisdictions.sitting import ChamberDays, SittingState
from crm.outreach.agenda import Agenda, SittingChamber
from crm.outreach.lines import OwedLine
from web.charts.sittings import Pin, Stretch, scale_of, sitting_axis, sitting_row

PAST_SHOWN: Final = 8
MOST_LINES: Final = 14
"""Chambers on the line of the year; more are listed by whoever chooses a government."""
LONG_OVER: Final = 14
"""Days after which nobody counts the days any more."""
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TURNS: Final = (DeadlineKind.OPENING, DeadlineKind.ADJOURNMENT)


@dataclass(frozen=True, slots=True)
class DayView:
    """A day with what ends on it, and what the reader owes by it. ``left``: days until then, below 0 for past ones.

    ``year`` only where it is not the year looked from; ``countdown`` is nothing for what is long over.
    """

    day: date
    weekday: str
    short: str
    year: str
    left: int
    countdown: str
    deadlines: tuple[CurrentDeadline, ...]
    owed: tuple[OwedLine, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Days under one heading: "This week", "Next week", "December 2026"."""

    title: str
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True)
class SitsView:
    """A chamber (or a whole government) on the line of the year. ``tone``: good, warn or nothing."""

    government: str
    name: str
    status: str
    tone: str
    chart: Markup


@dataclass(frozen=True, slots=True)
class First:
    """The deadline that comes first: how far it is, and what it is."""

    left: str
    deadline: CurrentDeadline


def first(found: Agenda) -> First | None:
    """What comes first; an opening closes nothing, so it comes after what does."""
    coming = next(
        (each for each in found.ahead if each.kind is not DeadlineKind.OPENING), next(iter(found.ahead), None)
    )
    if coming is None:
        return None
    left = (coming.falls_on - found.day).days
    return First({0: "Today", 1: "1 day"}.get(left, f"{left} days"), coming)


def ahead(found: Agenda) -> list[Group]:
    """What lies ahead by week and month."""
    owed = [line for line in found.owed if line.due_on is not None and line.due_on >= found.day]
    days = {each.falls_on for each in found.ahead} | {line.due_on for line in owed if line.due_on is not None}
    grouped: dict[str, list[DayView]] = {}
    for each in sorted(days):
        view = _day(each, found.day, found.ahead, owed)
        grouped.setdefault(heading(each, found.day), []).append(view)
    return [Group(title, tuple(days)) for title, days in grouped.items()]


def past(found: Agenda) -> list[DayView]:
    """What is over, newest first."""
    days = sorted({each.falls_on for each in found.past}, reverse=True)
    return [_day(each, found.day, found.past, ()) for each in days]


def overdue(found: Agenda) -> int:
    """How many follow-ups of the reader's should have been done before the day."""
    return sum(line.due_on is not None and line.due_on < found.day for line in found.owed)


def heading(each: date, today: date) -> str:
    """Under which heading a day stands; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    weeks = (each - monday).days // 7
    if weeks in (0, 1):
        return ("This week", "Next week")[weeks]
    month = f"{MONTHS[each.month - 1]} {each.year}"
    return f"Later in {month}" if (each.year, each.month) == (today.year, today.month) else month


def countdown(left: int) -> str:
    """How far a day is, in days alone: a plan is made in days."""
    if left in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[left]
    return f"in {left} days" if left > 0 else f"{-left} days ago"


def _day(each: date, today: date, deadlines: Iterable[CurrentDeadline], owed: Iterable[OwedLine]) -> DayView:
    left = (each - today).days
    return DayView(
        each,
        WEEKDAYS[each.weekday()],
        _short(each),
        "" if each.year == today.year else str(each.year),
        left,
        countdown(left) if left >= -LONG_OVER else "",
        tuple(deadline for deadline in deadlines if deadline.falls_on == each),
        tuple(line for line in owed if line.due_on == each),
    )


def _short(each: date, today: date | None = None) -> str:
    """Jun 12; with the year where it is not that of ``today``."""
    year = f", {each.year}" if today is not None and each.year != today.year else ""
    return f"{MONTHS[each.month - 1][:3]} {each.day}{year}"


def lines(found: Agenda) -> tuple[list[SitsView], Markup | None]:
    """Each chamber on the line of the year, then what binds a whole government; and the axis, where there is a line."""
    chambers = found.chambers[:MOST_LINES]
    if not chambers:
        return [], None
    shown = {each.chamber.jurisdiction_id for each in chambers}
    whole = [each for each in found.whole if each.jurisdiction_id in shown and each.kind not in _TURNS]
    scale = scale_of(found.day, _days([*whole, *(each for row in chambers for each in row.deadlines)], chambers))
    views = []
    for place, row in enumerate(chambers):
        status, tone = sitting_words(row.days, found.day)
        stretches = [Stretch(spell.begins, spell.ends) for spell in row.days.spells]
        chart = sitting_row(scale, found.day, stretches, _pins(row.deadlines))
        views.append(SitsView(row.chamber.jurisdiction, row.chamber.name, status, tone, chart))
        last_of_it = place + 1 == len(chambers) or chambers[place + 1].chamber.jurisdiction != row.chamber.jurisdiction
        binding = [each for each in whole if each.jurisdiction_id == row.chamber.jurisdiction_id]
        if last_of_it and any(scale.first <= each.falls_on <= scale.last for each in binding):
            chart = sitting_row(scale, found.day, (), _pins(binding))
            views.append(SitsView(row.chamber.jurisdiction, "All of it", _next_words(binding, found.day), "", chart))
    return views, sitting_axis(scale)


def _days(deadlines: Iterable[CurrentDeadline], chambers: Iterable[SittingChamber]) -> list[date]:
    days = [day for each in deadlines for day in (each.falls_on, *(former.falls_on for former in each.slipped_from))]
    spells = [spell for row in chambers for spell in row.days.spells]
    return days + [edge for spell in spells for edge in (spell.begins, spell.ends) if edge is not None]


def _pins(deadlines: Iterable[CurrentDeadline]) -> list[Pin]:
    return [
        Pin(
            each.falls_on,
            each.name,
            tuple(former.falls_on for former in each.slipped_from if former.falls_on != each.falls_on),
            each.kind is DeadlineKind.ADJOURNMENT,
            each.certainty is not Certainty.PREDICTED,
        )
        for each in deadlines
        if each.kind is not DeadlineKind.OPENING
    ]


def _next_words(deadlines: Sequence[CurrentDeadline], today: date) -> str:
    coming = next((each for each in deadlines if each.falls_on >= today), None)
    return f"{coming.name} {countdown((coming.falls_on - today).days)}" if coming else ""


def sitting_words(days: ChamberDays, today: date) -> tuple[str, str]:
    """Whether a chamber sits, in words, and the tone of them."""
    if days.state is SittingState.HOME and days.turned is not None:
        back = f", opens {_short(days.turns.falls_on, today)}" if days.turns else ""
        return f"gone home since {_short(days.turned.falls_on, today)}{back}", ""
    if days.state is SittingState.SITS:
        end = days.turns if days.turns and days.turns.kind is DeadlineKind.ADJOURNMENT else None
        return (f"sits until {_short(end.falls_on, today)}" if end else "sits"), "good"
    if days.state is SittingState.NOT_YET and days.turns is not None:
        return f"opens {_short(days.turns.falls_on, today)}", ""
    return "no calendar on file", ""


def sessions(rows: Sequence[SessionRow]) -> tuple[list[SessionRow], list[SessionRow]]:
    """The newest session of each government, with special ones; and all earlier ones."""
    newest: list[SessionRow] = []
    earlier: list[SessionRow] = []
    seen: set[int] = set()
    for row in rows:
        (earlier if row.jurisdiction_id in seen and not row.is_special else newest).append(row)
        if not row.is_special:
            seen.add(row.jurisdiction_id)
    return newest, earlier


def session_days(row: SessionRow) -> str:
    """From when to when a session runs, as far as it is known."""
    if row.started_on and row.ended_on:
        return f"{day(row.started_on)} to {day(row.ended_on)}"
    if row.started_on:
        return f"since {day(row.started_on)}"
    return f"until {day(row.ended_on)}" if row.ended_on else "days not noted"
