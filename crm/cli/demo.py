"""``crm demo``: the examples, in a database of their own, served."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.cli import context, serve


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("demo")(demo)


def demo(
    load_only: Annotated[bool, typer.Option("--load-only", help="Load the examples, and serve nothing.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Load a real campaign's story and an invented state to practise in, and serve them. Loading twice changes nothing.

    Prints a link that signs you in once.
    """
    # Only this command needs the examples; reading them takes longer than most commands take.
    from seeds.load import EXAMPLES, require_example  # noqa: PLC0415

    database = context.database(any_version=True)
    database.upgrade()
    require_example(database)
    for words, load in EXAMPLES:
        with context.notes.status(f"Loading {words}."):
            load(database)
        context.notes.print(f"On file: {words}.")
    if not load_only:
        serve.run(database, serve.HERE, port)
