"""``crm import sheet``: a spreadsheet of people's own making, mapped on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from crm.cli import context
from crm.cli.import_report import tell
from crm.cli.import_sheet_mapping import header_rows_told, implied_kind, mapped
from crm.cli.progress import showing
from crm.coalition.models import Visibility
from crm.coalition.queries import find_organization
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.importers.models import ImportUpload
from crm.importers.report import ImportReport, Progress
from crm.importers.rights import SHEET
from crm.importers.sheet.applying import apply_sheet, preview
from crm.importers.sheet.columns import Mapping, SheetKind, constants_from
from crm.importers.sheet.completing import completed, recipe_named
from crm.importers.sheet.guessing import guess
from crm.importers.sheet.tables import Table, read_file
from crm.importers.uploads import keep_upload, set_options
from crm.positions.models import EvidenceKind


def import_sheet(
    path: Annotated[Path, typer.Argument(help="The CSV, XLSX or ODS file.")],
    as_kind: Annotated[SheetKind | None, typer.Option("--as", help="What its rows are; default: a guess.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=USE", help="What a column is for: “Name=name”, “SB 9=stance:MEASURE”."),
    ] = None,
    value: Annotated[
        list[str] | None, typer.Option("--value", metavar="CELL=STANCE", help="What a cell means: “L=leaning_yes”.")
    ] = None,
    recipe: Annotated[str | None, typer.Option(help="Read it by the recipe kept under this name.")] = None,
    measure: Annotated[str | None, typer.Option(help="The measure it speaks of, by its short name.")] = None,
    bill: Annotated[str | None, typer.Option(help="The bill whose sponsors it lists: S2235-2025.")] = None,
    campaign: Annotated[str | None, typer.Option(help="The campaign it is for, by its short name.")] = None,
    organization: Annotated[str | None, typer.Option(help="The organization whose sheet it is.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="The government of its officials: new-york.")] = None,
    said: Annotated[str | None, typer.Option(metavar="DATE", help="When it was said: 2025-06, 2025-06-14.")] = None,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="The day on which those named held office.")] = None,
    visibility: Annotated[Visibility | None, typer.Option(help="Who may see it; default: private.")] = None,
    evidence: Annotated[EvidenceKind | None, typer.Option(help="How it is known; default: third_party.")] = None,
    add_people: Annotated[bool, typer.Option("--add-people", help="Add officials who are not on file.")] = False,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of the workbook; default: the first.")] = None,
    header_rows: Annotated[
        str | None, typer.Option(metavar="ROWS", help="Where the column names are: 3-5, or 0 for none.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Bring in a sheet of your own. Where something is not clear, the guessed mapping is shown, and what is missing."""
    context.database()
    table = read_file(path, sheet=sheet, header_rows=header_rows_told(header_rows))
    constants = {
        "measure": measure, "bill": bill, "campaign": campaign, "organization": organization, "said": said, "day": day,
        "jurisdiction": jurisdiction, "visibility": visibility, "evidence": evidence, "add_people": add_people,
    }  # fmt: skip
    with (
        showing() as progress,
        context.writing(reason=f"crm import sheet {path}") as (session, viewer),
    ):
        mapping = _mapping(session, table, as_kind, recipe, organization, implied_kind(column or ()))
        mapping = mapped(table, mapping, column or (), value or ())
        mapping = replace(mapping, constants=constants_from(constants, mapping.constants))
        mapping = completed(session, mapping)
        looked = preview(session, viewer, table, mapping, 0)
        if looked.ready:
            report = _apply(session, viewer, path, table, mapping, progress)
            if dry_run:
                session.rollback()
                report.batch, report.dry_run = None, True
        else:
            report = None
    if report is None:
        _show(table, mapping, as_json, {"missing": [f"{each.what} {each.hint}" for each in looked.missing]})
        for each in looked.missing:
            context.notes.print(f"{each.what} {each.hint}")
        raise typer.Exit(2)
    for note in table.notes:
        context.notes.print(note)
    tell(report, as_json)


def _mapping(
    session: Session,
    table: Table,
    kind: SheetKind | None,
    recipe: str | None,
    organization: str | None,
    implied: SheetKind | None,
) -> Mapping:
    if recipe is None:
        return guess(table, kind or implied)
    owner = find_organization(session, organization).id if organization else None
    found = recipe_named(session, table, recipe, owner)
    if found is None:
        raise NotFound(f"No recipe is called “{recipe}”.", hint="Save one on the page Import, or leave --recipe out.")
    if kind is not None and found.kind is not kind:
        raise InvalidInput(f"That recipe reads {found.kind.value}.", hint="Leave --as out, or choose another recipe.")
    return found


def _apply(
    session: Session, viewer: Viewer, path: Path, table: Table, mapping: Mapping, progress: Progress
) -> ImportReport:
    """Apply the sheet, and keep it: once a doubtful name is decided, what waited for it comes in by itself."""
    owner = mapping.constants.organization
    upload: ImportUpload = keep_upload(
        session,
        viewer,
        path.name,
        path.read_bytes(),
        organization_id=find_organization(session, owner).id if owner else None,
    )
    upload.kind = SHEET
    rows = list(table.header_rows)
    set_options(upload, mapping=mapping.to_json(), sheet=table.sheet, header_rows=rows, why="The command said so.")
    report = apply_sheet(session, viewer, table, mapping, source=path.name, upload_id=upload.id, progress=progress)
    upload.batch_id = report.batch
    session.flush()
    return report


def _show(table: Table, mapping: Mapping, as_json: bool, more: dict[str, Any]) -> None:
    """Print the mapping as it stands."""
    if as_json:
        context.print_json({"mapping": mapping.to_json(), "rows": len(table.rows), "notes": table.notes, **more})
        return
    rows = []
    for each in mapping.columns:
        cells = [cell for cell in table.column(each.header) if cell]
        meant = ", ".join(f"{cell} = {stance or 'nothing'}" for cell, stance in each.values.items())
        rows.append((each.header, each.use.value, each.measure or each.bill or "", meant, ", ".join(cells[:3])[:60]))
    context.print_table(
        f"{table.name}: {len(table.rows)} rows, read as {mapping.kind.value}",
        ("Column", "Use", "Speaks of", "Cells mean", "For example"),
        rows,
    )
