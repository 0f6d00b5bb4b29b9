"""The chance that one seat votes yes, from what is known of its holder. A pure rule, with its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from crm.forecast.assumptions import Assumptions, Standpoint
from crm.positions.freshness import FRESH_DAYS
from crm.positions.models import Capacity, EvidenceKind
from crm.positions.stance import SCALE, Stance


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the holder of a seat. ``kinds`` is the evidence; ``said`` the last day it can be from."""

    stance: Stance = Stance.UNKNOWN
    hard: bool = False
    conditional: bool = False
    contested: bool = False
    capacity: Capacity = Capacity.OFFICEHOLDER
    said: date | None = None
    kinds: tuple[EvidenceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance from 0 to 1, with what it rests on in words, the weightiest first."""

    value: float
    standpoint: Standpoint | None
    reasons: tuple[str, ...]


VACANT: Final = Chance(0.0, None, ("Nobody holds the seat: it casts no vote.",))
_PUBLIC: Final = frozenset({EvidenceKind.PUBLIC_STATEMENT, EvidenceKind.LETTER})
_PLAIN: Final = {
    Stance.LEANING_YES: Standpoint.LEANING_YES,
    Stance.UNDECIDED: Standpoint.UNDECIDED,
    Stance.LEANING_NO: Standpoint.LEANING_NO,
    Stance.NO: Standpoint.NO,
    Stance.UNKNOWN: Standpoint.UNKNOWN,
}


def standpoint(known: Known) -> Standpoint:
    """Which of the forecast's standpoints it is."""
    if known.stance is Stance.YES:
        if known.hard:
            return Standpoint.HARD_YES
        return Standpoint.YES_IF if known.conditional else Standpoint.SOFT_YES
    return _PLAIN[known.stance]


def chance(known: Known, assumptions: Assumptions, learned: Mapping[Standpoint, float], on: date) -> Chance:
    """The chance of a yes vote on a day. ``learned`` are the chances of each standpoint, roll calls counted in.

    What was said long ago, as a candidate, or against another report is worth less: the chance moves toward that of
    somebody of whom nothing is known, never beyond it.
    """
    kind = standpoint(known)
    start, nothing = learned[kind], learned[Standpoint.UNKNOWN]
    kept, reasons = 1.0, [_WORDS[kind]]
    if kind is Standpoint.UNKNOWN:
        return Chance(start, kind, tuple(reasons))
    if known.said is not None and _fades(known.kinds):
        days = max(0, (on - known.said).days)
        half_life = assumptions.public_half_life if _PUBLIC & set(known.kinds) else assumptions.half_life
        kept *= 0.5 ** (days / half_life)
        if days > half_life / 10:
            reasons.append(f"Said {days} days ago: less certain by now.")
    if known.capacity is Capacity.CANDIDATE:
        kept *= 1 - assumptions.candidate
        reasons.append("Promised as a candidate.")
    if known.contested:
        kept *= 1 - assumptions.contested
        reasons.append("Reports about them disagree.")
    return Chance(nothing + (start - nothing) * kept, kind, tuple(reasons))


def one_step_up(known: Known) -> Known | None:
    """The same holder after one step of movement toward us, heard today; nothing where there is no step left."""
    if known.stance is Stance.YES:
        return None if known.hard else Known(Stance.YES, hard=True, kinds=(EvidenceKind.PUBLIC_STATEMENT,))
    if known.stance is Stance.UNKNOWN:
        return Known(Stance.LEANING_YES, kinds=(EvidenceKind.CONVERSATION,))
    higher = SCALE[SCALE.index(known.stance) - 1]
    return Known(higher, kinds=(EvidenceKind.CONVERSATION,))


def _fades(kinds: Iterable[EvidenceKind]) -> bool:
    """A name on a bill and a vote stand until they are withdrawn; what was only said fades (freshness.py)."""
    return all(FRESH_DAYS[kind] is not None for kind in kinds)


_WORDS: Final = {
    Standpoint.HARD_YES: "A hard yes.",
    Standpoint.SOFT_YES: "A yes, but a soft one.",
    Standpoint.YES_IF: "A yes on a condition.",
    Standpoint.LEANING_YES: "Leaning yes.",
    Standpoint.UNDECIDED: "Undecided.",
    Standpoint.UNKNOWN: "Nothing on record.",
    Standpoint.LEANING_NO: "Leaning no.",
    Standpoint.NO: "A no.",
}
