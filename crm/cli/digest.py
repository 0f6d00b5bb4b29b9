"""``crm digest``: the daily e-mail, sent by a timer."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

import typer

from crm import clock
from crm.cli import context
from crm.cli.groups import group
from crm.digest.sending import Sent, State, send_due
from crm.errors import InvalidInput
from crm.mail import mail_server

_SAID = {State.SENT: "sent", State.NOTHING: "nothing to say", State.FAILED: "failed"}


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = group(app, "digest", "The daily e-mail.")
    topic.command("send")(send)


def send(
    now: Annotated[
        str | None,
        typer.Option(
            metavar="ISO", help="As if it were this instant (2026-06-08T07:00), to see what would go out then."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Send the daily e-mail to everybody whose hour has come and who has not had today's. Meant for cron or a timer.

    Exit code 0 only when all of it went well; what failed is tried again at the next run.
    """
    server = mail_server()
    database = context.database()
    with clock.held_at(_instant(now)) if now else nullcontext():
        done = send_due(database.read, database.write, server)
    if as_json:
        context.print_json({"mails": done})
    else:
        _tell(done)
    for each in done:
        if each.state is State.FAILED:
            context.notes.print(context.plain(f"{each.email}: {each.message} {each.hint}"))
    if any(each.state is State.FAILED for each in done):
        raise typer.Exit(2)


def _tell(done: tuple[Sent, ...]) -> None:
    if not done:
        context.notes.print("Nobody's hour has come, or all have had today's mail.")
        return
    context.print_table("Daily e-mail", ("To", "How it went"), [(each.email, _SAID[each.state]) for each in done])


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"“{text}” is no instant.", hint="Write it as 2026-06-08T07:00.", field="now") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=clock.zone())
