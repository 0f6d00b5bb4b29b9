"""The ledger: every entry the viewer may see, those that no longer count among them, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import Measure
from crm.bills.queries import find_measure
from crm.campaigns.queries import find_campaign
from crm.coalition.visibility import Viewer
from crm.exporters import evidence
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.pieces import pieces
from crm.exporters.tables import Table, Value, columns
from crm.people.models import Person
from crm.people.profile import official
from crm.positions.as_of import AsOf
from crm.positions.timeline import Entry, entries, entry_ids

FILTERS: Final = (
    Filter("measure", "Only this measure, by short name."),
    Filter("campaign", "Only the measure of this campaign, by short name."),
    Filter("official", "Only this official, by short name."),
    *TIMES,
)
_COLUMNS: Final = columns(
    *("id: Entry", "person: Short name", "name: Name", "measure: Measure", "stance: Stance", "hard: Hard"),
    *("counts: Counts", "words: In their words", "condition: On the condition", "said: Said"),
    *("said_earliest: Said from", "said_latest: Said by", "learned_on: Learned on", "recorded_at: Recorded"),
    *("capacity: Said as", "made_by: Made by", "corrects: Corrects entry", "corrected_by: Corrected by entry"),
    *("retracted: Taken back", "overruled: Overruled because", "reason: Reason given", "visibility: Seen by"),
    *("organization: Recorded by", "evidence: Evidence", "urls: Addresses of the evidence"),
    numbers="id corrects corrected_by",
    dates="said_earliest said_latest learned_on",
    instants="recorded_at",
)


def positions_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The entries as of the two days, oldest first. Raises InvalidInput and NotFound for words that mean nothing."""
    as_of = asked.as_of
    measure_id, name = None, "positions"
    if asked.text("measure") or asked.text("campaign"):
        slug = asked.text("measure")
        measure_id = (
            find_measure(session, slug).id if slug else find_campaign(session, asked.text("campaign")).measure_id
        )
        name = f"positions-{slug or asked.text('campaign')}"
    person_id = None
    if asked.text("official"):
        who = official(session, asked.text("official"), as_of.said)
        person_id, name = who.id, f"{name}-{who.slug}"
    ids = entry_ids(session, viewer, as_of, measure_id=measure_id, person_id=person_id)
    return Table(name, "Positions", as_of.said, _COLUMNS, _rows(session, viewer, ids, as_of), asked.given)


def _rows(session: Session, viewer: Viewer, ids: tuple[int, ...], as_of: AsOf) -> Iterator[tuple[Value, ...]]:
    for some in pieces(ids):
        found = entries(session, viewer, some, as_of)
        about = {person_id for person_id, _ in found}
        people = {
            row.id: row
            for row in session.execute(select(Person.id, Person.slug, Person.name).where(Person.id.in_(about)))
        }
        measures = {
            row.id: row.slug
            for row in session.execute(
                select(Measure.id, Measure.slug).where(Measure.id.in_({entry.measure_id for _, entry in found}))
            )
        }
        for person_id, entry in found:
            who = people[person_id]
            yield (entry.id, who.slug, who.name, measures[entry.measure_id], *_entry(entry))


def _entry(entry: Entry) -> tuple[Value, ...]:
    return (
        entry.stance.value if entry.stance else None,
        entry.hard,
        entry.stands,
        entry.words,
        entry.condition,
        entry.said,
        entry.said_earliest,
        entry.said_latest,
        entry.learned_on,
        entry.recorded_at,
        entry.capacity.value,
        entry.made_by.value,
        entry.corrects,
        entry.corrected_by,
        entry.retracted,
        entry.overruled_because,
        entry.reason_given,
        entry.visibility.value,
        entry.organization,
        evidence.told(entry.evidence),
        evidence.addresses(entry.evidence),
    )
