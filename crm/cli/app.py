"""The ``crm`` command: its commands, and the one way in which errors reach the terminal."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from crm.cli import context
from crm.errors import WhipcountError

# One module a topic; each has ``register(app)``. Imported late, so that ``crm --help`` stays quick.
TOPICS = ("db", "demo", "serve", "users", "imports", "fetch", "whip", "timeline", "call_list", "log")

app = typer.Typer(
    name="crm",
    help="Whipcount: where every lawmaker stands, how that changed, how we know, and whom to call next.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _options(
    database: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL; default: CRM_DATABASE_URL, else a file in your data folder.")
    ] = None,
) -> None:
    context.choose_database(database)


for _topic in TOPICS:
    importlib.import_module(f"crm.cli.{_topic}").register(app)


def main() -> None:
    """Run the command line. Exit code 0 only when all went well; 2, with one sentence, when input cannot be used."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        app()
    except WhipcountError as error:
        console.print(f"[bold red]{'crm:'}[/] {_plain(error)}")
        sys.exit(2)
    except SQLAlchemyError as error:
        console.print("[bold red]crm:[/] The database refused this.", _plain(getattr(error, "orig", None) or error))
        sys.exit(2)
    finally:
        context.close()


def _plain(error: object) -> str:
    """One line of text, with nothing that the console would read as markup."""
    return " ".join(str(error).split()).replace("[", "\\[")
