"""The ``crm`` command: its commands, and the one way in which errors reach the terminal."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable
from functools import cache
from typing import Annotated

import typer
from rich.markup import escape
from sqlalchemy.exc import DBAPIError

from crm.cli import context
from crm.errors import WhipcountError

# One module a topic; each has ``register(app)``.
TOPICS = (
    "db", "demo", "serve", "users", "imports", "archive", "export", "fetch", "refresh", "digest", "merges", "whip",
    "sponsors", "timeline", "call_list", "forecast", "log",
)  # fmt: skip

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
    debug: Annotated[
        bool, typer.Option("--debug", envvar="CRM_DEBUG", help="Where something fails, also show where in the code.")
    ] = False,
) -> None:
    context.choose_database(database)
    context.show_where(debug)


for _topic in TOPICS:
    importlib.import_module(f"crm.cli.{_topic}").register(app)


@cache
def _command() -> Callable[[], object]:
    """The command line as it is parsed; to make it takes longer than most commands."""
    return typer.main.get_command(app)


def main() -> None:
    """Run the command line.

    Exit code 0 only when all went well; 2, with one sentence, when input cannot be used; 1 when the fault is ours.
    """
    try:
        _command()()
    except WhipcountError as error:
        _stop(2, str(error))
    except DBAPIError as error:
        busy = "locked" in str(error.orig)
        hint = "Somebody else is writing; try again." if busy else "To see whether the database is whole: crm db check"
        _stop(2, f"The database refused this ({context.plain(error.orig)}). What was not finished is undone. {hint}")
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _stop(2, f"The system refused this: {error.strerror or error}{where}.")
    except Exception as error:
        hint = "Run the command again as crm --debug ... to see where, and report what you see."
        _stop(1, f"This is a fault of Whipcount, not yours: {type(error).__name__} ({context.plain(error)}). {hint}")
    finally:
        context.close()


def _stop(code: int, sentence: str) -> None:
    """Say why on standard error (with --debug also where) and leave."""
    if context.shows_where():
        traceback.print_exc()
    context.notes.print("[bold red]crm:[/] " + escape(context.plain(sentence)), markup=True)
    sys.exit(code)
