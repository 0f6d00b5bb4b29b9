"""``crm fetch``: data from elsewhere, for those who have a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from crm.cli import context
from crm.cli.progress import showing
from crm.config import data_home
from crm.errors import InvalidInput
from crm.importers.downloads import Downloads
from crm.importers.openleg import fetch as of_openleg
from crm.importers.openstates.fetch import BASE_URL, fetch_state
from crm.importers.openstates_bills import fetch as of_bills

Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what changed from this day on.")]
Into = Annotated[Path | None, typer.Option(help="Folder for the answers; default: in your data folder.")]
Timeout = Annotated[float, typer.Option(min=0.01, help="Seconds to wait for the server's next word.")]
Pace = Annotated[float, typer.Option(min=0.0, help="Seconds from one request to the next.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was fetched as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    fetch = typer.Typer(help="Download data; nothing is fetched unless you ask.", no_args_is_help=True)
    fetch.callback()(_group)
    fetch.command("openstates")(openstates)
    fetch.command("openleg")(openleg)
    fetch.command("openstates-bills")(openstates_bills)
    app.add_typer(fetch, name="fetch")


def _group() -> None:
    """Keeps a group with one command a group."""


def openstates(
    state: Annotated[str, typer.Argument(help="Postal abbreviation, such as ny.")],
    into: Annotated[Path | None, typer.Option(help="Folder for the download; default: in your data folder.")] = None,
    base_url: Annotated[
        str, typer.Option(envvar="CRM_OPENSTATES_URL", help="Where the archive of people files is.")
    ] = BASE_URL,
    timeout: Timeout = 30.0,
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


def openleg(
    bills: Annotated[list[str] | None, typer.Argument(help="Bills with their session, such as S2235-2025.")] = None,
    session: Annotated[int | None, typer.Option(help="All bills of this session: its first year.")] = None,
    since: Since = None,
    into: Into = None,
    base_url: Annotated[
        str, typer.Option(envvar="CRM_OPENLEG_URL", help="Where Open Legislation is.")
    ] = of_openleg.BASE_URL,
    pace: Pace = of_openleg.PACE,
    timeout: Timeout = 60.0,
    as_json: AsJson = False,
) -> None:
    """Download bills of New York from Open Legislation. The key is read from CRM_OPENLEG_KEY and kept nowhere."""
    if bool(bills) == (session is not None):
        raise InvalidInput(
            "Which bills?", hint="Name them (S2235-2025 A3506-2025), or give --session 2025; one of the two."
        )
    if since is not None and session is None:
        raise InvalidInput(
            "--since goes with --session.", hint="Leave it out: bills that are named are always asked for."
        )
    folder = into or data_home() / "openleg"
    base_url = base_url.rstrip("/")
    with of_openleg.fetcher(timeout=timeout, pace=pace) as asking, showing() as progress:
        downloads = Downloads(folder, asking)
        if session is not None:
            of_openleg.fetch_session(session, since.date() if since else None, downloads, base_url, progress)
        else:
            of_openleg.fetch_bills(bills or (), downloads, base_url, progress)
    _tell(folder, downloads, "openleg", as_json)


def openstates_bills(
    state: Annotated[str, typer.Argument(help="Postal abbreviation, such as ny.")],
    session: Annotated[str, typer.Option(help="The session as Open States names it, such as 2025-2026.")],
    since: Since = None,
    into: Into = None,
    base_url: Annotated[
        str, typer.Option(envvar="CRM_OPENSTATES_API", help="Where the API of Open States is.")
    ] = of_bills.BASE_URL,
    pace: Pace = of_bills.PACE,
    timeout: Timeout = 60.0,
    events: Annotated[bool, typer.Option(help="Also the events from today on.")] = True,
    as_json: AsJson = False,
) -> None:
    """Download a session's bills, votes and events from Open States. The key is read from CRM_OPENSTATES_KEY."""
    folder = into or data_home() / "openstates-bills" / state.strip().lower()
    with of_bills.fetcher(timeout=timeout, pace=pace) as asking, showing() as progress:
        downloads = Downloads(folder, asking)
        day = since.date() if since else None
        of_bills.fetch_state(state, session, day, downloads, base_url.rstrip("/"), progress, with_events=events)
    _tell(folder, downloads, "openstates-bills", as_json)


def _tell(folder: Path, downloads: Downloads, kind: str, as_json: bool) -> None:
    files: Sequence[Path] = downloads.files
    if as_json:
        context.print_json(
            {"folder": str(folder), "files": [file.name for file in files], "changed": downloads.changed}
        )
    number = "1 file" if len(files) == 1 else f"{len(files)} files"
    context.notes.print(
        f"{number} in {folder}, {downloads.changed} of them new or changed. Next: crm import {kind} {folder}"
    )
