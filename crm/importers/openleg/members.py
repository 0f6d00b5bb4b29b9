"""Members as the API answers them, in short or with the person and the sessions in which they sat."""

from __future__ import annotations

from typing import Any

from crm.errors import InvalidInput
from crm.importers.openleg.finds import MemberRecord, MemberSeat
from crm.importers.openleg.parts import items, keyed, number, part, text


def is_member(raw: dict[str, Any]) -> bool:
    """Whether the object is a member."""
    return "memberId" in raw and ("sessionShortNameMap" in raw or "person" in raw or "shortName" in raw)


def read_member(raw: dict[str, Any], where: str) -> MemberRecord:
    """The record of one member. Raises InvalidInput for one without an id or a name."""
    person = part(raw, "person")
    id_ = number(raw.get("memberId"))
    short = text(raw.get("shortName"))
    name = text(raw.get("fullName")) or text(person.get("fullName")) or short
    if not id_ or name is None:
        raise InvalidInput("A member has no id or no name.", hint="Ask for the member again.")
    return MemberRecord(
        where=f"{where} ({name})",
        id=str(id_),
        name=name,
        chamber=(text(raw.get("chamber")) or "").lower() or None,
        is_incumbent=raw.get("incumbent") if isinstance(raw.get("incumbent"), bool) else None,
        given_name=text(person.get("firstName")),
        family_name=text(person.get("lastName")),
        email=text(person.get("email")),
        names=tuple(dict.fromkeys(filter(None, (text(person.get("fullName")), name)))),
        seats=tuple(_seats(raw)),
    )


def _seats(raw: dict[str, Any]) -> list[MemberSeat]:
    listed = part(raw, "sessionShortNameMap")
    listed = listed if listed.get("items") is None else keyed(raw, "sessionShortNameMap")
    found = [each for years in listed for each in items(listed, years)] or [raw]
    seats = []
    for each in found:
        year = number(each.get("sessionYear"))
        if year and each.get("alternate") is not True:
            district = number(each.get("districtCode"))
            seats.append(MemberSeat(year, str(district) if district else None))
    return sorted(set(seats), key=lambda seat: seat.year)
