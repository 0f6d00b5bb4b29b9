"""From what a YAML file holds to a record. Odd words become problems; what cannot be trusted refuses the import."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm import dates
from crm.errors import InvalidInput
from crm.importers.openstates.posts import is_known, post_role
from crm.importers.openstates.records import (
    SCHEME,
    CommitteeRecord,
    ContactRecord,
    MemberRecord,
    PersonRecord,
    RoleRecord,
)
from crm.importers.report import Problem
from crm.jurisdictions.places import read_ocd_id
from crm.people.models import CommitteeRole, ContactKind

_FIX = "Correct it there and import again."
_AGAIN = "Download the file again; nothing was imported."
_COMMITTEE_ROLES = {
    "chair": CommitteeRole.CHAIR,
    "chairperson": CommitteeRole.CHAIR,
    "co-chair": CommitteeRole.CO_CHAIR,
    "vice-chair": CommitteeRole.VICE_CHAIR,
    "member": CommitteeRole.MEMBER,
}


def parse_person(where: str, folder: str, raw: dict[str, Any], problems: list[Problem]) -> PersonRecord:
    """The record of one person's file.

    Raises InvalidInput when it has no id, no name or no roles, when a date in it is none, and when it is cut short.
    """
    _whole(where, raw)
    id_ = _essential(where, raw, "id")
    name = _essential(where, raw, "name")
    if not id_.startswith("ocd-person/"):
        raise InvalidInput(
            f"{where} is not the file of a person: its id is “{id_}”.", hint="Take it out of the folder."
        )
    if not isinstance(raw.get("roles"), list):
        raise InvalidInput(f"{where} has no roles: it may be cut short.", hint=_AGAIN)
    party, *lines = _parties(raw) or [None]
    return PersonRecord(
        where=where,
        folder=folder,
        id=id_,
        name=name,
        given_name=_text(raw.get("given_name")),
        family_name=_text(raw.get("family_name")),
        gender=_text(raw.get("gender")),
        birth_date=_birth_date(where, raw),
        email=_text(raw.get("email")),
        image_url=_text(raw.get("image")),
        party=party,
        ballot_lines=tuple(line for line in lines if line),
        roles=tuple(role for part in _parts(raw, "roles") if (role := _role(where, part, problems))),
        contacts=tuple(
            contact
            for part in _parts(raw, "offices") + _parts(raw, "contact_details")
            if (contact := _contact(where, part, problems))
        ),
        names=tuple(dict.fromkeys(other for part in _parts(raw, "other_names") if (other := _text(part.get("name"))))),
        identifiers=_identifiers(id_, raw),
        links=tuple(
            {url: _text(part.get("note")) for part in _parts(raw, "links") if (url := _text(part.get("url")))}.items()
        ),
    )


def parse_committee(where: str, raw: dict[str, Any], problems: list[Problem]) -> CommitteeRecord:
    """The record of one committee's file. Raises InvalidInput as ``parse_person`` does."""
    _whole(where, raw)
    return CommitteeRecord(
        where=where,
        id=_essential(where, raw, "id"),
        name=_essential(where, raw, "name"),
        place=read_ocd_id(_essential(where, raw, "jurisdiction"), where),
        chamber=_text(raw.get("chamber")) or "legislature",
        classification=_text(raw.get("classification")) or "committee",
        parent_id=_text(raw.get("parent")),
        members=tuple(member for part in _parts(raw, "members") if (member := _member(where, part, problems))),
    )


def _role(where: str, part: dict[str, Any], problems: list[Problem]) -> RoleRecord | None:
    kind = post_role(_text(part.get("type")) or "")
    if not is_known(kind):
        problems.append(Problem(where, f"The role “{part.get('type')}” is not one we know.", _FIX))
        return None
    try:
        place = read_ocd_id(_text(part.get("jurisdiction")) or "")
    except InvalidInput as error:
        problems.append(Problem(where, error.message, error.hint))
        return None
    started_on = _day(where, part, "start_date", last=False)
    ended_on = _day(where, part, "end_date", last=True)
    if started_on and ended_on and started_on > ended_on:
        what = f"A role ends ({ended_on}) before it begins ({started_on}); its first day was left open."
        problems.append(Problem(where, what, _FIX))
        started_on = None
    role = RoleRecord(kind, place, _text(part.get("district")), started_on, ended_on, _text(part.get("end_reason")))
    if role.is_seat and not role.district:
        problems.append(Problem(where, "A seat has no district.", _FIX))
        return None
    return role


