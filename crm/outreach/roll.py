"""Which officials fit what is asked for, and in which order: a page shows a part of them, an export all."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.outreach.contacted import contacted_since
from crm.outreach.queries import last_contacts
from crm.people.queries import OfficialFilters, offices_held, official_ids
from crm.positions.as_of import AsOf
from crm.positions.queries import Standing, standing
from crm.positions.stance import Stance


class OfficialOrder(enum.StrEnum):
    """What the officials are sorted by; equals stay in the order of their names."""

    NAME = "name"
    OFFICE = "office"
    STANCE = "stance"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class AskedRoll:
    """What is asked for. ``quiet_since`` leaves out whoever the viewer knows to have been contacted since."""

    filters: OfficialFilters = field(default_factory=OfficialFilters)
    measure_id: int | None = None
    stance: Stance | None = None
    quiet_since: date | None = None
    order: OfficialOrder = OfficialOrder.NAME
    descending: bool = False

    @property
    def needs_stances(self) -> bool:
        """Whether it cannot be answered without everybody's stance."""
        return self.stance is not None or self.order is OfficialOrder.STANCE


def stances_on(
    session: Session, viewer: Viewer, measure_id: int | None, as_of: AsOf, ids: Sequence[int] | None = None
) -> dict[int, Standing]:
    """Where everybody (or each of ``ids``) stands on the measure; nothing without a measure (one query)."""
    if measure_id is None or (ids is not None and not ids):
        return {}
    return standing(session, viewer, measure_id, as_of, ids)


def narrowed(
    session: Session, viewer: Viewer, asked: AskedRoll, stances: Mapping[int, Standing] | None
) -> OfficialFilters:
    """The filters with what features above people know: who stands so, who was contacted (one query at most)."""
    filters = asked.filters
    if asked.quiet_since is not None:
        filters = replace(filters, apart_from=contacted_since(session, viewer, asked.quiet_since))
    if asked.stance is Stance.UNKNOWN:
        on_record = {id_ for id_, each in (stances or {}).items() if each.stance is not Stance.UNKNOWN}
        return replace(filters, apart_from=filters.apart_from | on_record)
    if asked.stance is not None:
        return replace(
            filters, among=frozenset(id_ for id_, each in (stances or {}).items() if each.stance is asked.stance)
        )
    return filters


def ordered_ids(
    session: Session,
    viewer: Viewer,
    asked: AskedRoll,
    filters: OfficialFilters,
    day: date,
    stances: Mapping[int, Standing],
) -> tuple[int, ...]:
    """All who fit the narrowed filters, in the order asked for (two queries at most)."""
    ids = official_ids(session, filters, day)
    key = _key(session, viewer, asked.order, ids, day, stances)
    if key is None:
        return ids[::-1] if asked.descending else ids
    return tuple(sorted(ids, key=key, reverse=asked.descending))


def _key(
    session: Session,
    viewer: Viewer,
    order: OfficialOrder,
    ids: tuple[int, ...],
    day: date,
    stances: Mapping[int, Standing],
) -> Callable[[int], Any] | None:
    if order is OfficialOrder.STANCE:
        scale = list(Stance)
        return lambda id_: scale.index(stances[id_].stance if id_ in stances else Stance.UNKNOWN)
    if order is OfficialOrder.CONTACT:
        last = last_contacts(session, viewer, ids) if ids else {}
        never = date.min
        return lambda id_: last[id_].day if id_ in last else never
    if order is OfficialOrder.OFFICE:
        held = offices_held(session, ids, day)
        return lambda id_: _place(held[id_][0]) if id_ in held else ("~",)
    return None


def _place(office: Any) -> tuple[Any, ...]:
    number = office.district or ""
    return (office.jurisdiction, office.chamber or "~", number.zfill(6) if number.isdecimal() else number, office.title)
