"""Who may take an archive out through the pages: a lead, and only what their organization may see.

Nobody takes everything out through a page: an administrator stands before the same walls as everybody else
(``crm.coalition.visibility``). Everything is for whoever holds the database itself, on the command line.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.coalition.models import Organization
from crm.coalition.queries import find_organization
from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Own:
    """An organization whose archive the viewer may take out."""

    slug: str
    name: str


def may_take_out(session: Session, viewer: Viewer, slug: str) -> Own:
    """The organization, if the viewer may take its archive out. Raises NotFound, NotAllowed."""
    found = find_organization(session, slug)
    if found.id not in viewer.lead_organization_ids:
        raise NotAllowed("Only its lead takes an organization's data out.", hint="Ask its lead.")
    return Own(found.slug, found.name)


def own_organizations(session: Session, viewer: Viewer) -> tuple[Own, ...]:
    """The organizations whose archives the viewer may take out, by name (one query, none for who leads none)."""
    if not viewer.lead_organization_ids:
        return ()
    led = Organization.id.in_(sorted(viewer.lead_organization_ids))
    rows = session.execute(select(Organization.slug, Organization.name).where(led).order_by(Organization.name))
    return tuple(Own(slug, name) for slug, name in rows)
