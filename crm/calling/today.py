"""What matters now for one viewer: counts, deadlines, what moved, what is owed, what awaits a ruling or a new ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crm.calling.slipped import Slip, slips
from crm.campaigns.models import Campaign
from crm.campaigns.queries import CampaignLine, campaigns
from crm.coalition.models import Organization
from crm.coalition.visibility import Viewer
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.outreach.queries import ContactLine, Filters, OwedLine, follow_ups, recent
from crm.people.models import Person, Tenure
from crm.positions.as_of import AsOf
from crm.positions.queries import Standing, shifts, standing
from crm.positions.stance import FOR, Stance
from crm.whip.count import Count, CountedSeat
from crm.whip.moves import Move, moves
from crm.whip.queries import ChamberBoard, board
from crm.whip.sittings import Sitting, sittings

LOOK_BACK: Final = timedelta(days=7)
"""What moved "this week"."""
LOOK_AHEAD: Final = timedelta(days=7)
MOST_CAMPAIGNS: Final = 4
"""More than that nobody works on in one day, and each costs its own queries."""
MOST_DEADLINES: Final = 4


@dataclass(frozen=True, slots=True)
class ChamberToday:
    """One chamber in one line."""

    chamber_id: int
    kind: str
    name: str
    count: Count
    sitting: Sitting


@dataclass(frozen=True, slots=True)
class PersonToday:
    """Somebody to look at: contested, or due for a new ask. ``seat`` is nothing for people without a vote."""

    person_id: int
    slug: str
    name: str
    seat: str | None
    stance: Stance
    hard: bool
    said: str
    said_latest: date


@dataclass(frozen=True, slots=True)
class CampaignToday:
    """One campaign: its chambers, the moves of the last week (newest first), who is contested, who is to be asked anew.

    ``due`` are the yeses and leaning yeses that are due for a new ask, the oldest first.
    """

    campaign: CampaignLine
    chambers: tuple[ChamberToday, ...]
    moves: tuple[Move, ...]
    contested: tuple[PersonToday, ...]
    due: tuple[PersonToday, ...]


@dataclass(frozen=True, slots=True)
class OnFile:
    """What a new server has and lacks."""

    people: bool
    organizations: bool
    campaigns: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows. ``mine``: owed by the viewer; ``ours``: by colleagues within a week, or overdue.

    ``slipped`` are the open call lists whose deadline has moved since they were drawn up.
    """

    day: date
    campaigns: tuple[CampaignToday, ...]
    takes_part: bool
    deadlines: tuple[CurrentDeadline, ...]
    mine: tuple[OwedLine, ...]
    ours: tuple[OwedLine, ...]
    contacts: tuple[ContactLine, ...]
    on_file: OnFile
    slipped: tuple[Slip, ...] = ()


def today(session: Session, viewer: Viewer) -> Today:
    """The day of this viewer, as known now.

    Of the running campaigns the viewer's own, at most four; all running ones for a viewer in none. 16 queries, and 12
    for each campaign, however many seats, entries and contacts there are.
    """
    as_of = AsOf.of()
    day = as_of.said
    running = [line for line in campaigns(session, viewer) if line.ended_on is None or line.ended_on >= day]
    own = [line for line in running if line.takes_part]
    shown = (own or running)[:MOST_CAMPAIGNS]
    deadlines = current_deadlines(session, as_of.known)
    return Today(
        day=day,
        campaigns=tuple(_campaign(session, viewer, line, as_of, deadlines) for line in shown),
        takes_part=bool(own),
        deadlines=_ahead(deadlines, {line.jurisdiction_id for line in shown}, day),
        mine=follow_ups(session, viewer, mine=True),
        ours=tuple(
            owed
            for owed in follow_ups(session, viewer, today=day, within=LOOK_AHEAD)
            if owed.organization_id in viewer.organization_ids and owed.owed_by_id != viewer.user_id
        ),
        contacts=recent(session, viewer, Filters(user_id=viewer.user_id), size=4).rows if viewer.user_id else (),
        on_file=_on_file(session),
        slipped=tuple(slips(session, viewer).values()),
    )


def _campaign(
    session: Session, viewer: Viewer, line: CampaignLine, as_of: AsOf, deadlines: Sequence[CurrentDeadline]
) -> CampaignToday:
    stands = standing(session, viewer, line.measure_id, as_of)
    boards = board(session, viewer, line.measure_id, as_of, stands=stands, campaign_id=line.id)
    theirs = [deadline for deadline in deadlines if deadline.jurisdiction_id == line.jurisdiction_id]
    sits = sittings(theirs, [each.chamber_id for each in boards], line.jurisdiction_id, as_of.said)
    moved = shifts(session, viewer, line.measure_id, as_of.said - LOOK_BACK, as_of)
    seated = [(each, seat) for each in boards for seat in each.seats if seat.seat.holder is not None]
    due = [_seated(each, seat) for each, seat in seated if seat.due and seat.stance.value in FOR and seat.standing]
    return CampaignToday(
        campaign=line,
        chambers=tuple(
            ChamberToday(each.chamber_id, each.kind.value, each.name, each.count, sits[each.chamber_id])
            for each in boards
        ),
        moves=moves(moved, boards),
        contested=_contested(session, stands, seated),
        due=tuple(sorted(due, key=lambda person: (person.said_latest, person.name))),
    )


def _contested(
    session: Session, stands: dict[int, Standing], seated: Iterable[tuple[ChamberBoard, CountedSeat]]
) -> tuple[PersonToday, ...]:
    found = [_seated(each, seat) for each, seat in seated if seat.contested]
    others = sorted({key for key, stand in stands.items() if stand.contested} - {each.person_id for each in found})
    rows = session.execute(select(Person.id, Person.slug, Person.name).where(Person.id.in_(others)))
    found += [_person(row.id, row.slug, row.name, None, stands[row.id]) for row in rows]
    return tuple(sorted(found, key=lambda person: person.name))


def _seated(chamber: ChamberBoard, seat: CountedSeat) -> PersonToday:
    holder, stand = seat.seat.holder, seat.standing
    assert holder is not None
    assert stand is not None
    label = f"{chamber.member_abbreviation} · {seat.seat.district_name or ''}".rstrip("· ")
    return _person(holder.person_id, holder.slug, holder.name, label, stand)


def _person(person_id: int, slug: str, name: str, seat: str | None, stand: Standing) -> PersonToday:
    return PersonToday(person_id, slug, name, seat, stand.stance, stand.hard, stand.said, stand.said_latest)


def _ahead(deadlines: Iterable[CurrentDeadline], jurisdiction_ids: set[int], day: date) -> tuple[CurrentDeadline, ...]:
    ahead = [each for each in deadlines if each.jurisdiction_id in jurisdiction_ids and each.falls_on >= day]
    return tuple(ahead[:MOST_DEADLINES])


def _on_file(session: Session) -> OnFile:
    row = session.execute(
        select(exists().where(Tenure.id > 0), exists().where(Organization.id > 0), exists().where(Campaign.id > 0))
    ).one()
    return OnFile(*map(bool, row))
