"""``crm db``: the tables, and copies of them."""

from __future__ import annotations

import typer

from crm import migrate
from crm.cli import context


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = typer.Typer(help="The database: upgrade it, check it.", no_args_is_help=True)
    topic.command("upgrade")(upgrade)
    topic.command("check")(check)
    app.add_typer(topic, name="db")


def upgrade() -> None:
    """Bring the tables to the newest version (creates them in an empty database)."""
    found = context.database(any_version=True)
    before = migrate.current(found.engine)
    found.upgrade()
    after = migrate.current(found.engine)
    context.notes.print(f"Database at version {after}" + ("." if before == after else f" (was {before or 'empty'})."))


def check() -> None:
    """Say whether the tables are at the newest version; exit code 2 if not."""
    context.database()
    context.notes.print("The database is at the newest version.")
