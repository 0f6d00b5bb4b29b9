"""Who sits in a committee, and who chairs it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.people.models import Committee, CommitteeRole, CommitteeSeat

CHAIRS = (CommitteeRole.CHAIR, CommitteeRole.CO_CHAIR)


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """A person's part in a committee."""

    person_id: int
    committee_id: int
    committee: str
    role: CommitteeRole

    @property
    def chairs(self) -> bool:
        """Whether they decide what the committee takes up."""
        return self.role in CHAIRS


def members_of(session: Session, committee_ids: Collection[int], day: date) -> dict[int, CommitteeMember]:
    """Who sits in any of the committees on ``day``, by person id; who chairs one is given as its chair (one query)."""
    rows = session.execute(
        select(CommitteeSeat.person_id, Committee.id, Committee.name, CommitteeSeat.role)
        .join(Committee, Committee.id == CommitteeSeat.committee_id)
        .where(
            Committee.id.in_(sorted(set(committee_ids))),
            CommitteeSeat.person_id.is_not(None),
            or_(CommitteeSeat.started_on.is_(None), CommitteeSeat.started_on <= day),
            or_(CommitteeSeat.ended_on.is_(None), CommitteeSeat.ended_on >= day),
        )
        .order_by(Committee.id, CommitteeSeat.id)
    )
    found: dict[int, CommitteeMember] = {}
    for person_id, committee_id, name, role in rows:
        assert person_id is not None
        member = CommitteeMember(person_id, committee_id, name, role)
        if person_id not in found or (member.chairs and not found[person_id].chairs):
            found[person_id] = member
    return found
