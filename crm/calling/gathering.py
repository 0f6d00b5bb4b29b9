"""What a call sheet is made of: everybody who may be called, all that is known of them, and who rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.asking import Asked
from crm.calling.calls import Call, calls_to
from crm.calling.candidates import Candidate, LeftOut, candidates, not_on_file
from crm.calling.horizon import Horizon, horizon
from crm.calling.models import Tier
from crm.calling.over import Over, ended, since_law
from crm.calling.priority import Case, Worth, worth
from crm.calling.resting import RESTS_WITHIN, call_back_day, recent, why_it_rests, why_later
from crm.calling.rules import REST
from crm.calling.sharing import By
from crm.campaigns.models import AskKind
from crm.campaigns.queries import CampaignLine, campaign_line, campaigns
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput
from crm.jurisdictions.calendar import current_deadlines
from crm.jurisdictions.models import ChamberKind
from crm.outreach.outcomes import LABELS, REACHED_NOBODY
from crm.outreach.queries import Due, LastContact, OwedLine, Tie, follow_ups, last_contacts, ties, touched_by_allies
from crm.people.phones import Phone, best_phone, phones_of
from crm.positions.as_of import AsOf
from crm.positions.queries import standing
from crm.positions.stance import Stance
from crm.whip.queries import ChamberBoard, board


@dataclass(frozen=True, slots=True)
class Planned:
    """A call's place in a plan: its tier, what it adds to the goal, how long it takes, what is lost without it.

    ``by`` whom it is best made, and that caller's user id, where the calls were shared out.
    """

    tier: Tier
    gain: float
    minutes: float
    lost_without: str
    by: By | None = None
    caller_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to make. ``before`` is the last day on which it helps; ``planned`` is nothing in a plain ranking.

    ``tie`` is how well the best of us knows them: 0 for nobody, to 5; ``ties`` are all of them.
    """

    rank: int
    candidate: Candidate
    stance: Stance
    asked: Asked
    phone: Phone | None
    last: LastContact | None
    before: date
    worth: Worth
    tie: int = 0
    ties: tuple[Tie, ...] = ()
    planned: Planned | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everybody who may be called, in no order yet, and everybody who may not, each with the reason."""

    campaign: CampaignLine
    as_of: AsOf
    horizon: Horizon
    boards: tuple[ChamberBoard, ...]
    rows: tuple[CallRow, ...]
    left_out: tuple[LeftOut, ...]
    over: Over | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read about all candidates at once."""

    last: Mapping[int, LastContact]
    calls: Mapping[int, tuple[Call, ...]]
    touched: frozenset[int]
    owed: Mapping[int, OwedLine]
    ties: Mapping[int, tuple[Tie, ...]]
    phones: Mapping[int, tuple[Phone, ...]]

    def calls_to(self, person_id: int) -> Sequence[Call]:
        return recent(self.calls.get(person_id, ()), self.last.get(person_id))


def gather(
    session: Session,
    viewer: Viewer,
    slug: str,
    as_of: AsOf,
    *,
    deadline: date | None = None,
    chamber: ChamberKind | None = None,
) -> Gathered:
    """What a sheet for the day ``as_of.said`` is made of (at most 24 queries). Raises as ``call_sheet`` does."""
    campaign = campaign_line(session, campaigns(session, viewer), slug)
    if campaign.ended_on is not None and campaign.ended_on < as_of.said:
        raise InvalidInput(
            ended(campaign.ended_on, as_of.said), hint="Draw up a list for one that still runs.", field="campaign"
        )
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
        made = known.calls_to(candidate.person_id)
        reason = why_it_rests(made, as_of.said, by_an_ally=candidate.person_id in known.touched)
        if reason is not None:
            resting.append(LeftOut(candidate.person_id, candidate.slug, candidate.name, reason))
        else:
            rows.append(_row(candidate, known, made, ahead))
    left_out = (*resting, *field.left_out, *not_on_file(boards, ahead))
    made_law = since_law(session, campaign.measure_id, campaign.measure, as_of)
    return Gathered(campaign, as_of, ahead, boards, tuple(rows), left_out, made_law)


