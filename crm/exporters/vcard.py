"""An official as a card for an address book, in vCard 3.0 (RFC 2426) and 4.0 (RFC 6350).

A card is public record alone: names, offices, phones. Phones are shared, lost and backed up elsewhere, so no stance
and no note of ours goes into one.
"""

from __future__ import annotations

import enum
import re
import uuid
from collections.abc import Iterator
from typing import Final

from crm.exporters.contentlines import escaped, folded, structured
from crm.exporters.tables import phone_text
from crm.people.cards import Card
from crm.people.models import ContactKind
from crm.people.profile import Contact


class Version(enum.StrEnum):
    """Which vCard. Every address book reads 3.0."""

    V3 = "3.0"
    V4 = "4.0"


_PEOPLE: Final = uuid.UUID("6f2c1a0e-6c56-5b0f-9c1d-0d1f5c9f8a11")
"""Names of people under it give the same id on every server and at every export."""
_OFFICES: Final = {
    ContactKind.CAPITOL: "Capitol office",
    ContactKind.DISTRICT: "District office",
    ContactKind.PRIMARY: "Main office",
    ContactKind.CAPITOL_MAIL: "Capitol mail",
    ContactKind.DISTRICT_MAIL: "District mail",
    ContactKind.CAMPAIGN: "Campaign",
    ContactKind.HOME: "Home",
}
_AMERICAN: Final = re.compile(r"(?s)(.*?),\s*([^,\n]+),\s*([A-Z]{2})\s+(\d{5}(?:-\d{4})?)\s*")
_EXTENSION: Final = re.compile(r"(?i)\s*(?:ext\.?|extension|x)\s*(\d+)\s*$")


def uid_of(slug: str) -> str:
    """The id under which an address book knows the official: the same each time, so that a card replaces itself."""
    return f"urn:uuid:{uuid.uuid5(_PEOPLE, slug)}"


def vcard(card: Card, version: Version) -> str:
    """The card as text, folded, with CRLF."""
    return "".join(folded(line) for line in _lines(card, version))


def _lines(card: Card, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield "PRODID:-//Whipcount//Officials//EN"
    if version is Version.V4:
        yield "KIND:individual"
    yield f"UID:{uid_of(card.slug)}"
    yield f"FN:{escaped(card.name)}"
    family, given = _parted(card)
    yield "N:" + structured((family, given, None, None, None))
    if card.offices:
        first = card.offices[0]
        yield "ORG:" + structured(filter(None, (first.jurisdiction, first.chamber)))
        yield f"TITLE:{escaped(first.label)}"
    if card.email:
        yield _email(card.email, version)
    seen = {card.email}
    for number, contact in enumerate(card.contacts, start=1):
        yield from _contact(contact, f"item{number}", version, seen)
    for url, _ in card.links:
        yield f"URL:{_NOT_IN_A_URI.sub('', url)}"
    note = _note(card)
    if note:
        yield f"NOTE:{escaped(note)}"
    yield "END:VCARD"


_NOT_IN_A_URI: Final = re.compile(r"[\x00-\x20\x7f]")


def _parted(card: Card) -> tuple[str, str]:
    """Family and given name; where the record does not part them, the last word is the family's."""
    if card.family_name or card.given_name:
        return card.family_name or "", card.given_name or ""
    given, _, family = card.name.rpartition(" ")
    return family, given


def _contact(contact: Contact, group: str, version: Version, seen: set[str | None]) -> Iterator[str]:
    """What belongs to one office, held together by its group, which carries the office's name."""
    lines = []
    if contact.phone:
        lines.append(_phone(contact.phone, "voice", version))
    if contact.fax:
        lines.append(_phone(contact.fax, "fax", version))
    if contact.email and contact.email not in seen:
        seen.add(contact.email)
        lines.append(_email(contact.email, version))
    if contact.address:
        lines.append(_address(contact.address, version))
    if not lines:
        return
    yield from (f"{group}.{line}" for line in lines)
    # Address books of phones show it in place of "work".
    yield f"{group}.X-ABLabel:{escaped(contact.name or _OFFICES[contact.kind])}"


def _phone(number: str, kind: str, version: Version) -> str:
    if version is Version.V3:
        return f"TEL;TYPE=WORK,{kind.upper()}:{escaped(phone_text(number) or '')}"
    dialled = _dialled(number)
    if dialled is None:
        return f'TEL;VALUE=text;TYPE="work,{kind}":{escaped(number)}'
    return f'TEL;VALUE=uri;TYPE="work,{kind}":{dialled}'


def _dialled(number: str) -> str | None:
    """The number as an address that dials (RFC 3966); nothing for what is no number of the United States."""
    extension = _EXTENSION.search(number)
    digits = re.sub(r"\D", "", number[: extension.start()] if extension else number)
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    if len(digits) != 10 or re.search("[a-z]", number[: extension.start()] if extension else number, re.IGNORECASE):
        return None
    return f"tel:+1-{digits[:3]}-{digits[3:6]}-{digits[6:]}" + (f";ext={extension[1]}" if extension else "")


def _email(address: str, version: Version) -> str:
    kind = "TYPE=INTERNET,WORK" if version is Version.V3 else "TYPE=work"
    return f"EMAIL;{kind}:{escaped(address)}"


def _address(text: str, version: Version) -> str:
    """The address, parted where it is written as an American one; else whole, as the street."""
    kind = "WORK" if version is Version.V3 else "work"
    # Sources part the lines of an address with semicolons.
    text = re.sub(r"\s*;\s*", ", ", text)
    found = _AMERICAN.fullmatch(text)
    if found is None:
        return f"ADR;TYPE={kind}:" + structured((None, None, text, None, None, None, None))
    street, city, state, code = found.groups()
    return f"ADR;TYPE={kind}:" + structured((None, None, street, city, state, code, "United States"))


def _note(card: Card) -> str:
    """What the fields have no room for: the party, and the other offices."""
    told = [f"{office.label}, {office.jurisdiction}" for office in card.offices[1:]]
    party = card.offices[0].party if card.offices else None
    invented = "Invented, for training." if card.is_invented else ""
    return "\n".join(filter(None, (party, *told, invented)))
