"""When a chamber sits, as a bar on a line of days: what is over is filled, what slipped leaves its former day behind.

All places are percent and all heights pixels, so the bar stretches with the page and nothing in it is distorted. It is
read by nobody who listens: the same days stand in words beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from web.charts.timescale import TimeScale, day_words

HEIGHT: Final = 30
MIDDLE: Final = 15
BACK: Final = timedelta(days=200)
AHEAD: Final = timedelta(days=120)
"""How far the line looks at most: farther, and the weeks that matter now would crowd."""
MARGIN: Final = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sits from one day to another; nothing for an end that is not known."""

    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Pin:
    """A deadline on the line, with the days it had before. ``ends``: it ends a stretch."""

    day: date
    name: str
    former: tuple[date, ...]
    ends: bool
    sure: bool


def scale_of(day: date, days: Iterable[date]) -> TimeScale:
    """The line that shows ``day`` and as many of the ``days`` as lie within reach."""
    near = [each for each in days if day - BACK <= each <= day + AHEAD]
    first, last = min([day, *near]) - MARGIN, max([day, *near]) + MARGIN
    return TimeScale(first, last)


def sitting_row(scale: TimeScale, day: date, stretches: Sequence[Stretch], pins: Sequence[Pin]) -> Markup:
    """One chamber's line, looked at on ``day``."""
    parts = [Markup('<line class="sits__line" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(MIDDLE)]
    parts += [_stretch(scale, day, each) for each in stretches if _seen(scale, each)]
    shown = [pin for pin in pins if scale.first <= pin.day <= scale.last]
    parts += [_slip(scale, pin) for pin in shown if pin.former]
    parts += [_pin(scale, pin) for pin in shown]
    parts.append(
        Markup('<line class="sits__today" x1="{0:.2f}%" x2="{0:.2f}%" y1="1" y2="{1}"/>').format(
            scale.at(day), HEIGHT - 1
        )
    )
    return Markup(
        '<svg class="chart sits__row" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(HEIGHT, Markup("").join(parts))


def sitting_axis(scale: TimeScale) -> Markup:
    """The months under the lines."""
    parts = [
        Markup('<text class="{}" x="{:.2f}%" y="12">{}</text>').format(
            "sits__tick" if tick.major else "sits__tick sits__tick--minor", tick.at, tick.label
        )
        for tick in scale.ticks(12)
        if tick.at < 96
    ]
    return Markup(
        '<svg class="chart sits__axis" width="100%" height="16" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup("").join(parts))


def _seen(scale: TimeScale, stretch: Stretch) -> bool:
    return stretch.begins <= scale.last and (stretch.ends is None or stretch.ends >= scale.first)


def _stretch(scale: TimeScale, day: date, each: Stretch) -> Markup:
    start, end = scale.at(each.begins), scale.at(each.ends or scale.last)
    over = max(start, min(end, scale.at(day)))
    bar = Markup('<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="10" rx="3"/>')
    return bar.format("sits__ahead", start, MIDDLE - 5, max(0.4, end - start)) + (
        bar.format("sits__over", start, MIDDLE - 5, over - start) if over > start else Markup("")
    )


def _slip(scale: TimeScale, pin: Pin) -> Markup:
    """From the first day it was set to, a dotted line to the day it has now."""
    first = min(max(pin.former[0], scale.first), scale.last)
    line = Markup('<line class="sits__slip" x1="{:.2f}%" x2="{:.2f}%" y1="{}" y2="{}"/>').format(
        scale.at(first), scale.at(pin.day), MIDDLE, MIDDLE
    )
    was = [day for day in pin.former if scale.first <= day <= scale.last]
    return line + Markup("").join(
        Markup('<circle class="sits__former" cx="{:.2f}%" cy="{}" r="4"/>').format(scale.at(day), MIDDLE) for day in was
    )


def _pin(scale: TimeScale, pin: Pin) -> Markup:
    words = Markup("<title>{}: {}</title>").format(pin.name, day_words(pin.day))
    kind = "sits__pin" + (" sits__pin--end" if pin.ends else "") + ("" if pin.sure else " sits__pin--expected")
    return Markup('<circle class="{}" cx="{:.2f}%" cy="{}" r="{}">{}</circle>').format(
        kind, scale.at(pin.day), MIDDLE, 6 if pin.ends else 5, words
    )
