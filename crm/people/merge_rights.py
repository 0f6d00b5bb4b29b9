"""Who joins records, and takes a joining back."""

from __future__ import annotations

from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed


def joins_records(viewer: Viewer) -> bool:
    """Whether the viewer may say which records are one: leads and administrators; the directory is everybody's."""
    return viewer.sees_all or viewer.is_admin or bool(viewer.lead_organization_ids)


def may_join(viewer: Viewer) -> None:
    """Return if the viewer may join records. Raises NotAllowed otherwise."""
    if not joins_records(viewer):
        raise NotAllowed("Only a lead or an administrator joins records.", hint="Ask the lead of your organization.")