def _contact(where: str, part: dict[str, Any], problems: list[Problem]) -> ContactRecord | None:
    words = _text(part.get("classification") or part.get("note")) or ""
    kind = words.lower().replace(" office", "").replace(" ", "-")
    address = _address(part.get("address"))
    phone, fax = _text(part.get("voice")), _text(part.get("fax"))
    if not any((address, phone, fax)):
        return None
    try:
        return ContactRecord(ContactKind(kind), _text(part.get("name")), address, phone, fax)
    except ValueError:
        known = ", ".join(kind.value for kind in ContactKind)
        problems.append(Problem(where, f"An office is of the kind “{words}”.", f"Use one of: {known}."))
        return None


def _member(where: str, part: dict[str, Any], problems: list[Problem]) -> MemberRecord | None:
    name = _text(part.get("name"))
    if name is None:
        problems.append(Problem(where, "A member has no name.", _FIX))
        return None
    printed = _text(part.get("role")) or "member"
    role = _COMMITTEE_ROLES.get(printed.lower().replace(" ", "-"))
    if role is None:
        role = CommitteeRole.RANKING if "ranking" in printed.lower() else CommitteeRole.OTHER
    started_on = _day(where, part, "start_date", last=False)
    ended_on = _day(where, part, "end_date", last=True)
    if started_on and ended_on and started_on > ended_on:
        problems.append(Problem(where, f"{name} leaves the committee before joining it.", _FIX))
        started_on = None
    return MemberRecord(name, role, printed, _text(part.get("person_id") or part.get("id")), started_on, ended_on)


def _day(where: str, part: dict[str, Any], column: str, *, last: bool) -> date | None:
    """The day a date means: the first, or the ``last`` it can mean.

    Raises InvalidInput for a date that is none: with an end that cannot be read somebody would seem to sit to this day.
    """
    text = _text(part.get(column))
    if text is None:
        return None
    try:
        # Some files carry a time of day behind the date.
        vague = dates.parse(text[:10])
    except InvalidInput:
        raise InvalidInput(
            f"{where}: the {column} “{text}” is not a date.",
            hint="Write it as 2025-01-08, or take the line out, and import again; nothing was imported.",
        ) from None
    return vague.latest if last else vague.earliest


def _birth_date(where: str, raw: dict[str, Any]) -> str | None:
    _day(where, raw, "birth_date", last=False)
    return _text(raw.get("birth_date"))


def _whole(where: str, raw: dict[str, Any]) -> None:
    """Return if the file seems whole: Open States writes no key without a value. Raises InvalidInput otherwise."""
    key, value = next(reversed(raw.items()), ("", ""))
    if value is None:
        raise InvalidInput(f"{where} seems cut short: its last line names {key} and holds none.", hint=_AGAIN)


def _parties(raw: dict[str, Any]) -> list[str | None]:
    """The last party listed, taken apart: New York prints its fusion lines as "Democratic/Working Families"."""
    listed = [part for part in _parts(raw, "party") if not _text(part.get("end_date"))]
    name = _text(listed[-1].get("name")) if listed else None
    return [line.strip() for line in name.split("/") if line.strip()] if name else []


def _identifiers(id_: str, raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [(SCHEME, id_)]
    for part in _parts(raw, "other_identifiers"):
        scheme, identifier = _text(part.get("scheme")), _text(part.get("identifier"))
        if scheme and identifier:
            found.append((scheme, identifier))
    handles = raw.get("ids")
    for scheme, handle in handles.items() if isinstance(handles, dict) else ():
        if _text(handle):
            found.append((str(scheme), str(_text(handle))))
    return tuple(dict.fromkeys(found))


def _address(value: object) -> str | None:
    text = _text(value)
    return "\n".join(part.strip() for part in text.split(";") if part.strip()) if text else None


def _parts(raw: dict[str, Any], column: str) -> list[dict[str, Any]]:
    listed = raw.get(column)
    return [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []


def _text(value: object) -> str | None:
    """One line of text without surplus blanks; nothing for what is empty or no text."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _essential(where: str, raw: dict[str, Any], column: str) -> str:
    text = _text(raw.get(column))
    if text is None:
        raise InvalidInput(
            f"{where} is not an Open States file: it has no {column}.",
            hint="Download the file again, or take it out; nothing was imported.",
        )
    return text
