"""One person, one measure: the stances as steps over time, as exact as the sources are and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from web.charts import stances
from web.charts.timescale import TimeScale, day_words

ROW: Final = 28
TOP: Final = 16
PAD: Final = 0.06  # of the whole time, as air on both sides


@dataclass(frozen=True, slots=True)
class StepPoint:
    """A stance that was certainly said by `latest` and not before `earliest` (None: the source does not say)."""

    earliest: date | None
    latest: date
    stance: str
    conditional: bool = False
    href: str | None = None


def _scale(points: Sequence[StepPoint], today: date) -> TimeScale:
    """Return the axis from the earliest day that counts to today, with some air; it never has a length of zero."""
    first = min(point.earliest or point.latest for point in points)
    last = max(today, *(point.latest for point in points))
    air = (last - first) * PAD
    month = (date(2000, 1, 15) - date(2000, 1, 1)) if air.days < 14 else air
    return TimeScale(first - month, last + month / 3)


def _row(stance: str) -> float:
    return TOP + ROW * (stances.SCALE.index(stance) if stance in stances.SCALE else len(stances.SCALE))


def _grid(scale: TimeScale, rows: Sequence[str], height: float) -> str:
    lines = "".join(
        f'<line class="steps__grid" x1="0" x2="100%" y1="{_row(stance):.0f}" y2="{_row(stance):.0f}"/>'
        for stance in rows
    )
    texts = []
    for tick in scale.ticks(8):
        anchor = "start" if tick.at < 6 else "end" if tick.at > 94 else "middle"
        look = "" if tick.major else ' class="steps__tick--minor"'
        place = f'x="{tick.at:.2f}%" y="{height - 6:.0f}" text-anchor="{anchor}"'
        texts.append(f"<text{look} {place}>{tick.label}</text>")
    return lines + "".join(texts)


def _band(point: StepPoint, before: date | None, scale: TimeScale) -> str:
    """Return the soft band of days on which it may have been said; a thin line where nobody knows since when."""
    y = _row(point.stance)
    if point.earliest is None:
        begin = scale.at(before) if before else 0.0
        return (
            f'<line class="steps__open l-{point.stance}" x1="{begin:.2f}%" x2="{scale.at(point.latest):.2f}%" '
            f'y1="{y:.0f}" y2="{y:.0f}"/>'
        )
    begin = scale.at(point.earliest)
    width = scale.at(point.latest) - begin
    if width <= 0:
        return ""
    place = f'x="{begin:.2f}%" y="{y - 11:.0f}" width="{width:.2f}%" height="22" rx="11"'
    return f'<rect class="steps__band b-{point.stance}" {place}/>'


def _stretch(point: StepPoint, until: date, scale: TimeScale) -> str:
    if point.stance not in stances.SCALE:
        return ""
    dotted = " steps__line--dotted" if point.conditional else ""
    y = _row(point.stance)
    return (
        f'<line class="steps__line l-{point.stance}{dotted}" x1="{scale.at(point.latest):.2f}%" '
        f'x2="{scale.at(until):.2f}%" y1="{y:.0f}" y2="{y:.0f}"/>'
    )


def _dot(point: StepPoint, scale: TimeScale) -> str:
    condition = ", on a condition" if point.conditional else ""
    label = f"{stances.WORDS[point.stance]}{condition}, said by {day_words(point.latest)}"
    look = f"steps__dot s-{point.stance} l-{point.stance}" if point.stance in stances.SCALE else "steps__unknown"
    dot = f'<circle class="{look}" cx="{scale.at(point.latest):.2f}%" cy="{_row(point.stance):.0f}" r="8"/>'
    if point.href:
        return f'<a href="{escape(point.href)}"><title>{label}</title>{dot}</a>'
    return f"<g><title>{label}</title>{dot}</g>"


def steps(points: Sequence[StepPoint], today: date) -> Markup:
    """Return the steps of a person's stance, in any order given, drawn up to `today`; a gap where it became unknown.

    Raises ValueError for a stance that no picture knows. Without points there is nothing to draw.
    """
    if not points:
        return Markup("")
    points = sorted(points, key=lambda point: point.latest)
    drawn = [stances.check(point.stance) for point in points]
    scale = _scale(points, today)
    rows = [*stances.SCALE, *(["unknown"] if set(drawn) - set(stances.SCALE) else [])]
    height = TOP + ROW * len(rows) + 14
    befores = [None, *(point.latest for point in points)]
    bands = "".join(_band(point, before, scale) for point, before in zip(points, befores, strict=False))
    rises = "".join(
        f'<line class="steps__rise" x1="{scale.at(b.latest):.2f}%" x2="{scale.at(b.latest):.2f}%" '
        f'y1="{_row(a.stance):.0f}" y2="{_row(b.stance):.0f}"/>'
        for a, b in pairwise(points)
        if a.stance != b.stance
    )
    ends = [*(point.latest for point in points[1:]), max(today, points[-1].latest)]
    lines = "".join(_stretch(point, until, scale) for point, until in zip(points, ends, strict=True))
    words = "".join(
        f'<text x="82" y="{_row(stance) + 4:.0f}" text-anchor="end">{stances.WORDS[stance]}</text>' for stance in rows
    )
    told = "; ".join(f"{stances.WORDS[p.stance]} by {day_words(p.latest)}" for p in points)
    dots = "".join(_dot(point, scale) for point in points)
    size = f'height="{height:.0f}"'
    return Markup(  # noqa: S704 - links are escaped where they enter
        f'<figure class="steps"><div class="steps__plot">'
        f'<svg class="chart" width="92" {size} aria-hidden="true">{words}</svg>'
        f'<svg class="chart" width="100%" {size} role="group" aria-label="Steps: {told}">'
        f"{_grid(scale, rows, height)}{bands}{rises}{lines}{dots}</svg></div></figure>"
    )
