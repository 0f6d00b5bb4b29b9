"""Where an official's door is, as the directory prints it: so that nobody has to type it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.people.models import ContactKind, ContactPoint
from crm.people.rooms import Room, read_room


def door_of(session: Session, person_id: int) -> Room | None:
    """The room at the capitol that is on file and not known to be wrong, if its address names one (one query)."""
    addresses = session.scalars(
        select(ContactPoint.address)
        .where(
            ContactPoint.person_id == person_id,
            ContactPoint.kind == ContactKind.CAPITOL,
            ContactPoint.wrong_since.is_(None),
        )
        .order_by(ContactPoint.place, ContactPoint.id)
    )
    return next((room for address in addresses if (room := read_room(address)) is not None), None)
