"""``crm import`` and ``crm imports``: what comes in from elsewhere, and the list of what came in."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.cli import context
from crm.cli.import_report import tell
from crm.cli.import_sheet import import_sheet
from crm.cli.progress import showing
from crm.errors import NotFound
from crm.importers.batches import list_batches
from crm.importers.given import given
from crm.importers.kinds import KINDS, Kind
from crm.importers.one_import import one_import
from crm.importers.undo import undo_batch
from crm.importers.undo_words import noun

_SHOWN = 20
_WHAT = "The file or folder to read; for openleg and legiscan also an address (https://...)."


def register(app: typer.Typer) -> None:
    """Add the commands of this topic: one for each kind of import."""
    bring = typer.Typer(help="Bring in data from elsewhere; twice is the same as once.", no_args_is_help=True)
    bring.callback()(_group)
    for kind in KINDS.values():
        bring.command(kind.name, help=kind.help)(_command(kind))
    bring.command("sheet")(import_sheet)
    app.add_typer(bring, name="import")
    imports = typer.Typer(help="What came in.", no_args_is_help=True)
    imports.callback()(_group)
    imports.command("list")(list_imports)
    imports.command("show")(show_import)
    imports.command("undo")(undo_import)
    app.add_typer(imports, name="imports")


def _group() -> None:
    """Keeps a group with one command a group."""


def _command(kind: Kind):  # type: ignore[no-untyped-def]
    def command(
        path: Annotated[str, typer.Argument(help=_WHAT)],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    ) -> None:
        context.database()
        # An address is fetched before the database is held: others go on writing meanwhile.
        with (
            showing() as progress,
            given(kind, path, progress) as brought,
            context.writing(reason=f"crm import {kind.name} {brought.source}") as (session, _viewer),
        ):
            report = brought.bring(session, progress)
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
        ("Number", "Kind", "From", "Started", "Created", "Updated", "Same", "Problems", "Undone"),
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
                row.undone_at.strftime("%Y-%m-%d %H:%M") if row.undone_at else "",
            )
            for row in batches
        ],
    )


def show_import(
    number: Annotated[int | None, typer.Argument(help="The number of the import; the newest if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """One import: from where, by whom, what it wrote, what it could not use."""
    with context.reading() as (session, _viewer):
        try:
            found = one_import(session, number)
        except NotFound as missing:
            if number is not None:
                raise
            # An empty list is an answer.
            context.notes.print(missing.message)
            if as_json:
                context.print_json({"import": None})
            return
    if as_json:
        context.print_json({"import": found})
        return
    by = f" by {found.by}" if found.by else ""
    lines = [f"{found.kind} from {found.source}", f"Started {found.started_at:%Y-%m-%d %H:%M}{by}."]
    if found.undone_at:
        lines.append(f"Undone {found.undone_at:%Y-%m-%d %H:%M}{f' by {found.undone_by}' if found.undone_by else ''}.")
    rows = [("created", table, number) for table, number in found.created_rows]
    rows += [("changed", table, number) for table, number in found.changed_rows]
    for line in lines:
        context.notes.print(context.plain(line))
    context.print_table(
        f"Import {found.id}", ("Was", "What", "Rows"), [(was, noun(table, 2), number) for was, table, number in rows]
    )
    for problem in found.summary.get("problems", ())[:_SHOWN]:
        context.notes.print(context.plain(f"{problem['where']}: {problem['what']} {problem['hint']}"))


def undo_import(
    number: Annotated[int, typer.Argument(help="The number of the import: crm imports list.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Take an import back: what it created goes unless something hangs on it, what it changed is what was before."""
    with context.writing(reason=f"crm imports undo {number}") as (session, viewer):
        report = undo_batch(session, viewer, number)
        if dry_run:
            session.rollback()
    if as_json:
        context.print_json({**report.summary(), "dry_run": dry_run})
        return
    context.notes.print(f"Import {number} {'would be' if dry_run else 'is'} undone.")
    for sentence in report.sentences:
        context.notes.print(context.plain(sentence))
