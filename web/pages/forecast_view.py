"""A forecast as its page shows it: chances in words, the picture of each chamber, and every number with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from crm.errors import InvalidInput
from crm.forecast.assumptions import Standpoint, in_days
from crm.forecast.queries import ChamberForecast, NumberLine, SeatForecast
from crm.forecast.screen import Screen
from crm.forecast.words import percent, points
from crm.whip.count import SeatStance
from crm.whip.narrowing import holder_of
from web.as_of import AskedAsOf
from web.charts import totals
from web.filters import count

STEPS_SHOWN: Final = 8
_GROUPS: Final = (
    ("What each standpoint is worth in votes", tuple(Standpoint)),
    ("How it fades, and what it loses", ("half_life", "public_half_life", "candidate", "contested")),
    ("What a call does", ("reach", "move", "tie", "neighbor")),
)


@dataclass(frozen=True, slots=True)
class StepView:
    """Somebody whose step toward us would help: from which chance to which, and by how much."""

    name: str
    href: str
    seat: str
    stance: str
    hard: bool
    condition: bool
    now: str
    then: str
    adds: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChamberView:
    """One chamber's card."""

    key: str
    name: str
    win: str
    needed: int
    seats: int
    figures: list[tuple[str, str]]
    chart: Markup
    notes: list[str]
    steps: list[StepView]
    more: int


@dataclass(frozen=True, slots=True)
class NumberView:
    """One number of the forecast, in its unit. ``input`` is how a form shows it; ``lesson`` what roll calls taught."""

    name: str
    words: str
    value: str
    input: str
    unit: str
    weight: str
    stated: str
    lesson: str
    learned: str
    reason: str | None
    is_changed: bool


def together(found: Screen) -> str | None:
    """The chance that all chambers reach their number; nothing where there is but one."""
    whole = found.forecast
    return percent(whole.win) if whole.win is not None and len(whole.chambers) > 1 else None


def chamber(each: ChamberForecast, found: Screen, asked: AskedAsOf) -> ChamberView:
    """The card of one chamber."""
    moving = each.by_swing
    vacant = sum(seat.seat.stance is SeatStance.VACANT for seat in each.seats)
    notes = []
    if vacant:
        notes.append(f"{count(vacant, 'seat is', 'seats are')} vacant: no vote is cast there, which counts as not yes.")
    label = (
        f"{each.chamber.name}: {percent(each.win)} for {each.needed} votes or more; {each.expected:.1f} are expected, "
        f"and in 8 of 10 cases there are {each.low} to {each.high}."
    )
    return ChamberView(
        key=each.chamber.kind.value,
        name=each.chamber.name,
        win=percent(each.win),
        needed=each.needed,
        seats=len(each.seats),
        figures=[
            ("Expected votes", f"{each.expected:.1f}"),
            ("Likely range", f"{each.low} to {each.high}"),
            ("Needed", f"{each.needed} of {len(each.seats)}"),
        ],
        chart=totals(each.totals.chances, each.needed, each.low, each.high, label),
        notes=notes,
        steps=[_step(seat, each, found, asked) for seat in moving[:STEPS_SHOWN]],
        more=len(moving) - STEPS_SHOWN,
    )


def groups(found: Screen) -> list[tuple[str, list[NumberView]]]:
    """Every number of the forecast, by what it is about."""
    by_name = {line.name: line for line in found.numbers}
    return [(title, [_number(by_name[name]) for name in names]) for title, names in _GROUPS]


def number(name: str, text: str) -> float:
    """A number as a form gives it: days, or percent. Raises InvalidInput for what is none."""
    value = plain(text.removesuffix("%").strip(), "value")
    return value if in_days(name) else value / 100


def plain(text: str, field: str) -> float:
    """A number as people type it. Raises InvalidInput for what is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise InvalidInput(f"“{text}” is no number.", hint="Type it in digits, such as 85.", field=field) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise InvalidInput(f"“{text}” is no number.", hint="Type it in digits, such as 85.", field=field)
    return value


def _step(seat: SeatForecast, chamber: ChamberForecast, found: Screen, asked: AskedAsOf) -> StepView:
    holder, standing = seat.seat.seat.holder, seat.seat.standing
    assert holder is not None
    about = urlencode({"measure": found.campaign.measure_slug}) + (f"&{asked.query}" if asked.query else "")
    district = seat.seat.seat.district_name
    return StepView(
        name=holder_of(seat.seat),
        href=f"/officials/{holder.slug}?{about}",
        seat=f"{chamber.chamber.member_abbreviation} · {district}" if district else chamber.chamber.member_title,
        stance=seat.seat.stance.value,
        hard=seat.seat.hard,
        condition=bool(standing and standing.condition),
        now=percent(seat.chance.value, 0),
        then=percent(min(1.0, seat.chance.value + seat.step), 0),
        adds=points(seat.swing),
        reasons=seat.chance.reasons,
    )


def _number(line: NumberLine) -> NumberView:
    days = in_days(line.name)
    lesson = ""
    if line.seen is not None and line.seen.votes:
        lesson = f"{line.seen.yes} of {count(line.seen.votes, 'vote')} were yes"
    learned = percent(line.learned) if line.learned is not None else ""
    return NumberView(
        name=line.name,
        words=line.words,
        value=_written(line.value, days),
        input=f"{line.value if days else line.value * 100:.10g}",
        unit="days" if days else "%",
        weight=f"{line.weight:g}" if line.weight is not None else "",
        stated=_written(line.stated, days)
        + (f", weighing {line.stated_weight:g} votes" if line.stated_weight is not None else ""),
        lesson=lesson,
        learned=learned,
        reason=line.reason,
        is_changed=line.is_changed,
    )


def _written(value: float, days: bool) -> str:
    return f"{value:g} days" if days else f"{value * 100:.4g} %"
