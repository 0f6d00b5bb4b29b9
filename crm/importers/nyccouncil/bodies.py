"""Committees, caucuses, delegations and task forces, out of the members' office records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.council import CITY, COUNCIL_BODY, SCHEME, day_of
from crm.importers.openstates.records import CommitteeRecord, MemberRecord
from crm.people.models import CommitteeRole

_CLASSES: Final = (
    ("subcommittee", "subcommittee"),
    ("caucus", "caucus"),
    ("delegation", "delegation"),
    ("conference", "conference"),
    ("task force", "task force"),
)
# What the system keeps as bodies, and is none.
_NO_BODIES: Final = ("former council members", "new council members", "special event", "press conference",
                     "public advocate", "the speaker", "committees (nycc)")  # fmt: skip
_ROLES: Final = (
    ("vice", CommitteeRole.VICE_CHAIR),
    ("co-chair", CommitteeRole.CO_CHAIR),
    ("chair", CommitteeRole.CHAIR),
    ("member", CommitteeRole.MEMBER),
)


def bodies_of(members: Sequence[tuple[str, dict[str, Any]]], whole: bool) -> list[CommitteeRecord]:
    """Every body in the members' office records, with all who sat in it and when, by the body's id.

    ``whole``: these are all members of the Council, so that nobody else sits in a body.
    """
    names: dict[str, str] = {}
    seats: dict[str, list[MemberRecord]] = {}
    for _, raw in members:
        for record in listed(raw, "OfficeRecords"):
            id_, name = text(record.get("BodyID")), text(record.get("BodyName"))
            member = _member(raw, record)
            if not id_ or not name or member is None or id_ == COUNCIL_BODY or name.lower().startswith(_NO_BODIES):
                continue
            names[id_] = name
            seats.setdefault(id_, []).append(member)
    return [
        CommitteeRecord(
            where=f"body {id_} ({names[id_]})",
            id=f"{SCHEME}-{id_}",
            name=names[id_],
            place=CITY,
            chamber="legislature",
            classification=next((kind for word, kind in _CLASSES if word in names[id_].lower()), "committee"),
            members=tuple(sorted(set(seats[id_]), key=_order)),
            whole_members=whole,
        )
        for id_ in sorted(seats, key=lambda id_: (len(id_), id_))
    ]


def _order(member: MemberRecord) -> tuple[Any, ...]:
    return (member.person_id, member.started_on or date.min, member.ended_on or date.max, member.printed_role)


def _member(raw: dict[str, Any], record: dict[str, Any]) -> MemberRecord | None:
    name = text(raw.get("FullName"))
    start, end = day_of(record.get("Start")), day_of(record.get("End"))
    if name is None or (start and end and start > end):
        return None
    printed = text(record.get("Title")) or text(record.get("MemberType")) or "Member"
    told = f"{printed} {record.get('MemberType')}".lower() if printed.lower() != "committee member" else printed.lower()
    role = next((role for word, role in _ROLES if word in told), CommitteeRole.OTHER)
    return MemberRecord(name, role, printed, text(raw.get("ID")), start, end)
