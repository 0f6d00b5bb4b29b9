"""Two records that may be one person: proposed with a reason, decided by somebody, never by a name alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm import clock
from crm.coalition.visibility import Viewer
from crm.db import Base
from crm.errors import Conflict, InvalidInput, NotFound
from crm.people.finding import surviving
from crm.people.joining import LEDGER, join, person_columns
from crm.people.merge_rights import may_join
from crm.people.models import Merge, MergeProposal, MergeState, Person
from crm.people.on_the_line import must_be_free

_HISTORY_BY_HAND = ("positions", "action_officials", "action_staff", "follow_ups", "relationships", "call_targets")
"""Where somebody has recorded something about a person: of two records, the one with more of it stays."""


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """Two records somebody should look at."""

    id: int
    person: str
    person_slug: str
    other: str
    other_slug: str
    reason: str


_OTHER = aliased(Person)
_OPEN = (
    select(MergeProposal.id, Person.name, Person.slug, _OTHER.name, _OTHER.slug, MergeProposal.reason)
    .join(Person, MergeProposal.person_id == Person.id)
    .join(_OTHER, MergeProposal.other_id == _OTHER.id)
    .where(MergeProposal.state == MergeState.PROPOSED)
    .order_by(MergeProposal.proposed_at, MergeProposal.id)
)


def propose_merge(session: Session, person_id: int, other_id: int, reason: str) -> MergeProposal:
    """Propose that two records are one person; a pair proposed or decided before is returned as it is."""
    if person_id == other_id:
        raise InvalidInput("These are one record already.")
    first, second = sorted((person_id, other_id))
    there = session.scalar(
        select(MergeProposal).where(MergeProposal.person_id == first, MergeProposal.other_id == second)
    )
    if there is None:
        there = MergeProposal(person_id=first, other_id=second, reason=reason, proposed_at=clock.now())
        there.state = MergeState.PROPOSED
        session.add(there)
        session.flush()
    return there


def decide_merge(
    session: Session, viewer: Viewer, proposal_id: int, decision: MergeState, *, keep_id: int | None = None
) -> MergeProposal:
    """Settle a proposal. ``same`` joins the records with all their history; ``undo_merge`` takes it back.

    ``keep_id`` says which of the two stays; without it the one about which more was recorded, else the older one. The
    other one leads to it. Leads and administrators decide. Raises NotAllowed, NotFound; Conflict for a proposal settled
    before, and while a caller has the other one on the line; InvalidInput for no decision, and where ``keep_id`` is
    neither of the two.
    """
    may_join(viewer)
    proposal = session.get(MergeProposal, proposal_id, with_for_update=True)
    if proposal is None:
        raise NotFound("That proposal is not on file.")
    if proposal.state is not MergeState.PROPOSED:
        raise Conflict(f"This was settled before: {proposal.state.value}.")
    if decision is MergeState.PROPOSED:
        raise InvalidInput("Are they the same person?", hint="Answer same or different.", field="decision")
    if decision is MergeState.SAME:
        _must_stand(session, proposal)
        kept_id, gone_id = _which_stays(session, proposal, keep_id)
        must_be_free(session, gone_id, verb="Join them")
        return _join(session, viewer, proposal, kept_id, gone_id)
    proposal.state, proposal.decided_at, proposal.decided_by_id = decision, clock.now(), viewer.user_id
    session.flush()
    return proposal


def open_proposals(session: Session) -> tuple[OpenProposal, ...]:
    """Every pair that waits for a decision, oldest first."""
    return _open(session)


def proposals_about(session: Session, person_id: int) -> tuple[OpenProposal, ...]:
    """The pairs that wait for a decision and name this person, oldest first (one query)."""
    return _open(session, or_(MergeProposal.person_id == person_id, MergeProposal.other_id == person_id))


def surviving_slug(session: Session, proposal_id: int) -> str:
    """The slug of the record the proposal's first one leads to now. Raises NotFound for an unknown proposal."""
    proposal = session.get(MergeProposal, proposal_id)
    if proposal is None:
        raise NotFound("That proposal is not on file.")
    return surviving(session, session.get_one(Person, proposal.person_id)).slug


def _open(session: Session, *only: ColumnElement[bool]) -> tuple[OpenProposal, ...]:
    return tuple(OpenProposal(*row) for row in session.execute(_OPEN.where(*only) if only else _OPEN))


def _join(session: Session, viewer: Viewer, proposal: MergeProposal, kept_id: int, gone_id: int) -> MergeProposal:
    # First the merge, then the moving: the database lets the ledger's entries follow a merge that is on file.
    merge = Merge(
        kept_id=kept_id,
        gone_id=gone_id,
        proposal_id=proposal.id,
        moved=[],
        merged_at=clock.now(),
        merged_by_id=viewer.user_id,
    )
    session.add(merge)
    session.flush()
    moves = join(session, kept_id, gone_id)
    moves.put(proposal, "state", MergeState.SAME)
    moves.put(proposal, "decided_at", merge.merged_at)
    moves.put(proposal, "decided_by_id", viewer.user_id)
    merge.moved = moves.noted
    session.flush()
    return proposal


def _must_stand(session: Session, proposal: MergeProposal) -> None:
    for person_id in (proposal.person_id, proposal.other_id):
        person = session.get_one(Person, person_id)
        if person.merged_into_id is not None:
            stayed = surviving(session, person)
            raise Conflict(f"{person.name} was joined to another record before.", hint=f"Use {stayed.slug}.")


def _which_stays(session: Session, proposal: MergeProposal, keep_id: int | None) -> tuple[int, int]:
    older, newer = proposal.person_id, proposal.other_id
    if keep_id is not None:
        if keep_id not in (older, newer):
            raise InvalidInput("Which of the two stays?", hint="Choose one of the pair.", field="keep")
        return keep_id, newer if keep_id == older else older
    return (newer, older) if _recorded(session, newer) > _recorded(session, older) else (older, newer)


def _recorded(session: Session, person_id: int) -> int:
    """How much somebody has recorded about the person."""
    counts = [
        select(func.count()).select_from(table).where(column == person_id).scalar_subquery()
        for table, column in [*person_columns(), *_ledger()]
        if table.name in _HISTORY_BY_HAND
    ]
    return sum(session.execute(select(*counts)).one())


def _ledger() -> list[tuple[Table, Column[Any]]]:
    table = Base.metadata.tables[LEDGER]
    return [(table, table.c.person_id)]
