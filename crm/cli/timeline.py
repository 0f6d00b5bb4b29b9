"""``crm timeline``: how one person's position on a measure came about."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm.bills.queries import find_measure
from crm.cli import context
from crm.cli.whip import JsonOption, KnownOption, SaidOption, as_of, evidence_json
from crm.people.queries import find_person
from crm.positions import queries as ledger


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("timeline")(timeline)


def timeline(
    person: Annotated[str, typer.Argument(help="A name or short name: antonio-delgado, “Lt. Gov. Delgado”.")],
    measure: Annotated[str, typer.Option(help="The measure's short name.")],
    said: SaidOption = None,
    known: KnownOption = None,
    json: JsonOption = False,
) -> None:
    """List every entry on record of one person on one measure, oldest first, with its evidence."""
    question = as_of(said, known)
    with context.reading() as (session, viewer):
        who = find_person(session, person)
        what = find_measure(session, measure)
        entries = ledger.timeline(session, viewer, who.id, what.id, question)
        title = f"{who.name} on the {what.name}"
        slugs = {"person": who.slug, "measure": what.slug}
    if json:
        context.print_json({**slugs, "entries": [_entry(entry) for entry in entries]})
        return
    rows = [
        (
            entry.said,
            entry.stance.label if entry.stance else "(retracted)",
            "hard" if entry.hard else "",
            entry.words or entry.reason_given,
            entry.condition,
            "; ".join(filter(None, (line.title or line.outlet or line.kind.value for line in entry.evidence))),
            f"{entry.recorded_at:%Y-%m-%d}",
            "" if entry.stands else "no longer counts",
        )
        for entry in entries
    ]
    context.print_table(title, ("Said", "Stance", "", "Words", "Condition", "From", "Learned", ""), rows)


def _entry(entry: ledger.Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "stance": entry.stance,
        "hard": entry.hard,
        "condition": entry.condition,
        "words": entry.words,
        "said": entry.said,
        "said_earliest": entry.said_earliest,
        "said_latest": entry.said_latest,
        "learned_on": entry.learned_on,
        "recorded_at": entry.recorded_at,
        "ask": entry.ask_id,
        "capacity": entry.capacity,
        "corrects": entry.corrects,
        "corrected_by": entry.corrected_by,
        "retracted": entry.retracted,
        "overruled": entry.overruled,
        "reason": entry.reason_given,
        "visibility": entry.visibility,
        "evidence": evidence_json(entry.evidence),
    }
