"""Offices out of address fields into which people typed several offices, with phones, names and line breaks."""

from __future__ import annotations

import re
from typing import Any

from crm.importers.json_files import one_line as text
from crm.importers.openstates.records import ContactRecord
from crm.people.models import ContactKind

_PHONE = re.compile(r"(?i)^(?P<what>phone|tel(?:ephone)?|fax)\b[.:]?\s*(?P<number>[+(\d].*)$")
_ZIP = re.compile(r"\b\d{5}(?:-\d{4})?$")
_SWAPPED = re.compile(r"(?i)^(?P<what>legislative|district) office\s*-\s*")
_HEADING = re.compile(r"(?i)^(?P<name>[^\d]{3,60}?(?:office)?)\s*:\s*$|^(?P<office>[^\d]{3,60}\soffice)$")
_KINDS = {"DistrictOffice": ContactKind.DISTRICT, "LegislativeOffice": ContactKind.CAPITOL}


def contacts_of(raw: dict[str, Any]) -> tuple[ContactRecord, ...]:
    """The offices of a member: the legislative one first."""
    found = []
    for column in ("LegislativeOffice", "DistrictOffice"):
        part = raw.get(column)
        if isinstance(part, dict):
            found += offices(part, _KINDS[column])
    return tuple(sorted(dict.fromkeys(found), key=lambda contact: contact.kind is not ContactKind.CAPITOL))


def offices(part: dict[str, Any], kind: ContactKind) -> list[ContactRecord]:
    """The offices of one field: a blank line stands between two. City and ZIP code beside it belong to the first."""
    typed = part.get("Address")
    blocks = re.split(r"\n\s*\n", typed.replace("\r\n", "\n").strip()) if isinstance(typed, str) else []
    found = []
    for number, block in enumerate(blocks):
        lines = [line for each in block.splitlines() if (line := text(each))]
        town = _town(part) if number == 0 else None
        contact = _office(lines, kind, town)
        if contact is not None:
            found.append(contact)
    return found


def _office(lines: list[str], kind: ContactKind, town: str | None) -> ContactRecord | None:
    name = phone = fax = None
    address: list[str] = []
    for line in lines:
        number, heading, swapped = _PHONE.match(line), _HEADING.match(line), _SWAPPED.match(line)
        if number and number["what"].lower() == "fax":
            fax = number["number"]
        elif number:
            phone = phone or number["number"]
        elif heading and not address:
            name = heading["name"] or heading["office"]
        elif swapped:
            # Somebody typed each office into the field of the other, and said so.
            kind = ContactKind.CAPITOL if swapped["what"].lower() == "legislative" else ContactKind.DISTRICT
            address.append(line[swapped.end() :])
        else:
            address.append(line)
    if address and town and not any(_ZIP.search(line) for line in address):
        address.append(town)
    if not address and not phone and not fax:
        return None
    return ContactRecord(kind, name, "\n".join(address) or None, phone, fax)


def _town(part: dict[str, Any]) -> str | None:
    """The city's line: "Brooklyn, NY 11220"."""
    city, state, code = (text(part.get(key)) for key in ("City", "State", "Zip"))
    return ", ".join(filter(None, (city, " ".join(filter(None, (state, code)))))) or None
