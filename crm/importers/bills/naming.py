"""Whom the printed names on bills surely mean, asked as they come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from crm.importers.bills.records import NameRecord
from crm.importers.matching.matcher import Matcher
from crm.importers.matching.printed import Match, Printed
from crm.people.models import PersonIdentifier


@dataclass(slots=True)
class Naming:
    """Asks the matcher, and keeps the stable ids of those whom it is sure of by their whole name."""

    session: Session
    matcher: Matcher
    _by_id: dict[tuple[str, str], int] = field(default_factory=dict)

    def person(
        self, who: NameRecord, jurisdiction_id: int, chamber_id: int | None, day: date, source: str
    ) -> int | None:
        """The person a name surely means, or nothing."""
        for each in who.ids:
            if each in self._by_id:
                return self._by_id[each]
        match = self.match(who, jurisdiction_id, chamber_id, day)
        if not match.sure or match.person_id is None:
            return None
        if is_whole(who.name):
            for scheme, identifier in who.ids:
                self._keep_id(scheme, identifier, match.person_id, source)
        return match.person_id

    def match(self, who: NameRecord, jurisdiction_id: int, chamber_id: int | None, day: date) -> Match:
        """What the matcher makes of a name. A committee that stands in for a member is nobody."""
        if who.is_committee:
            return Match(None, False, (), "A committee")
        return self.matcher.match(asked(who, jurisdiction_id, chamber_id, day))

    def _keep_id(self, scheme: str, identifier: str, person_id: int, source: str) -> None:
        if identifier in NO_IDS:
            return
        self._by_id[scheme, identifier] = person_id
        if (scheme, identifier) not in self.matcher.index.ids:
            self.session.add(PersonIdentifier(person_id=person_id, scheme=scheme, identifier=identifier, source=source))


NO_IDS = frozenset({"", "0"})
"""What stands where a source has no id."""


def asked(who: NameRecord, jurisdiction_id: int, chamber_id: int | None, day: date) -> Printed:
    """The name as the matcher asks for it."""
    ids = tuple(each for each in who.ids if each[1] not in NO_IDS)
    return Printed(who.name, jurisdiction_id, chamber_id, day, ids, who.district, who.party)


def is_whole(name: str) -> bool:
    """Whether a name is more than a family name with initials, as votes print it ("RIVERA JD")."""
    return len(name.split()) > 1 and name != name.upper()


def printed_id(who: NameRecord) -> str | None:
    """The id that is kept beside a printed name: the first that is one."""
    return next((f"{scheme}:{identifier}" for scheme, identifier in who.ids if identifier not in NO_IDS), None)


def read_printed_id(text: str | None) -> tuple[tuple[str, str], ...]:
    """The ids that ``printed_id`` has written."""
    scheme, colon, identifier = (text or "").partition(":")
    return ((scheme, identifier),) if colon else ()
