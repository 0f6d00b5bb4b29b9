"""The sources on file: who may see them, and the verbs that add, stop and remove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.importers.kinds import KINDS, Kind, kind_named
from crm.importers.models import RefreshSource
from crm.importers.refresh.claiming import runs_until
from crm.importers.refresh.places import checked_location
from crm.importers.refresh.results import Result, read_result
from crm.importers.rights import SHEET, brings_records

MOST_HOURS: Final = 24 * 90


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in a list. ``next_at``: when it is due again (nothing: at once); ``last``: how it went."""

    id: int
    kind: str
    title: str
    location: str
    every_hours: int
    is_on: bool
    is_running: bool
    failures: int
    next_at: datetime | None
    last_run_at: datetime | None
    last_batch_id: int | None
    last: Result | None


def kinds() -> tuple[Kind, ...]:
    """The kinds that can be asked again, by title. Sheets are people's own and come in by hand."""
    return tuple(sorted((kind for kind in KINDS.values() if kind.name != SHEET), key=lambda kind: kind.title))


def sources(session: Session, viewer: Viewer) -> tuple[SourceLine, ...]:
    """Every source, in the order in which they were added (one query); none for volunteers and organizers."""
    if not brings_records(viewer):
        return ()
    now = clock.now()
    return tuple(_line(row, now) for row in session.scalars(select(RefreshSource).order_by(RefreshSource.id)))


def add_source(
    session: Session, viewer: Viewer, kind: str, location: str, every_hours: int = 24, *, at_the_server: bool = False
) -> RefreshSource:
    """A new source; it is due at once. Administrators add them: whatever it says, this server will believe.

    Raises NotAllowed; InvalidInput for an unknown kind, a place that must not be asked, a pace that is none; Conflict
    for one that is on file.
    """
    _may_change(viewer)
    if kind not in {each.name for each in kinds()}:
        names = ", ".join(sorted(each.name for each in kinds()))
        raise InvalidInput(f"“{kind}” cannot be refreshed.", hint=f"Choose one of: {names}.", field="kind")
    if not 1 <= every_hours <= MOST_HOURS:
        raise InvalidInput("How often?", hint=f"Give whole hours from 1 to {MOST_HOURS}.", field="every_hours")
    kept = checked_location(location, at_the_server=at_the_server)
    found = select(RefreshSource.id).where(RefreshSource.kind == kind, RefreshSource.location == kept)
    if session.scalar(found) is not None:
        raise Conflict("This source is on file already.", hint="Run it, or change it.", field="location")
    source = RefreshSource(
        kind=kind_named(kind).name,
        location=kept,
        every_hours=every_hours,
        is_on=True,
        failures=0,
        added_by_id=viewer.user_id,
        added_at=clock.now(),
    )
    session.add(source)
    session.flush()
    return source


def switch_source(session: Session, viewer: Viewer, source_id: int, *, on: bool) -> RefreshSource:
    """Let the source be asked, or leave it alone; switched on it is due at once. Raises NotAllowed, NotFound."""
    _may_change(viewer)
    source = find_source(session, source_id)
    if on and not source.is_on:
        source.next_at, source.failures = None, 0
    source.is_on = on
    session.flush()
    return source


def remove_source(session: Session, viewer: Viewer, source_id: int) -> None:
    """Forget the source; what came in from it stays. Raises NotAllowed, NotFound."""
    _may_change(viewer)
    session.delete(find_source(session, source_id))
    session.flush()


def find_source(session: Session, source_id: int) -> RefreshSource:
    """The source with the number. Raises NotFound."""
    found = session.get(RefreshSource, source_id)
    if found is None:
        raise NotFound(f"There is no source {source_id}.", hint="See which there are: crm sources list")
    return found


def title_of(kind: str) -> str:
    """What people call sources of the kind."""
    return KINDS[kind].title if kind in KINDS else kind


def _may_change(viewer: Viewer) -> None:
    if not (viewer.sees_all or viewer.is_admin):
        raise NotAllowed("Only an administrator changes the sources.", hint="Ask whoever runs this server.")


def _line(row: RefreshSource, now: datetime) -> SourceLine:
    until = runs_until(row)
    return SourceLine(
        id=row.id,
        kind=row.kind,
        title=title_of(row.kind),
        location=row.location,
        every_hours=row.every_hours,
        is_on=row.is_on,
        is_running=until is not None and until > now,
        failures=row.failures,
        next_at=row.next_at,
        last_run_at=row.last_run_at,
        last_batch_id=row.last_batch_id,
        last=read_result(row.last_result),
    )
