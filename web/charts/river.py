"""How a chamber moved: the counts over time as stacked bands, the line to reach, and the shifts below the axis.

The plot stretches with the page while text keeps its size: only the bands sit in a stretched inner picture, everything
that is read is placed by percent in the outer one. Labels stand beside the bands, never on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from web.charts import stances
from web.charts.river_events import RiverEvent, dots, listing
from web.charts.spreading import spread
from web.charts.timescale import TimeScale, day_words

HEIGHT: Final = 220
TOP: Final = 20
LABEL_GAP: Final = 17
TABLE_ROWS: Final = 24
DRAWN: Final = 160


@dataclass(frozen=True, slots=True)
class RiverPoint:
    """The counts of a chamber that hold from this day on; what is missing to all seats is unknown or vacant."""

    day: date
    counts: Mapping[str, int]

    def levels(self) -> tuple[int, ...]:
        """Return the upper edge of each stance's band, in seats, from yes to no."""
        return tuple(accumulate(self.counts.get(stance, 0) for stance in stances.SCALE))


def changes(series: Sequence[RiverPoint]) -> list[RiverPoint]:
    """Return the points at which a count differs from the day before, the first one always among them."""
    kept: list[RiverPoint] = []
    last: tuple[int, ...] | None = None
    for point in series:
        levels = point.levels()
        if levels != last:
            kept.append(point)
            last = levels
    return kept


def thin_out(series: Sequence[RiverPoint], most: int) -> list[RiverPoint]:
    """Return at most `most` points, evenly chosen, always with the first and the last."""
    if len(series) <= most:
        return list(series)
    return [series[round(index * (len(series) - 1) / (most - 1))] for index in range(most)]


def bands(xs: Sequence[float], levels: Sequence[Sequence[int]], end: float) -> list[list[tuple[float, int]]]:
    """Return for each stance the outline of its band: x as given, y in seats, in steps, a closed ring.

    `levels[i]` holds from `xs[i]` to the next x, the last one to `end`.
    """
    edges = []
    for stance in range(-1, len(stances.SCALE)):
        heights = [level[stance] if stance >= 0 else 0 for level in levels]
        turns = [xs[0], *(x for x in xs[1:] for _ in (0, 1)), end]
        edges.append(_corners(list(zip(turns, (height for height in heights for _ in (0, 1)), strict=True))))
    return [edges[place + 1] + edges[place][::-1] for place in range(len(stances.SCALE))]


