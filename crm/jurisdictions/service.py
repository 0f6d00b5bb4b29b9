"""Verbs of governments, their chambers and their calendars. ``ensure_…`` finds what is there or adds it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.jurisdictions.models import (
    Certainty,
    Chamber,
    ChamberKind,
    Deadline,
    DeadlineKind,
    District,
    Jurisdiction,
    JurisdictionKind,
    LegislativeSession,
)
from crm.jurisdictions.rights import may_keep_calendar
from crm.names import slugify

LONGEST_NAME: Final = 200
"""Characters of a deadline's name."""


def ensure_jurisdiction(
    session: Session,
    name: str,
    kind: JurisdictionKind,
    *,
    slug: str | None = None,
    abbreviation: str | None = None,
    ocd_id: str | None = None,
    parent_id: int | None = None,
    is_invented: bool = False,
) -> Jurisdiction:
    """The government with this ``ocd_id`` or slug (default: made of its name), added where it is not on file."""
    slug = slug or slugify(name)
    there = None
    if ocd_id is not None:
        there = session.scalar(select(Jurisdiction).where(Jurisdiction.ocd_id == ocd_id))
    there = there or session.scalar(select(Jurisdiction).where(Jurisdiction.slug == slug))
    if there is None:
        there = Jurisdiction(slug=slug, name=name, kind=kind, is_invented=is_invented)
        session.add(there)
    _complete(there, abbreviation=abbreviation, ocd_id=ocd_id, parent_id=parent_id)
    session.flush()
    return there


def ensure_chamber(
    session: Session,
    jurisdiction_id: int,
    kind: ChamberKind,
    *,
    name: str,
    seats: int,
    member_title: str,
    member_abbreviation: str,
    pass_fraction: tuple[int, int] = (1, 2),
    override_fraction: tuple[int, int] = (2, 3),
    rule_source: str | None = None,
) -> Chamber:
    """The chamber of this kind, added with these seats and rules where it is not on file (else it stays)."""
    there = session.scalar(select(Chamber).where(Chamber.jurisdiction_id == jurisdiction_id, Chamber.kind == kind))
    if there is None:
        if seats < 1:
            raise InvalidInput("A chamber has at least one seat.", field="seats")
        there = Chamber(
            jurisdiction_id=jurisdiction_id,
            kind=kind,
            name=name,
            seats=seats,
            member_title=member_title,
            member_abbreviation=member_abbreviation,
            pass_num=pass_fraction[0],
            pass_den=pass_fraction[1],
            override_num=override_fraction[0],
            override_den=override_fraction[1],
        )
        session.add(there)
    _complete(there, rule_source=rule_source)
    session.flush()
    return there


def ensure_district(session: Session, chamber_id: int, name: str, *, seats: int = 1, on_map: bool = True) -> District:
    """The district of this name, added where it is not on file (one that is, stays as it is)."""
    there = session.scalar(select(District).where(District.chamber_id == chamber_id, District.name == name))
    if there is None:
        there = District(chamber_id=chamber_id, name=name, seats=seats, on_map=on_map)
        session.add(there)
        session.flush()
    return there


def ensure_session(
    session: Session,
    jurisdiction_id: int,
    slug: str,
    name: str,
    *,
    is_special: bool = False,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> LegislativeSession:
    """The legislative session of this slug, added where it is not on file; days that were not known are filled in."""
    there = session.scalar(
        select(LegislativeSession).where(
            LegislativeSession.jurisdiction_id == jurisdiction_id, LegislativeSession.slug == slug
        )
    )
    if there is None:
        there = LegislativeSession(jurisdiction_id=jurisdiction_id, slug=slug, name=name, is_special=is_special)
        session.add(there)
    _complete(there, started_on=started_on, ended_on=ended_on)
    session.flush()
    return there


def add_deadline(
    session: Session,
    viewer: Viewer,
    *,
    jurisdiction_id: int,
    kind: DeadlineKind,
    name: str,
    falls_on: date,
    source: str,
    certainty: Certainty = Certainty.ANNOUNCED,
    chamber_id: int | None = None,
    session_id: int | None = None,
    source_url: str | None = None,
) -> Deadline:
    """Enter a deadline and return it. Raises NotAllowed, InvalidInput when its name or source is missing or wrong."""
    may_keep_calendar(viewer)
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME:
        raise InvalidInput("What ends on that day?", hint="Say it in a few words.", field="name")
    if chamber_id is not None and _place_of(session, Chamber, chamber_id) != jurisdiction_id:
        raise InvalidInput("That chamber is not one of that government.", hint="Choose both again.", field="where")
    if session_id is not None and _place_of(session, LegislativeSession, session_id) != jurisdiction_id:
        raise InvalidInput("That session is not one of that government.", hint="Choose both again.", field="where")
    deadline = Deadline(
        jurisdiction_id=jurisdiction_id,
        chamber_id=chamber_id,
        session_id=session_id,
        kind=kind,
        name=title,
        falls_on=falls_on,
        certainty=certainty,
        source=_source(source),
        source_url=_address(source_url),
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
    )
    session.add(deadline)
    session.flush()
    return deadline


def reset_deadline(
    session: Session,
    viewer: Viewer,
    deadline_id: int,
    falls_on: date,
    source: str,
    reason: str | None = None,
    *,
    certainty: Certainty = Certainty.ANNOUNCED,
    source_url: str | None = None,
) -> Deadline:
    """Move a deadline, or make its day surer: returns the new entry, which replaces the former one from now on.

    The former stays on file. Raises NotAllowed, NotFound for an unknown deadline, Conflict for one already moved,
    InvalidInput when the source is missing or nothing would change.
    """
    may_keep_calendar(viewer)
    # Whoever moves it at the same moment waits, and then finds it moved.
    former = session.get(Deadline, deadline_id, with_for_update=True)
    if former is None:
        raise NotFound("That deadline is not on file.", hint="Look it up on the calendar.")
    if session.scalar(select(Deadline.id).where(Deadline.replaces_id == deadline_id)) is not None:
        raise Conflict("That deadline has been moved already.", hint="Move the entry that replaced it.")
    if (falls_on, certainty) == (former.falls_on, former.certainty):
        raise InvalidInput("It falls on that day already.", hint="Give another day, or be surer.", field="falls_on")
    deadline = Deadline(
        jurisdiction_id=former.jurisdiction_id,
        chamber_id=former.chamber_id,
        session_id=former.session_id,
        kind=former.kind,
        name=former.name,
        falls_on=falls_on,
        certainty=certainty,
        source=_source(source),
        source_url=_address(source_url),
        reason=(reason or "").strip() or None,
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
        replaces_id=former.id,
    )
    session.add(deadline)
    session.flush()
    return deadline


def _source(text: str) -> str:
    if not text.strip():
        raise InvalidInput("Where is the date from?", hint="Name the source.", field="source")
    return text.strip()


def _address(url: str | None) -> str | None:
    url = (url or "").strip()
    if url and not url.startswith(("https://", "http://")):
        raise InvalidInput("That is not a web address.", hint="Begin it with https://", field="source_url")
    return url or None


def _place_of(session: Session, table: type[Chamber] | type[LegislativeSession], id_: int) -> int | None:
    """The government a chamber or a session belongs to; nothing for one that is not on file."""
    return session.scalar(select(table.jurisdiction_id).where(table.id == id_))


def _complete(row: Any, **values: Any) -> None:
    """Fill in what the row does not know yet; what it knows stays."""
    for column, value in values.items():
        if value is not None and getattr(row, column) is None:
            setattr(row, column, value)
