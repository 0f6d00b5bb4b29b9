"""``crm merges``: records that may be one person, what a person decides about them, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from crm.cli import context
from crm.cli.whip import JsonOption
from crm.errors import InvalidInput
from crm.people.duplicates import likely_pairs, propose_likely
from crm.people.finding import find_person
from crm.people.merge_list import past_merges
from crm.people.merge_undo import undo_merge
from crm.people.merging import decide_merge, open_proposals
from crm.people.models import MergeState


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    topic = typer.Typer(help="Records that may be one person; nothing is merged by name alone.", no_args_is_help=True)
    topic.command("list")(waiting)
    topic.command("find")(find)
    topic.command("decide")(decide)
    topic.command("undo")(undo)
    app.add_typer(topic, name="merges")


def waiting(json: JsonOption = False) -> None:
    """Every pair that waits for a decision, with the reason why; how many more look alike; what was joined before."""
    with context.reading() as (session, _viewer):
        found, more, past = open_proposals(session), len(likely_pairs(session)), past_merges(session)
    if json:
        context.print_json({"proposals": found, "more": more, "merges": past})
        return
    rows = [(each.id, f"{each.person} ({each.person_slug})", f"{each.other} ({each.other_slug})", each.reason)
            for each in found]  # fmt: skip
    context.print_table("May be one person", ("Number", "One record", "The other", "Why"), rows)
    if past:
        joined = [
            (each.id, each.gone, f"{each.kept} ({each.kept_slug})", f"{each.merged_at:%Y-%m-%d}",
             f"{each.undone_at:%Y-%m-%d}" if each.undone_at else "")
            for each in past
        ]  # fmt: skip
        context.print_table("Joined before", ("Merge", "Record", "Into", "On", "Undone"), joined)
    if more:
        context.notes.print(f"{more} more {'pair looks' if more == 1 else 'pairs look'} alike: crm merges find.")


def find() -> None:
    """Look through everybody, and put every pair that looks like one person on the list; nothing is joined."""
    with context.writing(reason="crm merges find") as (session, _viewer):
        number = propose_likely(session)
    context.notes.print(f"{number} {'pair is' if number == 1 else 'pairs are'} new on the list: crm merges list.")


def decide(
    proposal: Annotated[int, typer.Argument(help="The number of the pair: crm merges list.")],
    decision: Annotated[str, typer.Argument(help="same or different.")],
    keep: Annotated[str | None, typer.Option("--keep", help="The slug of the record that stays.")] = None,
) -> None:
    """Say whether two records are the same person; the same become one, with all that either knew."""
    words = {MergeState.SAME.value: MergeState.SAME, MergeState.DIFFERENT.value: MergeState.DIFFERENT}
    if decision not in words:
        raise InvalidInput(f"“{decision}” is no answer.", hint="Say same or different.", field="decision")
    with context.writing(reason=f"crm merges decide {proposal} {decision}") as (session, viewer):
        keep_id = find_person(session, keep).id if keep else None
        decide_merge(session, viewer, proposal, words[decision], keep_id=keep_id)
    context.notes.print("They are one record now." if decision == "same" else "They stay two records.")


def undo(
    merge: Annotated[int, typer.Argument(help="The number of the merge: crm merges list.")],
) -> None:
    """Take a merge apart: each record has again what was its own; what came since stays with the one that was kept."""
    with context.writing(reason=f"crm merges undo {merge}") as (session, viewer):
        undo_merge(session, viewer, merge)
    context.notes.print("They are two records again, and the pair waits for a decision.")
