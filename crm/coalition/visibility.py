"""The one visibility rule. Every reading query of walled entries goes through ``visible``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

from crm.coalition.models import Visibility
from crm.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Viewer:
    """On whose behalf something is read or written.

    ``organization_ids`` are the organizations the viewer works for today, ``campaign_ids`` the campaigns these take
    part in today, and ``lead_organization_ids`` those in which the viewer may rule. An administrator sees no more.
    ``sees_all`` is for whoever holds the database itself: the command line and the tests, never a web request.
    """

    user_id: int | None = None
    organization_ids: frozenset[int] = frozenset()
    campaign_ids: frozenset[int] = frozenset()
    lead_organization_ids: frozenset[int] = frozenset()
    is_admin: bool = False
    sees_all: bool = False

    def may_write_for(self, organization_id: int | None) -> None:
        """Return if the viewer works for the organization. Raises NotAllowed otherwise."""
        if self.sees_all or (organization_id is not None and organization_id in self.organization_ids):
            return
        raise NotAllowed(
            "You do not work for that organization.", hint="Choose one of your own, or ask its lead to add you."
        )


OPERATOR = Viewer(is_admin=True, sees_all=True)
"""Whoever runs a command on the server can read the database file anyway."""

PUBLIC = Viewer()
"""Nobody in particular: sees what is public."""


def visible(entry: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which rows of ``entry`` (a Walled table or alias with ``campaign_id``) may be seen.

    Public entries by all; coalition entries by the campaign's organizations; an organization's own entries by it.
    """
    if viewer.sees_all:
        return true()
    return or_(
        entry.visibility == Visibility.PUBLIC,
        entry.organization_id.in_(sorted(viewer.organization_ids)),
        and_(entry.visibility == Visibility.COALITION, entry.campaign_id.in_(sorted(viewer.campaign_ids))),
    )
