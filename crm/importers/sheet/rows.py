"""Every row of a sheet as what it becomes: whom it is about, and the items of its kind. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.importers.matching.matcher import Match, Printed
from crm.importers.report import Problem, Progress, quietly
from crm.importers.sheet.columns import SheetKind, Use
from crm.importers.sheet.days import last_day
from crm.importers.sheet.ground import Ground
from crm.importers.sheet.items import OfficialFacts, Reading, Who
from crm.importers.sheet.reading import Reader
from crm.importers.sheet.rows_contacts import read_contact
from crm.importers.sheet.rows_groups import read_group
from crm.importers.sheet.rows_sponsors import read_sponsors
from crm.importers.sheet.rows_stances import read_stances
from crm.importers.sheet.several import names_in
from crm.importers.sheet.tables import Row, Table
from crm.importers.sheet.words import chamber_meant

_MOST_NAME = 200
_MOST_CELL = 2_000
_EVERY = 500
_Items = Callable[[Reader, Reading, Row], None]


def read_rows(ground: Ground, table: Table, progress: Progress = quietly) -> tuple[list[Reading], list[Problem]]:
    """Every row, read, and the problems that many rows share."""
    reader = Reader(ground, table)
    read_items: dict[SheetKind, _Items] = {
        SheetKind.OFFICIALS: _nothing_more,
        SheetKind.POSITIONS: read_stances,
        SheetKind.CONTACTS: read_contact,
        SheetKind.ORGANIZATIONS: read_group,
        SheetKind.SPONSORS: read_sponsors,
    }
    kind = ground.mapping.kind
    readings = []
    for place, row in enumerate(table.rows):
        if place % _EVERY == 0:
            progress("Reading rows", place, len(table.rows))
        told: list[Problem] = []
        for name in (None,) if kind is SheetKind.ORGANIZATIONS else _names(reader, row):
            reading = Reading(row.number, row.cells)
            readings.append(reading)
            if name is None or _about_somebody(reader, reading, row, name):
                read_items[kind](reader, reading, row)
            # What is wrong with the row is so for each of its people, and told once.
            reading.problems = [problem for problem in reading.problems if problem not in told]
            told += reading.problems
    progress("Reading rows", len(table.rows), len(table.rows))
    return readings, reader.problems()


def _nothing_more(_reader: Reader, _reading: Reading, _row: Row) -> None:
    """Of officials there is nothing beside the facts."""


def _names(reader: Reader, row: Row) -> tuple[str, ...]:
    """The names in the row: mostly one; an empty one where there is none."""
    facts = _facts(reader, row)
    cell = reader.cell(row, reader.ground.mapping.column(Use.NAME)) or facts.name
    if len(cell) > _MOST_CELL:
        return (cell,)

    def match(name: str) -> Match:
        return reader.ground.matcher.match(_printed(reader, row, _of_several(facts, name)))

    return names_in(cell, match)


def _of_several(facts: OfficialFacts, name: str) -> OfficialFacts:
    """What is said of one of several people of a row: a district, a party or a phone is not that of each."""
    return OfficialFacts(name=name, chamber=facts.chamber)


def _about_somebody(reader: Reader, reading: Reading, row: Row, name: str) -> bool:
    """Find out whom the row is about; False where no name stands in it."""
    facts = _facts(reader, row)
    if name != facts.name:
        facts = _of_several(facts, name)
    if not facts.name:
        reader.note(row, "There is no name in the row.", "Fill it in, or delete the row.")
        return False
    if len(facts.name) > _MOST_NAME:
        reader.note(row, "What stands as a name is too long for one.", "Look whether the right column is the name.")
        return False
    reading.facts = facts
    printed = _printed(reader, row, facts)
    match = reader.ground.matcher.match(printed)
    person = reader.ground.matcher.index.people.get(match.person_id or 0)
    reading.who = Who(printed, match, person.name if person else None)
    return True


def _printed(reader: Reader, row: Row, facts: OfficialFacts) -> Printed:
    ground = reader.ground
    chamber = ground.chambers.get(facts.chamber) if facts.chamber else None
    return Printed(
        name=facts.name,
        jurisdiction_id=ground.jurisdiction_id,
        chamber_id=chamber.id if chamber else None,
        day=_day_of(reader, row),
        district=facts.district,
        party=facts.party,
    )


def _facts(reader: Reader, row: Row) -> OfficialFacts:
    said = reader.said
    given, family = said(row, Use.GIVEN_NAME), said(row, Use.FAMILY_NAME)
    chamber = said(row, Use.CHAMBER)
    meant = chamber_meant(chamber) if chamber else None
    if chamber and meant is None:
        reader.note(row, f"“{chamber[:60]}” is no chamber that is known.", "Write Senate, Assembly, House or Council.")
    phones = (reader.cell(row, column) for column in reader.ground.mapping.all_for(Use.PHONE))
    return OfficialFacts(
        name=said(row, Use.NAME) or f"{given} {family}".strip(),
        given_name=given or None,
        family_name=family or None,
        chamber=meant or reader.ground.mapping.constants.chamber,
        district=said(row, Use.DISTRICT) or None,
        party=said(row, Use.PARTY) or None,
        phones=tuple(dict.fromkeys(phone for phone in phones if phone)),
        email=said(row, Use.EMAIL) or None,
        address=reader.cell(row, reader.ground.mapping.column(Use.ADDRESS)) or None,
        website=said(row, Use.WEBSITE) or None,
    )


def _day_of(reader: Reader, row: Row) -> date:
    """The day on which the named held their seats: that of the row where it has one, else that of the sheet."""
    ground = reader.ground
    if ground.mapping.column(Use.SAID) is None or ground.mapping.constants.day:
        return ground.day
    return last_day(reader.day(Reading(row.number, row.cells), row), ground.day)
