"""Verbs of organizations: add one, change what is known of it, let people in and out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.coalition.models import Membership, Organization, OrganizationKind, Role
from crm.coalition.queries import has_lead
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.names import free_slug


def add_organization(
    session: Session,
    viewer: Viewer,
    name: str,
    kind: OrganizationKind = OrganizationKind.UNKNOWN,
    *,
    place: str | None = None,
    website: str | None = None,
    about: str | None = None,
    source: str | None = None,
    is_invented: bool = False,
) -> Organization:
    """A new organization. Administrators and leads add them. Raises InvalidInput, NotAllowed, Conflict (name taken)."""
    if not (viewer.sees_all or viewer.is_admin or viewer.lead_organization_ids):
        raise NotAllowed("Only a lead or an administrator adds organizations.", hint="Ask the lead of your own.")
    title = " ".join(name.split())
    if not title or len(title) > 200:
        raise InvalidInput("The organization needs a name.", hint="Write it as it calls itself.", field="name")
    if session.scalar(select(Organization.id).where(Organization.name == title)) is not None:
        raise Conflict(f"“{title}” is on file already.", hint="Open it in the list of organizations.", field="name")
    if website and not website.startswith(("https://", "http://")):
        raise InvalidInput("That is not a web address.", hint="Begin it with https://", field="website")
    taken = session.scalars(select(Organization.slug)).all()
    found = Organization(
        slug=free_slug(title, set(taken)),
        name=title,
        kind=kind,
        place=place or None,
        website=website or None,
        about=about or None,
        source=source or None,
        is_invented=is_invented,
    )
    session.add(found)
    session.flush()
    return found


def add_member(
    session: Session, viewer: Viewer, organization_id: int, user_id: int, role: Role = Role.ORGANIZER
) -> Membership:
    """The user works for the organization from today on. Raises NotAllowed, NotFound, Conflict (does so already)."""
    may_admit(session, viewer, organization_id)
    if session.get(Organization, organization_id) is None or session.get(User, user_id) is None:
        raise NotFound("That organization or user is not on file.", hint="Add it first.")
    if _current(session, organization_id, user_id) is not None:
        raise Conflict("They work for the organization already.", hint="Change their part in it instead.")
    found = Membership(
        user_id=user_id, organization_id=organization_id, role=role, started_on=clock.today(), ended_on=None
    )
    session.add(found)
    session.flush()
    return found


def end_membership(session: Session, viewer: Viewer, organization_id: int, user_id: int) -> None:
    """The user works for the organization no more, from now on; the record stays. Raises NotAllowed, NotFound."""
    may_admit(session, viewer, organization_id)
    found = _current(session, organization_id, user_id)
    if found is None:
        raise NotFound("They do not work for that organization.", hint="Reload the page.")
    # Today is the first day without: whoever leaves in a quarrel must not read on until midnight.
    found.ended_on = clock.today() - timedelta(days=1)
    session.flush()


def may_admit(session: Session, viewer: Viewer, organization_id: int) -> None:
    """Return if the viewer may let people into the organization: its lead, or an administrator while it has none.

    Raises NotAllowed otherwise: an administrator who could join any organization would stand behind every wall.
    """
    if viewer.sees_all or organization_id in viewer.lead_organization_ids:
        return
    if viewer.is_admin and not has_lead(session, organization_id, clock.today()):
        return
    raise NotAllowed("Only the organization's lead lets people in and out.", hint="Ask its lead.")


def _current(session: Session, organization_id: int, user_id: int) -> Membership | None:
    today = clock.today()
    return session.scalar(
        select(Membership)
        .where(
            Membership.organization_id == organization_id,
            Membership.user_id == user_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on >= today),
        )
        .limit(1)
    )
