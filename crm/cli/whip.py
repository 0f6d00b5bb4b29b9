"""``crm whip`` and ``crm shifts``: the count of a measure, and what moved."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm import dates
from crm.bills.queries import find_measure
from crm.cli import context
from crm.errors import InvalidInput
from crm.jurisdictions.models import ChamberKind
from crm.positions import queries as ledger
from crm.positions.as_of import AsOf
from crm.whip.queries import ChamberBoard, board

SaidOption = Annotated[str | None, typer.Option("--said", metavar="DAY", help="Count what had been said by this day.")]
KnownOption = Annotated[str | None, typer.Option("--known", metavar="DAY", help="As far as it was known on this day.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("whip")(whip)
    app.command("shifts")(shifts)


def as_of(said: str | None, known: str | None) -> AsOf:
    """The question the two options ask. Raises InvalidInput for what is not a day."""
    return AsOf.of(
        None if said is None else dates.parse_day(said, field="said"),
        None if known is None else dates.parse_day(known, field="known"),
    )


def whip(
    measure: Annotated[str, typer.Argument(help="The measure's short name, such as new-york-for-all.")],
    chamber: Annotated[str | None, typer.Option(help="Only one chamber: upper, lower or unicameral.")] = None,
    said: SaidOption = None,
    known: KnownOption = None,
    json: JsonOption = False,
) -> None:
    """Count where the seats of each chamber stand on a measure."""
    question = as_of(said, known)
    kind = chamber_kind(chamber)
    with context.reading() as (session, viewer):
        found = find_measure(session, measure)
        chambers = board(session, viewer, found.id, question, kind)
        slug, name = found.slug, found.name
    if json:
        context.print_json(
            {
                "measure": slug,
                "said": question.said,
                "known": question.known,
                "chambers": [_chamber(chamber) for chamber in chambers],
            }
        )
        return
    rows = [
        (b.name, f"{b.count.soft} of {b.count.needed}", b.count.hard, b.count.short, *b.count.counts.values())
        for b in chambers
    ]
    columns = ("Chamber", "Have", "Hard", "Short", "Yes", "Leaning yes", "Undecided", "Leaning no", "No", "?", "Vacant")
    context.print_table(f"{name}, as said by {question.said}", columns, rows)


def shifts(
    measure: Annotated[str, typer.Argument(help="The measure's short name, such as new-york-for-all.")],
    since: Annotated[str, typer.Option(metavar="DAY", help="From this day on.")],
    said: SaidOption = None,
    known: KnownOption = None,
    json: JsonOption = False,
) -> None:
    """List who moved since a day, from where to where, and why."""
    question = as_of(said, known)
    day = dates.parse_day(since, field="since")
    with context.reading() as (session, viewer):
        found = find_measure(session, measure)
        moved = ledger.shifts(session, viewer, found.id, day, question)
        name = found.name
    if json:
        context.print_json({"shifts": [_shift(shift) for shift in moved]})
        return
    rows = [(s.name, s.before.label, s.after.label, s.said, s.reason.value, s.words) for s in moved]
    context.print_table(f"{name}: what moved since {day}", ("Who", "From", "To", "Said", "Why", "Words"), rows)


def chamber_kind(text: str | None) -> ChamberKind | None:
    """The chamber the option names; nothing where none is asked for. Raises InvalidInput for another word."""
    if text is None:
        return None
    try:
        return ChamberKind(text.strip().lower())
    except ValueError:
        kinds = ", ".join(ChamberKind)
        raise InvalidInput(f"“{text}” is not a chamber.", hint=f"Use one of: {kinds}.", field="chamber") from None


def _chamber(board: ChamberBoard) -> dict[str, Any]:
    count = board.count
    return {
        "jurisdiction": board.jurisdiction,
        "chamber": board.kind,
        "name": board.name,
        "seats": count.seats,
        "needed": count.needed,
        "hard": count.hard,
        "soft": count.soft,
        "short": count.short,
        "counts": {stance.value: number for stance, number in count.counts.items()},
        "hard_due": count.hard_due,
        "contested": count.contested,
    }


def _shift(shift: ledger.Shift) -> dict[str, Any]:
    return {
        "person": shift.person,
        "person_id": shift.person_id,
        "from": shift.before,
        "to": shift.after,
        "said": shift.said,
        "recorded_at": shift.recorded_at,
        "reason": shift.reason,
        "words": shift.words,
        "condition": shift.condition,
        "evidence": evidence_json(shift.evidence),
    }


def evidence_json(lines: tuple[ledger.EvidenceLine, ...]) -> list[dict[str, Any]]:
    """Evidence in the shape the command line prints."""
    return [
        {
            "kind": line.kind,
            "title": line.title,
            "outlet": line.outlet,
            "url": line.url,
            "published": line.published,
            "quote": line.quote,
            "witnesses": list(line.witnesses),
        }
        for line in lines
    ]
