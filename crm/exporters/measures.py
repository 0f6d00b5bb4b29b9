"""Measures, and of one of them its bills, the names on these, and who voted how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from crm.bills.lines import BillLine
from crm.bills.listed import ListedMeasure, MeasureFilters, MeasureOrder, measure_list
from crm.bills.queries import find_measure, measure_page
from crm.campaigns.about import MeasureCampaign, campaigns_about, measures_of
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.tables import Column, Table, Value, columns

FILTERS: Final = (
    Filter("q", "Words of the name or the summary, or a bill's number."),
    Filter("place", "Only this government, by short name."),
    Filter("campaign", "Only the measures of this campaign, by short name; any: those with a campaign of their own."),
    Filter("sort", "In order of name, government or step; with - before it the other way round."),
    *TIMES,
)
OF_ONE: Final = (Filter("measure", "The measure, by short name.", required=True), *TIMES)
_MEASURES: Final = columns(
    *("measure: Short name", "name: Name", "summary: Summary", "government: Government", "reached: How far"),
    *("turn: Turn", "last_step: Last step", "last_step_on: When", "bills: Bills now", "prime: Prime sponsors"),
    *("names: Names on the bills", "campaigns: Campaigns", "watched_by: Watched by", "invented: Invented"),
    numbers="names",
)
_BILLS: Final = columns(
    *("bill: Bill", "printed: Newest print", "session: Session", "chamber: Chamber", "carries: Carries"),
    *("part: Part", "title: Title", "introduced_on: Introduced", "status: Status", "names: Names on it"),
    *("left: Names taken off", "same_as: Same as", "prints: Prints", "source: Source"),
    numbers="names left",
    dates="introduced_on",
)
_SPONSORS: Final = columns(
    *("bill: Bill", "session: Session", "chamber: Chamber", "person: Short name", "name: Name", "kind: Kind"),
    *("joined: Joined", "withdrawn: Taken off", "first_seen_at: First seen", "source: Source"),
    instants="first_seen_at",
)
_ROLL_CALLS: Final = columns(
    *("roll_call: Roll call", "bill: Bill", "session: Session", "stage: Stage", "body: Body", "motion: Motion"),
    *("held_on: Held", "ayes: Ayes", "nays: Nays", "passed: Passed", "print: Print", "source: Source"),
    numbers="roll_call ayes nays",
    dates="held_on",
)
_VOTES: Final = columns(
    *("roll_call: Roll call", "bill: Bill", "session: Session", "stage: Stage", "body: Body", "held_on: Held"),
    *("person: Short name", "name: Name", "vote: Vote"),
    numbers="roll_call",
    dates="held_on",
)


def measures_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The measures the page lists. Raises InvalidInput for an order it has not, NotFound for an unknown campaign."""
    as_of = asked.as_of
    about = campaigns_about(session)
    order, descending = asked.order
    if order and order not in set(MeasureOrder):
        raise InvalidInput(f"“{order}” is no order.", hint=f"Use one of: {', '.join(MeasureOrder)}.", field="sort")
    found = measure_list(
        session,
        viewer,
        MeasureFilters(asked.text("q"), asked.text("place") or None, measures_of(asked.text("campaign"), about)),
        as_of,
        order=MeasureOrder(order or MeasureOrder.NAME),
        descending=descending,
        size=None,
    )
    rows = (_measure(row, about.get(row.id, ())) for row in found.rows)
    return Table("measures", "Measures", as_of.said, _MEASURES, rows, asked.given)


def bills_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every bill that carries the measure or a part of it, and its rivals. Raises NotFound."""
    return _of_one(session, viewer, asked, "bills", "Bills", _BILLS)


def sponsors_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every name on a bill of the measure, those that were taken off among them. Raises NotFound."""
    return _of_one(session, viewer, asked, "sponsors", "Sponsors", _SPONSORS)


def roll_calls_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every roll call on a bill of the measure, with its totals. Raises NotFound."""
    return _of_one(session, viewer, asked, "roll-calls", "Roll calls", _ROLL_CALLS)


def votes_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """Every vote by name on a bill of the measure. Raises NotFound."""
    return _of_one(session, viewer, asked, "votes", "Votes", _VOTES)


def _of_one(session: Session, viewer: Viewer, asked: Asked, name: str, title: str, heads: tuple[Column, ...]) -> Table:
    as_of = asked.as_of
    measure = find_measure(session, asked.text("measure"))
    bills = measure_page(session, viewer, measure.id, as_of).bills
    rows = (row for bill in bills for row in _ROWS[name](bill))
    return Table(f"{name}-{measure.slug}", title, as_of.said, heads, rows, asked.given)


def _measure(row: ListedMeasure, about: tuple[MeasureCampaign, ...]) -> tuple[Value, ...]:
    last, turn = row.progress.last, row.progress.turn
    return (
        row.slug,
        row.name,
        row.summary,
        row.jurisdiction,
        row.progress.reached.value,
        turn.kind.value if turn else None,
        last.words if last else None,
        last.happened if last else None,
        tuple(bill.printed for bill in row.bills),
        tuple(name for bill in row.bills for name in bill.prime),
        sum(bill.sponsors for bill in row.bills),
        tuple(each.slug for each in about if not each.watches),
        tuple(each.slug for each in about if each.watches),
        row.is_invented,
    )


def _bills(bill: BillLine) -> Iterator[tuple[Value, ...]]:
    yield (
        bill.number,
        bill.printed,
        bill.session,
        bill.chamber,
        bill.carries.value,
        bill.part,
        bill.title,
        bill.introduced_on,
        bill.status,
        len(bill.names),
        len(bill.sponsors) - len(bill.names),
        tuple(link.number for link in bill.links if link.kind.value == "same_as"),
        tuple(each.letter or "first" for each in bill.prints),
        bill.source,
    )


def _sponsors(bill: BillLine) -> Iterator[tuple[Value, ...]]:
    for each in bill.sponsors:
        yield (
            bill.number,
            bill.session,
            bill.chamber,
            each.person_slug,
            each.name,
            each.kind.value,
            each.joined,
            each.withdrawn,
            each.first_seen_at,
            each.source,
        )


def _roll_calls(bill: BillLine) -> Iterator[tuple[Value, ...]]:
    for call in bill.roll_calls:
        passed = None if call.passed is None else "yes" if call.passed else "no"
        where = (call.id, bill.number, bill.session, call.stage.value, call.body, call.motion, call.held_on)
        yield (*where, call.ayes, call.nays, passed, call.print_letter, call.source)


def _votes(bill: BillLine) -> Iterator[tuple[Value, ...]]:
    for call in bill.roll_calls:
        for vote in call.votes:
            where = (call.id, bill.number, bill.session, call.stage.value, call.body, call.held_on)
            yield (*where, vote.person_slug, vote.name, vote.code.value)


_ROWS: Final = {"bills": _bills, "sponsors": _sponsors, "roll-calls": _roll_calls, "votes": _votes}
