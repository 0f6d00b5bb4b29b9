"""People as LegiScan knows them: members, and committees that it keeps among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from crm.importers.bills.records import NameRecord
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.words import SCHEME, id_of, inner, number, party, seat
from crm.importers.openstates.records import ContactRecord
from crm.jurisdictions.models import ChamberKind
from crm.jurisdictions.places import Place
from crm.people.models import ContactKind

Names = Mapping[str, NameRecord]
"""Whom a ``people_id`` names."""

_IDS: Final = {
    "ftm_eid": "ftm_eid",
    "followthemoney_eid": "ftm_eid",
    "votesmart_id": "votesmart",
    "opensecrets_id": "opensecrets",
    "bioguide_id": "bioguide",
    "knowwho_pid": "knowwho",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member as LegiScan has them now: ``seat`` is that of today, whatever session the record came with."""

    where: str
    id: str
    name: str
    given_name: str | None
    family_name: str | None
    nickname: str | None
    party: str | None
    district: str | None
    seat: tuple[ChamberKind, str] | None
    identifiers: tuple[tuple[str, str], ...]
    email: str | None
    contacts: tuple[ContactRecord, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """How else the member is called."""
        called = f"{self.nickname} {self.family_name}" if self.nickname and self.family_name else None
        return (called,) if called else ()


def name_record(raw: dict[str, Any], place: Place) -> NameRecord | None:
    """The name of a person or a committee as it stands on a bill; nothing for one without a name."""
    id_, name = id_of(raw.get("people_id")), text(raw.get("name"))
    if name is None:
        return None
    held = seat(raw.get("district"), place)
    ids = identifiers_of(raw)
    return NameRecord(
        name=name,
        ids=ids if id_ else (),
        district=held[1] if held else None,
        party=party(raw.get("party")),
        is_committee=is_committee(raw),
    )


def is_committee(raw: dict[str, Any]) -> bool:
    """Whether a "person" is a committee."""
    if number(raw.get("committee_sponsor")):
        return True
    return bool(id_of(raw.get("committee_id"))) and not text(raw.get("last_name")) and not text(raw.get("district"))


def identifiers_of(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """LegiScan's own id first, then those of others; committees have none but their own."""
    own = id_of(raw.get("people_id"))
    found = [(SCHEME, own)] if own else []
    for column, scheme in _IDS.items():
        if (id_ := id_of(raw.get(column))) is not None:
            found.append((scheme, id_))
    if page := text(raw.get("ballotpedia")):
        # The page's name is written with blanks elsewhere.
        found.append(("ballotpedia", page.replace("_", " ")))
    return tuple(dict.fromkeys(found))


def member(where: str, raw: dict[str, Any], place: Place) -> Member | None:
    """The member a record is about; nothing for a committee, or one without an id or a name."""
    id_, name = id_of(raw.get("people_id")), text(raw.get("name"))
    if id_ is None or name is None or is_committee(raw):
        return None
    bio = inner(raw, "bio")
    social = inner(bio, "social")
    return Member(
        where=where,
        id=id_,
        name=name,
        given_name=text(raw.get("first_name")),
        family_name=text(raw.get("last_name")),
        nickname=text(raw.get("nickname")),
        party=party(raw.get("party")),
        district=text(raw.get("district")),
        seat=seat(raw.get("district"), place),
        identifiers=identifiers_of(raw),
        email=text(social.get("email")),
        contacts=_contacts(social, inner(bio, "capitol_address")),
    )


def _contacts(social: dict[str, Any], capitol: dict[str, Any]) -> tuple[ContactRecord, ...]:
    town = " ".join(part for key in ("state", "zip") if (part := text(capitol.get(key))))
    lines = [text(capitol.get("address1")), text(capitol.get("address2"))]
    lines.append(", ".join(part for part in (text(capitol.get("city")), town) if part))
    address = "\n".join(line for line in lines if line) or None
    phone, at_home = text(social.get("capitol_phone")), text(social.get("district_phone"))
    found = []
    if address or phone:
        found.append(ContactRecord(ContactKind.CAPITOL, None, address, phone))
    if at_home:
        found.append(ContactRecord(ContactKind.DISTRICT, None, None, at_home))
    return tuple(found)
