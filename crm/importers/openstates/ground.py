"""Where the offices are: governments, chambers, districts and offices, found on file or added, without asking twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.openstates.chambers import facts_of
from crm.importers.openstates.posts import POSTS
from crm.importers.openstates.records import RoleRecord, Roster
from crm.importers.report import Problem
from crm.jurisdictions.models import Chamber, ChamberKind, District, Jurisdiction, JurisdictionKind
from crm.jurisdictions.places import STATES, Place, place_slug, state_ocd_id
from crm.names import free_slug, slugify
from crm.people.models import Office, OfficeKind, Power

_KINDS = {"upper": ChamberKind.UPPER, "lower": ChamberKind.LOWER, "legislature": ChamberKind.UNICAMERAL}
_LEFT_LATELY = timedelta(days=400)


@dataclass(slots=True)
class Ground:
    """Everything offices need, by the keys the files use."""

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    chambers: dict[tuple[int, ChamberKind], Chamber] = field(default_factory=dict)
    districts: dict[tuple[int, str], District] = field(default_factory=dict)
    seats: dict[int, Office] = field(default_factory=dict)
    posts: dict[tuple[int, str], Office] = field(default_factory=dict)

    def office(self, role: RoleRecord) -> Office:
        """The office of a role; ``prepare`` has made sure that it is there."""
        jurisdiction = self.jurisdictions[role.place.ocd_id]
        if not role.is_seat:
            return self.posts[jurisdiction.id, role.kind]
        chamber = self.chambers[jurisdiction.id, _KINDS[role.kind]]
        return self.seats[self.districts[chamber.id, role.district or ""].id]

    def chamber(self, place: Place, word: str) -> Chamber | None:
        """The chamber a committee's file names; nothing for a joint committee of two chambers."""
        jurisdiction = self.jurisdictions.get(place.ocd_id)
        return self.chambers.get((jurisdiction.id, _KINDS[word])) if jurisdiction and word in _KINDS else None


def prepare(session: Session, roster: Roster, day: date) -> Ground:
    """Find or add what the roster's offices need, and bring districts up to the roster of ``day`` (five queries)."""
    roles = [role for person in roster.people for role in person.roles]
    ground = _on_file(session)
    _add_jurisdictions(session, ground, roster, roles)
    _add_chambers(session, ground, roster, roles, day)
    _add_districts(session, ground, roster, roles, day)
    _add_offices(session, ground, roles)
    return ground


def _on_file(session: Session) -> Ground:
    ground = Ground()
    for jurisdiction in session.scalars(select(Jurisdiction)):
        ground.jurisdictions[jurisdiction.ocd_id or jurisdiction.slug] = jurisdiction
    ground.chambers = {(row.jurisdiction_id, row.kind): row for row in session.scalars(select(Chamber))}
    ground.districts = {(row.chamber_id, row.name): row for row in session.scalars(select(District))}
    for office in session.scalars(select(Office)):
        if office.district_id is not None:
            ground.seats[office.district_id] = office
        elif office.chamber_id is None and office.role is not None:
            ground.posts[office.jurisdiction_id, office.role] = office
    return ground


def _add_jurisdictions(session: Session, ground: Ground, roster: Roster, roles: list[RoleRecord]) -> None:
    places = {role.place.ocd_id: role.place for role in roles}
    places |= {committee.place.ocd_id: committee.place for committee in roster.committees}
    taken = {jurisdiction.slug for jurisdiction in ground.jurisdictions.values()}
    # States before their cities, so that every city finds its state.
    for place in sorted(places.values(), key=lambda place: (place.kind in _LOCAL, place.ocd_id)):
        if place.ocd_id in ground.jurisdictions:
            continue
        name = roster.place_names.get(place.ocd_id, place.name)
        slug = place_slug(name, place.state) if place.kind in _LOCAL else place.slug
        there = ground.jurisdictions.get(slug)
        if there is None:
            there = Jurisdiction(name=name, slug=free_slug(slug, taken), kind=place.kind)
            there.abbreviation = place.abbreviation
            session.add(there)
            taken.add(there.slug)
        there.ocd_id = place.ocd_id
        if place.kind in _LOCAL:
            there.parent_id = there.parent_id or _state(session, ground, place, taken).id
        session.flush()
        ground.jurisdictions[place.ocd_id] = there


_LOCAL = (JurisdictionKind.CITY, JurisdictionKind.COUNTY)


def _state(session: Session, ground: Ground, place: Place, taken: set[str]) -> Jurisdiction:
    """The state of a city, added where only the city's mayor is on file."""
    ocd_id = state_ocd_id(place.state)
    name = STATES.get(place.state, place.state.upper())
    there = ground.jurisdictions.get(ocd_id) or ground.jurisdictions.get(slugify(name))
    if there is None:
        there = Jurisdiction(name=name, slug=free_slug(name, taken), kind=JurisdictionKind.STATE, ocd_id=ocd_id)
        there.abbreviation = place.state.upper()
        session.add(there)
        taken.add(there.slug)
        session.flush()
    ground.jurisdictions[ocd_id] = there
    return there


