"""``crm import`` and ``crm imports``: what comes in from elsewhere, and the list of what came in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm.cli import context
from crm.cli.progress import showing
from crm.importers.batches import list_batches
from crm.importers.kinds import KINDS, Kind
from crm.importers.report import ImportReport

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this topic: one for each kind of import."""
    bring = typer.Typer(help="Bring in data from elsewhere; twice is the same as once.", no_args_is_help=True)
    bring.callback()(_group)
    for kind in KINDS.values():
        bring.command(kind.name, help=kind.help)(_command(kind))
    app.add_typer(bring, name="import")
    imports = typer.Typer(help="What came in.", no_args_is_help=True)
    imports.callback()(_group)
    imports.command("list")(list_imports)
    app.add_typer(imports, name="imports")


def _group() -> None:
    """Keeps a group with one command a group."""


def _command(kind: Kind):  # type: ignore[no-untyped-def]
    def command(
        path: Annotated[Path, typer.Argument(help="The file or folder to read.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    ) -> None:
        context.database()
        with (
            showing() as progress,
            context.writing(reason=f"crm import {kind.name} {path}") as (session, _viewer),
        ):
            report = kind.bring(session, path, progress)
            if dry_run:
                session.rollback()
                report.batch, report.dry_run = None, True
        tell(report, as_json)

    return command


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


def tell(report: ImportReport, as_json: bool) -> None:
    """Print what an import did: as JSON to standard output, or as a table; problems go to standard error."""
    if as_json:
        context.print_json(report.summary())
    else:
        did = "Would be" if report.dry_run else f"Import {report.batch}:"
        context.print_table(
            f"{did} created, updated, the same",
            ("Created", "Updated", "Same", "Problems"),
            [(report.created, report.updated, report.same, len(report.problems) + report.more_problems)],
        )
    for problem in report.problems[:_SHOWN]:
        context.notes.print(f"{problem.where}: {problem.what} {problem.hint}")
    beyond = len(report.problems) + report.more_problems - _SHOWN
    if beyond > 0:
        context.notes.print(f"... and {beyond} more: --json lists them.")
    if report.waiting:
        number = report.waiting
        context.notes.print(
            f"{'1 name waits' if number == 1 else f'{number} names wait'} for somebody to say who is meant: see the "
            "page Import, under Names."
        )
    if report.merge_proposals:
        number = report.merge_proposals
        what = "1 pair of records may be one person" if number == 1 else f"{number} pairs of records may be one person"
        context.notes.print(f"{what}; nothing was merged.")
