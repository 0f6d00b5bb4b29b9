"""A call sheet: whom to call before a deadline, most useful first, each with the reasons, the phone and the ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.calling.asking import Asked
from crm.calling.candidates import Candidate, LeftOut, candidates, not_on_file
from crm.calling.horizon import Horizon, horizon
from crm.calling.priority import Case, Worth, worth
from crm.calling.resting import REST, call_back_day, why_it_rests
from crm.campaigns.models import AskKind
from crm.campaigns.queries import CampaignLine, campaign_line, campaigns
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.jurisdictions.calendar import current_deadlines
from crm.jurisdictions.models import ChamberKind
from crm.names import fold
from crm.outreach.outcomes import LABELS, REACHED_NOBODY
from crm.outreach.queries import Due, LastContact, OwedLine, Tie, follow_ups, last_contacts, ties, touched_by_allies
from crm.people.phones import Phone, best_phone, phones_of
from crm.positions.as_of import AsOf
from crm.positions.queries import standing
from crm.positions.stance import Stance
from crm.whip.queries import board


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to make. ``before`` is the last day on which it helps; ``sunk``: only when nothing else is left."""

    rank: int
    candidate: Candidate
    stance: Stance
    asked: Asked
    phone: Phone | None
    last: LastContact | None
    before: date
    worth: Worth


@dataclass(frozen=True, slots=True)
class Question:
    """What a sheet was drawn up for."""

    slug: str
    as_of: AsOf
    deadline: date | None
    chamber: ChamberKind | None
    limit: int | None


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The calls of a day. ``more`` were cut off by the limit; ``left_out`` are not called now, each with the reason.

    Ranks and reasons tell what the viewer knows for whom it was drawn up: to others it is drawn up again (``redrawn``).
    """

    question: Question
    campaign: CampaignLine
    horizon: Horizon
    rows: tuple[CallRow, ...]
    more: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read about all candidates at once."""

    last: Mapping[int, LastContact]
    touched: frozenset[int]
    owed: Mapping[int, OwedLine]
    ties: Mapping[int, tuple[Tie, ...]]
    phones: Mapping[int, tuple[Phone, ...]]


def call_sheet(
    session: Session,
    viewer: Viewer,
    slug: str,
    as_of: AsOf,
    *,
    deadline: date | None = None,
    chamber: ChamberKind | None = None,
    limit: int | None = None,
) -> CallSheet:
    """The officials to call on the day ``as_of.said`` before the ``deadline`` (default: the next adjournment ahead).

    As known at ``as_of.known``: a sheet for a past day is the one that could have been drawn up then. Who holds which
    office and has which phone is public record, and today's. Raises NotFound for an unknown campaign, InvalidInput for
    a chamber the government has not, a deadline that is past, and where no deadline is ahead. At most 20 queries.
    """
    campaign = campaign_line(session, campaigns(session, viewer), slug)
    stands = standing(session, viewer, campaign.measure_id, as_of)
    boards = board(session, viewer, campaign.measure_id, as_of, chamber, stands=stands, campaign_id=campaign.id)
    if chamber is not None and not boards:
        raise InvalidInput(
            f"There is no such chamber ({chamber.value}) there.", hint="Leave the chamber out.", field="chamber"
        )
    deadlines = current_deadlines(session, as_of.known, jurisdiction_id=campaign.jurisdiction_id)
    names = {each.chamber_id: each.name for each in boards}
    ahead = horizon(deadlines, names, campaign.jurisdiction_id, as_of.said, deadline)
    field = candidates(session, viewer, campaign, boards, stands, ahead)
    chosen = [each for each in field.candidates if chamber is None or each.chamber is chamber]
    known = _read(session, viewer, campaign, chosen, as_of)
    rows, resting = [], []
    for candidate in chosen:
        reason = why_it_rests(
            known.last.get(candidate.person_id), as_of.said, by_an_ally=candidate.person_id in known.touched
        )
        if reason is not None:
            resting.append(LeftOut(candidate.person_id, candidate.slug, candidate.name, reason))
        else:
            rows.append(_row(candidate, known, ahead))
    rows.sort(key=lambda row: (row.worth.sunk, -row.worth.points, fold(row.candidate.name.rpartition(" ")[2])))
    kept = rows if limit is None else rows[:limit]
    return CallSheet(
        question=Question(slug, as_of, deadline, chamber, limit),
        campaign=campaign,
        horizon=ahead,
        rows=tuple(replace(row, rank=place) for place, row in enumerate(kept, start=1)),
        more=len(rows) - len(kept),
        left_out=(*resting, *field.left_out, *not_on_file(boards, ahead)),
    )


