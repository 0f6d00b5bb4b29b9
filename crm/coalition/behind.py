"""Who stands behind a command on the server, where nobody has signed in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.accounts.service import active_user
from crm.coalition.models import Membership, Organization
from crm.coalition.queries import works_on
from crm.errors import InvalidInput, NotFound


def user_named(session: Session, email: str | None) -> User | None:
    """The user with the address; without one whoever most likely sits at the server's terminal.

    That is the only user who works for an organization, or of several the only administrator; nothing where nobody is.
    Raises NotFound for an address of nobody, or of somebody who no longer signs in here.
    """
    if email:
        user = active_user(session, email)
        if user is None:
            raise NotFound(f"Nobody signs in here as “{email}”.", hint="See who does: crm user list.")
        return user
    working = select(Membership.user_id).where(works_on(clock.today()))
    users = session.scalars(select(User).where(User.is_active, User.id.in_(working))).all()
    likely = users if len(users) == 1 else [user for user in users if user.is_admin]
    return likely[0] if len(likely) == 1 else None


def spoken_for(session: Session, user: User, organization_ids: frozenset[int]) -> int:
    """The one organization the user speaks for. Raises InvalidInput where there is none, or several to choose from."""
    slugs = session.scalars(
        select(Organization.slug).where(Organization.id.in_(sorted(organization_ids))).order_by(Organization.slug)
    ).all()
    if not slugs:
        raise InvalidInput(
            f"{user.name} works for no organization.", hint="Its lead lets people in, on the organization's page."
        )
    if len(slugs) > 1:
        raise InvalidInput(
            f"{user.name} works for {len(slugs)} organizations: {', '.join(slugs)}.",
            hint="Say which: --organization SLUG.",
            field="organization_id",
        )
    (organization_id,) = organization_ids
    return organization_id
