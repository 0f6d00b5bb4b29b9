"""One entry of the ledger by its id, with whom and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import Measure
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.people.models import Person
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from crm.positions.reading import may_see
from crm.positions.timeline import Entry, timeline


@dataclass(frozen=True, slots=True)
class SingleEntry:
    """An entry as it is known now, among ``entries``: all of the person on the measure, oldest first."""

    entry: Entry
    entries: tuple[Entry, ...]
    person_id: int
    person_slug: str
    person: str
    measure_id: int
    measure_slug: str
    measure: str
    campaign_id: int | None
    bill_id: int | None
    print_letter: str | None


def single(session: Session, viewer: Viewer, position_id: int) -> SingleEntry:
    """The entry of this id (three queries). Raises NotFound, also where the viewer may not see it."""
    row = session.execute(
        select(
            Person.id,
            Person.slug,
            Person.name,
            Measure.id,
            Measure.slug,
            Measure.name,
            Position.campaign_id,
            Position.bill_id,
            Position.print_letter,
        )
        .join(Person, Person.id == Position.person_id)
        .join(Measure, Measure.id == Position.measure_id)
        .where(Position.id == position_id, may_see(viewer))
    ).one_or_none()
    entries = timeline(session, viewer, row[0], row[3], AsOf.of()) if row else ()
    entry = next((each for each in entries if each.id == position_id), None)
    if row is None or entry is None:
        raise NotFound("That entry is not on file.", hint="It may be behind another organization's wall.")
    return SingleEntry(entry, entries, *row)
