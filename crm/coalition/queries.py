"""Reads of organizations. That an organization exists is no secret; what it records stands behind its wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.coalition.models import Membership, Organization, OrganizationContact, OrganizationKind, Role
from crm.errors import NotFound
from crm.names import fold


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """An organization in a list. ``members``: users who work for it on the day."""

    id: int
    slug: str
    name: str
    kind: OrganizationKind
    place: str | None
    is_invented: bool
    members: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A user who works for an organization."""

    user_id: int
    name: str
    email: str
    role: Role
    started_on: date
    is_active: bool


def find_organization(session: Session, slug: str) -> Organization:
    """The organization with the slug. Raises NotFound."""
    found = session.scalar(select(Organization).where(Organization.slug == slug))
    if found is None:
        raise NotFound(f"No organization is called “{slug}”.", hint="Look it up in the list of organizations.")
    return found


def organizations(
    session: Session, day: date, *, q: str = "", kind: OrganizationKind | None = None
) -> tuple[OrganizationLine, ...]:
    """The organizations on file whose name or place holds every word of ``q``, by name (one query)."""
    members = (
        select(func.count())
        .where(Membership.organization_id == Organization.id, works_on(day))
        .correlate(Organization)
        .scalar_subquery()
    )
    query = select(
        Organization.id,
        Organization.slug,
        Organization.name,
        Organization.kind,
        Organization.place,
        Organization.is_invented,
        members,
    ).order_by(func.lower(Organization.name), Organization.id)
    if kind is not None:
        query = query.where(Organization.kind == kind)
    words = fold(q).split()
    found = (OrganizationLine(*row) for row in session.execute(query))
    return tuple(line for line in found if all(word in fold(f"{line.name} {line.place or ''}") for word in words))


def members(session: Session, organization_id: int, day: date) -> tuple[MemberLine, ...]:
    """Who works for the organization on the day, leads first."""
    rows = session.execute(
        select(User.id, User.name, User.email, Membership.role, Membership.started_on, User.is_active)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organization_id == organization_id, works_on(day))
        .order_by(User.name, User.id)
    )
    return tuple(sorted((MemberLine(*row) for row in rows), key=lambda line: line.role is not Role.LEAD))


def contacts(session: Session, organization_id: int) -> tuple[OrganizationContact, ...]:
    """Who speaks for the organization without signing in here."""
    return tuple(
        session.scalars(
            select(OrganizationContact)
            .where(OrganizationContact.organization_id == organization_id)
            .order_by(OrganizationContact.name, OrganizationContact.id)
        )
    )


def has_lead(session: Session, organization_id: int, day: date) -> bool:
    """Whether a user who may still sign in leads the organization on the day."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Membership.organization_id == organization_id,
                    Membership.role == Role.LEAD,
                    Membership.user_id == User.id,
                    User.is_active,
                    works_on(day),
                )
            )
        )
    )


def works_on(day: date) -> ColumnElement[bool]:
    """The membership holds on the day (both ends included)."""
    return and_(Membership.started_on <= day, or_(Membership.ended_on.is_(None), Membership.ended_on >= day))
