"""What would become of a sheet, in words: what is missing first, then problems, then the first rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.datewords import vague
from crm.importers.report import Problem
from crm.importers.sheet.adding import spoken_name
from crm.importers.sheet.columns import Mapping, SheetKind
from crm.importers.sheet.ground import Ground, prepare
from crm.importers.sheet.items import Contact, Entry, Group, Item, Reading, SponsorLine
from crm.importers.sheet.missing import Missing, missing
from crm.importers.sheet.rows import read_rows
from crm.importers.sheet.tables import Table
from crm.outreach.outcomes import LABELS

SURE, ASKED, NOBODY, ADDED, UNUSABLE = "sure", "asked", "nobody", "added", "unusable"
"""What a row is: about somebody for sure; about somebody who must be named first; about nobody on file, and left out;
about somebody who is added; of no use."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row and what it becomes. ``state`` is one of the words above; ``why`` says how its person was found."""

    number: int
    cells: tuple[str, ...]
    state: str
    person: str | None
    why: str
    becomes: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what they are (see ``PreviewRow``), and what comes of the sheet: entries, contacts, ..."""

    rows: int = 0
    sure: int = 0
    asked: int = 0
    nobody: int = 0
    added: int = 0
    unusable: int = 0
    items: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """``missing`` must be chosen before the sheet can be applied. Rows that need a look come first."""

    kind: SheetKind
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]
    rows: tuple[PreviewRow, ...]
    counts: Counts
    notes: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether it can be applied."""
        return not self.missing


def preview(session: Session, viewer: Viewer, table: Table, mapping: Mapping, limit: int = 20) -> Preview:
    """Read the whole sheet and show the ``limit`` rows that most need a look; a constant number of queries.

    Nothing is written. Raises nothing for a mapping that is not finished: what it lacks is told.
    """
    ground = prepare(session, viewer, mapping)
    readings, shared = read_rows(ground, table)
    lines = [_line(ground, reading) for reading in readings]
    problems = [*shared, *(problem for reading in readings for problem in reading.problems)]
    order = {UNUSABLE: 0, ASKED: 1, ADDED: 2, NOBODY: 3, SURE: 4}
    # What needs a look first; the other half as the sheet begins.
    shown = sorted(lines, key=lambda line: (not line.problems, order[line.state], line.number))[: limit // 2]
    there = {id(line) for line in shown}
    shown += [line for line in lines if id(line) not in there][: limit - len(shown)]
    counts = Counts(
        rows=len(lines),
        items=sum(len(reading.items) for reading in readings if _comes_in(ground, reading)),
        **Counter(line.state for line in lines),
    )
    notes = list(table.notes)
    if more := len(lines) - len(table.rows):
        notes.append(f"Cells that name several people count as a row for each: {more} more.")
    return Preview(mapping.kind, missing(ground), tuple(problems), tuple(shown), counts, tuple(notes))


def state_of(ground: Ground, reading: Reading) -> str:
    """What a row is; see the words above."""
    if ground.mapping.kind is SheetKind.ORGANIZATIONS:
        return SURE if reading.items else UNUSABLE
    if reading.who is None:
        return UNUSABLE
    if reading.who.person_id is not None:
        return SURE
    if reading.who.match.doubtful:
        return ASKED
    decided = reading.who.match.sure
    return ADDED if ground.mapping.constants.add_people and not decided else NOBODY


def _comes_in(ground: Ground, reading: Reading) -> bool:
    return state_of(ground, reading) in (SURE, ADDED)


def _line(ground: Ground, reading: Reading) -> PreviewRow:
    state = state_of(ground, reading)
    who = reading.who
    becomes = [in_words(item) for item in reading.items]
    if ground.mapping.kind is SheetKind.OFFICIALS and reading.facts is not None:
        facts = (*reading.facts.phones, reading.facts.email, reading.facts.address)
        becomes = [text for text in facts if text]
    if state == ADDED and reading.facts is not None:
        becomes.insert(0, f"Adds {spoken_name(reading.facts)[0]}")
    return PreviewRow(
        number=reading.number,
        cells=reading.cells,
        state=state,
        person=who.on_file if who else None,
        why=who.match.reason if who else "",
        becomes=tuple(becomes),
        problems=tuple(reading.problems),
    )


def in_words(item: Item) -> str:
    """An item as a sentence without its person: "Yes on Open Kitchens Act, said June 2025"."""
    if isinstance(item, Entry):
        when = f", said {vague(item.said)}" if item.said else ""
        return f"{item.stance.label} on {item.measure}{when}{f', if {item.condition}' if item.condition else ''}"
    if isinstance(item, Contact):
        parts: list[Any] = [item.channel.value.replace("_", " ").capitalize(), vague(item.happened)]
        parts += [LABELS[item.outcome] if item.outcome else None, in_words(item.entry) if item.entry else None]
        return ", ".join(filter(None, parts)) + (f". Owed: {item.follow_up}" if item.follow_up else "")
    if isinstance(item, Group):
        level = f", {item.level}" if item.level else ""
        return f"{item.name}{level}{f', in {len(item.campaign_ids)} campaigns' if len(item.campaign_ids) > 1 else ''}"
    assert isinstance(item, SponsorLine)
    left = f", withdrawn {vague(item.withdrawn)}" if item.withdrawn else ""
    since = f" since {vague(item.joined)}" if item.joined else ""
    return f"{item.kind.value.capitalize()}-sponsor of {item.number}{since}{left}".replace("Prime-s", "Prime s")
