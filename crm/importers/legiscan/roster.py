"""Who comes on file: whoever is known there, or did something in a session; and for which terms.

LegiScan keeps one record a person, with the seat of today. That it came with a session's data does not say that the
person served then: only a vote or a sponsorship in the chamber of that seat does, or a list of who served. The days
are those of the session's years, because nothing closer is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crm.importers.bills.records import SessionRecord
from crm.importers.legiscan.people import Member
from crm.importers.legiscan.words import KIND, SCHEME, SOURCE_NAME
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind

CHAMBER_WORDS: Final = {ChamberKind.UPPER: "upper", ChamberKind.LOWER: "lower", ChamberKind.UNICAMERAL: "legislature"}
# States where a district elects several members, by chamber and the most it elects.
_SEVERAL: Final = {
    ("az", ChamberKind.LOWER): 2, ("id", ChamberKind.LOWER): 2, ("md", ChamberKind.LOWER): 3,
    ("nd", ChamberKind.LOWER): 2, ("nh", ChamberKind.LOWER): 11, ("nj", ChamberKind.LOWER): 2,
    ("sd", ChamberKind.LOWER): 2, ("us", ChamberKind.UPPER): 2, ("vt", ChamberKind.LOWER): 2,
    ("vt", ChamberKind.UPPER): 6, ("wa", ChamberKind.LOWER): 2, ("wv", ChamberKind.UPPER): 2,
}  # fmt: skip

_Seat = tuple[str, str, ChamberKind, str]


@dataclass(slots=True)
class Service:
    """In which sessions people did something, and in which chamber (nothing: a list says that they served)."""

    sessions: dict[tuple[str, str], SessionRecord] = field(default_factory=dict)
    of: dict[str, set[tuple[tuple[str, str], ChamberKind | None]]] = field(default_factory=lambda: defaultdict(set))

    def note(self, session: SessionRecord, chamber: ChamberKind, people: Iterable[str]) -> None:
        """Note that these sponsored a bill of the chamber, or voted in it."""
        done = (self._key(session), chamber)
        for id_ in people:
            self.of[id_].add(done)

    def note_list(self, session: SessionRecord, people: Iterable[str]) -> None:
        """Note that these served in the session, as a list of its members says."""
        key = self._key(session)
        for id_ in people:
            self.of[id_].add((key, None))

    def acted(self, member: Member) -> bool:
        """Whether the member did anything in the files."""
        return bool(self.of.get(member.id))

    def sessions_of(self, member: Member) -> list[SessionRecord]:
        """The sessions in which the member held a seat of the chamber they are of now, oldest first."""
        if member.seat is None:
            return []
        keys = {key for key, chamber in self.of.get(member.id, ()) if chamber in (None, member.seat[0])}
        return sorted((self.sessions[key] for key in keys), key=lambda session: (session.starts_on, session.slug))

    def _key(self, session: SessionRecord) -> tuple[str, str]:
        key = (session.place.ocd_id, session.slug)
        self.sessions.setdefault(key, session)
        return key


def roster_of(
    members: Iterable[Member],
    service: Service,
    known: dict[str, int],
    seated: set[str],
    taken: Callable[[RoleRecord], bool],
    day: date,
    only_sponsors: bool = False,
) -> Roster:
    """The roster: everybody ``known``, and whoever did something, with the terms that can be told honestly.

    ``seated`` have theirs on file already, from elsewhere; ``taken`` says whether others hold a seat for those days.
    Where ``only_sponsors`` of bills are told of, their district is that of today: terms long over may have been for
    another one.
    """
    roster = Roster(source=KIND, source_name=SOURCE_NAME, scheme=SCHEME, known=known)
    everybody = list(members)
    terms = {member.id: _terms(member, service) for member in everybody}
    if only_sponsors:
        now = {id_: [(seat, role) for seat, role in each if role.is_current(day)] for id_, each in terms.items()}
        former, terms = sum(len(terms[id_]) > len(now[id_]) for id_ in terms), now
        if former:
            what = f"Of {former} sponsors the district of today is told, not that of a session long over; "
            roster.problems.append(
                Problem("sponsors", f"{what}no term was noted.", "Import that session's data set, with its people.")
            )
    shared = _shared(everybody, terms)
    idle = 0
    late = []
    for member in everybody:
        roles = [role for seat, role in terms[member.id] if seat not in shared]
        if member.id not in known and not service.acted(member):
            idle += 1
            continue
        free = [role for role in roles if not taken(role)]
        if len(free) < len(roles) and member.id not in seated:
            late.append(member.name)
        roles = free
        current = any(role.is_current(day) for role in roles) or member.id in seated
        roster.people.append(
            PersonRecord(
                where=member.where,
                folder="legislature",
                id=member.id,
                name=member.name,
                given_name=member.given_name,
                family_name=member.family_name,
                email=member.email if current else None,
                party=member.party,
                roles=() if member.id in seated else tuple(roles),
                contacts=member.contacts if current else (),
                names=member.names,
                identifiers=member.identifiers,
            )
        )
    roster.contact_kinds = frozenset(contact.kind for person in roster.people for contact in person.contacts)
    _tell(roster, shared, late, idle)
    return roster


def _terms(member: Member, service: Service) -> list[tuple[_Seat, RoleRecord]]:
    if member.seat is None:
        return []
    chamber, district = member.seat
    found = {}
    for session in service.sessions_of(member):
        role = RoleRecord(
            kind=CHAMBER_WORDS[chamber],
            place=session.place,
            district=district,
            started_on=session.starts_on,
            ended_on=session.ends_on,
            party=member.party,
            seats=2 if session.place.state == "us" and chamber is ChamberKind.UPPER else 1,
            only_within=True,
        )
        years = f"{session.starts_on.year}-{session.ends_on.year}"
        found[(session.place.state, years, chamber, district)] = role
    return list(found.items())


def _shared(members: list[Member], terms: dict[str, list[tuple[_Seat, RoleRecord]]]) -> dict[_Seat, list[str]]:
    """Seats that more people held in one session than sit there at once: who followed whom is not told."""
    holders: dict[_Seat, list[str]] = defaultdict(list)
    for member in members:
        for seat, _ in terms[member.id]:
            holders[seat].append(member.name)
    return {seat: names for seat, names in holders.items() if len(names) > _SEVERAL.get((seat[0], seat[2]), 1)}


def _tell(roster: Roster, shared: dict[_Seat, list[str]], late: list[str], idle: int) -> None:
    for (state, years, chamber, district), names in sorted(shared.items()):
        what = (
            f"{' and '.join(names)} both have {state.upper()} {CHAMBER_WORDS[chamber]} district {district} in {years}; "
        )
        roster.problems.append(
            Problem(
                "people", f"{what}who followed whom is not told, so no term was noted.", "Note their terms by hand."
            )
        )
    if late:
        what = f"By what is on file, others held the seats of {len(late)} members ({', '.join(late[:3])}, ...) then; "
        roster.problems.append(Problem("people", f"{what}no term was noted.", "Note their terms by hand."))
    if idle:
        what = f"{idle} people did nothing in these files that shows a seat in a session; they were left out."
        roster.problems.append(Problem("people", what, "Import the list of who served (getSessionPeople), if need be."))
