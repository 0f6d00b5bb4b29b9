"""From members and their office records to a roster: seats, posts, parties, committees, offices, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.addresses import contacts_of
from crm.importers.nyccouncil.bodies import bodies_of
from crm.importers.nyccouncil.council import CITY, COUNCIL_BODY, SCHEME, SOURCE_NAME, day_of
from crm.importers.nyccouncil.districts import Stay, district_of, districts_of
from crm.importers.openstates.records import PersonRecord, RoleRecord, Roster
from crm.importers.report import Problem

_PARTIES: Final = (("democratic conference", "Democratic"), ("republican", "Republican"))
_TITLE: Final = re.compile(r"(?i)^(?:the )?public advocate\s+(?P<name>[^(].*)$")
_SEATS: Final = 51
# So many members at least, and the files are those of the whole Council; some seats may be vacant.
_NEARLY_ALL: Final = 45

Told = Mapping[str, dict[str, Any]]
"""What a list beside the members says of each (district, accounts), by the member's id."""


def read_people(source: str, files: Iterable[tuple[str, dict[str, Any]]], told: Told, day: date) -> Roster:
    """The roster of all members in the files. A term in the Council without a known district is left out, and told."""
    roster = Roster(source=source, source_name=SOURCE_NAME, scheme=SCHEME)
    members = []
    for where, raw in files:
        id_, name = text(raw.get("ID")), text(raw.get("FullName"))
        if not id_ or id_ == "0" or not name:
            roster.problems.append(Problem(where, "A member without an id or a name.", "Download the file again."))
        else:
            members.append((where, id_, raw))
    stays = {id_: [stay for record in _of_council(raw) if (stay := _stay(id_, record))] for _, id_, raw in members}
    sitting = sum(any(stay.sits_on(day) for stay in each) for each in stays.values())
    whole = sitting >= _NEARLY_ALL
    last = {id_: seat for _, id_, raw in members if (seat := district_of(raw, told.get(id_, {}).get("District")))}
    districts = districts_of((stay for each in stays.values() for stay in each), last, whole)
    for where, id_, raw in members:
        roster.people.append(_person(where, id_, raw, districts, stays[id_], told.get(id_, {}), day))
    unknown = [stay for each in stays.values() for stay in each if stay not in districts]
    if unknown:
        people = len({stay.member for stay in unknown})
        what = f"For which district {people} members sat in {len(unknown)} former or present terms is not said; "
        roster.problems.append(
            Problem(
                "people",
                f"{what}these terms were left out.",
                "Import the whole folder people, and note other terms that matter on the members' pages.",
            )
        )
    roster.committees = bodies_of([(where, raw) for where, _, raw in members], whole)
    roster.has_legislature = len({districts[stay] for stay in districts if stay.sits_on(day)}) >= _SEATS
    return roster


def _person(
    where: str,
    id_: str,
    raw: dict[str, Any],
    districts: Mapping[Stay, str],
    stays: list[Stay],
    told: dict[str, Any],
    day: date,
) -> PersonRecord:
    roles = [
        RoleRecord("legislature", CITY, districts[stay], stay.started_on, stay.ended_on, party=_party(raw, stay))
        for stay in dict.fromkeys(stays)
        if stay in districts
    ]
    roles += _posts(raw)
    printed = text(raw.get("FullName")) or id_
    # "Public Advocate Jumaane Williams" has a post, and a name.
    named = _TITLE.match(printed)
    current = any(role.is_current(day) for role in roles)
    return PersonRecord(
        where=where,
        folder="legislature",
        id=id_,
        name=named["name"] if named else printed,
        given_name=None if named else text(raw.get("FirstName")),
        family_name=text(raw.get("LastName")),
        email=text(raw.get("Email")) if current else None,
        party=next((role.party for role in reversed(roles) if role.party), None),
        roles=tuple(roles),
        # An office that a member left long ago reaches somebody else.
        contacts=contacts_of(raw) if current else (),
        names=(printed,) if named else (),
        identifiers=((SCHEME, id_),),
        links=tuple(dict.fromkeys(_links(raw, told))),
    )


def _of_council(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The terms of a council member, oldest first; the Public Advocate presides and has no seat."""
    records = [
        record
        for record in listed(raw, "OfficeRecords")
        if text(record.get("BodyID")) == COUNCIL_BODY and "ADVOCATE" not in str(record.get("MemberType")).upper()
    ]
    return sorted(records, key=lambda record: str(record.get("Start")))


def _stay(id_: str, record: dict[str, Any]) -> Stay | None:
    start, end = day_of(record.get("Start")), day_of(record.get("End"))
    return Stay(id_, start, end) if start and (end is None or start <= end) else None


def _posts(raw: dict[str, Any]) -> list[RoleRecord]:
    found = []
    for record in listed(raw, "OfficeRecords"):
        if text(record.get("BodyID")) != COUNCIL_BODY:
            continue
        member = str(record.get("MemberType")).upper()
        kind = "speaker" if "SPEAKER" in member else "public_advocate" if "ADVOCATE" in member else None
        start, end = day_of(record.get("Start")), day_of(record.get("End"))
        if kind and start and (end is None or start <= end):
            found.append(RoleRecord(kind, CITY, None, start, end))
    return sorted(found, key=lambda role: role.started_on or date.min)


def _party(raw: dict[str, Any], stay: Stay) -> str | None:
    """The party whose conference the member belonged to in the term."""
    for record in listed(raw, "OfficeRecords"):
        start, end = day_of(record.get("Start")), day_of(record.get("End"))
        body = (text(record.get("BodyName")) or "").lower()
        party = next((party for words, party in _PARTIES if words in body and "conference" in body), None)
        if party and start and stay.meets(Stay("", start, end)):
            return party
    return None


def _links(raw: dict[str, Any], told: dict[str, Any]) -> Iterable[tuple[str, str | None]]:
    page = text(raw.get("WWW"))
    if page and page.startswith("http"):
        yield page, "website"
    for account in listed(told, "SocialAccounts"):
        url = text(account.get("Link"))
        # A private account is nobody's business here.
        if url and url.startswith("http") and account.get("Personal") is not True:
            yield url, text(account.get("Platform"))
