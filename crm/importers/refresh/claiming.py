"""One run of a source at a time, whoever starts it: a lease, taken by one conditional UPDATE.

The lease is the source's ``next_at``, moved ahead by the run that holds it: whoever comes second finds another value
than the one they read, on either database. A run that dies lets go by itself, when its lease is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm import clock
from crm.errors import Conflict, NotFound
from crm.importers.models import RefreshSource
from crm.importers.refresh.results import Result, State, back_off, read_result

LEASE: Final = timedelta(hours=1)
_UNTIL: Final = "running_until"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A source that this run holds until ``lease``. ``next_at`` is what it was before."""

    id: int
    kind: str
    location: str
    every_hours: int
    etag: str | None
    last_modified: str | None
    failures: int
    next_at: datetime | None
    lease: datetime
    last: Result | None


def due(session: Session) -> list[int]:
    """The ids of the sources that are on and due, those that wait longest first."""
    rows = session.execute(
        select(RefreshSource.id, RefreshSource.next_at).where(
            RefreshSource.is_on, (RefreshSource.next_at.is_(None)) | (RefreshSource.next_at <= clock.now())
        )
    ).all()
    at_once = sorted(row.id for row in rows if row.next_at is None)
    return at_once + [each for _, each in sorted((row.next_at, row.id) for row in rows if row.next_at is not None)]


def claim(session: Session, source_id: int, *, even_if_not_due: bool = False) -> Claimed | None:
    """Take the source for this run; nothing where it is not due (any more), or somebody was quicker.

    Raises Conflict while another source is being refreshed: one at a time is asked, one at a time is written. Raises
    NotFound for a source that is gone.
    """
    now = clock.now()
    rows = {row.id: row for row in session.scalars(select(RefreshSource).order_by(RefreshSource.id))}
    row = rows.get(source_id)
    if row is None:
        raise NotFound(f"There is no source {source_id}.", hint="See which there are: crm sources list")
    for each in rows.values():
        until = runs_until(each)
        if until is not None and until > now:
            raise Conflict(
                f"Source {each.id} is being refreshed since {clock.local(until - LEASE):%H:%M}.",
                hint="Wait for it to end; after an hour it is taken for dead.",
            )
    if not even_if_not_due and not (row.is_on and (row.next_at is None or row.next_at <= now)):
        return None
    lease = now + LEASE
    held = Claimed(
        row.id, row.kind, row.location, row.every_hours, row.etag, row.last_modified, row.failures, row.next_at, lease,
        read_result(row.last_result),
    )  # fmt: skip
    as_read = RefreshSource.next_at.is_(None) if row.next_at is None else RefreshSource.next_at == row.next_at
    told = {**(row.last_result or {}), _UNTIL: lease.isoformat()}
    taken = _change(session, source_id, as_read, next_at=lease, last_run_at=now, last_result=told)
    return held if taken else None


def settle(
    session: Session,
    held: Claimed,
    result: Result,
    *,
    batch_id: int | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> datetime:
    """Note how the run went, let go of the source, and return when it is due again.

    A run that outlived its lease changes nothing: by then the source belongs to another.
    """
    failed = result.state is State.FAILED
    failures = held.failures + 1 if failed else 0
    next_at = clock.now() + (back_off(failures) if failed else timedelta(hours=held.every_hours))
    values: dict[str, Any] = {"next_at": next_at, "failures": failures, "last_result": result.to_json()}
    if not failed:
        # After a failure the next answer must come whole: "as you know it" would be about what never came in.
        values |= {"etag": etag, "last_modified": last_modified}
    if batch_id is not None:
        values["last_batch_id"] = batch_id
    _change(session, held.id, RefreshSource.next_at == held.lease, **values)
    return next_at


def let_go(session: Session, held: Claimed) -> None:
    """Let go of the source as if it had not been taken: somebody stopped the run."""
    told = held.last.to_json() if held.last else None
    _change(session, held.id, RefreshSource.next_at == held.lease, next_at=held.next_at, last_result=told)


def runs_until(row: RefreshSource) -> datetime | None:
    """When the lease of the run that holds the source is over; nothing where none holds it."""
    said = (row.last_result or {}).get(_UNTIL)
    return datetime.fromisoformat(said) if said else None


def _change(session: Session, source_id: int, only_if: Any, **values: Any) -> bool:
    # Past the unit of work: how a source goes is no change that somebody made, and none for the audit.
    changed = session.execute(
        update(RefreshSource).where(RefreshSource.id == source_id, only_if).values(**values),
        execution_options={"synchronize_session": False},
    )
    session.expire_all()
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
