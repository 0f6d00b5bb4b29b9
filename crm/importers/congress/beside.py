"""What the other files say of the legislators: offices at home, accounts, committees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.importers.congress.parse import own_id
from crm.importers.congress.states import CONGRESS
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.openstates.records import CommitteeRecord, ContactRecord, MemberRecord
from crm.people.models import CommitteeRole, ContactKind

_CHAMBERS = {"house": "lower", "senate": "upper", "joint": "legislature"}
_ROLES = (
    ("vice chair", CommitteeRole.VICE_CHAIR),
    ("cochair", CommitteeRole.CO_CHAIR),
    ("co-chair", CommitteeRole.CO_CHAIR),
    ("ranking", CommitteeRole.RANKING),
    ("chair", CommitteeRole.CHAIR),
)


def district_offices(rows: Iterable[Any]) -> dict[str, tuple[ContactRecord, ...]]:
    """The offices at home of every legislator, by the entry's id."""
    found: dict[str, tuple[ContactRecord, ...]] = {}
    for row in _entries(rows):
        offices = [office for part in listed(row, "offices") if (office := _office(part))]
        found[own_id(row) or ""] = tuple(offices)
    found.pop("", None)
    return found


def accounts(rows: Iterable[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The accounts of every legislator as (service, handle), by the entry's id."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _entries(rows):
        social = row.get("social")
        handles = social.items() if isinstance(social, dict) else ()
        found[own_id(row) or ""] = tuple((str(key), handle) for key, value in handles if (handle := text(value)))
    found.pop("", None)
    return found


def committees(where: str, rows: Iterable[Any], membership: dict[str, Any]) -> list[CommitteeRecord]:
    """Committees with their subcommittees, and who sits in each, as the membership file says."""
    found = []
    for row in _entries(rows):
        code, name = text(row.get("thomas_id")), text(row.get("name"))
        chamber = _CHAMBERS.get(text(row.get("type")) or "")
        # What has numbers of Congresses is a committee of the past, under a code that may have passed on.
        if not code or not name or not chamber or "congresses" in row:
            continue
        found.append(_committee(where, code, name, chamber, None, membership))
        for part in listed(row, "subcommittees"):
            inner, title = text(part.get("thomas_id")), text(part.get("name"))
            if inner and title:
                found.append(_committee(where, code + inner, title, chamber, _outside_id(code), membership))
    return found


def _committee(
    where: str, code: str, name: str, chamber: str, parent: str | None, membership: dict[str, Any]
) -> CommitteeRecord:
    return CommitteeRecord(
        where=f"{where}: {code}",
        id=_outside_id(code),
        name=name,
        place=CONGRESS,
        chamber=chamber,
        classification="subcommittee" if parent else "committee",
        parent_id=parent,
        members=tuple(member for row in listed(membership, code) if (member := _member(row))),
    )


def _member(row: dict[str, Any]) -> MemberRecord | None:
    name = text(row.get("name"))
    if name is None:
        return None
    title = text(row.get("title"))
    printed = title or "Member"
    role = next((role for word, role in _ROLES if word in printed.lower()), CommitteeRole.OTHER)
    return MemberRecord(name, role if title else CommitteeRole.MEMBER, printed, text(row.get("bioguide")))


def _office(part: dict[str, Any]) -> ContactRecord | None:
    street = ", ".join(line for key in ("address", "suite") if (line := text(part.get(key))))
    city = text(part.get("city"))
    state = " ".join(word for key in ("state", "zip") if (word := text(part.get(key))))
    lines = [text(part.get("building")), street, ", ".join(word for word in (city, state) if word)]
    address = "\n".join(line for line in lines if line) or None
    phone, fax = text(part.get("phone")), text(part.get("fax"))
    if not any((address, phone, fax)):
        return None
    return ContactRecord(ContactKind.DISTRICT, city, address, phone, fax)


def _outside_id(code: str) -> str:
    return f"congress-{code}"


def _entries(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)]