def _read(session: Session, viewer: Viewer, campaign: CampaignLine, chosen: list[Candidate], as_of: AsOf) -> _Known:
    ids = [candidate.person_id for candidate in chosen]
    times: dict[str, Any] = {"until": as_of.said, "known": as_of.known}
    owed: dict[int, OwedLine] = {}
    for line in follow_ups(session, viewer, due=Due.OVERDUE, today=as_of.said, campaign_id=campaign.id):
        if line.person_id is not None:
            owed.setdefault(line.person_id, line)
    return _Known(
        last=last_contacts(session, viewer, ids, **times),
        calls=calls_to(session, viewer, ids, as_of.said - RESTS_WITHIN, **times),
        touched=touched_by_allies(session, viewer, campaign.id, ids, as_of.said - REST, **times),
        owed=owed,
        ties=ties(session, viewer, ids),
        phones=phones_of(session, ids),
    )


def _row(candidate: Candidate, known: _Known, made: Sequence[Call], ahead: Horizon) -> CallRow:
    person_id = candidate.person_id
    last = known.last.get(person_id)
    in_vain = last.contact_point_id if last is not None and last.outcome in REACHED_NOBODY else None
    sits = candidate.chamber_id in ahead.last_days if candidate.chamber_id is not None else True
    phone = best_phone(known.phones.get(person_id, ()), sitting=sits, tried_in_vain=in_vain)
    before = ahead.last_days.get(candidate.chamber_id, ahead.day) if candidate.chamber_id else ahead.day
    owed, tie = known.owed.get(person_id), known.ties.get(person_id)
    case = case_of(
        candidate,
        ahead.today,
        before,
        last=last,
        call_back=call_back_day(made, ahead.today),
        owed=(owed.what, owed.due_on) if owed and owed.due_on else None,
        tie=_tie(tie[0]) if tie else None,
        has_phone=phone is not None,
    )
    strength, valued = tie[0].strength if tie else 0, worth(case)
    if ahead.today == clock.today() and (later := why_later(made, clock.now())) is not None:
        valued = replace(valued, reasons=(*valued.reasons, later))
    return CallRow(0, candidate, case.stance, candidate.asked, phone, last, before, valued, strength, tie or ())


def case_of(
    candidate: Candidate,
    today: date,
    before: date,
    *,
    last: LastContact | None,
    call_back: date | None = None,
    owed: tuple[str, date] | None,
    tie: tuple[str, int, str] | None,
    has_phone: bool,
) -> Case:
    """All that the worth of a call to a candidate depends on."""
    stands, member = candidate.standing, candidate.committee
    return Case(
        today=today,
        days_left=(before - today).days,
        stance=stands.stance if stands else Stance.UNKNOWN,
        hard=stands.hard if stands else False,
        said=stands.said if stands else "",
        condition=stands.condition if stands else None,
        due=candidate.due,
        contested=stands.contested if stands else False,
        named=candidate.asked.named,
        softening=softens(candidate),
        why=candidate.asked.why,
        chairs=member.committee if member and member.chairs else None,
        sits_in=member.committee if member else None,
        last_contact=last.day if last else None,
        last_outcome=LABELS[last.outcome] if last and last.outcome else None,
        last_by=last.organization if last else None,
        call_back=call_back,
        owed=owed,
        tie=tie,
        has_phone=has_phone,
    )


def softens(candidate: Candidate) -> bool:
    """Whether they are only asked not to work against it."""
    return candidate.asked.ask is not None and candidate.asked.ask.kind is AskKind.SOFTEN


def _tie(tie: Tie) -> tuple[str, int, str]:
    return tie.user or tie.organization or "Somebody", tie.strength, tie.kind
