"""From a source's records to bill records, with all that their names and votes need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from crm.importers.bills.records import BillRecord, EventRecord, NameRecord, SessionRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.bills import fingerprint, identity, last_day, parse_bill
from crm.importers.legiscan.people import Member, is_committee, member, name_record
from crm.importers.legiscan.roster import Service
from crm.importers.legiscan.sessions import session_of, state_and_year
from crm.importers.legiscan.source import Raw, Source
from crm.importers.legiscan.steps import kind_of
from crm.importers.legiscan.votes import parse_roll_call
from crm.importers.legiscan.words import (
    KIND,
    SCHEME,
    STATUSES,
    bill_number,
    chamber,
    day,
    id_of,
    inner,
    listed,
    number,
    place_of,
    state_of,
)
from crm.importers.report import Problem, Progress
from crm.jurisdictions.places import Place

FindBill = Callable[[str], tuple[SessionRecord, str] | None]
"""The session and number of a bill that is on file, by LegiScan's id of it."""


@dataclass(slots=True)
class Reading:
    """One run over a source. ``names`` are whom its ids name."""

    source: Source
    names: dict[str, NameRecord]
    problems: list[Problem]

    def members(self, states: set[str]) -> Iterator[tuple[Member, Place]]:
        """Everybody in the files who is no committee; ``states`` are those of the files' bills."""
        seen = set()
        for where, raw in self.source.people():
            place = _place(raw, states)
            if place is None:
                what = f"Of which state {text(raw.get('name')) or 'somebody'} is, is not told; left out."
                self.problems.append(Problem(where, what, "Import a session's whole data set."))
                continue
            found = member(where, raw, place)
            if found is not None and found.id not in seen:
                seen.add(found.id)
                yield found, place

    def learn_names(self, states: set[str]) -> None:
        """Take in whom the ids of the files name."""
        for _, raw in self.source.people():
            place = _place(raw, states)
            id_, found = id_of(raw.get("people_id")), name_record(raw, place) if place else None
            if id_ and found:
                self.names[id_] = found

    def survey(self, progress: Progress) -> tuple[Service, set[str]]:
        """A first look at all bills: who did what in which session, and of which states they are.

        Whom sponsors name is taken in, because roll calls may come without their people.
        """
        service, states = Service(), set[str]()
        for done, (_, raw) in enumerate(self.source.bills(), 1):
            found = identity(raw)
            if found is not None:
                states.add(found[0].state)
                self._note(service, raw, *found[:2])
            if done % 500 == 0:
                progress("Looking through the bills", done, None)
        for session, people in self.sessions():
            service.note_list(session, people)
        return service, states

    def _note(self, service: Service, raw: Raw, place: Place, session: SessionRecord) -> None:
        body = chamber(raw.get("body"), place)
        for row in listed(raw, "sponsors"):
            id_ = id_of(row.get("people_id"))
            if id_ is None or is_committee(row):
                continue
            if body is not None:
                service.note(session, body, (id_,))
            if id_ not in self.names and (found := name_record(row, place)):
                self.names[id_] = found
        for row in listed(raw, "votes"):
            held_in = chamber(row.get("chamber"), place) or body
            if held_in is not None:
                people = (id_of(vote.get("people_id")) for vote in listed(row, "votes"))
                service.note(session, held_in, filter(None, people))

    def sessions(self) -> Iterator[tuple[SessionRecord, list[str]]]:
        """The sessions of which it is listed who served, with LegiScan's ids of these."""
        for where, content in self.source.of_sessions():
            raw = inner(content, "session")
            people = listed(content, "people")
            ids = [state_of(raw.get("state_id")), *(state_of(row.get("state_id")) for row in people)]
            place = place_of(next((state for state in ids if state), None))
            session = session_of(raw, place) if place else None
            if session is None:
                what = "The state or the years of the session are not told; the list was left out."
                self.problems.append(Problem(where, what, "Ask for it again (getSessionPeople)."))
                continue
            yield session, [id_ for row in people if (id_ := id_of(row.get("people_id")))]

    def bills(self) -> Iterator[BillRecord]:
        """The bills."""
        for where, raw in self.source.bills():
            found = parse_bill(where, raw, self.names, self.problems)
            if found is not None:
                yield found

    def votes_alone(self, find: FindBill) -> Iterator[BillRecord]:
        """A record for every roll call whose bill is on file, which brings that vote and says nothing else."""
        for where, raw in self.source.loose_votes():
            found = find(id_of(raw.get("bill_id")) or "")
            if found is None:
                what = f"The roll call is of bill {raw.get('bill_id')}, which is neither here nor on file; left out."
                self.problems.append(Problem(where, what, "Import that bill (getBill), then the roll call again."))
                continue
            session, printed = found
            vote = parse_roll_call(where, raw, session.place, None, self.names, self.problems)
            if vote is not None:
                yield BillRecord(
                    where=where,
                    source=KIND,
                    session=session,
                    number=printed,
                    seen_on=vote.held_on,
                    sha256=fingerprint(raw, (vote,)),
                    whole_sponsors=False,
                    roll_calls=(vote,),
                    whole_links=False,
                )

    def indexed(self) -> Iterator[BillRecord]:
        """The bills of master lists, as far as these tell: number, title, status, last step."""
        for where, content in self.source.indexes():
            raw = inner(content, "session")
            for row in listed({"rows": {key: row for key, row in content.items() if key != "session"}}, "rows"):
                found = self._indexed(where, raw, row)
                if found is not None:
                    yield found

    def _indexed(self, where: str, session: Raw, row: Raw) -> BillRecord | None:
        state = state_of(session.get("state_id")) or text(session.get("state")) or _state_in(row)
        known = identity({**row, "state": state, "session": session})
        title, id_ = text(row.get("title")), id_of(row.get("bill_id"))
        if known is None or (title is None and id_ is None):
            what = f"An entry ({bill_number(row.get('number')) or 'without a number'}) lacks its state or session."
            self.problems.append(Problem(where, what, "Ask for the bill itself (getBill)."))
            return None
        _, sitting, printed = known
        when, action = day(row.get("last_action_date")), text(row.get("last_action"))
        return BillRecord(
            where=f"{where}: {printed}",
            source=KIND,
            session=sitting,
            number=printed,
            seen_on=last_day(row) or sitting.starts_on,
            sha256=fingerprint({**row, "change_hash": None}, ()),
            title=title,
            status=_status(row),
            url=text(row.get("url")),
            ids=((SCHEME, id_),) if id_ else (),
            events=(EventRecord(kind_of(action), action, when),) if when and action else (),
            whole_sponsors=False,
            whole_links=False,
        )


def _place(person: Raw, states: set[str]) -> Place | None:
    """The state of a person: their own, that of the bill they are on, or the only one whose bills there are."""
    only = next(iter(states)) if len(states) == 1 else None
    return place_of(state_of(person.get("state_id")) or text(person.get("state")) or only)


def _status(row: dict[str, Any]) -> str | None:
    code = number(row.get("status"))
    return STATUSES.get(code) if code is not None else None


def _state_in(row: dict[str, Any]) -> str | None:
    found = state_and_year(row.get("url"))
    return found[0] if found else None
