"""The campaign: who takes part, what is asked of whom, what stands in the way, what a caller says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.campaigns import gates, service
from crm.campaigns.models import AskKind, GateKind, GateState, PointKind, ThresholdKind
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.cast import Cast
from seeds.training.coalition import lead_of
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, SOURCE, Row, read, sourced

FILE = "campaign"
EARLY = 8 * 60 + 2
"""Between the organizations, which are there at eight, and their users, whose rights come with the campaign."""
OFFICE = 9 * 60


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """The campaign at its beginning; each organization, ask, gate and threshold from its own day on."""
    campaign = read(FILE)
    yield Step(days.at(campaign["campaign"]["day"], EARLY), _campaign)
    for row in read("coalition")["organization"]:
        yield Step(days.at(row["joined"], EARLY + 1), partial(_takes_part, row=row))
    for row in campaign["ask"]:
        yield Step(days.at(row["day"], OFFICE), partial(_ask, row=row, cast=cast))
    for row in campaign["gate"]:
        moves = row.get("moves") or [{"state": "ahead", "day": -508}]
        yield Step(days.at(moves[0]["day"], 18 * 60 + 30), partial(_gate, row=row, first=moves[0]))
        for moved in moves[1:]:
            yield Step(days.at(moved["day"], 18 * 60 + 30), partial(_move_gate, row=row, moved=moved))
    for row in campaign["threshold"]:
        yield Step(days.at(row["day"], OFFICE), partial(_threshold, row=row))
    for row in campaign["point"]:
        yield Step(days.at(-500, OFFICE), partial(_point, row=row))


def _campaign(book: Book) -> None:
    row = read(FILE)["campaign"]
    there = service.ensure_campaign(
        book.session,
        book.viewer,
        row["name"],
        book.get("measure", row["measure"]),
        row["goal"],
        slug=CAMPAIGN,
        lead_organization_id=book.get("organization", row["lead"]),
        started_on=book.days.day(row["day"]),
        is_invented=True,
    )
    book.put("campaign", CAMPAIGN, there.id)
    for measure in row["watches"]:
        service.watch_measure(book.session, book.viewer, there.id, book.get("measure", measure))


def _takes_part(book: Book, row: Row) -> None:
    organization_id = book.get("organization", row["key"])
    campaign_id = book.get("campaign", CAMPAIGN)
    service.add_organization(book.session, book.viewer, campaign_id, organization_id, agreement=row["agreement"])


def _ask(book: Book, row: Row, cast: Cast) -> None:
    """Something asked of a whole chamber, or of whoever holds an office and of the members of a committee."""
    named = "office" in row
    there = service.ensure_ask(
        book.session,
        book.viewer,
        book.get("campaign", CAMPAIGN),
        AskKind(row["kind"]),
        row["words"],
        bill_id=book.find("bill", row.get("bill")),
        chamber_id=book.find("chamber", row.get("chamber")),
        opened_on=book.days.day(row["day"]),
        closed_on=book.day(row.get("closed")),
    )
    book.put("ask", row["key"], there.id)
    if named:
        office_id = book.get("office", row["office"])
        service.add_target(book.session, book.viewer, there.id, office_id=office_id, reason=row["reason"])
    for key in cast.committees[row["committee"]][1:] if "committee" in row else ():
        reason = f"Sits on {row['committee'].split('/')[1]}, which has the bill."
        person_id = book.get("person", key)
        service.add_target(book.session, book.viewer, there.id, person_id=person_id, reason=reason)


def _gate(book: Book, row: Row, first: Row) -> None:
    state = GateState(first["state"])
    there = gates.ensure_gate(
        book.session,
        book.viewer,
        book.get("campaign", CAMPAIGN),
        row["place"],
        GateKind(row["kind"]),
        row["name"],
        chamber_id=book.find("chamber", row.get("chamber")),
        office_id=book.find("office", row.get("office")),
        committee_id=book.find("committee", row.get("committee")),
        state=state,
        state_since=book.days.day(first["day"]) if state is not GateState.AHEAD else None,
        source=SOURCE,
    )
    book.put("gate", _gate_key(row), there.id)


def _move_gate(book: Book, row: Row, moved: Row) -> None:
    gate_id, since = book.get("gate", _gate_key(row)), book.days.day(moved["day"])
    gates.move_gate(book.session, book.viewer, gate_id, GateState(moved["state"]), since, SOURCE)


def _gate_key(row: Row) -> str:
    return f"{row.get('chamber')}/{row['place']}"


def _threshold(book: Book, row: Row) -> None:
    service.set_threshold(
        book.session,
        book.acting(lead_of(read(FILE)["campaign"]["lead"])),
        book.get("campaign", CAMPAIGN),
        book.get("chamber", row["chamber"]),
        ThresholdKind(row["kind"]),
        row["votes"],
        row["reason"],
    )


def _point(book: Book, row: Row) -> None:
    service.add_talking_point(
        book.session,
        book.viewer,
        book.get("campaign", CAMPAIGN),
        PointKind(row["kind"]),
        row["heading"],
        row["body"],
        stance=row.get("stance"),
        place=row["place"],
        source=sourced(row),
    )
