"""Where to ring many people at once, for lists of calls."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.people.models import ContactKind, ContactPoint

CAPITOL = (ContactKind.CAPITOL, ContactKind.PRIMARY)
DISTRICT = (ContactKind.DISTRICT, ContactKind.CAMPAIGN)
NEVER_RUNG = (ContactKind.HOME,)
"""Nobody is called at home."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be rung; ``id`` is the contact point's, ``name`` what its source calls the office."""

    id: int
    kind: ContactKind
    name: str | None
    number: str
    verified_on: date | None = None

    @property
    def office(self) -> str:
        """Which office answers, in words."""
        plain = {ContactKind.PRIMARY: "office"}.get(self.kind, f"{self.kind.value.partition('-')[0]} office")
        return self.name or plain.capitalize()


def dialled(number: str | None) -> str:
    """The last ten digits, by which two ways to write one number are known to be the same; "" for no number."""
    return re.sub(r"\D", "", number or "")[-10:]


def phones_of(session: Session, person_ids: Collection[int]) -> dict[int, tuple[Phone, ...]]:
    """The numbers of each person that are not known to be wrong, by person id, the
    capitol's first (one query)."""
    rows = session.execute(
        select(
            ContactPoint.person_id,
            ContactPoint.id,
            ContactPoint.kind,
            ContactPoint.name,
            ContactPoint.phone,
            ContactPoint.verified_on,
        )
        .where(
            ContactPoint.person_id.in_(sorted(set(person_ids))),
            ContactPoint.phone.is_not(None),
            ContactPoint.wrong_since.is_(None),
        )
        .order_by(ContactPoint.place, ContactPoint.id)
    )
    found: dict[int, list[Phone]] = defaultdict(list)
    for person_id, point_id, kind, name, number, verified_on in rows:
        assert number is not None
        found[person_id].append(Phone(point_id, kind, name, number, verified_on))
    return {person_id: tuple(sorted(phones, key=_order)) for person_id, phones in found.items()}


def best_phone(phones: Collection[Phone], *, sitting: bool, tried_in_vain: int | None = None) -> Phone | None:
    """The number to ring: at the capitol while the chamber sits, else in the district; a verified one before others.

    The one that was tried last without reaching anybody comes after the rest: one office's mailbox may be full while
    the other answers (field.md 2, pain 13). Nothing where there is no number.
    """
    first, second = (CAPITOL, DISTRICT) if sitting else (DISTRICT, CAPITOL)

    def order(phone: Phone) -> tuple[bool, int, bool]:
        place = 0 if phone.kind in first else 1 if phone.kind in second else 2
        return phone.id == tried_in_vain, place, phone.verified_on is None

    return min((phone for phone in phones if phone.kind not in NEVER_RUNG), key=order, default=None)


def _order(phone: Phone) -> int:
    return list(ContactKind).index(phone.kind)
