"""Chances and what moves them, as people read them. Pure rules."""

from __future__ import annotations

from typing import Final

_MOST_DIGITS: Final = 6


def percent(chance: float, digits: int = 1) -> str:
    """41.2 %. What is not quite certain is never said to be: "below 0.1 %", "above 99.9 %"."""
    least = 10**-digits
    value = chance * 100
    if 0 < value < least:
        return f"below {least:.{digits}f} %"
    if 100 - least < value < 100:
        return f"above {100 - least:.{digits}f} %"
    return f"{value:.{digits}f} %" if 0 < value < 100 else f"{value:.0f} %"


def points(gain: float) -> str:
    """0.42 points: what is added to a chance, in percent of all. Two digits that tell something, where it is small."""
    value = abs(gain * 100)
    if value >= 0.095:
        shown = f"{value:.2f}"
    elif value >= 1e-5:
        shown = f"{value:.{_digits(value)}f}"
    else:
        return "0 points" if value == 0 else "less than 0.00001 points"
    return f"{shown} points"


def votes(number: float) -> str:
    """0.021 votes: a part of a vote, with two digits that tell something."""
    value = abs(number)
    if value >= 0.095:
        return f"{value:.2f} votes"
    return f"{value:.{_digits(value)}f} votes" if value >= 1e-5 else "0 votes"


def apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as many digits, one at least, as it takes to tell them apart."""
    for digits in range(1, _MOST_DIGITS):
        left, right = f"{one:.{digits}f}", f"{other:.{digits}f}"
        if left != right:
            return left, right
    return left, right


def _digits(value: float) -> int:
    digits = 2
    while value * 10**digits < 9.5 and digits < _MOST_DIGITS:
        digits += 1
    return digits
