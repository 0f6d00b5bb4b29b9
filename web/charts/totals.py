"""How many votes are likely: a bar for each total, the number needed, and the range in which eight of ten lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

HEIGHT: Final = 132
TOP: Final = 26
TOO_SMALL: Final = 0.004
"""Bars lower than this share of the highest are not drawn at the ends: nobody would see them."""
AIR: Final = 0.16  # of a bar's width, between two bars


def totals(chances: Sequence[float], needed: int, low: int, high: int, label: str) -> Markup:
    """The picture: ``chances[k]`` is that of ``k`` votes. Nothing to draw where no total is possible.

    It stretches with the page while its words keep their size; ``label`` tells it to who cannot see it.
    """
    highest = max(chances, default=0.0)
    if highest <= 0:
        return Markup("")
    first, last = _window(chances, highest, needed)
    width = 100 / (last - first + 1)
    bars = "".join(
        f'<rect class="totals__bar totals__bar--{"enough" if votes >= needed else "short"}" '
        f'x="{(votes - first + AIR / 2) * width:.3f}%" y="{HEIGHT - _height(chances[votes], highest):.1f}" '
        f'width="{(1 - AIR) * width:.3f}%" height="{_height(chances[votes], highest):.1f}"/>'
        for votes in range(first, min(last, len(chances) - 1) + 1)
        if chances[votes] / highest >= TOO_SMALL
    )
    line = (needed - first) * width
    left, right = (low - first) * width, (high + 1 - first) * width
    anchor = "start" if line < 12 else "end" if line > 88 else "middle"
    return Markup(  # noqa: S704 - the label is escaped where it enters
        f'<svg class="chart totals" width="100%" height="{HEIGHT + 44}" role="img" aria-label="{escape(label)}">'
        f"{bars}"
        f'<line class="totals__axis" x1="0" x2="100%" y1="{HEIGHT}" y2="{HEIGHT}"/>'
        f"{_ticks(first, last, width)}"
        f'<line class="totals__range" x1="{left:.3f}%" x2="{right:.3f}%" y1="{HEIGHT + 26}" y2="{HEIGHT + 26}"/>'
        f'<text x="{min(92.0, max(8.0, (left + right) / 2)):.2f}%" y="{HEIGHT + 42}" text-anchor="middle">'
        f"8 of 10: {low} to {high}</text>"
        f'<line class="tick" x1="{line:.3f}%" x2="{line:.3f}%" y1="{TOP - 8}" y2="{HEIGHT + 5}"/>'
        f'<text class="strong" x="{line:.3f}%" y="{TOP - 13}" text-anchor="{anchor}">{needed} needed</text></svg>'
    )


def _window(chances: Sequence[float], highest: float, needed: int) -> tuple[int, int]:
    """The totals that are shown: all that can be seen, and the number needed with a little air around it."""
    seen = [votes for votes, chance in enumerate(chances) if chance / highest >= TOO_SMALL]
    return max(0, min(seen[0], needed - 2)), max(seen[-1], needed + 1)


def _height(chance: float, highest: float) -> float:
    return (HEIGHT - TOP) * chance / highest


def _ticks(first: int, last: int, width: float) -> str:
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100) if (last - first) / each <= 8)
    return "".join(
        f'<text x="{(votes - first + 0.5) * width:.3f}%" y="{HEIGHT + 17}" text-anchor="middle">{votes}</text>'
        for votes in range(-(-first // step) * step, last + 1, step)
    )
