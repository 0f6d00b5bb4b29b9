"""What the outcome of a contact means: whether anybody was reached, and how firm what they said is. A pure rule."""

from __future__ import annotations

from crm.outreach.models import Channel, Outcome, Part
from crm.positions.models import EvidenceKind

REACHED_NOBODY = frozenset(
    {Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.WRONG_NUMBER, Outcome.SENT, Outcome.CANCELLED}
)
"""Outcomes of which no stance can come: nobody answered."""

REACHED_SOMEBODY = frozenset(
    {Outcome.REACHED_MEMBER, Outcome.REACHED_STAFF, Outcome.CALL_BACK, Outcome.REFUSED, Outcome.HELD}
)

NEVER_HAPPENED = frozenset({Outcome.WRONG_NUMBER, Outcome.CANCELLED})
"""The office never heard of these, so they take none of its patience."""

TAKES_TIME = frozenset({Channel.CALL, Channel.MEETING, Channel.LOBBY_VISIT})
"""Channels that take an office's time; after one of them the office is left in peace for a few days."""

IN_PUBLIC = frozenset({Channel.RALLY, Channel.EVENT, Channel.TESTIMONY})
IN_WRITING = frozenset({Channel.LETTER, Channel.EMAIL})
HEARD_BY_STAFF = frozenset({Outcome.REACHED_STAFF, Outcome.CALL_BACK, Outcome.REFUSED})

LABELS = {
    Outcome.REACHED_MEMBER: "spoke with the member",
    Outcome.REACHED_STAFF: "spoke with staff",
    Outcome.LEFT_MESSAGE: "left a message",
    Outcome.NO_ANSWER: "no answer",
    Outcome.BUSY: "busy",
    Outcome.CALL_BACK: "asked us to call back",
    Outcome.WRONG_NUMBER: "wrong number",
    Outcome.REFUSED: "refused to talk",
    Outcome.HELD: "took place",
    Outcome.SENT: "sent",
    Outcome.CANCELLED: "cancelled",
}
"""How an outcome reads within a sentence: "Last contact 12 days ago: left a message.\""""


def may_carry_stance(outcome: Outcome | None, part: Part | None) -> bool:
    """Whether a stance can have come of it. A letter that was sent carries one only when the official sent it."""
    if outcome is Outcome.SENT:
        return part is Part.SENT
    return outcome not in REACHED_NOBODY


def evidence_of(channel: Channel, outcome: Outcome | None, part: Part | None, *, staff_named: bool) -> EvidenceKind:
    """What kind of evidence a contact gives for what was answered.

    Public when the official spoke in public, written when they wrote; otherwise what was said to us: by the member, or
    by staff for the member (which never makes a yes hard; field.md 3.1). A meeting to which only staff are named was
    with staff.
    """
    if channel in IN_PUBLIC:
        return EvidenceKind.PUBLIC_STATEMENT if part is Part.SPOKE else EvidenceKind.CONVERSATION
    if channel in IN_WRITING and part is Part.SENT:
        return EvidenceKind.LETTER
    if outcome in HEARD_BY_STAFF:
        return EvidenceKind.STAFF
    if outcome is not Outcome.REACHED_MEMBER and staff_named and part in (None, Part.TARGET):
        return EvidenceKind.STAFF
    return EvidenceKind.CONVERSATION
