"""From a legislator's entry to a person record. Odd values become problems; nothing of one entry stops the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crm.importers.congress.states import CONGRESS, delegation, house_district, senate_district
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.openstates.records import ContactRecord, PersonRecord, RoleRecord
from crm.importers.report import Problem
from crm.people.models import ContactKind

SCHEME = "bioguide"
_FIX = "Correct it there and import again."
_PARTIES = {"Democrat": "Democratic"}
_GENDERS = {"M": "Male", "F": "Female"}
# Congress convenes some days after the old one has ended: that is no break in a term.
_RECESS = timedelta(days=10)


def parse_legislator(where: str, raw: dict[str, Any], day: date, problems: list[Problem]) -> PersonRecord | None:
    """The record of one entry, or nothing (with a problem) for one without an id, a name or terms."""
    ids, name = raw.get("id"), raw.get("name")
    terms = [term for term in listed(raw, "terms") if text(term.get("type"))]
    id_ = own_id(raw)
    if not id_ or not isinstance(ids, dict) or not isinstance(name, dict) or not text(name.get("last")) or not terms:
        what = "An entry lacks its id, its name or its terms: the file may be cut short."
        problems.append(Problem(where, what, "Download the file again and import it again."))
        return None
    where = f"{where}: {id_}"
    roles = _joined([role for term in terms if (role := _role(where, term, problems))])
    last = max(terms, key=lambda term: text(term.get("start")) or "")
    first, family = text(name.get("first")), text(name.get("last"))
    called = [text(name.get("nickname")), first, text(name.get("official_full"))]
    spoken = " ".join(part for key in ("first", "middle", "last", "suffix") if (part := text(name.get(key))))
    bio = raw["bio"] if isinstance(raw.get("bio"), dict) else {}
    return PersonRecord(
        where=where,
        folder="legislature",
        id=id_,
        name=text(name.get("official_full")) or spoken,
        given_name=first,
        family_name=family,
        gender=_GENDERS.get(text(bio.get("gender")) or ""),
        birth_date=_birth_date(where, text(bio.get("birthday")), problems),
        party=party_of(last),
        roles=tuple(roles),
        contacts=_capitol(last) if any(role.is_current(day) for role in roles) else (),
        names=tuple(dict.fromkeys([spoken, *(f"{call} {family}" for call in called[:2] if call), *_former(raw, name)])),
        identifiers=tuple(dict.fromkeys(_identifiers(ids))),
        links=tuple((url, note) for key, note in _LINKS.items() if (url := text(last.get(key)))),
    )


_LINKS = {"url": "website", "contact_form": "contact form"}


def own_id(raw: dict[str, Any]) -> str | None:
    """The id that names the entry: its bioguide id, or, for a president who never sat in Congress, GovTrack's."""
    ids = raw.get("id")
    if not isinstance(ids, dict):
        return None
    govtrack = text(ids.get("govtrack"))
    return text(ids.get("bioguide")) or (f"govtrack {govtrack}" if govtrack else None)


def party_of(term: dict[str, Any]) -> str | None:
    """The party of a term, as the rest of the program names it."""
    party = text(term.get("party"))
    return _PARTIES.get(party, party) if party else None


def _role(where: str, term: dict[str, Any], problems: list[Problem]) -> RoleRecord | None:
    start, end = _day(term.get("start")), _day(term.get("end"))
    if start is None or (end is not None and end < start):
        problems.append(Problem(where, f"A term runs from {term.get('start')} to {term.get('end')}.", _FIX))
        return None
    kind, state = text(term.get("type")), text(term.get("state")) or ""
    role = RoleRecord("", CONGRESS, None, start, end, text(term.get("end-type")), party_of(term))
    if kind in _POSTS:
        return replace(role, kind=_POSTS[kind])
    if kind == "rep" and (place := delegation(state)):
        return replace(role, kind="delegate", place=place)
    district = senate_district(state) if kind == "sen" else house_district(state, text(term.get("district")) or "")
    if kind not in ("sen", "rep") or district is None or senate_district(state) is None:
        what = f"Which seat a term from {start} was for is not known ({kind}, {state or 'no state'}"
        problems.append(Problem(where, f"{what}, district {term.get('district', 'none')}).", _FIX))
        return None
    if kind == "sen":
        return replace(role, kind="upper", district=district, seats=2)
    return replace(role, kind="lower", district=district)


_POSTS = {"prez": "president", "viceprez": "vice_president"}


def _joined(roles: list[RoleRecord]) -> list[RoleRecord]:
    """Terms in one office that follow each other, made one; a new party or a new district begins a new one."""
    whole: list[RoleRecord] = []
    for role in sorted(roles, key=lambda role: role.started_on or date.min):
        last = whole[-1] if whole else None
        if (
            last is not None
            and (last.kind, last.place, last.district, last.party) == (role.kind, role.place, role.district, role.party)
            and role.started_on is not None
            and (last.ended_on is None or role.started_on - last.ended_on <= _RECESS)
        ):
            ends = [end for end in (last.ended_on, role.ended_on) if end]
            whole[-1] = replace(role, started_on=last.started_on, ended_on=max(ends) if len(ends) == 2 else None)
        else:
            whole.append(role)
    return whole


def _capitol(term: dict[str, Any]) -> tuple[ContactRecord, ...]:
    address = text(term.get("address")) or text(term.get("office"))
    lines = "\n".join(part.strip() for part in address.split(";") if part.strip()) if address else None
    phone, fax = text(term.get("phone")), text(term.get("fax"))
    return (ContactRecord(ContactKind.CAPITOL, None, lines, phone, fax),) if lines or phone or fax else ()


def _former(raw: dict[str, Any], name: dict[str, Any]) -> list[str]:
    """Names a legislator had before: an entry holds only the parts that were different."""
    return [
        " ".join(part for key in ("first", "middle", "last", "suffix") if (part := text({**name, **other}.get(key))))
        for other in listed(raw, "other_names")
    ]


def _identifiers(ids: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (str(scheme), identifier)
        for scheme, value in ids.items()
        for one in (value if isinstance(value, list) else [value])
        if (identifier := text(one))
    ]


def _birth_date(where: str, birthday: str | None, problems: list[Problem]) -> str | None:
    if birthday is not None and _day(birthday) is None:
        problems.append(Problem(where, f"The birthday “{birthday}” is not a day; it was left out.", _FIX))
        return None
    return birthday


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(text(value) or "")
    except ValueError:
        return None
