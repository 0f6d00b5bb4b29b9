"""``crm fetch``: data from elsewhere, for those who have a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from crm.cli import context
from crm.config import data_home
from crm.importers.openstates.fetch import BASE_URL, fetch_state


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    fetch = typer.Typer(help="Download data; nothing is fetched unless you ask.", no_args_is_help=True)
    fetch.callback()(_group)
    fetch.command("openstates")(openstates)
    app.add_typer(fetch, name="fetch")


def _group() -> None:
    """Keeps a group with one command a group."""


def openstates(
    state: Annotated[str, typer.Argument(help="Postal abbreviation, such as ny.")],
    into: Annotated[Path | None, typer.Option(help="Folder for the download; default: in your data folder.")] = None,
    base_url: Annotated[
        str, typer.Option(envvar="CRM_OPENSTATES_URL", help="Where the archive of people files is.")
    ] = BASE_URL,
    timeout: Annotated[float, typer.Option(min=0.01, help="Seconds to wait for the server's next word.")] = 30.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the folder as JSON.")] = False,
) -> None:
    """Download a state's people files from Open States (public domain, CC0), to be imported next."""
    with Progress(
        TextColumn("Downloading"),
        BarColumn(),
        DownloadColumn(),
        console=context.notes,
        transient=True,
        disable=not context.notes.is_terminal,
    ) as progress:
        task = progress.add_task("Downloading", total=None)
        folder = fetch_state(
            state,
            into or data_home() / "openstates",
            base_url=base_url,
            timeout=timeout,
            on_bytes=lambda done, total: progress.update(task, completed=done, total=total),
        )
    if as_json:
        context.print_json({"folder": str(folder)})
    context.notes.print(f"Downloaded to {folder}. Next: crm import openstates {folder}")
