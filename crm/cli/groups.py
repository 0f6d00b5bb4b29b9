"""Groups of commands that several topics add to."""

from __future__ import annotations

import typer


def group(app: typer.Typer, name: str, words: str) -> typer.Typer:
    """The group called ``name``: the one that another topic has made, or a new one, explained by ``words``."""
    for made in app.registered_groups:
        if made.name == name and made.typer_instance is not None:
            return made.typer_instance
    found = typer.Typer(help=words, no_args_is_help=True)
    found.callback()(_keeps_a_group)
    app.add_typer(found, name=name)
    return found


def _keeps_a_group() -> None:
    """Keeps a group with one command a group."""
