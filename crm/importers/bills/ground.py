"""Where bills are: governments, chambers and sessions, found on file or added, each asked for once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.bills.records import SessionRecord
from crm.importers.openstates.chambers import facts_of
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Chamber, ChamberKind, Jurisdiction, JurisdictionKind, LegislativeSession
from crm.jurisdictions.places import STATES, Place, state_ocd_id
from crm.jurisdictions.years import years_of
from crm.names import free_slug, slugify

_WORDS: Final = {ChamberKind.UPPER: "upper", ChamberKind.LOWER: "lower", ChamberKind.UNICAMERAL: "legislature"}


@dataclass(slots=True)
class Ground:
    """The places, chambers and sessions that the records of one import name."""

    session: Session
    report: ImportReport
    _places: dict[str, Jurisdiction] = field(default_factory=dict)
    _chambers: dict[tuple[int, ChamberKind], Chamber] = field(default_factory=dict)
    _sittings: dict[tuple[str, str], LegislativeSession] = field(default_factory=dict)

    def sitting(self, record: SessionRecord) -> LegislativeSession:
        """The session of a record, found by its slug, or by its years where it is written in another way."""
        key = (record.place.ocd_id, record.slug)
        if key not in self._sittings:
            self._sittings[key] = self._find_sitting(record)
        return self._sittings[key]

    def chamber(self, place: Place, kind: ChamberKind) -> Chamber:
        """The chamber, added with its seats as the tables know them where the roster has not come in yet."""
        key = (self.place(place).id, kind)
        if key not in self._chambers:
            there = self.session.scalar(select(Chamber).where(Chamber.jurisdiction_id == key[0], Chamber.kind == kind))
            self._chambers[key] = there or self._add_chamber(place, key)
        return self._chambers[key]

    def place(self, place: Place) -> Jurisdiction:
        """The government, found by its Open Civic Data id or its slug."""
        if place.ocd_id not in self._places:
            there = self.session.scalar(select(Jurisdiction).where(Jurisdiction.ocd_id == place.ocd_id))
            there = there or self.session.scalar(
                select(Jurisdiction).where(Jurisdiction.slug == place.slug, Jurisdiction.ocd_id.is_(None))
            )
            self._places[place.ocd_id] = there or self._add_place(place)
        return self._places[place.ocd_id]

    def _find_sitting(self, record: SessionRecord) -> LegislativeSession:
        place = self.place(record.place)
        on_file = self.session.scalars(
            select(LegislativeSession)
            .where(LegislativeSession.jurisdiction_id == place.id)
            .order_by(LegislativeSession.id)
        ).all()
        same = [each for each in on_file if each.slug == record.slug]
        years = years_of(record.slug)
        if not same and years is not None:
            same = [each for each in on_file if not each.is_special and years_of(each.slug) == years]
        if same:
            return same[0]
        there = LegislativeSession(
            jurisdiction_id=place.id,
            slug=record.slug,
            name=record.name,
            started_on=record.starts_on,
            ended_on=record.ends_on,
        )
        self.session.add(there)
        self.session.flush()
        return there

    def _add_chamber(self, place: Place, key: tuple[int, ChamberKind]) -> Chamber:
        facts = facts_of(place, _WORDS[key[1]])
        if facts.seats is None:
            self.report.problem(
                f"{place.name}: {facts.name}",
                "How many seats it has is not known; counted 1.",
                "Import its people, or correct the number of seats.",
            )
        there = Chamber(
            jurisdiction_id=key[0],
            kind=key[1],
            name=facts.name,
            seats=facts.seats or 1,
            member_title=facts.member_title,
            member_abbreviation=facts.member_abbreviation,
            override_num=facts.override[0],
            override_den=facts.override[1],
        )
        self.session.add(there)
        self.session.flush()
        return there

    def _add_place(self, place: Place) -> Jurisdiction:
        taken = set(self.session.scalars(select(Jurisdiction.slug)))
        there = Jurisdiction(slug=free_slug(place.slug, taken), name=place.name, kind=place.kind, ocd_id=place.ocd_id)
        there.abbreviation = place.abbreviation
        if place.kind in (JurisdictionKind.CITY, JurisdictionKind.COUNTY):
            name = STATES.get(place.state, place.state.upper())
            ocd_id = state_ocd_id(place.state)
            state = Place(ocd_id, JurisdictionKind.STATE, place.state, name, slugify(name))
            there.parent_id = self.place(state).id
        self.session.add(there)
        self.session.flush()
        return there
