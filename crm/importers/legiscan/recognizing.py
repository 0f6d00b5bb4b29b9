"""Which members are on file already: by an outside id, or by name and seat; doubtful ones wait for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.bills.records import NameRecord, SessionRecord
from crm.importers.legiscan.people import Member
from crm.importers.legiscan.roster import CHAMBER_WORDS, Service
from crm.importers.legiscan.words import KIND, SCHEME, SOURCE_NAME
from crm.importers.matching.matcher import Matcher
from crm.importers.matching.printed import Printed
from crm.importers.matching.review import note_doubt
from crm.importers.openstates.records import RoleRecord
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Chamber, ChamberKind, District, Jurisdiction
from crm.jurisdictions.places import Place
from crm.people.models import Office, OfficeKind, Person, PersonIdentifier, Tenure


class Recognizer:
    """Asks the matcher for members, with their chamber and district, on a day of a session (four queries)."""

    def __init__(self, session: Session, report: ImportReport, day: date) -> None:
        self._session, self._report, self._day = session, report, day
        self._matcher = Matcher(session)
        self._places: dict[str | None, int] = {
            row.ocd_id: row.id for row in session.execute(select(Jurisdiction.ocd_id, Jurisdiction.id))
        }
        self._chambers: dict[tuple[int, ChamberKind], int] = {
            (row.jurisdiction_id, row.kind): row.id
            for row in session.execute(select(Chamber.jurisdiction_id, Chamber.kind, Chamber.id))
        }

    def recognize(
        self, members: Iterable[tuple[Member, Place]], service: Service
    ) -> tuple[dict[str, int], list[tuple[Member, Place]]]:
        """Our ids of those who are surely on file, and all members but the doubtful ones, who wait.

        Nobody need be asked about people who did nothing in the files.
        """
        known: dict[str, int] = {}
        new = []
        for member, place in members:
            printed = self._printed(member, place, service.sessions_of(member))
            own = self._matcher.index.ids.get((SCHEME, member.id))
            match = self._matcher.match(printed)
            if own is not None:
                # Their own id counts before those of others, which LegiScan sometimes mixes up.
                known[member.id] = own
            elif match.sure and match.person_id is not None:
                known[member.id] = match.person_id
            elif match.doubtful and service.acted(member):
                note_doubt(self._session, KIND, printed, match)
                self._report.waiting += 1
                continue
            new.append((member, place))
        return known, new

    def taken(self) -> Callable[[RoleRecord], bool]:
        """Says whether others, by another source, hold all seats of a role's district on some day of it (one query)."""
        held: dict[tuple[int, str], list[tuple[date, date, int]]] = defaultdict(list)
        rows = (
            select(District.chamber_id, District.name, District.seats, Tenure.started_on, Tenure.ended_on)
            .join(Office, Office.district_id == District.id)
            .join(Tenure, Tenure.office_id == Office.id)
            .where(Tenure.source.is_distinct_from(SOURCE_NAME))
        )
        for chamber_id, name, seats, started_on, ended_on in self._session.execute(rows):
            held[chamber_id, name].append((started_on or date.min, ended_on or date.max, seats))

        def is_taken(role: RoleRecord) -> bool:
            kind = next(kind for kind, word in CHAMBER_WORDS.items() if word == role.kind)
            chamber_id = self._chambers.get((self._places.get(role.place.ocd_id, -1), kind), -1)
            start, end = role.started_on or date.min, role.ended_on or date.max
            there = [
                seats for first, last, seats in held[chamber_id, role.district or ""] if first <= end and last >= start
            ]
            return bool(there) and len(there) >= max(there)

        return is_taken

    def seated(self, known: dict[str, int], members: Sequence[Member], service: Service) -> set[str]:
        """Of those who are known: who has a seat on file for the days of their sessions, from another source."""
        owners = {person_id: id_ for id_, person_id in known.items()}
        sessions = {member.id: service.sessions_of(member) for member in members}
        found = set()
        rows = (
            select(Tenure.person_id, Tenure.started_on, Tenure.ended_on)
            .join(Office, Office.id == Tenure.office_id)
            .where(Office.kind == OfficeKind.SEAT, Tenure.source.is_distinct_from(SOURCE_NAME))
        )
        for person_id, started_on, ended_on in self._session.execute(rows):
            id_ = owners.get(person_id)
            for session in sessions.get(id_ or "", ()):
                if (started_on or date.min) <= session.ends_on and (ended_on or date.max) >= session.starts_on:
                    found.add(id_ or "")
        return found

    def _printed(self, member: Member, place: Place, sessions: list[SessionRecord]) -> Printed:
        jurisdiction_id = self._places.get(place.ocd_id)
        chamber = self._chambers.get((jurisdiction_id, member.seat[0])) if jurisdiction_id and member.seat else None
        return Printed(
            name=member.name,
            # Where the government is not on file nobody of it is: no name alone may name somebody elsewhere.
            jurisdiction_id=jurisdiction_id if jurisdiction_id is not None else -1,
            chamber_id=chamber,
            day=min(max((session.ends_on for session in sessions), default=self._day), self._day),
            ids=member.identifiers,
            district=member.seat[1] if member.seat else None,
            party=member.party,
        )


def names_on_file(session: Session) -> dict[str, NameRecord]:
    """Whom LegiScan's ids name on file: for roll calls that come without their people (one query)."""
    rows = session.execute(
        select(PersonIdentifier.identifier, Person.name)
        .join(Person, Person.id == PersonIdentifier.person_id)
        .where(PersonIdentifier.scheme == SCHEME)
    )
    return {id_: NameRecord(name, ((SCHEME, id_),)) for id_, name in rows}
