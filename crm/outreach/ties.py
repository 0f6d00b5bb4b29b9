"""Who knows whom, and how well: the right messenger opens the door, the wrong one closes it (field.md 3.1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import InvalidInput
from crm.outreach import checks
from crm.outreach.models import Relationship
from crm.people.models import Person


@dataclass(frozen=True, slots=True)
class Tie:
    """An organization (or one of its users) knows an official. ``strength``: 1 = has met, 5 = can call any time."""

    id: int
    person_id: int
    organization: str | None
    user: str | None
    kind: str
    strength: int
    note: str | None
    organization_id: int | None = None
    user_id: int | None = None


def set_relationship(
    session: Session,
    viewer: Viewer,
    person_id: int,
    strength: int,
    kind: str,
    *,
    organization_id: int | None = None,
    user_id: int | None = None,
    campaign_id: int | None = None,
    visibility: Visibility | None = None,
    note: str | None = None,
) -> Relationship:
    """Note how well an organization (or its ``user_id``) knows an official; what was noted before is replaced.

    Raises InvalidInput for a strength outside 1 to 5 or no kind, NotFound and NotAllowed as ``log_contact`` does.
    """
    if not 1 <= strength <= 5:
        raise InvalidInput("How well is 1 (has met) to 5 (can call any time).", field="strength")
    if not kind.strip():
        raise InvalidInput(
            "How do you know each other?", hint="In a word: constituent, donor, colleague.", field="kind"
        )
    organization_id, visibility = checks.walls_of(session, viewer, organization_id, campaign_id, visibility)
    checks.require(session, Person, (person_id,), "That person is not on file.")
    if user_id is not None:
        checks.require(session, User, (user_id,), "That user is not on file.")
    there = session.scalar(
        select(Relationship).where(
            Relationship.person_id == person_id,
            Relationship.organization_id.is_not_distinct_from(organization_id),
            Relationship.user_id.is_not_distinct_from(user_id),
        )
    )
    if there is None:
        there = Relationship(person_id=person_id, organization_id=organization_id, user_id=user_id)
        session.add(there)
    there.campaign_id, there.visibility = campaign_id, visibility
    there.kind, there.strength, there.note = kind.strip(), strength, note
    there.recorded_at = clock.now()
    session.flush()
    return there


def ties(session: Session, viewer: Viewer, person_ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """Who knows each official, best first, by person id (one query)."""
    rows = session.execute(
        select(Relationship, Organization.name, User.name)
        .outerjoin(Organization, Organization.id == Relationship.organization_id)
        .outerjoin(User, User.id == Relationship.user_id)
        .where(Relationship.person_id.in_(sorted(set(person_ids))), visible(Relationship, viewer))
        .order_by(Relationship.strength.desc(), Relationship.id)
    )
    found: dict[int, list[Tie]] = {}
    for row, organization, user in rows:
        found.setdefault(row.person_id, []).append(
            Tie(
                row.id,
                row.person_id,
                organization,
                user,
                row.kind,
                row.strength,
                row.note,
                row.organization_id,
                row.user_id,
            )
        )
    return {person_id: tuple(lines) for person_id, lines in found.items()}
