"""The whip scale. Names are stored; the organizers' numbers (1 = with us) are only shown (field.md 3.1)."""

from __future__ import annotations

import enum

from crm.errors import InvalidInput


class Stance(enum.StrEnum):
    """Where somebody stands. ``unknown`` means nothing (any longer) on record and is never ``undecided``."""

    YES = "yes"
    LEANING_YES = "leaning_yes"
    UNDECIDED = "undecided"
    LEANING_NO = "leaning_no"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word people read: "Leaning yes"."""
        return self.value.replace("_", " ").capitalize()

    @property
    def number(self) -> int | None:
        """The organizers' number, 1 (with us) to 5 (against us); nothing for unknown."""
        return SCALE.index(self) + 1 if self in SCALE else None


SCALE = (Stance.YES, Stance.LEANING_YES, Stance.UNDECIDED, Stance.LEANING_NO, Stance.NO)
"""The five steps in order, from support to opposition."""

FOR = frozenset({Stance.YES, Stance.LEANING_YES})


def read_stance(text: str, *, field: str | None = "stance") -> Stance:
    """The stance ``text`` names. Raises InvalidInput for a word outside the scale, and names the scale."""
    try:
        return Stance(text.strip().lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        words = ", ".join(Stance)
        raise InvalidInput(f"“{text}” is not on the scale.", hint=f"Use one of: {words}.", field=field) from None


def direction(before: Stance, after: Stance) -> int:
    """+1 for a step toward us, -1 for a step away, 0 where neither (from or to unknown counts by the known end)."""
    left, right = before.number or 3, after.number or 3
    return (left > right) - (left < right)