def _corners(edge: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The edge without the points in the middle of a level stretch: most steps of a river move few of its bands."""
    inner = zip(edge, edge[1:-1], edge[2:], strict=False)
    return [edge[0], *(here for before, here, after in inner if not before[1] == here[1] == after[1]), edge[-1]]


def _y(value: float, seats: int) -> float:
    return TOP + (HEIGHT - TOP) * (1 - min(value, seats) / seats)


def _bands(series: Sequence[RiverPoint], scale: TimeScale, seats: int) -> str:
    drawn = thin_out(changes(series), DRAWN)
    height = [f"{_y(value, seats):.1f}" for value in range(seats + 1)]
    rings = bands([scale.at(point.day) * 10 for point in drawn], [point.levels() for point in drawn], 1000)
    shapes = []
    for stance, ring in zip(stances.SCALE, rings, strict=True):
        points = " ".join(f"{x:.1f},{height[min(y, seats)]}" for x, y in ring)
        shapes.append(f'<polygon class="river__band s-{stance}" points="{points}"/>')
    return (
        f'<svg class="river__stretch" x="0" y="0" width="100%" height="{HEIGHT}" viewBox="0 0 1000 {HEIGHT}" '
        f'preserveAspectRatio="none">{"".join(shapes)}</svg>'
    )


def _axis(needed: int, seats: int) -> str:
    y = _y(needed, seats)
    texts = [
        f'<text x="46" y="{_y(value, seats) + 4:.1f}" text-anchor="end">{value}</text>'
        for value in (0, seats)
        if needed > seats or abs(_y(value, seats) - y) > 24
    ]
    if needed <= seats:
        texts.append(f'<text class="river__axis-needed" x="46" y="{y + 4:.1f}" text-anchor="end">{needed}</text>')
        texts.append(f'<text x="46" y="{y + 17:.1f}" text-anchor="end">needed</text>')
    return f'<svg class="chart" width="54" height="{HEIGHT + 8}" aria-hidden="true">{"".join(texts)}</svg>'


def _side_labels(last: RiverPoint, seats: int) -> str:
    lower, middles, names = 0, [], []
    for stance, upper in zip(stances.SCALE, last.levels(), strict=True):
        if upper > lower:
            middles.append(_y((lower + upper) / 2, seats) + 4)
            names.append(f'{stances.WORDS[stance]} <tspan class="strong">{upper - lower}</tspan>')
        lower = upper
    places = spread(middles, LABEL_GAP, TOP + 4, HEIGHT)[::-1]
    texts = "".join(f'<text x="10" y="{y:.1f}">{name}</text>' for y, name in zip(places, names, strict=True))
    return f'<svg class="chart river__labels" width="132" height="{HEIGHT + 8}" aria-hidden="true">{texts}</svg>'


def _ticks(scale: TimeScale) -> str:
    parts = []
    for tick in scale.ticks():
        x, look = f"{tick.at:.2f}%", "" if tick.major else ' class="river__tick--minor"'
        anchor = "start" if tick.at < 4 else "end" if tick.at > 96 else "middle"
        parts.append(
            f'<line class="river__grid" x1="{x}" x2="{x}" y1="{HEIGHT}" y2="{HEIGHT + 5}"/>'
            f'<text{look} x="{x}" y="{HEIGHT + 19}" text-anchor="{anchor}">{tick.label}</text>'
        )
    return f'<g class="river__ticks">{"".join(parts)}</g>'


def _lines(scale: TimeScale, needed: int, seats: int, cursor: date | None) -> str:
    def across(look: str, value: int) -> str:
        y = f"{_y(value, seats):.1f}"
        return f'<line class="{look}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'

    line = across("river__needed", needed) if needed <= seats else ""
    if cursor is None:
        return line
    x = f"{scale.at(cursor):.2f}%"
    side = "start" if scale.at(cursor) < 15 else "end" if scale.at(cursor) > 85 else "middle"
    return (
        f'{line}<line class="river__cursor" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{HEIGHT}"/>'
        f'<text class="river__day" x="{x}" y="{TOP - 10}" text-anchor="{side}">{day_words(cursor)}</text>'
    )


def _table(series: Sequence[RiverPoint], seats: int) -> str:
    head = "".join(f'<th scope="col" class="number">{stances.WORDS[stance]}</th>' for stance in stances.SCALE)
    rows = []
    for point in reversed(thin_out(changes(series), TABLE_ROWS)):
        numbers = [point.counts.get(stance, 0) for stance in stances.SCALE]
        cells = "".join(
            f'<td class="number" data-label="{stances.WORDS[stance]}">{number}</td>'
            for stance, number in zip(stances.SCALE, numbers, strict=True)
        )
        rest = f'<td class="number" data-label="Unknown or vacant">{seats - sum(numbers)}</td>'
        rows.append(f'<tr><th scope="row">{day_words(point.day)}</th>{cells}{rest}</tr>')
    return (
        '<details class="disclosure"><summary>Show as table</summary><div class="table-wrap"><table class="table">'
        f'<thead><tr><th scope="col">From</th>{head}<th scope="col" class="number">Unknown or vacant</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def _legend(last: RiverPoint) -> str:
    items = "".join(
        f"<li>{stances.mark(stance)}<span>{stances.WORDS[stance]} <b>{last.counts.get(stance, 0)}</b></span></li>"
        for stance in stances.SCALE
    )
    return f'<ul class="legend river__legend">{items}</ul>'


def river(
    series: Sequence[RiverPoint],
    needed: int,
    seats: int,
    events: Sequence[RiverEvent] = (),
    cursor: date | None = None,
) -> Markup:
    """Return the river of counts with its events listed below and a table for those who want numbers.

    Points come in any order; events before the first point are left out. `cursor` marks the day looked at.
    Without points or seats a sentence says so.
    """
    if not series or seats < 1:
        return Markup('<p class="empty">Nothing was on record yet, so there is no movement to draw.</p>')
    series = sorted(series, key=lambda point: point.day)
    first = series[0].day
    events = sorted((event for event in events if event.day >= first), key=lambda event: event.day)
    last = max([series[-1].day, *(event.day for event in events), *([cursor] if cursor else [])])
    scale = TimeScale(first, last)
    stems, marks, room = dots(events, scale, HEIGHT)
    ours = [point.levels()[1] for point in (series[0], series[-1])]
    told = f"{day_words(first)} to {day_words(last)}: yes and leaning yes from {ours[0]} to {ours[1]}, {needed} needed"
    return Markup(  # noqa: S704 - labels and links are escaped where they enter
        f'<figure class="river"><div class="river__plot">{_axis(needed, seats)}'
        f'<svg class="chart" width="100%" height="{HEIGHT + 30 + room}" role="group" aria-label="{told}">'
        f"{_bands(series, scale, seats)}{_lines(scale, needed, seats, cursor)}{stems}{_ticks(scale)}{marks}</svg>"
        f"{_side_labels(series[-1], seats)}</div>{_legend(series[-1])}{listing(events)}{_table(series, seats)}</figure>"
    )
