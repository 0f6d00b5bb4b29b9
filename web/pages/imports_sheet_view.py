"""What the mapping of a sheet shows: its columns, what may be chosen, and what the first rows become."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.errors import WhipcountError
from crm.importers.models import ImportUpload
from crm.importers.recipes import recipes_for
from crm.importers.rights import SHEET
from crm.importers.sheet.columns import Mapping, SheetKind, Use
from crm.importers.sheet.preview import Preview, PreviewRow, preview
from crm.importers.sheet_desk import beginning, mapping_kept, offers, table_of
from web.pages import vague_date, wording_sheets
from web.pages.imports_sheet_form import column_views, meaning_options, use_options

SHOWN_ROWS: Final = 20
_WIDE: Final = 24
"""Columns up to which all are listed; of a wider sheet only those that are used, until all are asked for."""
_FOR_ALL: Final = {
    SheetKind.OFFICIALS: ("jurisdiction", "chamber", "day", "add_people"),
    SheetKind.POSITIONS: ("measure", "said", "evidence", "source", "url", "campaign", "visibility", "organization",
                          "jurisdiction", "chamber", "day", "add_people"),
    SheetKind.CONTACTS: ("said", "channel", "outcome", "measure", "campaign", "visibility", "organization",
                         "jurisdiction", "chamber", "day"),
    SheetKind.ORGANIZATIONS: ("campaign", "level", "source"),
    SheetKind.SPONSORS: ("bill", "sponsor_kind", "said", "source", "url", "jurisdiction", "chamber", "day"),
}  # fmt: skip
"""What may hold for all rows, by the kind of sheet."""


def sheet_view(
    session: Session,
    viewer: Viewer,
    upload: ImportUpload,
    *,
    mapping: Mapping | None = None,
    show_all: bool = False,
    wrong: WhipcountError | None = None,
) -> dict[str, Any]:
    """Everything the mapping's template needs; ``unreadable`` alone where the file is no sheet."""
    try:
        table = table_of(upload)
        mapping = mapping or mapping_kept(session, viewer, upload, table)
    except WhipcountError as error:
        return {"unreadable": error}
    offered = offers(session, viewer, upload)
    looked = None if wrong else preview(session, viewer, beginning(table), mapping, SHOWN_ROWS)
    views = column_views(table, mapping)
    used = [view for view in views if view.column.use is not Use.IGNORE]
    wide = len(views) > _WIDE
    said = mapping.constants
    return {
        "unreadable": None,
        "table": table,
        "mapping": mapping,
        "columns": views if show_all or not wide else used,
        "hidden_columns": [] if show_all or not wide else [view for view in views if view not in used],
        "wide": wide,
        "show_all": show_all,
        "used": len(used),
        "said": said,
        "when": vague_date.shown(said.said) if said.said else vague_date.Typed(),
        "fields": _FOR_ALL[mapping.kind],
        "offered": offered,
        "recipes": recipes_for(session, viewer, SHEET, table.headers),
        "use_options": use_options(mapping.kind),
        "meaning_options": {use.value: meaning_options(use) for use in (Use.STANCE, Use.SPONSORS)},
        "words": wording_sheets,
        "looked": looked,
        "lines": [(row, printed(mapping, row)) for row in looked.rows] if looked else [],
        "missing": {each.about: f"{each.what} {each.hint}" for each in looked.missing} if looked else {},
        "count_words": counts_in_words(looked) if looked else (),
        "sheet_wrong": wrong,
    }


def printed(mapping: Mapping, row: PreviewRow) -> str:
    """What the row is known by: its names, or else the first of its cells."""
    named = [
        row.cells[index]
        for index, column in enumerate(mapping.columns)
        if column.use in (Use.NAME, Use.GIVEN_NAME, Use.FAMILY_NAME) and row.cells[index]
    ]
    return " ".join(named or [cell for cell in row.cells if cell][:2])[:120]


def counts_in_words(looked: Preview) -> tuple[tuple[str, int], ...]:
    """The numbers that matter, each with what it counts; what there is none of is left out."""
    counts = looked.counts
    people = looked.kind is not SheetKind.ORGANIZATIONS
    found = (
        ("Rows", counts.rows),
        ("Sure who is meant" if people else "Can be used", counts.sure),
        ("To be asked", counts.asked),
        ("Added", counts.added),
        ("Nobody on file", counts.nobody),
        ("Of no use", counts.unusable),
    )
    return tuple((name, number) for name, number in found if number or name == "Rows")
