"""Call lists: the sheet of a day, the lists that were kept, and one of them as it stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.effort import read_choices
from crm.calling.queries import KeptList, TargetLine, call_list, call_lists
from crm.calling.sheet import CallRow, CallSheet, call_sheet
from crm.campaigns.queries import campaigns
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.tables import Table, Value, columns, phone_text
from crm.jurisdictions.models import ChamberKind
from crm.names import slugify
from crm.people.phones import Phone

USUAL: Final = 25
"""Calls on a sheet unless another number is asked for."""
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
ALL: Final = "all"
MOST_LISTS: Final = 100_000
SHEET_FILTERS: Final = (
    Filter("campaign", "The campaign, by short name; else your first one that still runs."),
    Filter("deadline", "The day to work towards (YYYY-MM-DD); else the next adjournment."),
    Filter("chamber", "Only one chamber: upper, lower or unicameral."),
    Filter("limit", f"No more calls than this, or all; else {USUAL}, or as many as there is time for."),
    Filter("goal", "Calls that add most to: win (the chance of winning) or votes; or stance for the plain ranking."),
    Filter("hours", "Hours of each caller."),
    Filter("callers", "How many call; 1 unless you say otherwise."),
    *TIMES,
)
KEPT_FILTERS: Final = (Filter("list", "The number of the list, as in its page's address.", required=True),)
_SHEET: Final = columns(
    *("rank: Rank", "person: Short name", "name: Name", "office: Office", "party: Party", "chamber: Chamber"),
    *("phone: Phone", "phone_office: Which phone", "stance: Stance", "hard: Hard", "ask: Ask", "before: Call before"),
    *("last_contact: Last contact", "last_outcome: How it went", "tier: Tier", "gain: Adds", "minutes: Minutes"),
    *("best_by: Best called by", "lost_without: Lost without it", "reasons: Reasons"),
    numbers="rank gain minutes",
    dates="before last_contact",
)
_KEPT: Final = columns(
    *("rank: Rank", "person: Short name", "name: Name", "office: Office", "phone: Phone", "phone_office: Which phone"),
    *("stance: Stance", "hard: Hard", "ask: Ask", "state: State", "called_on: Called on", "outcome: How it went"),
    *("taken_by: Taken by", "tier: Tier", "gain: Adds", "best_by: Best called by"),
    *("reasons: Reasons",),
    numbers="rank gain",
    dates="called_on",
)
_LISTS: Final = columns(
    *("id: Number", "name: Name", "campaign: Campaign", "deadline_on: Before", "organization: Organization"),
    *("visibility: Seen by", "built_at: Drawn up", "built_by: By", "closed_at: Closed", "total: Officials"),
    *("tried: Tried", "reached: Reached"),
    numbers="id total tried reached",
    dates="deadline_on",
    instants="built_at closed_at",
)


def sheet_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The calls to make, most useful first, as the page draws them up. Raises InvalidInput and NotFound as it does."""
    choices = read_choices(asked.text("goal"), asked.text("hours"), asked.text("callers"))
    open_end = asked.text("limit") == ALL or (not asked.text("limit") and asked.text("hours"))
    limit = None if open_end else asked.number("limit")
    sheet = call_sheet(
        session,
        viewer,
        asked.text("campaign") or _first(session, viewer),
        asked.as_of,
        deadline=asked.day("deadline"),
        chamber=asked.word(ChamberKind, "chamber"),
        limit=USUAL if limit is None and not open_end else limit,
        choices=choices,
    )
    return sheet_as_table(sheet, asked.given)


def sheet_as_table(sheet: CallSheet, asked: Mapping[str, str] = _NOTHING) -> Table:
    """A sheet that was drawn up, as a table."""
    name = f"calls-{sheet.campaign.slug}-before-{sheet.horizon.day.isoformat()}"
    return Table(name, "Calls", sheet.horizon.today, _SHEET, _sheet(sheet), asked)


def kept_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """One list that was kept. Raises NotFound outside of what the viewer may see."""
    found = call_list(session, viewer, asked.number("list") or 0)
    name = f"calls-{found.line.id}-{slugify(found.line.name)}"[:80]
    return Table(name, "Calls", clock.today(), _KEPT, _kept(found), asked.given)


def lists_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The lists that were kept, as far as the viewer may see them, open ones first."""
    rows = [
        (
            each.id,
            each.name,
            each.campaign,
            each.deadline_on,
            each.organization,
            each.visibility.value,
            each.built_at,
            each.built_by,
            each.closed_at,
            each.total,
            each.tried,
            each.reached,
        )
        for each in call_lists(session, viewer, size=MOST_LISTS)
    ]
    return Table("call-lists", "Call lists", clock.today(), _LISTS, rows, asked.given)


def _first(session: Session, viewer: Viewer) -> str:
    known = campaigns(session, viewer)
    running = [line for line in known if line.ended_on is None or line.ended_on >= clock.today()]
    if not known:
        raise InvalidInput("There is no campaign to call for yet.", hint="Look around in an example: crm demo")
    return (running or known)[0].slug


def _sheet(sheet: CallSheet) -> Iterator[tuple[Value, ...]]:
    for row in sheet.rows:
        who, last = row.candidate, row.last
        yield (
            row.rank,
            who.slug,
            who.name,
            who.office,
            who.party,
            who.chamber_name,
            *_phone(row.phone),
            row.stance.value,
            _is_hard(row),
            row.asked.ask.words if row.asked.ask else None,
            row.before,
            last.day if last else None,
            last.outcome.value if last and last.outcome else None,
            *_planned(row),
            tuple(row.worth.reasons),
        )


def _kept(found: KeptList) -> Iterator[tuple[Value, ...]]:
    for each in found.targets:
        yield (
            each.rank,
            each.slug,
            each.name,
            each.office,
            *_phone(each.phone),
            each.stance.stance.value if each.stance else "unknown",
            bool(each.stance and each.stance.hard),
            each.ask,
            _state(each),
            each.done.day if each.done else None,
            each.done.outcome.value if each.done and each.done.outcome else None,
            each.taken_by,
            each.tier.value if each.tier else None,
            each.gain,
            each.by.who if each.by else None,
            each.reasons,
        )


def _state(each: TargetLine) -> str:
    if each.done is not None:
        return "reached" if each.done.reached else "tried"
    return "set aside" if each.set_aside else "waiting"


def _phone(phone: Phone | None) -> tuple[str | None, str | None]:
    return (phone_text(phone.number), phone.office) if phone else (None, None)


def _planned(row: CallRow) -> tuple[Value, ...]:
    made = row.planned
    if made is None:
        return (None, None, None, None, None)
    return (made.tier.value, made.gain, made.minutes, made.by.who if made.by else None, made.lost_without)


def _is_hard(row: CallRow) -> bool:
    return bool(row.candidate.standing and row.candidate.standing.hard)
