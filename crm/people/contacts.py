"""Phones and addresses: each with where it is from, and when it last proved right or wrong."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.people.models import ContactKind, ContactPoint


def add_contact_point(
    session: Session,
    person_id: int,
    kind: ContactKind,
    source: str,
    *,
    phone: str | None = None,
    address: str | None = None,
    email: str | None = None,
    fax: str | None = None,
    name: str | None = None,
    office_id: int | None = None,
) -> ContactPoint:
    """Note a phone, an address or an e-mail; exactly the same one, noted again, is returned as it is.

    Raises InvalidInput when there is nothing in it, or no source.
    """
    if not any((phone, address, email, fax)):
        raise InvalidInput("A contact needs a phone, an address or an e-mail.", field="phone")
    if not source.strip():
        raise InvalidInput("Where is this contact from?", hint="Name the source.", field="source")
    theirs = session.scalars(
        select(ContactPoint).where(ContactPoint.person_id == person_id, ContactPoint.kind == kind)
    ).all()
    for there in theirs:
        if (there.phone, there.address, there.email, there.fax) == (phone, address, email, fax):
            return there
    point = ContactPoint(
        person_id=person_id,
        office_id=office_id,
        kind=kind,
        place=1 + max((there.place for there in theirs), default=-1),
        name=name,
        phone=phone,
        address=address,
        email=email,
        fax=fax,
        source=source.strip(),
        recorded_at=clock.now(),
    )
    session.add(point)
    session.flush()
    return point


def verify_contact_point(
    session: Session, viewer: Viewer, contact_point_id: int, on: date | None = None, *, phone: str | None = None
) -> ContactPoint:
    """Note that a contact proved right on a day (default: today), with a corrected ``phone`` where the caller has one.

    Later imports leave a verified contact alone. Raises NotFound.
    """
    point = _found(session, contact_point_id)
    point.phone = phone or point.phone
    point.verified_on = on or clock.today()
    point.verified_by_id = viewer.user_id
    point.wrong_since = None
    session.flush()
    return point


def mark_contact_point_wrong(
    session: Session, viewer: Viewer, contact_point_id: int, since: date | None = None
) -> ContactPoint:
    """Note that a contact proved wrong on a day (default: today); it stays on file and is no longer offered."""
    point = _found(session, contact_point_id)
    point.wrong_since = since or clock.today()
    point.verified_by_id = viewer.user_id
    session.flush()
    return point


def offer_contact_point_again(session: Session, contact_point_id: int) -> ContactPoint:
    """Note that a contact was called wrong by mistake: it is offered again. Raises NotFound."""
    point = _found(session, contact_point_id)
    point.wrong_since = None
    session.flush()
    return point


def _found(session: Session, contact_point_id: int) -> ContactPoint:
    point = session.get(ContactPoint, contact_point_id)
    if point is None:
        raise NotFound("That contact is not on file.", hint="Open the official again: it may have been replaced.")
    return point
