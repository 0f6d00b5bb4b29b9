"""A sheet, applied: one batch, in which everything comes in once, and doubtful names wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, WhipcountError
from crm.importers.batches import batch
from crm.importers.matching.appliers import SHEET
from crm.importers.matching.review import note_doubt
from crm.importers.models import MatchState
from crm.importers.report import ImportReport, Progress, quietly
from crm.importers.sheet.adding import Adding
from crm.importers.sheet.columns import Mapping, SheetKind
from crm.importers.sheet.ground import prepare
from crm.importers.sheet.items import Reading
from crm.importers.sheet.missing import missing
from crm.importers.sheet.preview import ADDED, ASKED, NOBODY, Counts, Preview, PreviewRow, preview, state_of
from crm.importers.sheet.rows import read_rows
from crm.importers.sheet.source import source_of
from crm.importers.sheet.tables import Table
from crm.importers.sheet.write_contacts import write_contacts
from crm.importers.sheet.write_groups import write_groups
from crm.importers.sheet.write_officials import write_officials
from crm.importers.sheet.write_sponsors import write_sponsors
from crm.importers.sheet.write_stances import write_stances
from crm.importers.sheet.writing import Found, Writing

__all__ = ["Counts", "Preview", "PreviewRow", "apply_sheet", "preview"]


def apply_sheet(
    session: Session,
    viewer: Viewer,
    table: Table,
    mapping: Mapping,
    *,
    source: str,
    upload_id: int | None = None,
    progress: Progress = quietly,
) -> ImportReport:
    """Bring the sheet in by its mapping, as one batch whose source is ``source``, and say what came of it.

    Applied again it brings only what is new or was decided since. Nothing is committed. Raises InvalidInput for a
    mapping that is not finished, or names what is not on file; NotAllowed where the viewer may not do what it says.
    """
    ground = prepare(session, viewer, mapping)
    lacks = missing(ground)
    if lacks:
        raise InvalidInput(lacks[0].what, hint=lacks[0].hint, field=lacks[0].about)
    with batch(session, SHEET, source) as report:
        readings, shared = read_rows(ground, table, progress)
        for each in (*shared, *(problem for reading in readings for problem in reading.problems)):
            report.problem(each.where, each.what, each.hint)
        writing = Writing(session, viewer, ground, source_of(ground, table), report)
        progress("Writing", 0, len(readings))
        if mapping.kind is SheetKind.ORGANIZATIONS:
            write_groups(writing, readings)
        else:
            _write_people(writing, readings, upload_id)
        progress("Writing", len(readings), len(readings))
    return report


def _write_people(writing: Writing, readings: Sequence[Reading], upload_id: int | None) -> None:
    kind = writing.ground.mapping.kind
    _note_doubts(writing, readings, upload_id)
    found, added = _found(writing, readings)
    if kind is SheetKind.POSITIONS:
        write_stances(writing, found)
    elif kind is SheetKind.CONTACTS:
        write_contacts(writing, found)
    elif kind is SheetKind.SPONSORS:
        write_sponsors(writing, readings)
    else:
        write_officials(writing, found, added)


def _note_doubts(writing: Writing, readings: Sequence[Reading], upload_id: int | None) -> None:
    """Note each doubtful name once, however many rows it stands in."""
    # Each organization is asked for itself: what one's sheet holds is behind its wall.
    source = f"{SHEET}:{writing.organization_id}" if writing.organization_id is not None else SHEET
    waiting: set[int] = set()
    seen: set[tuple[str, str | None, object]] = set()
    for reading in readings:
        if reading.who is None or state_of(writing.ground, reading) != ASKED:
            continue
        printed = reading.who.printed
        key = (printed.name, printed.district, (printed.chamber_id, printed.day))
        if key in seen:
            continue
        seen.add(key)
        note = note_doubt(writing.session, source, printed, reading.who.match, upload_id=upload_id)
        if note.state is MatchState.WAITING:
            waiting.add(note.id)
    writing.report.waiting = len(waiting)


def _found(writing: Writing, readings: Sequence[Reading]) -> tuple[list[Found], set[int]]:
    """The rows whose person is known, and the people who were added for it. The others are told of."""
    adding = Adding(writing)
    found: list[Found] = []
    added: set[int] = set()
    for reading in readings:
        state = state_of(writing.ground, reading)
        if state == ADDED:
            try:
                person_id = adding.person(reading)
            except WhipcountError as wrong:
                writing.problem(reading, wrong.message, wrong.hint)
                continue
            added.add(person_id)
            found.append((reading, person_id))
        elif reading.who is not None and reading.who.person_id is not None:
            found.append((reading, reading.who.person_id))
        elif state == NOBODY:
            _tell_nobody(writing, reading)
    return found, added


def _tell_nobody(writing: Writing, reading: Reading) -> None:
    assert reading.who is not None
    if reading.who.match.sure:
        # Somebody has said that it is nobody on file: no more need be said.
        return
    kept = writing.ground.mapping.kind is SheetKind.SPONSORS
    writing.problem(
        reading,
        f"“{' '.join(reading.who.printed.name.split())}”: {reading.who.match.reason[:1].lower()}"
        f"{reading.who.match.reason[1:]}.",
        "The name is kept as printed." if kept else "Left out; import the roster of that time, or correct the name.",
    )
