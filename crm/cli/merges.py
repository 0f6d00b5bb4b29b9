"""``crm merges``: records that may be one person, and what a person decides about them."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.cli import context
from crm.cli.whip import JsonOption
from crm.errors import InvalidInput
from crm.people.merging import decide_merge, open_proposals
from crm.people.models import MergeState


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = typer.Typer(help="Records that may be one person; nothing is merged by name alone.", no_args_is_help=True)
    topic.command("list")(waiting)
    topic.command("decide")(decide)
    app.add_typer(topic, name="merges")


def waiting(json: JsonOption = False) -> None:
    """Every pair that waits for a decision, with the reason why it was proposed."""
    with context.reading() as (session, _viewer):
        found = open_proposals(session)
    if json:
        context.print_json({"proposals": found})
        return
    rows = [(each.id, f"{each.person} ({each.person_slug})", f"{each.other} ({each.other_slug})", each.reason)
            for each in found]  # fmt: skip
    context.print_table("May be one person", ("Number", "One record", "The other", "Why"), rows)


def decide(
    proposal: Annotated[int, typer.Argument(help="The number of the pair: crm merges list.")],
    decision: Annotated[str, typer.Argument(help="same or different.")],
) -> None:
    """Say whether two records are the same person; the same become one, with all that either knew."""
    words = {MergeState.SAME.value: MergeState.SAME, MergeState.DIFFERENT.value: MergeState.DIFFERENT}
    if decision not in words:
        raise InvalidInput(f"“{decision}” is no answer.", hint="Say same or different.", field="decision")
    with context.writing(reason=f"crm merges decide {proposal} {decision}") as (session, viewer):
        decide_merge(session, viewer, proposal, words[decision])
    context.notes.print("They are one record now." if decision == "same" else "They stay two records.")
