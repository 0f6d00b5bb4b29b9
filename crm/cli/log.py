"""``crm log``: a contact with an official, logged from the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from crm.cli import context
from crm.cli.log_reading import Said, about, check, owed, walls
from crm.coalition.models import Visibility
from crm.outreach import queries
from crm.outreach.contact import NewContact, Official, Staff
from crm.outreach.models import Channel, Outcome, Part
from crm.outreach.service import log_contact
from crm.people.models import Person
from crm.people.queries import find_person


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("log")(log)


def log(
    person: Annotated[str, typer.Argument(help="A name or short name: antonio-delgado, “Lt. Gov. Delgado”.")],
    channel: Annotated[Channel, typer.Option(help="How contact was made.")] = Channel.CALL,
    outcome: Annotated[Outcome | None, typer.Option(help="How it went.")] = None,
    part: Annotated[Part, typer.Option(help="Their part in it: a letter they wrote is one they sent.")] = Part.TARGET,
    measure: Annotated[str | None, typer.Option(help="The measure that came up, by its short name.")] = None,
    ask: Annotated[
        str | None, typer.Option(help="What was asked: cosponsor, vote_yes, ... or the ask's number.")
    ] = None,
    stance: Annotated[
        str | None, typer.Option(help="Where they stand: yes, leaning_yes, undecided, leaning_no or no.")
    ] = None,
    words: Annotated[
        str | None, typer.Option("--words", "--answer", help="What they said, as exactly as you can.")
    ] = None,
    condition: Annotated[str | None, typer.Option(help="On what their support depends.")] = None,
    witness: Annotated[list[str] | None, typer.Option(help="Who heard it beside the user; once for each.")] = None,
    staff: Annotated[list[str] | None, typer.Option(help="Whom of their staff you spoke to; once for each.")] = None,
    notes: Annotated[str, typer.Option(help="Anything else worth keeping.")] = "",
    minutes: Annotated[int | None, typer.Option(help="How long it took.")] = None,
    when: Annotated[
        str | None, typer.Option(metavar="DATE", help="2025-06-14, 2025-06, ../2025-06; default: today.")
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            envvar="CRM_USER", help="For whom it is recorded, by e-mail; default: the only one, or the administrator."
        ),
    ] = None,
    organization: Annotated[str | None, typer.Option(help="For which of their organizations; its short name.")] = None,
    campaign: Annotated[str | None, typer.Option(help="In which campaign; default: their one for the measure.")] = None,
    visibility: Annotated[
        Visibility | None, typer.Option(help="Who may see it; default: coalition in a campaign, else private.")
    ] = None,
    follow_up: Annotated[list[str] | None, typer.Option(help="What is owed next; once for each.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="By when it is owed.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Log a contact with an official: what was done, what they said, what is owed. All of it, or nothing."""
    said = Said(measure, ask, stance, words, condition, tuple(witness or ()))
    new = NewContact(
        channel=channel,
        outcome=outcome,
        staff=tuple(Staff(printed_name=name) for name in staff or ()),
        follow_ups=owed(follow_up or [], due),
        visibility=visibility,
        happened=when,
        notes=notes,
        minutes=minutes,
    )
    check(said, when)
    with context.writing(reason="crm log") as (session, _):
        who = find_person(session, person)
        viewer, new = walls(session, new, user, organization, campaign)
        session.info["user_id"] = viewer.user_id
        new = about(session, viewer, new, who, said, campaign)
        new = replace(new, officials=(Official(who.id, part),))
        action = log_contact(session, viewer, new)
        line = queries.contact(session, viewer, action.id)
        assert line is not None
    if json:
        context.print_json(_printed(line, who))
    context.notes.print(_told(line, who))


def _printed(line: queries.ContactLine, who: Person) -> dict[str, Any]:
    topic = line.topics[0] if line.topics else None
    return {
        "action": line.id,
        "person": who.slug,
        "channel": line.channel,
        "outcome": line.outcome,
        "happened": line.happened,
        "measure": topic.measure_slug if topic else None,
        "position": topic.position_id if topic else None,
        "stance": topic.stance if topic else None,
        "organization": line.organization,
        "visibility": line.visibility,
        "recorded_by": line.recorded_by,
        "follow_ups": [
            {"id": owed.id, "what": owed.what, "due_on": owed.due_on, "owed_by": owed.owed_by}
            for owed in line.follow_ups
        ],
    }


def _told(line: queries.ContactLine, who: Person) -> str:
    seen = {
        Visibility.PRIVATE: f"seen by {line.organization} alone",
        Visibility.COALITION: "seen by the campaign's organizations",
        Visibility.PUBLIC: "seen by everybody",
    }[line.visibility]
    stance = line.topics[0].stance if line.topics else None
    on_record = f" On record: {stance.label}, {line.topics[0].measure}." if stance else ""
    owed = "".join(f" Owed{f' by {each.due_on}' if each.due_on else ''}: {each.what}." for each in line.follow_ups)
    whose = f" for {line.recorded_by}" if line.recorded_by else ""
    return context.plain(f"Logged contact {line.id} with {who.name} ({line.happened}){whose}, {seen}.{on_record}{owed}")
