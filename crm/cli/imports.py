"""``crm import`` and ``crm imports``: rosters come in, and what came in is listed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crm.cli import context
from crm.importers.batches import list_batches
from crm.importers.openstates.records import ImportReport
from crm.importers.openstates.run import apply_roster, read_roster

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    bring = typer.Typer(help="Bring in data from elsewhere; twice is the same as once.", no_args_is_help=True)
    bring.callback()(_group)
    bring.command("openstates")(openstates)
    app.add_typer(bring, name="import")
    imports = typer.Typer(help="What came in.", no_args_is_help=True)
    imports.callback()(_group)
    imports.command("list")(list_imports)
    app.add_typer(imports, name="imports")


def _group() -> None:
    """Keeps a group with one command a group."""


def openstates(
    path: Annotated[Path, typer.Argument(help="The folder of one state, with legislature, executive, ... inside.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Bring in who holds which office, and where to reach them, from Open States' people files (YAML)."""
    context.database()
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=context.notes,
        transient=True,
        disable=not context.notes.is_terminal,
    )
    with progress:
        reading = progress.add_task("Reading files", total=None)
        roster = read_roster(path, lambda done, total: progress.update(reading, completed=done, total=total))
        applying = progress.add_task("Comparing", total=6)

        def tell(step: str) -> None:
            progress.update(applying, description=f"Comparing {step}", advance=1)

        with context.writing(reason=f"crm import openstates {path}") as (session, _viewer):
            report = apply_roster(session, roster, on_step=tell)
            if dry_run:
                session.rollback()
                report.batch, report.dry_run = None, True
    if as_json:
        context.print_json(_summary(report))
    _tell(report, as_json)


def list_imports(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Every import, the newest first."""
    with context.reading() as (session, _viewer):
        batches = list_batches(session)
    if as_json:
        context.print_json({"imports": batches})
        return
    context.print_table(
        "Imports",
        ("Number", "Kind", "From", "Started", "Created", "Updated", "Same", "Problems"),
        [
            (
                row.id,
                row.kind,
                row.source,
                row.started_at.strftime("%Y-%m-%d %H:%M"),
                row.created,
                row.updated,
                row.same,
                row.problems,
            )
            for row in batches
        ],
    )


def _summary(report: ImportReport) -> dict[str, object]:
    return {
        "batch": report.batch,
        "dry_run": report.dry_run,
        "created": report.created,
        "updated": report.updated,
        "same": report.same,
        "merge_proposals": report.merge_proposals,
        "problems": report.problems,
    }


def _tell(report: ImportReport, as_json: bool) -> None:
    did = "Would be" if report.dry_run else f"Import {report.batch}:"
    if not as_json:
        context.print_table(
            f"{did} created, updated, the same",
            ("Created", "Updated", "Same", "Problems"),
            [(report.created, report.updated, report.same, len(report.problems))],
        )
    for problem in report.problems[:_SHOWN]:
        context.notes.print(f"{problem.where}: {problem.what} {problem.hint}")
    if len(report.problems) > _SHOWN:
        context.notes.print(f"... and {len(report.problems) - _SHOWN} more: --json lists them all.")
    if report.merge_proposals:
        number = report.merge_proposals
        what = "1 pair of records may be one person" if number == 1 else f"{number} pairs of records may be one person"
        context.notes.print(f"{what}; nothing was merged.")
