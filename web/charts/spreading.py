"""Marks in a row that would touch are pushed apart: labels beside bands, dots below an axis."""

from collections.abc import Sequence


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return the places, ascending, pushed apart to at least `gap` and held between low and high as far as they fit."""
    moved: list[float] = []
    for place in sorted(places):
        moved.append(max(place, low, moved[-1] + gap if moved else low))
    ceiling = high
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return moved
