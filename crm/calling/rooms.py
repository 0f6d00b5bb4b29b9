"""The rooms of many officials at once, for whoever walks from door to door."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.people.models import ContactKind, ContactPoint
from crm.people.rooms import Room, read_room

AT_THE_SEAT: Final = (ContactKind.CAPITOL, ContactKind.PRIMARY, ContactKind.CAPITOL_MAIL)
"""Addresses where a legislature sits: a district office is on nobody's way through the corridors."""


def rooms_of(session: Session, person_ids: Collection[int]) -> dict[int, Room]:
    """The room of each person of whom one is on file, by person id: an address with a number before one without (one
    query). An address that proved wrong names none."""
    rows = session.execute(
        select(ContactPoint.person_id, ContactPoint.kind, ContactPoint.address)
        .where(
            ContactPoint.person_id.in_(sorted(set(person_ids))),
            ContactPoint.kind.in_(AT_THE_SEAT),
            ContactPoint.address.is_not(None),
            ContactPoint.wrong_since.is_(None),
        )
        .order_by(ContactPoint.place, ContactPoint.id)
    ).all()
    found: dict[int, Room] = {}
    for person_id, _, address in sorted(rows, key=lambda row: AT_THE_SEAT.index(row[1])):
        room = read_room(address)
        before = found.get(person_id)
        if room is not None and (before is None or (room.number and not before.number)):
            found[person_id] = room
    return found
