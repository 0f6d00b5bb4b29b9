"""When a yes is hard (design.md section 2; field.md 3.1, H6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm.positions.models import EvidenceKind
from crm.positions.stance import Stance

# Public by nature, or in writing.
FIRM_BY_NATURE = frozenset(
    {EvidenceKind.PUBLIC_STATEMENT, EvidenceKind.SPONSORSHIP, EvidenceKind.VOTE, EvidenceKind.LETTER}
)
WITNESSES_NEEDED = 2


def is_firm(kind: EvidenceKind, witnesses: Sequence[str]) -> bool:
    """Whether this evidence alone makes a plain yes hard.

    Public or written evidence does; what the member said to us does when two of us heard it. What staff said for the
    member, or a third party about them, never does.
    """
    if kind in FIRM_BY_NATURE:
        return True
    return kind is EvidenceKind.CONVERSATION and len({w.strip() for w in witnesses if w.strip()}) >= WITNESSES_NEEDED


def is_hard(stance: Stance | None, condition: str | None, firm: Iterable[bool]) -> bool:
    """Whether an entry is a hard yes: a plain yes, under no condition, with firm evidence."""
    return stance is Stance.YES and not condition and any(firm)
