"""``crm db``: the tables, whether they are whole, and copies of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm import backup, health, migrate
from crm.cli import context
from crm.db import name_of


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = typer.Typer(help="The database: upgrade it, check it, back it up, put a backup back.", no_args_is_help=True)
    topic.command("upgrade")(upgrade)
    topic.command("check")(check)
    topic.command("backup")(back_up)
    topic.command("restore")(restore)
    app.add_typer(topic, name="db")


def upgrade() -> None:
    """Bring the tables to the newest version (creates them in an empty database)."""
    before, after = context.database(any_version=True).upgrade(), migrate.newest()
    context.notes.print(f"Database at version {after}" + ("." if before == after else f" (was {before or 'empty'})."))


def check(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say whether the database is at the newest version and whole; exit code 2 if not."""
    database = context.database()
    found = health.findings(database)
    if json:
        context.print_json(
            {
                "database": name_of(database.engine.url),
                "version": migrate.newest(),
                "whole": not found,
                "findings": found,
            }
        )
    for finding in found:
        context.notes.print(context.plain(finding))
    if found:
        context.notes.print("Put a backup back (crm db restore PATH --force), or ask for help with what is said above.")
        raise typer.Exit(2)
    context.notes.print("The database is at the newest version, and whole.")


def back_up(path: Annotated[Path, typer.Argument(help="The file to make; it must not be there yet.")]) -> None:
    """Copy the database into one file, while others go on working. Keep it safe: it holds everything."""
    size = backup.back_up(context.database(any_version=True), path)
    context.notes.print(f"Backed up to {path} ({size:,} bytes). To put it back: crm db restore {path}")


def restore(
    path: Annotated[Path, typer.Argument(help="A file made with crm db backup.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is there; it is kept beside the new one.")
    ] = False,
) -> None:
    """Put a backup in the database's place."""
    done = backup.restore(context.database(any_version=True), path, force=force)
    if done.kept is not None:
        context.notes.print(f"What was there before is kept in {done.kept}")
    context.notes.print(
        f"Restored from {path}, version {done.version}."
        + ("" if done.version == migrate.newest() else " Next: crm db upgrade")
    )
