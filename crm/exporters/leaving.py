"""What leaves the server is noted, unless it is public record: by whom, what, in which format, by what narrowed."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import AuditEntry, Change
from crm.exporters.catalog import Written

_log = logging.getLogger("whipcount")

TABLE = "exports"
"""Under which name exports stand in the audit. There is no such table: what left is no row of ours."""


def note_export(session: Session, written: Written, size: int) -> None:
    """Note in the audit, and in the server's log, that this left; the session must be one for changing.

    Whoever runs a command on the server could copy the database file unseen: a note of theirs would prove nothing, so
    only what leaves through the pages is noted.
    """
    after = {"export": written.export, "format": written.format.value, "asked": written.asked, "bytes": size}
    _note(session, after)
    _log.info("user %s exported %s as %s", session.info.get("user_id"), written.export, written.format.value)


def note_archive(session: Session, organization: str) -> None:
    """Note likewise that all that the organization with the slug may see is leaving."""
    _note(session, {"export": "archive", "format": "zip", "asked": {"organization": organization}})
    _log.info("user %s exported the archive of %s", session.info.get("user_id"), organization)


def _note(session: Session, after: dict[str, Any]) -> None:
    session.execute(
        insert(AuditEntry).values(
            at=clock.now(),
            user_id=session.info.get("user_id"),
            request_id=session.info.get("request_id"),
            import_batch_id=None,
            change=Change.EXPORTED,
            table_name=TABLE,
            row_id=0,
            before=None,
            after=after,
            reason=None,
        )
    )