def redrawn(session: Session, viewer: Viewer, sheet: CallSheet) -> CallSheet:
    """The same sheet as the viewer may know it."""
    asked = sheet.question
    return call_sheet(
        session,
        viewer,
        asked.slug,
        asked.as_of,
        deadline=asked.deadline,
        chamber=asked.chamber,
        limit=asked.limit,
    )


def _read(session: Session, viewer: Viewer, campaign: CampaignLine, chosen: list[Candidate], as_of: AsOf) -> _Known:
    ids = [candidate.person_id for candidate in chosen]
    times: dict[str, Any] = {"until": as_of.said, "known": as_of.known}
    owed: dict[int, OwedLine] = {}
    for line in follow_ups(session, viewer, due=Due.OVERDUE, today=as_of.said, campaign_id=campaign.id):
        if line.person_id is not None:
            owed.setdefault(line.person_id, line)
    return _Known(
        last=last_contacts(session, viewer, ids, **times),
        touched=touched_by_allies(session, viewer, campaign.id, ids, as_of.said - REST, **times),
        owed=owed,
        ties=ties(session, viewer, ids),
        phones=phones_of(session, ids),
    )


def _row(candidate: Candidate, known: _Known, ahead: Horizon) -> CallRow:
    person_id, stands = candidate.person_id, candidate.standing
    last = known.last.get(person_id)
    in_vain = last.contact_point_id if last is not None and last.outcome in REACHED_NOBODY else None
    sits = candidate.chamber_id in ahead.last_days if candidate.chamber_id is not None else True
    phone = best_phone(known.phones.get(person_id, ()), sitting=sits, tried_in_vain=in_vain)
    before = ahead.last_days.get(candidate.chamber_id, ahead.day) if candidate.chamber_id else ahead.day
    owed, tie, member = known.owed.get(person_id), known.ties.get(person_id), candidate.committee
    case = Case(
        today=ahead.today,
        days_left=(before - ahead.today).days,
        stance=stands.stance if stands else Stance.UNKNOWN,
        hard=stands.hard if stands else False,
        said=stands.said if stands else "",
        condition=stands.condition if stands else None,
        due=candidate.due,
        contested=stands.contested if stands else False,
        named=candidate.asked.named,
        softening=_softens(candidate),
        why=candidate.asked.why,
        chairs=member.committee if member and member.chairs else None,
        sits_in=member.committee if member else None,
        last_contact=last.day if last else None,
        last_outcome=LABELS[last.outcome] if last and last.outcome else None,
        call_back=call_back_day(last, ahead.today),
        owed=(owed.what, owed.due_on) if owed and owed.due_on else None,
        tie=_tie(tie[0]) if tie else None,
        has_phone=phone is not None,
    )
    return CallRow(0, candidate, case.stance, candidate.asked, phone, last, before, worth(case))


def _softens(candidate: Candidate) -> bool:
    return candidate.asked.ask is not None and candidate.asked.ask.kind is AskKind.SOFTEN


def _tie(tie: Tie) -> tuple[str, int, str]:
    return tie.user or tie.organization or "Somebody", tie.strength, tie.kind
