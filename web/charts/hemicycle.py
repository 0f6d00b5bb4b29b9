"""A chamber as a half circle of seats, sorted by stance, with the line that the yes side has to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from web.charts import stances
from web.charts.benches import CENTRE, HEIGHT, WIDTH, Line, Point, layout, line_after, mark_radius

__all__ = ["Line", "Point", "SeatMark", "layout", "line_after", "seat_chart"]


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One seat: the stance of whoever holds it, if a yes is hard, its accessible name and where it leads."""

    stance: str
    hard: bool
    label: str
    href: str | None = None


def _shape(stance: str, hard: bool, radius: float) -> str:
    """Return path commands, relative to the middle of the seat, for the shape of a stance."""

    def circle(r: float) -> str:
        return f"m{-r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {-2 * r:.2f} 0z"

    def hole(r: float) -> str:
        """Turn the other way round than the circle, from its leftmost point, so that the middle stays empty."""
        return f"m{radius - r:.2f} 0a{r:.2f} {r:.2f} 0 1 1 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 1 {-2 * r:.2f} 0z"

    def square(half: float) -> str:
        return f"m{-half:.2f} {-half:.2f}h{2 * half:.2f}v{2 * half:.2f}h{-2 * half:.2f}z"

    if stance == "yes":
        return circle(radius) + ("" if hard else hole(radius * 0.45))
    if stance == "undecided":
        return f"m0 {-radius:.2f}l{radius:.2f} {radius:.2f}l{-radius:.2f} {radius:.2f}l{-radius:.2f} {-radius:.2f}z"
    if stance in ("no", "leaning_no"):
        return square(radius * (0.78 if stance == "no" else 0.58))
    return circle(radius * 0.72)


@lru_cache(maxsize=256)
def _prepared(seats: int) -> tuple[tuple[str, ...], dict[tuple[str, bool], str]]:
    """Return the start of each seat's path element and, per stance and hardness, the end of it."""
    radius = mark_radius(seats)
    starts = tuple(f'd="M{point.x:.1f} {point.y:.1f}' for point in layout(seats))
    ends = {
        (stance, hard): f'{_shape(stance, hard, radius)}" class="seat s-{stance}"/>'
        for stance in stances.ALL
        for hard in (True, False)
    }
    return starts, ends


_PLACE: Final = {stance: place for place, stance in enumerate(stances.ALL)}


def _order(seat: SeatMark) -> tuple[int, bool]:
    """Sort from yes to vacant; a hard yes stands at the far left, a hard no at the far right of the noes."""
    return _PLACE[seat.stance], seat.hard if seat.stance == "no" else not seat.hard


def _needed_line(seats: int, needed: int) -> str:
    """Return the majority line as markup, or nothing where the seats cannot reach it."""
    if not 1 <= needed <= seats:
        return ""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in line_after(seats, needed).points)
    return f'<polyline class="needed-line" points="{line}"/>'


def seat_chart(chamber_name: str, seats: Sequence[SeatMark], needed: int) -> Markup:
    """Return the seat chart of a chamber as one SVG, with the number of yes and leaning yes in its middle.

    Seats come in any order. A number needed that the seats at hand cannot reach gets no line; no seats, no picture.
    Raises ValueError for a stance that no picture knows.
    """
    count = len(seats)
    if not count:
        return Markup("")
    for stance in {seat.stance for seat in seats}:
        stances.check(stance)
    starts, ends = _prepared(count)
    parts = []
    for start, seat in zip(starts, sorted(seats, key=_order), strict=True):
        mark = f"<title>{escape(seat.label)}</title><path {start}{ends[seat.stance, seat.hard]}"
        parts.append(f'<a href="{escape(seat.href)}">{mark}</a>' if seat.href else f"<g>{mark}</g>")
    have = sum(seat.stance in ("yes", "leaning_yes") for seat in seats)
    hard = sum(seat.stance == "yes" and seat.hard for seat in seats)
    name = escape(chamber_name)
    dense = " seat-chart--dense" if mark_radius(count) < 5 else ""
    x, y = CENTRE
    return Markup(  # noqa: S704 - names and links are escaped where they enter
        f'<svg class="chart seat-chart{dense}" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="Seats of the {name}" data-roving>'
        f"<desc>{have} of {needed} needed, {hard} of them hard; {count} seats.</desc>"
        f"{''.join(parts)}{_needed_line(count, needed)}"
        f'<text class="seat-chart__number" x="{x:.0f}" y="{y - 24:.0f}" text-anchor="middle">{have}</text>'
        f'<text class="seat-chart__label" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">of {needed} needed</text></svg>'
    )
