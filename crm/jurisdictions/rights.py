"""Who keeps the calendar of deadlines, which all organizations share."""

from __future__ import annotations

from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed


def keeps_calendar(viewer: Viewer) -> bool:
    """Whether the viewer may add and move deadlines: the lead of any organization, or an administrator.

    A deadline is a public fact with a source, and everybody plans by it: one that many could change would help nobody.
    """
    return viewer.sees_all or viewer.is_admin or bool(viewer.lead_organization_ids)


def may_keep_calendar(viewer: Viewer) -> None:
    """Return if the viewer may add and move deadlines. Raises NotAllowed otherwise."""
    if not keeps_calendar(viewer):
        raise NotAllowed("Only a lead or an administrator changes the calendar.", hint="Ask the lead of your own.")
