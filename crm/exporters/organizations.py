"""Organizations: who works together, and in which campaigns. Who works for each is not told: people were pursued."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.joined import campaigns_joined
from crm.coalition.models import OrganizationKind
from crm.coalition.queries import organizations
from crm.coalition.visibility import Viewer
from crm.exporters.asked import Asked, Filter
from crm.exporters.tables import Table, columns

FILTERS: Final = (
    Filter("q", "Words of the name or the place."),
    Filter("kind", "Only this kind: c3, c4, pac, union, informal, ..."),
)
_COLUMNS: Final = columns(
    *("organization: Short name", "name: Name", "kind: Kind", "place: Place", "campaigns: Campaigns"),
    *("leads: Leads", "people: People here", "invented: Invented"),
    numbers="people",
)


def organizations_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The organizations the page lists, by name. Raises InvalidInput for a kind that is none."""
    today = clock.today()
    found = organizations(session, today, q=asked.text("q"), kind=asked.word(OrganizationKind, "kind"))
    joined = campaigns_joined(session, today)
    rows = [
        (
            line.slug,
            line.name,
            line.kind.value,
            line.place,
            tuple(each.slug for each in joined.get(line.id, ())),
            tuple(each.slug for each in joined.get(line.id, ()) if each.leads),
            line.members,
            line.is_invented,
        )
        for line in found
    ]
    return Table("organizations", "Organizations", today, _COLUMNS, rows, asked.given)
