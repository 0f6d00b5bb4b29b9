"""The shifts below a river's axis: numbered dots that never touch, and the list that says what each number was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import escape

from web.charts.timescale import TimeScale, day_words

LANE: Final = 28
DOT_ROOM: Final = 8.0  # percent of the width that a dot needs on a phone


@dataclass(frozen=True, slots=True)
class RiverEvent:
    """A shift worth a number on the axis; direction: "toward", "away" or "flat"."""

    day: date
    label: str
    href: str | None = None
    direction: str = "flat"


def lanes(places: Sequence[float], room: float = DOT_ROOM) -> list[int]:
    """Return for each place on the axis, left to right, the first lane in which it does not touch its neighbour."""
    ends: list[float] = []
    chosen = []
    for place in places:
        lane = next((lane for lane, end in enumerate(ends) if place - end >= room), len(ends))
        ends[lane : lane + 1] = [place]
        chosen.append(lane)
    return chosen


def dots(events: Sequence[RiverEvent], scale: TimeScale, axis: int) -> tuple[str, str, int]:
    """Return the stems, the numbered dots below the axis (at that height, in pixels) and the height that they need."""
    places = [scale.at(event.day) for event in events]
    rows = lanes(places)
    stems, parts = [], []
    for number, (event, at, row) in enumerate(zip(events, places, rows, strict=True), start=1):
        y, x = axis + 42 + LANE * row, f"{at:.2f}%"
        tag, link = ("a", f' href="{escape(event.href)}"') if event.href else ("g", "")
        stems.append(f'<line class="river__stem" x1="{x}" x2="{x}" y1="{axis}" y2="{y}"/>')
        parts.append(
            f'<{tag}{link} class="river__event river__event--{escape(event.direction)}">'
            f"<title>{escape(event.label)}, {day_words(event.day)}</title>"
            f'<circle class="river__dot" cx="{x}" cy="{y}" r="12"/>'
            f'<text x="{x}" y="{y + 4}" text-anchor="middle">{number}</text></{tag}>'
        )
    return "".join(stems), "".join(parts), LANE * (max(rows) + 1) if rows else 0


def listing(events: Sequence[RiverEvent]) -> str:
    """Return the list under the chart: number, words, day; nothing where nothing moved."""
    items = []
    for number, event in enumerate(events, start=1):
        label = escape(event.label)
        text = f'<a href="{escape(event.href)}">{label}</a>' if event.href else f"<span>{label}</span>"
        items.append(
            f'<li><span class="river__num river__num--{escape(event.direction)}">{number}</span>{text}'
            f'<time datetime="{event.day.isoformat()}">{day_words(event.day)}</time></li>'
        )
    return f'<ol class="river__events">{"".join(items)}</ol>' if items else ""
