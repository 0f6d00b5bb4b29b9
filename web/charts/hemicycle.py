"""A chamber as a half circle of seats, sorted by stance, with the line that the yes side has to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, radians, sin, sqrt
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from web.charts import stances

WIDTH: Final = 420
HEIGHT: Final = 226
CENTRE: Final = (210.0, 208.0)
INNER: Final = 92.0
OUTER: Final = 192.0
LARGEST_MARK: Final = 13.0
FILL: Final = 0.84  # of the gap between two neighbours; the rest is air
SPREAD: Final = radians(180)


class Point(NamedTuple):
    """The middle of a seat in the picture, its angle (0 at the far left, pi at the far right) and its row."""

    x: float
    y: float
    angle: float
    row: int


class Line(NamedTuple):
    """The majority line from the innermost row outward: the points it runs through."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One seat: the stance of whoever holds it, if a yes is hard, its accessible name and where it leads."""

    stance: str
    hard: bool
    label: str
    href: str | None = None


def _rows(seats: int) -> int:
    """Return the number of rows with which the gap between rows equals the gap between seats."""
    density = 2 * seats * (OUTER - INNER) / (pi * (INNER + OUTER))
    return max(1, min(seats, round(0.5 + sqrt(0.25 + density))))


def _row_sizes(seats: int) -> list[tuple[float, int]]:
    """Return radius and seats of each row, innermost first; seats are shared by radius (largest remainder)."""
    rows = _rows(seats)
    step = (OUTER - INNER) / max(rows - 1, 1)
    radii = [INNER + step * row for row in range(rows)] if rows > 1 else [(INNER + OUTER) / 2]
    shares = [seats * radius / sum(radii) for radius in radii]
    sizes = [int(share) for share in shares]
    by_remainder = sorted(range(rows), key=lambda row: sizes[row] - shares[row])
    for row in by_remainder[: seats - sum(sizes)]:
        sizes[row] += 1
    return list(zip(radii, sizes, strict=True))


@lru_cache(maxsize=256)
def layout(seats: int) -> tuple[Point, ...]:
    """Return one point per seat, ordered from left to right by angle, inner rows first where angles agree.

    Raises ValueError for a chamber without seats.
    """
    if seats < 1:
        raise ValueError(f"a chamber needs at least one seat, not {seats}")
    points = []
    for row, (radius, size) in enumerate(_row_sizes(seats)):
        for place in range(size):
            angle = pi * (place + 0.5) / size if size < 3 else SPREAD * place / (size - 1)
            points.append(Point(CENTRE[0] - radius * cos(angle), CENTRE[1] - radius * sin(angle), angle, row))
    return tuple(sorted(points, key=lambda point: (round(point.angle, 9), point.row)))


@lru_cache(maxsize=256)
def mark_radius(seats: int) -> float:
    """Return the radius of the circle that holds any mark, so that no two of them touch."""
    points = layout(seats)
    nearest = min(
        (hypot(a.x - b.x, a.y - b.y) for place, a in enumerate(points) for b in points[place + 1 : place + 30]),
        default=2 * LARGEST_MARK / FILL,
    )
    return min(LARGEST_MARK, FILL * nearest / 2)


@lru_cache(maxsize=512)
def line_after(seats: int, needed: int) -> Line:
    """Return the line with the first `needed` seats on its left, passing between the seats of every row.

    Raises ValueError unless 1 <= needed <= seats.
    """
    if not 1 <= needed <= seats:
        raise ValueError(f"needed must lie between 1 and {seats}, not {needed}")
    points = layout(seats)
    left, right = points[:needed], points[needed:]
    middle = (left[-1].angle + right[0].angle) / 2 if right else pi
    gates = []
    for row, (radius, _) in enumerate(_row_sizes(seats)):
        before = max((p.angle for p in left if p.row == row), default=middle - pi)
        after = min((p.angle for p in right if p.row == row), default=middle + pi)
        room = min(mark_radius(seats) / radius, (after - before) / 2)
        gates.append((radius, before + room, after - room))
    way = [(radius, angle) for (radius, _, _), angle in zip(gates, _straightest(gates, middle), strict=True)]
    reach = way[1][0] - way[0][0] if len(way) > 1 else 40.0
    way = [(way[0][0] - reach * 0.6, way[0][1]), *way, (way[-1][0] + reach * 0.6, way[-1][1])]
    return Line(tuple((CENTRE[0] - r * cos(angle), CENTRE[1] - r * sin(angle)) for r, angle in way))


def _straightest(gates: Sequence[tuple[float, float, float]], start: float) -> list[float]:
    """Return an angle within each gate (radius, lowest, highest), bending as little as the gates allow."""
    angles = [min(max(start, low), high) for _, low, high in gates]
    for _ in range(60):
        for row, (_, low, high) in enumerate(gates):
            beside = angles[max(row - 1, 0)] + angles[min(row + 1, len(angles) - 1)]
            angles[row] = min(max(beside / 2, low), high)
    return angles


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
