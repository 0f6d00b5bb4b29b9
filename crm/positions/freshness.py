"""Knowledge ages: after how long a position is due for a new ask.

Offices change their minds fastest where least binds them. Rules of thumb from practice (field.md 3.1 and 4.5), not law:
what a third party reports is worth checking after six weeks, a public statement after nine months; a name on a bill or
a vote stands until it is withdrawn or the session ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crm.positions.models import EvidenceKind

FRESH_DAYS: dict[EvidenceKind, int | None] = {
    EvidenceKind.VOTE: None,
    EvidenceKind.SPONSORSHIP: None,
    EvidenceKind.LETTER: 365,
    EvidenceKind.PUBLIC_STATEMENT: 270,
    EvidenceKind.CONVERSATION: 120,
    EvidenceKind.STAFF: 60,
    EvidenceKind.THIRD_PARTY: 45,
}


def is_due(said_latest: date, kinds: Iterable[EvidenceKind], on: date, *, earlier_print: bool = False) -> bool:
    """Whether a position should be asked for anew on the day ``on``.

    It is when it was given on an earlier print of the bill, or when it is older than the longest-lived of its evidence
    allows (45 days where it has none).
    """
    if earlier_print:
        return True
    lives = [FRESH_DAYS[kind] for kind in kinds] or [FRESH_DAYS[EvidenceKind.THIRD_PARTY]]
    if any(life is None for life in lives):
        return False
    return (on - said_latest).days > max(life for life in lives if life is not None)
