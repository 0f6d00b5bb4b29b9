"""What came in, when, from where, and what it did: public records, and the sheets of the viewer's own organizations."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.exporters.asked import Asked, Filter
from crm.exporters.tables import Table, columns
from crm.importers.history import imports

MOST: Final = 1_000_000
FILTERS: Final = (Filter("kind", "Only this kind of import: openstates, sheet, ..."),)
_COLUMNS: Final = columns(
    *("id: Number", "kind: Kind", "source: From", "organization: For", "by: By", "started_at: Started"),
    *("finished_at: Finished", "created: Created", "updated: Updated", "same: The same", "waiting: Names to match"),
    *("problems: Problems", "undone_at: Undone"),
    numbers="id created updated same waiting problems",
    instants="started_at finished_at undone_at",
)


def imports_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The imports the viewer may know of, the newest first (one query)."""
    rows = (
        (
            line.id,
            line.kind,
            line.source,
            line.organization,
            line.who,
            line.started_at,
            line.finished_at,
            line.created,
            line.updated,
            line.same,
            line.waiting,
            line.problems,
            line.undone_at,
        )
        for line in imports(session, viewer, size=MOST)
        if asked.text("kind") in ("", line.kind)
    )
    return Table("imports", "Imports", clock.today(), _COLUMNS, rows, asked.given)
