"""People of a sheet who are not on file, added with the seat the sheet gives them: only where the mapping says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.errors import InvalidInput
from crm.importers.matching.context import district_name
from crm.importers.matching.wording import SUFFIXES, cleaned
from crm.importers.openstates.chambers import chamber_facts
from crm.importers.sheet.ground import NOT_ON_FILE
from crm.importers.sheet.items import OfficialFacts, Reading
from crm.importers.sheet.writing import Writing
from crm.jurisdictions.models import Chamber, ChamberKind, District, JurisdictionKind
from crm.jurisdictions.places import STATES, state_ocd_id
from crm.jurisdictions.service import ensure_chamber, ensure_district, ensure_jurisdiction
from crm.names import fold
from crm.people.rosters import rosters_of_chambers
from crm.people.service import add_person, begin_tenure, ensure_seat

_FILES_WORD = {ChamberKind.UPPER: "upper", ChamberKind.LOWER: "lower", ChamberKind.UNICAMERAL: "legislature"}


@dataclass(slots=True)
class Adding:
    """Adds people to the chambers of one government; the same row again is the same person."""

    writing: Writing
    _added: dict[tuple[str, int, str], int] = field(default_factory=dict)
    _districts: dict[int, dict[str, tuple[District | None, str, list[str]]]] = field(default_factory=dict)
    _free: dict[int, int] = field(default_factory=dict)

    def person(self, reading: Reading) -> int:
        """The person of the row, added. Raises InvalidInput where the row gives no seat, or one that another holds."""
        facts = reading.facts
        assert facts is not None
        if facts.chamber is None or not facts.district:
            raise InvalidInput(
                f"{facts.name} is not on file, and cannot be added without a chamber and a district.",
                hint="Fill both in, or import the roster.",
            )
        chamber = self._chamber(facts.chamber)
        key = (fold(facts.name), chamber.id, district_name(facts.district))
        if key not in self._added:
            self._added[key] = self._add(facts, chamber)
        return self._added[key]

    def _add(self, facts: OfficialFacts, chamber: Chamber) -> int:
        assert facts.district is not None
        session = self.writing.session
        district, holders = self._district(chamber, facts.district)
        if len(holders) >= district.seats:
            raise InvalidInput(
                f"{', '.join(holders)} holds district {district.name} on file, so {facts.name} was not added.",
                hint="Say who is right: end that term, or correct the sheet.",
            )
        name, given, family = spoken_name(facts)
        person = add_person(session, name, given_name=given, family_name=family)
        seat = ensure_seat(session, district.id)
        begin_tenure(session, person.id, seat.id, party=_party(facts.party), source=self.writing.source.title)
        holders.append(person.name)
        self.writing.report.created += 1
        return person.id

    def _chamber(self, kind: ChamberKind) -> Chamber:
        """The chamber, added with its state where the state is known and not on file."""
        ground, session = self.writing.ground, self.writing.session
        if kind in ground.chambers:
            return ground.chambers[kind]
        if ground.state is None:
            raise InvalidInput(
                "That chamber is not on file.", hint="Import its roster first, or choose the government."
            )
        if ground.jurisdiction_id in (None, NOT_ON_FILE):
            level = JurisdictionKind.COUNTRY if ground.state == "us" else JurisdictionKind.STATE
            ground.jurisdiction_id = ensure_jurisdiction(
                session,
                STATES[ground.state],
                level,
                abbreviation=ground.state.upper(),
                ocd_id=state_ocd_id(ground.state),
            ).id
        facts = chamber_facts(ground.state, _FILES_WORD[kind])
        if facts.seats is None:
            raise InvalidInput("How many seats that chamber has is not known.", hint="Import its roster first.")
        assert ground.jurisdiction_id is not None
        ground.chambers[kind] = ensure_chamber(
            session,
            ground.jurisdiction_id,
            kind,
            name=facts.name,
            seats=facts.seats,
            member_title=facts.member_title,
            member_abbreviation=facts.member_abbreviation,
            override_fraction=facts.override,
        )
        return ground.chambers[kind]

    def _district(self, chamber: Chamber, printed: str) -> tuple[District, list[str]]:
        """The district, added while the chamber has room for one, and the names of those who hold it that day."""
        known = self._known(chamber)
        key = district_name(printed) or fold(printed)
        if key not in known:
            if self._free[chamber.id] < 1:
                raise InvalidInput(
                    f"The {chamber.name} has no district “{printed}”, and all its districts are on file.",
                    hint="Correct the district.",
                )
            self._free[chamber.id] -= 1
            known[key] = (ensure_district(self.writing.session, chamber.id, printed), printed, [])
        district, name, holders = known[key]
        if district is None:
            district = ensure_district(self.writing.session, chamber.id, name)
            known[key] = (district, name, holders)
        return district, holders

    def _known(self, chamber: Chamber) -> dict[str, tuple[District | None, str, list[str]]]:
        if chamber.id not in self._districts:
            roster = rosters_of_chambers(self.writing.session, (chamber.id,))[chamber.id]
            day = self.writing.ground.day
            held: dict[int, list[str]] = {}
            for term in roster.tenures:
                if term.holds_on(day):
                    held.setdefault(term.district_id, []).append(term.name)
            self._districts[chamber.id] = {
                district_name(each.name) or fold(each.name): (None, each.name, held.get(each.id, []))
                for each in roster.districts
            }
            self._free[chamber.id] = chamber.seats - sum(each.seats for each in roster.districts if each.on_map)
        return self._districts[chamber.id]


def spoken_name(facts: OfficialFacts) -> tuple[str, str | None, str | None]:
    """The name as it is spoken, with its parts where they are known: "Rush, Michael (D)" is Michael Rush."""
    name = cleaned(facts.name)
    family, comma, given = name.partition(",")
    if comma and fold(given) not in SUFFIXES:
        given, tail = given.strip(), ""
        if "," in given:
            given, _, tail = given.partition(",")
        whole = " ".join(filter(None, (given.strip(), family.strip(), tail.strip())))
        return whole, given.strip() or None, family.strip() or None
    return name, facts.given_name, facts.family_name


def _party(text: str | None) -> str | None:
    letter = fold(text or "")
    known = {"d": "Democratic", "democrat": "Democratic", "dem": "Democratic", "r": "Republican", "rep": "Republican"}
    return known.get(letter, (text or "").strip("() ") or None)
