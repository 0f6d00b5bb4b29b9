"""Who comes into question for a call: members of the chambers that still sit, and whoever is asked by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from crm.calling.asking import Asked, ask_by_name, ask_of_member, open_kinds
from crm.calling.horizon import Horizon
from crm.campaigns.gates import GateLine, gates
from crm.campaigns.models import GateState
from crm.campaigns.queries import AskLine, CampaignLine, TargetLine, asks_open, targets
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import ChamberKind
from crm.people.committee_members import CommitteeMember, members_of
from crm.people.directory import offices_held
from crm.people.seats import SeatState
from crm.positions.queries import Standing
from crm.whip.count import CountedSeat
from crm.whip.queries import ChamberBoard


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be called. ``chamber`` is nothing for who sits in none of the campaign's chambers."""

    person_id: int
    slug: str
    name: str
    office: str
    party: str | None
    chamber_id: int | None
    chamber: ChamberKind | None
    chamber_name: str | None
    asked: Asked
    standing: Standing | None
    due: bool
    committee: CommitteeMember | None
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not called now, and why; without a person where nobody on file is meant."""

    person_id: int | None
    slug: str | None
    name: str
    reason: str


@dataclass(slots=True)
class Field:
    """Everybody who came into question, and who does not."""

    candidates: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def candidates(
    session: Session,
    viewer: Viewer,
    campaign: CampaignLine,
    boards: Iterable[ChamberBoard],
    stands: Mapping[int, Standing],
    horizon: Horizon,
) -> Field:
    """The field of a campaign's calls on the horizon's day (at most five queries)."""
    day = horizon.today
    asks = {ask.id: ask for ask in asks_open(session, viewer, campaign.id, day)}
    aimed = {key: lines for key, lines in targets(session, viewer, list(asks), day).items() if lines} if asks else {}
    ways = gates(session, viewer, campaign.id, day)
    committees = _committees(session, ways, day)
    by_name = ask_by_name(asks, aimed, open_kinds(ways, not horizon.last_days))
    found = Field()
    for board in boards:
        for seat in board.seats:
            _place(found, board, seat, horizon, asks, aimed, by_name, committees)
    seated = {candidate.person_id for candidate in found.candidates} | {each.person_id for each in found.left_out}
    others = [line for line in _each_once(aimed) if line.person_id not in seated]
    _place_others(session, found, others, horizon, by_name, stands)
    return found


def _committees(session: Session, ways: Iterable[GateLine], day: date) -> dict[int, CommitteeMember]:
    """The members of the committees in which the bill is now."""
    there = [gate.committee_id for gate in ways if gate.committee_id is not None and gate.state is GateState.AT]
    return members_of(session, there, day) if there else {}


def _place(
    found: Field,
    board: ChamberBoard,
    seat: CountedSeat,
    horizon: Horizon,
    asks: Mapping[int, AskLine],
    aimed: Mapping[int, tuple[TargetLine, ...]],
    by_name: Mapping[int, Asked],
    committees: Mapping[int, CommitteeMember],
) -> None:
    holder = seat.seat.holder
    if holder is None:
        return
    shut = horizon.shut.get(board.chamber_id)
    committee = committees.get(holder.person_id)
    asked = by_name.get(holder.person_id) or ask_of_member(
        asks.values(), aimed.keys(), board.chamber_id, committee is not None
    )
    if shut is not None or (asks and asked.ask is None):
        reason = shut or "The campaign asks nothing of them now."
        found.left_out.append(LeftOut(holder.person_id, holder.slug, holder.name, reason))
        return
    district = f", district {seat.seat.district_name}" if seat.seat.district_name else ""
    found.candidates.append(
        Candidate(
            person_id=holder.person_id,
            slug=holder.slug,
            name=holder.name,
            office=asked.office or f"{board.member_title}{district}",
            party=holder.party,
            chamber_id=board.chamber_id,
            chamber=board.kind,
            chamber_name=board.name,
            asked=asked,
            standing=seat.standing,
            due=seat.due,
            committee=committee,
            district_id=seat.seat.district_id,
        )
    )


def _place_others(
    session: Session,
    found: Field,
    others: Iterable[TargetLine],
    horizon: Horizon,
    by_name: Mapping[int, Asked],
    stands: Mapping[int, Standing],
) -> None:
    """Those asked by name who sit in none of the chambers: a governor, a mayor, a leader whose chamber went home."""
    lines = list(others)
    offices = offices_held(session, [line.person_id for line in lines if line.person_id], horizon.today)
    for line in lines:
        if line.person_id is None or line.person_slug is None or line.person is None:
            found.left_out.append(LeftOut(None, None, line.office or "", "Nobody on file holds this office."))
            continue
        reason = _why_not(line, horizon, by_name.get(line.person_id))
        if reason is not None:
            found.left_out.append(LeftOut(line.person_id, line.person_slug, line.person, reason))
            continue
        held = offices.get(line.person_id, ())
        office = line.office or (held[0].label if held else "")
        found.candidates.append(
            Candidate(
                person_id=line.person_id,
                slug=line.person_slug,
                name=line.person,
                office=office,
                party=held[0].party if held else None,
                chamber_id=None,
                chamber=None,
                chamber_name=None,
                asked=by_name[line.person_id],
                standing=stands.get(line.person_id),
                due=False,
                committee=None,
            )
        )


def _why_not(line: TargetLine, horizon: Horizon, asked: Asked | None) -> str | None:
    if line.chamber_id is not None and line.chamber_id in horizon.shut:
        return horizon.shut[line.chamber_id]
    if horizon.of_one_chamber is not None and line.chamber_id not in horizon.last_days:
        return f"Has no part in what the {horizon.of_one_chamber} does by then."
    return None if asked is not None else "What is asked of them comes later."


def _each_once(aimed: Mapping[int, tuple[TargetLine, ...]]) -> Iterator[TargetLine]:
    seen: set[tuple[int | None, int | None]] = set()
    for lines in aimed.values():
        for line in lines:
            key = (line.person_id, None if line.person_id else line.office_id)
            if key not in seen:
                seen.add(key)
                yield line


def not_on_file(boards: Iterable[ChamberBoard], horizon: Horizon) -> Iterator[LeftOut]:
    """The seats nobody can be called for because their holders are not on file, a line for each chamber that sits."""
    for board in boards:
        gaps = sum(seat.seat.state is SeatState.UNKNOWN for seat in board.seats)
        if gaps and board.chamber_id not in horizon.shut:
            be = "seat is held by a member who is" if gaps == 1 else "seats are held by members who are"
            yield LeftOut(None, None, board.name, f"{gaps} {be} not on file. Import the roster to call them.")
