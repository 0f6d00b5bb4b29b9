"""``crm refresh`` and ``crm sources``: public records that are asked for again, by a timer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from crm import clock
from crm.cli import context
from crm.cli.groups import group
from crm.cli.progress import showing
from crm.importers.refresh import sources as on_file
from crm.importers.refresh.results import State
from crm.importers.refresh.run import Refreshed
from crm.importers.refresh.run import refresh as run

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Number = Annotated[int, typer.Argument(help="The number of the source: crm sources list.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("refresh")(refresh)
    topic = group(app, "sources", "Public records that crm refresh asks for again.")
    topic.command("add")(add)
    topic.command("list")(list_sources)
    topic.command("remove")(remove)
    topic.command("on")(switch_on)
    topic.command("off")(switch_off)


def refresh(
    source: Annotated[int | None, typer.Option(help="Only the source with this number, due or not.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the sources that are due, once each, and bring in what is new. Meant for cron or a timer.

    Exit code 0 only when every source that was asked went well.
    """
    database = context.database()
    with showing() as progress:
        done = run(database.write, source_id=source, progress=progress)
    if as_json:
        context.print_json({"refreshed": [_summary(each) for each in done]})
    else:
        _tell(done)
    for each in done:
        if each.result.state is State.FAILED:
            context.notes.print(context.plain(f"{each.title}: {each.result.message} {each.result.hint}"))
        for problem in each.result.first:
            context.notes.print(context.plain(problem))
    if any(each.result.state is State.FAILED for each in done):
        raise typer.Exit(2)


def add(
    kind: Annotated[str, typer.Argument(help="What it is: a kind of import, such as openstates.")],
    location: Annotated[str, typer.Argument(help="A file or folder, or an https address; #folder inside an archive.")],
    every_hours: Annotated[int, typer.Option(help="Hours from one time to the next.")] = 24,
    as_json: JsonOption = False,
) -> None:
    """Add a source. Nothing is asked of it before the next crm refresh."""
    with context.writing(reason=f"crm sources add {kind}") as (session, viewer):
        added = on_file.add_source(session, viewer, kind, location, every_hours, at_the_server=True)
        number = added.id
    if as_json:
        context.print_json({"id": number, "kind": kind, "location": added.location, "every_hours": every_hours})
    context.notes.print(f"Source {number} is on file. To ask it now: crm refresh --source {number}")


def list_sources(as_json: JsonOption = False) -> None:
    """Every source: how often it is asked, how it went last, when it is due."""
    with context.reading() as (session, viewer):
        found = on_file.sources(session, viewer)
    if as_json:
        context.print_json({"sources": found})
        return
    rows = [
        (
            each.id,
            each.kind,
            each.location,
            f"{each.every_hours} h",
            "off" if not each.is_on else "running" if each.is_running else _day(each.next_at) or "now",
            each.last.said() if each.last else "never asked",
        )
        for each in found
    ]
    context.print_table("Sources", ("Number", "Kind", "From", "Every", "Due", "Last"), rows)


def remove(source: Number) -> None:
    """Forget a source. What came in from it stays."""
    with context.writing(reason=f"crm sources remove {source}") as (session, viewer):
        on_file.remove_source(session, viewer, source)
    context.notes.print(f"Source {source} is forgotten; what came in from it stays.")


def switch_on(source: Number) -> None:
    """Let a source be asked again; it is due at once."""
    _switch(source, on=True)


def switch_off(source: Number) -> None:
    """Leave a source alone until it is switched on."""
    _switch(source, on=False)


def _switch(source: int, *, on: bool) -> None:
    word = "on" if on else "off"
    with context.writing(reason=f"crm sources {word} {source}") as (session, viewer):
        on_file.switch_source(session, viewer, source, on=on)
    context.notes.print(f"Source {source} is {word}.")


def _tell(done: tuple[Refreshed, ...]) -> None:
    if not done:
        context.notes.print("No source is due. All of them: crm sources list")
        return
    rows = [(each.source, each.title, each.location, each.result.said(), _day(each.next_at)) for each in done]
    context.print_table("Refreshed", ("Number", "What", "From", "How it went", "Next"), rows)


def _summary(each: Refreshed) -> dict[str, object]:
    result = each.result
    return {
        "source": each.source,
        "kind": each.kind,
        "location": each.location,
        "state": result.state,
        "batch": each.batch,
        "created": result.created,
        "updated": result.updated,
        "same": result.same,
        "waiting": result.waiting,
        "problems": result.problems,
        "first_problems": list(result.first),
        "message": result.message,
        "hint": result.hint,
        "next_at": each.next_at,
    }


def _day(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""
