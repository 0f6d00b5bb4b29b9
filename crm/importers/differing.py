"""Where a source says something else than what somebody here corrected: ours stays until theirs is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, NotAllowed, NotFound
from crm.importers.models import DifferenceState, SourceDifference
from crm.people.models import ContactPoint, Person, Tenure

COLUMNS: Final[dict[tuple[str, str], str]] = {
    ("contact_points", "phone"): "Phone",
    ("contact_points", "fax"): "Fax",
    ("contact_points", "email"): "E-mail",
    ("contact_points", "address"): "Address",
    ("contact_points", "name"): "Name of the office",
    ("people", "name"): "Name",
    ("people", "given_name"): "Given name",
    ("people", "family_name"): "Family name",
    ("people", "email"): "E-mail",
    ("people", "gender"): "Gender",
    ("people", "birth_date"): "Date of birth",
    ("people", "image_url"): "Picture",
    ("tenures", "party"): "Party",
    ("tenures", "end_reason"): "Reason for leaving",
}
"""What may be taken from a source with one click, and what it is called."""
_TABLES: Final[dict[str, Any]] = {"contact_points": ContactPoint, "people": Person, "tenures": Tenure}


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """What a source says against what we have. ``office``: which of the person's contacts it is about."""

    id: int
    person: str | None
    person_slug: str | None
    what: str
    office: str | None
    ours: str | None
    theirs: str
    source: str
    seen_at: datetime
    state: DifferenceState
    decided_at: datetime | None
    row_id: int
    takeable: bool


def number_of_differences(session: Session) -> int:
    """How many differences wait."""
    return session.scalar(select(func.count()).where(SourceDifference.state == DifferenceState.WAITING)) or 0


def differences(session: Session, *, decided: bool = False, size: int = 200) -> tuple[DifferenceLine, ...]:
    """What waits, by the person's name; or what was decided, the newest first (one query)."""
    state = SourceDifference.state
    query = _LINES.where(state != DifferenceState.WAITING if decided else state == DifferenceState.WAITING)
    order = (SourceDifference.decided_at.desc(),) if decided else (Person.sort_name, SourceDifference.seen_at)
    return _read(session, query.order_by(*order, SourceDifference.id).limit(size))


def differences_about(session: Session, person_id: int) -> tuple[DifferenceLine, ...]:
    """What waits about one person (one query)."""
    return _read(
        session,
        _LINES.where(SourceDifference.state == DifferenceState.WAITING, SourceDifference.person_id == person_id)
        .order_by(SourceDifference.seen_at, SourceDifference.id),
    )  # fmt: skip


def take(session: Session, viewer: Viewer, difference_id: int) -> DifferenceLine:
    """Take what the source says; a contact is then no longer verified, for nobody has tried the new one.

    Raises NotAllowed for somebody who works for no organization; NotFound; Conflict where ours has changed since.
    """
    found = _waiting(session, viewer, difference_id)
    column = found.column_name
    row = session.get(_TABLES[found.table_name], found.row_id) if (found.table_name, column) in COLUMNS else None
    if row is None:
        raise Conflict("What this is about is no longer on file.", hint="Keep ours: the line then goes.")
    if (getattr(row, column) or None) != (found.ours or None):
        raise Conflict(
            f"Somebody has changed ours since, to {getattr(row, column) or 'nothing'}.",
            hint="Keep it, or import the source again to compare anew.",
        )
    setattr(row, column, found.theirs)
    if isinstance(row, ContactPoint):
        row.verified_on, row.verified_by_id, row.wrong_since, row.source = None, None, None, found.source
    _decide(session, viewer, found, DifferenceState.TAKEN)
    return _line(session, difference_id)


def keep(session: Session, viewer: Viewer, difference_id: int) -> DifferenceLine:
    """Keep ours; the source may say the same again without being asked about. Raises NotAllowed and NotFound."""
    _decide(session, viewer, _waiting(session, viewer, difference_id), DifferenceState.KEPT)
    return _line(session, difference_id)


def _waiting(session: Session, viewer: Viewer, difference_id: int) -> SourceDifference:
    if not (viewer.sees_all or viewer.is_admin or viewer.organization_ids):
        raise NotAllowed("Who works for no organization decides nothing here.", hint="Ask a lead to let you in.")
    found = session.get(SourceDifference, difference_id, with_for_update=True)
    if found is None:
        raise NotFound("That difference is not on file.", hint="Open the list again.")
    if found.state is not DifferenceState.WAITING:
        raise Conflict("Somebody decided this before.", hint="See what was decided, on the list.")
    return found


def _decide(session: Session, viewer: Viewer, found: SourceDifference, state: DifferenceState) -> None:
    found.state, found.decided_at, found.decided_by_id = state, clock.now(), viewer.user_id
    session.flush()


def _line(session: Session, difference_id: int) -> DifferenceLine:
    return _read(session, _LINES.where(SourceDifference.id == difference_id))[0]


def _read(session: Session, query: Select[Any]) -> tuple[DifferenceLine, ...]:
    return tuple(
        DifferenceLine(
            id=row.id,
            person=name,
            person_slug=slug,
            what=COLUMNS.get((row.table_name, row.column_name), row.column_name.replace("_", " ").capitalize()),
            office=kind.value if kind is not None else None,
            ours=row.ours,
            theirs=row.theirs,
            source=row.source,
            seen_at=row.seen_at,
            state=row.state,
            decided_at=row.decided_at,
            row_id=row.row_id,
            takeable=(row.table_name, row.column_name) in COLUMNS,
        )
        for row, name, slug, kind in session.execute(query)
    )


_LINES: Any = (
    select(SourceDifference, Person.name, Person.slug, ContactPoint.kind)
    .outerjoin(Person, Person.id == SourceDifference.person_id)
    .outerjoin(
        ContactPoint,
        (SourceDifference.table_name == "contact_points") & (ContactPoint.id == SourceDifference.row_id),
    )
)
