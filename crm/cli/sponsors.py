"""``crm sponsors``, ``crm carriers`` and ``crm carry``: who is on the bills, and which bills carry a measure."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm.bills.find import find_bill, find_measure
from crm.bills.models import Carries
from crm.bills.proposed import carriers_on_file, proposed_carriers
from crm.cli import context
from crm.cli.whip import JsonOption, KnownOption, SaidOption, as_of, chamber_kind
from crm.errors import InvalidInput
from crm.positions.carrying import carry_measure
from crm.whip.sponsors import ChamberSponsors, sponsor_counts

MeasureArgument = Annotated[str, typer.Argument(help="The measure's short name, such as new-york-for-all.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this topic."""
    app.command("sponsors")(sponsors)
    app.command("carriers")(carriers)
    app.command("carry")(carry)


def sponsors(
    measure: MeasureArgument,
    chamber: Annotated[str | None, typer.Option(help="Only one chamber: upper, lower or unicameral.")] = None,
    said: SaidOption = None,
    known: KnownOption = None,
    json: JsonOption = False,
) -> None:
    """Count sponsors alone: the names the bills print, the seats these hold, and why the two differ."""
    question = as_of(said, known)
    kind = chamber_kind(chamber)
    with context.reading() as (session, _viewer):
        found = find_measure(session, measure)
        chambers = sponsor_counts(session, found.id, question, kind)
        slug, name = found.slug, found.name
    if json:
        context.print_json(
            {
                "measure": slug,
                "said": question.said,
                "known": question.known,
                "chambers": [_chamber(each) for each in chambers],
            }
        )
        return
    rows = [
        (each.name, ", ".join(each.bills), len(each.printed), each.nameless or "", each.seats_held, each.needed)
        for each in chambers
    ]
    columns = ("Chamber", "Bills", "Printed", "Without a name", "Seats held", "Needed")
    context.print_table(f"{name}: sponsors on {question.said}", columns, rows)
    for each in chambers:
        for told in (*each.differences, *each.changed_hands):
            context.notes.print(f"{each.name}: {context.plain(told.words)}")


def carriers(measure: MeasureArgument, json: JsonOption = False) -> None:
    """List the bills that carry a measure, and those that may: companions, and former and later selves."""
    with context.reading() as (session, _viewer):
        found = find_measure(session, measure)
        on_file, proposed = carriers_on_file(session, found.id), proposed_carriers(session, found.id)
        slug, name = found.slug, found.name
    if json:
        context.print_json({"measure": slug, "carriers": on_file, "proposed": proposed})
        return
    rows = [(each.number, each.session, each.chamber, each.carries.value, each.part) for each in on_file]
    context.print_table(f"{name}: carried by", ("Bill", "Session", "Chamber", "As", "Part"), rows)
    may = [(each.number, each.session, each.chamber, "; ".join(each.reasons)) for each in proposed]
    context.print_table("May carry it", ("Bill", "Session", "Chamber", "Why"), may)


def carry(
    measure: MeasureArgument,
    bill: Annotated[str, typer.Argument(help="The bill with its session, such as S2235-2025.")],
    as_: Annotated[str, typer.Option("--as", help="carrier, vehicle or rival.")] = Carries.CARRIER.value,
    part: Annotated[str | None, typer.Option(help="Which part of a vehicle carries it.")] = None,
    name: Annotated[str | None, typer.Option(help="Add the measure under this name if it is not on file.")] = None,
    json: JsonOption = False,
) -> None:
    """Say that a bill carries a measure; its sponsors and votes then count for it."""
    if as_ not in set(Carries):
        raise InvalidInput(f"“{as_}” is no way to carry.", hint=f"Use one of: {', '.join(Carries)}.", field="as")
    with context.writing(reason=f"crm carry {measure} {bill}") as (session, viewer):
        carried = carry_measure(session, viewer, measure, find_bill(session, bill), Carries(as_), part, new_name=name)
    if json:
        context.print_json(carried)
        return
    context.notes.print(
        f"{carried.bill} is a {as_} of {carried.measure}. In the ledger {carried.entered} entries are new, "
        f"{carried.corrected} corrected, {carried.retracted} retracted."
    )


def _chamber(each: ChamberSponsors) -> dict[str, Any]:
    return {
        "jurisdiction": each.jurisdiction,
        "chamber": each.chamber,
        "name": each.name,
        "seats": each.seats,
        "needed": each.needed,
        "bills": each.bills,
        "printed": len(each.printed),
        "nameless": each.nameless,
        "seats_held": each.seats_held,
        "names": [
            {"name": line.name, "person": line.person_slug, "kind": line.kind, "joined": line.joined}
            for line in each.printed
        ],
        "differences": each.differences,
        "changed_hands": each.changed_hands,
    }
