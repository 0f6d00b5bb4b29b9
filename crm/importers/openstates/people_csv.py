"""The list of a state's people as CSV: who sits now, where, and how to reach them. Of former terms it knows nothing."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

from crm import dates
from crm.errors import InvalidInput
from crm.importers.csv_bound import bound_cells
from crm.importers.openstates.posts import is_known, post_role
from crm.importers.openstates.records import SCHEME, ContactRecord, PersonRecord, RoleRecord, Roster
from crm.importers.report import Problem
from crm.jurisdictions.places import STATES, Place, read_ocd_id, state_ocd_id
from crm.people.models import ContactKind

MOST_BYTES: Final = 20_000_000
"""Of one list: the largest of a state has not half a million."""

LIST: Final = "Open States, list of people"

_NEEDED: Final = ("id", "name", "current_district", "current_chamber")
_OFFICES: Final = (ContactKind.CAPITOL, ContactKind.DISTRICT)
_ACCOUNTS: Final = ("twitter", "facebook", "instagram", "youtube")
_AGAIN: Final = "Download it again (Open States, bulk data, legislators); nothing was imported."


def read_csv(file: Path) -> Roster:
    """All people of the list. The state is the one that the file is named for: ny.csv, people-ny.csv, ny/people.csv.

    It is a source of its own beside the state's folder, which knows on which day a term began. Raises InvalidInput,
    naming what is wrong, for a list that cannot be trusted; a row that cannot be used is a problem.
    """
    place = _place(file)
    bound_cells()
    reader = csv.DictReader(io.StringIO(_text(file), newline=""), strict=True)
    roster = Roster(
        source=str(file), source_name=LIST, contact_kinds=frozenset({ContactKind.CAPITOL, ContactKind.DISTRICT})
    )
    try:
        missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
        if missing:
            raise InvalidInput(f"{file.name} is no list of people: it has no column {missing[0]}.", hint=_AGAIN)
        seen: dict[str, int] = {}
        for row in reader:
            where = f"{file.name}, line {reader.line_num}"
            if None in row or None in row.values():
                raise InvalidInput(f"{where} has not as many cells as there are columns.", hint=_AGAIN)
            person = _person(where, {name: " ".join(cell.split()) for name, cell in row.items()}, row, place, roster)
            if person is not None and seen.setdefault(person.id, reader.line_num) == reader.line_num:
                roster.people.append(person)
    except csv.Error as wrong:
        raise InvalidInput(f"{file.name} is no whole CSV ({wrong}).", hint=_AGAIN) from None
    if not roster.people:
        raise InvalidInput(f"{file.name} holds no people.", hint=_AGAIN)
    return roster


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InvalidInput(f"{file.name} is too large for a list of people.", hint=_AGAIN)
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{file.name} is not a text file in UTF-8.", hint=_AGAIN) from None
    except OSError as error:
        raise InvalidInput(f"{file.name} cannot be read ({error.strerror}).", hint="Check the file's rights.") from None


def _place(file: Path) -> Place:
    words = [*reversed(re.split(r"[^A-Za-z]+", file.stem)), file.resolve().parent.name]
    state = next((word.lower() for word in words if word.lower() in STATES), None)
    if state is None:
        raise InvalidInput(
            f"{file.name} does not say which state it is of.",
            hint="Name it by the state's abbreviation, such as ny.csv.",
        )
    return read_ocd_id(state_ocd_id(state))


def _person(where: str, row: dict[str, str], raw: dict[str, str], place: Place, roster: Roster) -> PersonRecord | None:
    if not row["id"].startswith("ocd-person/") or not row["name"]:
        roster.problems.append(Problem(where, f"“{row['id'][:40]}” is not the id of a person.", "Correct it there."))
        return None
    if row.get("death_date"):
        roster.problems.append(Problem(where, f"{row['name']} has died.", "Nothing was taken from the row."))
        return None
    role = _role(where, row, place, roster)
    party, *lines = [part.strip() for part in row.get("current_party", "").split("/") if part.strip()] or [""]
    return PersonRecord(
        where=where,
        folder="legislature",
        id=row["id"],
        name=row["name"],
        given_name=row.get("given_name") or None,
        family_name=row.get("family_name") or None,
        gender=row.get("gender") or None,
        birth_date=_birth_date(where, row, roster),
        email=row.get("email") or None,
        image_url=row.get("image") or None,
        party=party or None,
        ballot_lines=tuple(lines),
        roles=(role,) if role else (),
        contacts=tuple(_contacts(raw)),
        identifiers=(
            (SCHEME, row["id"]),
            *((scheme, row[scheme]) for scheme in (*_ACCOUNTS, "wikidata") if row.get(scheme)),
        ),
        links=tuple(
            (url, None) for url in dict.fromkeys(row.get("links", "").replace(";", " ").split()) if "//" in url
        ),
    )


def _role(where: str, row: dict[str, str], place: Place, roster: Roster) -> RoleRecord | None:
    if not row["current_chamber"] and not row["current_district"]:
        return None
    role = RoleRecord(post_role(row["current_chamber"]), place, row["current_district"] or None)
    if not is_known(role.kind) or (role.is_seat and not role.district):
        what = f"“{row['current_chamber']}” of “{row['current_district']}” is no seat that can be read."
        roster.problems.append(Problem(where, what, "Correct it there and import again."))
        return None
    return role


def _contacts(raw: dict[str, str]) -> list[ContactRecord]:
    found = []
    for kind in _OFFICES:
        address = "\n".join(
            part.strip() for part in (raw.get(f"{kind.value}_address") or "").split(";") if part.strip()
        )
        phone, fax = (" ".join((raw.get(f"{kind.value}_{word}") or "").split()) for word in ("voice", "fax"))
        if address or phone or fax:
            found.append(ContactRecord(kind, None, address or None, phone or None, fax or None))
    return found


def _birth_date(where: str, row: dict[str, str], roster: Roster) -> str | None:
    said = row.get("birth_date") or None
    if said is not None:
        try:
            dates.parse(said)
        except InvalidInput:
            roster.problems.append(Problem(where, f"The birth date “{said}” is not a date.", "It was left out."))
            return None
    return said
