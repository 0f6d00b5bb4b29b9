"""Where the seats of a half circle stand, and the line that the yes side has to reach: geometry without drawing."""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt
from typing import Final, NamedTuple

WIDTH: Final = 420
HEIGHT: Final = 226
CENTRE: Final = (210.0, 208.0)
INNER: Final = 92.0
OUTER: Final = 192.0
LARGEST_MARK: Final = 13.0
FILL: Final = 0.84  # of the gap between two neighbours; the rest is air


class Point(NamedTuple):
    """The middle of a seat in the picture, its angle (0 at the far left, pi at the far right) and its row."""

    x: float
    y: float
    angle: float
    row: int


class Line(NamedTuple):
    """The majority line from the innermost row outward: the points it runs through."""

    points: tuple[tuple[float, float], ...]


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
            angle = pi * (place + 0.5) / size if size < 3 else pi * place / (size - 1)
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
        room = min(1.25 * mark_radius(seats) / radius, (after - before) / 2)
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
