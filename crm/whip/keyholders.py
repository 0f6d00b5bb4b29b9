"""People who matter without being counted: who signs, who brings it to the floor, who speaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.campaigns.queries import AskLine, TargetLine, asks_open, targets
from crm.coalition.visibility import Viewer
from crm.people.directory import HeldOffice, offices_held
from crm.people.models import OfficeKind, Person, Power
from crm.positions.standing import Standing


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Somebody the campaign asks by name, or who is on record without a seat in the chambers.

    ``power`` is nothing where no office (any longer) gives one; ``has_vote``: also sits in one of the chambers.
    """

    person_id: int | None
    slug: str | None
    name: str | None
    office: str | None
    power: Power | None
    asks: tuple[str, ...]
    reason: str | None
    has_vote: bool
    standing: Standing | None


def key_holders(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    day: date,
    stands: Mapping[int, Standing],
    seated: Collection[int],
) -> tuple[KeyHolder, ...]:
    """The targets named by the campaign's asks on ``day``, then who else is on record without a seat (four queries)."""
    asks = {ask.id: ask for ask in asks_open(session, viewer, campaign_id, day)}
    named = [line for lines in targets(session, viewer, list(asks), day).values() for line in lines] if asks else []
    ids = {line.person_id for line in named if line.person_id is not None}
    others = sorted(person_id for person_id in stands if person_id not in seated and person_id not in ids)
    offices = offices_held(session, sorted(ids | set(others)), day)
    holders = [*_targets(named, asks, stands, seated, offices)]
    if others:
        rows = session.execute(
            select(Person.id, Person.slug, Person.name)
            .where(Person.id.in_(others))
            .order_by(Person.sort_name, Person.id)
        )
        holders += [_on_record(*row, offices.get(row.id, ()), stands[row.id]) for row in rows]
    return tuple(holders)


def _targets(
    named: Iterable[TargetLine],
    asks: Mapping[int, AskLine],
    stands: Mapping[int, Standing],
    seated: Collection[int],
    offices: Mapping[int, tuple[HeldOffice, ...]],
) -> list[KeyHolder]:
    grouped: dict[tuple[int | None, int | None], list[TargetLine]] = {}
    for line in named:
        # One person is shown once, whether asked by name or as the holder of an office.
        grouped.setdefault((line.person_id, None if line.person_id else line.office_id), []).append(line)
    found = []
    for (person_id, _office), lines in grouped.items():
        first = next((line for line in lines if line.office), lines[0])
        posts = offices.get(person_id, ()) if person_id is not None else ()
        found.append(
            KeyHolder(
                person_id=person_id,
                slug=first.person_slug,
                name=first.person,
                office=first.office or office_words(posts),
                power=first.power or _power(posts),
                asks=tuple(dict.fromkeys(asks[line.ask_id].words for line in lines)),
                reason=next((line.reason for line in lines if line.reason), None),
                has_vote=person_id in seated,
                standing=stands.get(person_id) if person_id is not None else None,
            )
        )
    return found


def _on_record(person_id: int, slug: str, name: str, offices: tuple[HeldOffice, ...], standing: Standing) -> KeyHolder:
    return KeyHolder(person_id, slug, name, office_words(offices), _power(offices), (), None, False, standing)


def office_words(offices: Iterable[HeldOffice]) -> str | None:
    """The post somebody is known for; a seat in another body with the body's government."""
    held = list(offices)
    first = next((office for office in held if office.kind is OfficeKind.POST), held[0] if held else None)
    return f"{first.label}, {first.jurisdiction}" if first else None


def _power(offices: Iterable[HeldOffice]) -> Power | None:
    """What the post does to a bill; a seat in another body does nothing to this one."""
    return next((office.power for office in offices if office.kind is OfficeKind.POST), None)
