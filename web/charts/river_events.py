"""The shifts below a river's axis: numbered dots that never touch, and the list that says what each number was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import escape

from web.charts.spreading import spread
from web.charts.timescale import TimeScale, day_words

ROW: Final = 40
DOT_ROOM: Final = 8.0  # percent of the width that a dot needs on a phone


@dataclass(frozen=True, slots=True)
class RiverEvent:
    """A shift worth a number on the axis; direction: "toward", "away" or "flat"."""

    day: date
    label: str
    href: str | None = None
    direction: str = "flat"


def dots(events: Sequence[RiverEvent], scale: TimeScale, axis: int) -> tuple[str, str, int]:
    """Return the stems, the numbered dots below the axis (at that height, in pixels) and the height that they need."""
    places = [scale.at(event.day) for event in events]
    room = min(DOT_ROOM, 100 / max(1, len(places)))
    # One row: dots that would touch move aside, and their stems lean.
    spots = spread(places, room, room / 2, 100 - room / 2)
    stems, parts = [], []
    y = axis + 54
    for number, (event, at, to) in enumerate(zip(events, places, spots, strict=True), start=1):
        tag, link = ("a", f' href="{escape(event.href)}"') if event.href else ("g", "")
        stems.append(f'<line class="river__stem" x1="{at:.2f}%" x2="{to:.2f}%" y1="{axis}" y2="{y}"/>')
        parts.append(
            f'<{tag}{link} class="river__event river__event--{escape(event.direction)}">'
            f"<title>{escape(event.label)}, {day_words(event.day)}</title>"
            f'<circle class="river__dot" cx="{to:.2f}%" cy="{y}" r="11"/>'
            f'<text x="{to:.2f}%" y="{y + 4}" text-anchor="middle">{number}</text></{tag}>'
        )
    return "".join(stems), "".join(parts), ROW if events else 0


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