def _add_chambers(session: Session, ground: Ground, roster: Roster, roles: list[RoleRecord], day: date) -> None:
    current = Counter((role.place.ocd_id, role.kind) for role in roles if role.is_seat and role.is_current(day))
    wanted = {(role.place.ocd_id, role.kind): role.place for role in roles if role.is_seat}
    for (ocd_id, word), place in sorted(wanted.items()):
        jurisdiction = ground.jurisdictions[ocd_id]
        chamber = ground.chambers.get((jurisdiction.id, _KINDS[word]))
        if chamber is None:
            facts = facts_of(place, word)
            seats = facts.seats or current[ocd_id, word] or 1
            if facts.seats is None:
                roster.problems.append(
                    Problem(
                        f"legislature ({word})",
                        f"How many seats the {facts.name} of {jurisdiction.name} has is not known; counted {seats}.",
                        "Correct the number of seats if some are vacant.",
                    )
                )
            chamber = Chamber(
                jurisdiction_id=jurisdiction.id,
                kind=_KINDS[word],
                name=facts.name,
                seats=seats,
                member_title=facts.member_title,
                member_abbreviation=facts.member_abbreviation,
                override_num=facts.override[0],
                override_den=facts.override[1],
            )
            session.add(chamber)
            session.flush()
            ground.chambers[jurisdiction.id, chamber.kind] = chamber
        whole = roster.has_legislature and not roster.seats_unread and current[ocd_id, word]
        if whole and chamber.roster_as_of is None:
            chamber.roster_as_of = day


def _add_districts(session: Session, ground: Ground, roster: Roster, roles: list[RoleRecord], day: date) -> None:
    now: Counter[tuple[int, str]] = Counter()
    left: dict[tuple[int, str], date] = {}
    elects: dict[tuple[int, str], int] = {}
    for role in roles:
        if not role.is_seat:
            continue
        jurisdiction = ground.jurisdictions[role.place.ocd_id]
        key = (ground.chambers[jurisdiction.id, _KINDS[role.kind]].id, role.district or "")
        if role.is_current(day):
            now[key] += 1
        left[key] = max(left.get(key, date.min), role.ended_on or date.min)
        elects[key] = max(elects.get(key, 1), role.seats)
    for word, name in roster.vacancies:
        for chamber in {ground.chambers[key] for key in _chambers_of(ground, roles, word)}:
            now[chamber.id, name] += 1
    for key in sorted({*left, *now}):
        district = ground.districts.get(key)
        if district is None:
            district = District(chamber_id=key[0], name=key[1], seats=1, on_map=key in now)
            session.add(district)
            ground.districts[key] = district
        district.seats = max(district.seats, now[key], elects.get(key, 1))
        if key in now and not district.on_map:
            district.on_map = True
    for chamber_id in {key[0] for key in left}:
        _fit_to_map(ground, chamber_id, now, left, day)
    session.flush()


def _chambers_of(ground: Ground, roles: list[RoleRecord], word: str) -> set[tuple[int, ChamberKind]]:
    return {(ground.jurisdictions[role.place.ocd_id].id, _KINDS[word]) for role in roles if role.kind == word}


def _fit_to_map(
    ground: Ground, chamber_id: int, now: Counter[tuple[int, str]], left: dict[tuple[int, str], date], day: date
) -> None:
    """Put on the map what lost its only member lately; take off it what no longer fits (after a new apportionment)."""
    chamber = next(chamber for chamber in ground.chambers.values() if chamber.id == chamber_id)
    districts = {key: district for key, district in ground.districts.items() if key[0] == chamber_id}
    spare = chamber.seats - sum(district.seats for district in districts.values() if district.on_map)
    if spare > 0:
        lately = [
            key for key in left if key in districts and not districts[key].on_map and day - left[key] < _LEFT_LATELY
        ]
        for key in lately if len(lately) <= spare else ():
            districts[key].on_map = True
    if spare < 0:
        for key in sorted(districts):
            if districts[key].on_map and key not in now and spare < 0:
                districts[key].on_map = False
                spare += districts[key].seats


def _add_offices(session: Session, ground: Ground, roles: list[RoleRecord]) -> None:
    chambers = {chamber.id: chamber for chamber in ground.chambers.values()}
    by_chamber: dict[int, list[District]] = defaultdict(list)
    for district in ground.districts.values():
        by_chamber[district.chamber_id].append(district)
    used = {ground.jurisdictions[role.place.ocd_id].id for role in roles if role.is_seat}
    for chamber in chambers.values():
        if chamber.jurisdiction_id not in used:
            continue
        for district in by_chamber[chamber.id]:
            if district.id in ground.seats:
                continue
            ground.seats[district.id] = Office(
                kind=OfficeKind.SEAT,
                jurisdiction_id=chamber.jurisdiction_id,
                chamber_id=chamber.id,
                district_id=district.id,
                title=chamber.member_title,
                power=Power.VOTES,
            )
            session.add(ground.seats[district.id])
    for role in roles:
        key = (ground.jurisdictions[role.place.ocd_id].id, role.kind)
        if role.is_seat or key in ground.posts:
            continue
        title, power = POSTS[role.kind]
        if role.kind == "mayor":
            # One state has many; its governor is known by the title alone.
            place = ground.jurisdictions[role.place.ocd_id]
            title = f"{'County Executive' if place.kind is JurisdictionKind.COUNTY else 'Mayor'} of {place.name}"
        ground.posts[key] = Office(
            kind=OfficeKind.POST, jurisdiction_id=key[0], role=role.kind, title=title, power=power
        )
        session.add(ground.posts[key])
    session.flush()
