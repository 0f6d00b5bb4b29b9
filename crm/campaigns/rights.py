"""Who may set a campaign's asks, thresholds and gates."""

from __future__ import annotations

from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed


def may_lead(viewer: Viewer, lead_organization_id: int | None) -> None:
    """Return if the viewer leads the campaign's lead organization, or administers this server.

    Raises NotAllowed otherwise. (An administrator sets up campaigns; it opens no wall to what is recorded in them.)
    """
    if viewer.sees_all or viewer.is_admin:
        return
    if lead_organization_id is not None and lead_organization_id in viewer.lead_organization_ids:
        return
    raise NotAllowed("Only the campaign's lead may change this.", hint="Ask the lead of your organization.")
