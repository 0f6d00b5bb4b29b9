"""Two records that may be one person: proposed with a reason, decided by somebody, never by a name alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm import clock
from crm.coalition.visibility import Viewer
from crm.db import Base
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.people.finding import surviving
from crm.people.joining import join
from crm.people.models import MergeProposal, MergeState, Person

# What a directory says of a person. Everything else that points at one (positions, outreach, ...) is history.
_DIRECTORY = frozenset(
    {
        "person_names",
        "person_identifiers",
        "person_links",
        "tenures",
        "contact_points",
        "staff_tenures",
        "committee_seats",
        "merge_proposals",
        "people",
    }
)


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


def decide_merge(session: Session, viewer: Viewer, proposal_id: int, decision: MergeState) -> MergeProposal:
    """Settle a proposal. ``same`` moves the directory's rows to one record: the one with history, else the older.

    Leads and administrators decide: the directory is everybody's. Raises NotAllowed, NotFound; Conflict for a proposal
    settled before, or when both records have history of their own.
    """
    if not (viewer.sees_all or viewer.is_admin or viewer.lead_organization_ids):
        raise NotAllowed("Only a lead or an administrator joins records.", hint="Ask the lead of your organization.")
    proposal = session.get(MergeProposal, proposal_id)
    if proposal is None:
        raise NotFound("That proposal is not on file.")
    if proposal.state is not MergeState.PROPOSED:
        raise Conflict(f"This was settled before: {proposal.state.value}.")
    if decision is MergeState.PROPOSED:
        raise InvalidInput("Are they the same person?", hint="Answer same or different.", field="decision")
    if decision is MergeState.SAME:
        kept_id, gone_id = _which_stays(session, proposal)
        join(session, kept_id, gone_id)
    proposal.state = decision
    proposal.decided_at = clock.now()
    proposal.decided_by_id = viewer.user_id
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


def _which_stays(session: Session, proposal: MergeProposal) -> tuple[int, int]:
    older, newer = proposal.person_id, proposal.other_id
    if not _history_in(session, newer):
        return older, newer
    held = _history_in(session, older)
    if not held:
        return newer, older
    raise Conflict(
        f"Both records have history of their own ({', '.join(held)}), so they cannot be joined yet.",
        hint="Leave the proposal open and record on one of the two from now on.",
    )


def _history_in(session: Session, person_id: int) -> list[str]:
    """The tables above this feature in which somebody has recorded something about the person."""
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in _DIRECTORY:
            continue
        columns = [key.parent for key in table.foreign_keys if key.column.table.name == "people"]
        if columns and session.scalar(
            select(func.count()).select_from(table).where(or_(*(column == person_id for column in columns)))
        ):
            found.append(table.name.replace("_", " "))
    return found
