"""Who may bring in what: sheets of their own organization, public records for all."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from crm.coalition.models import Membership, Organization, Role
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed
from crm.importers.models import ImportUpload

SHEET = "sheet"
"""The kind whose files are people's own; every other kind is a public record."""


def organizations_of(session: Session, viewer: Viewer, today: date) -> tuple[tuple[int, str], ...]:
    """(id, name) of the organizations whose sheets the viewer may bring in, by name (one query).

    Organizers and leads of each; volunteers call from lists and bring in nothing.
    """
    query = select(Organization.id, Organization.name).order_by(Organization.name, Organization.id)
    if not viewer.sees_all:
        query = query.join(Membership, Membership.organization_id == Organization.id).where(
            Membership.user_id == viewer.user_id, Membership.role.in_((Role.LEAD, Role.ORGANIZER)), works_on(today)
        )
    return tuple((found, name) for found, name in session.execute(query.distinct()))


def brings_records(viewer: Viewer) -> bool:
    """Whether the viewer may bring in public records (rosters, bills, votes): they change what everybody sees."""
    return viewer.sees_all or viewer.is_admin or bool(viewer.lead_organization_ids)


def may_bring(session: Session, viewer: Viewer, upload: ImportUpload, today: date) -> None:
    """Return if the viewer may apply the upload as the kind it has now. Raises NotAllowed otherwise."""
    if upload.kind == SHEET:
        if viewer.sees_all or upload.organization_id in {
            found for found, _ in organizations_of(session, viewer, today)
        }:
            return
        raise NotAllowed(
            "A sheet is brought in by an organizer of the organization whose it is.", hint="Ask one of its people."
        )
    if not brings_records(viewer):
        raise NotAllowed(
            "Public records change what every organization sees: a lead or an administrator brings them in.",
            hint="Ask the lead of your organization, or choose another kind.",
        )


def may_change(session: Session, viewer: Viewer, upload: ImportUpload, today: date) -> None:
    """Return if the viewer may say what the upload is, map it, or throw it away. Raises NotAllowed otherwise.

    The organizers and leads of its organization may: volunteers see what is handed in, and leave it alone.
    """
    if viewer.sees_all or upload.organization_id is None:
        return
    if upload.organization_id not in {found for found, _ in organizations_of(session, viewer, today)}:
        raise NotAllowed(
            "What was handed in is changed by the organizers of the organization.", hint="Ask one of its people."
        )


def sees_upload(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which an upload may be seen: by the organization whose it is, and by nobody else.

    An upload of no organization is an administrator's, and seen by whoever sent it and by administrators.
    """
    if viewer.sees_all:
        return true()
    nobodys = ImportUpload.organization_id.is_(None)
    return or_(
        ImportUpload.organization_id.in_(sorted(viewer.organization_ids)),
        nobodys if viewer.is_admin else and_(nobodys, ImportUpload.uploaded_by_id == viewer.user_id),
    )
