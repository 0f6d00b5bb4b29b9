"""What the daily e-mail tells one person: gathered as they may see it, and told so that no wall is passed.

A mailbox is not within our walls, and often kept by a company. So no words of notes, of promises or of the ledger go
into it; of what an organization keeps private only the day and the hour; of what moved behind a wall only how much did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.queries import CampaignLine, campaigns
from crm.coalition.models import Visibility
from crm.coalition.visibility import PUBLIC, Viewer
from crm.digest.promised import CallBack, call_backs
from crm.jurisdictions.calendar import CurrentDeadline, current_deadlines
from crm.lobbying.lines import Meeting
from crm.lobbying.queries import my_meetings, without_debrief
from crm.outreach.pile import due_by
from crm.positions.as_of import AsOf
from crm.positions.shifts import Shift, shifts

AHEAD: Final = timedelta(days=7)
SAID_LATELY: Final = timedelta(days=60)
"""What was said longer ago, and is recorded only now, moved nothing yesterday."""
MOST_CAMPAIGNS: Final = 6


@dataclass(frozen=True, slots=True)
class OwedLine:
    """Something owed: the day, and to whom where that may be told."""

    id: int
    due_on: date
    about: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved in a campaign yesterday: what is public by name, and how much moved behind the walls."""

    campaign: str
    campaign_slug: str
    measure_slug: str
    public: tuple[Shift, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's day. Without anything in it no mail is sent."""

    day: date
    meetings: tuple[Meeting, ...]
    overdue: tuple[OwedLine, ...]
    due: tuple[OwedLine, ...]
    call_backs: tuple[CallBack, ...]
    without_debrief: int
    deadlines: tuple[CurrentDeadline, ...]
    moved: tuple[Moved, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        told = (self.meetings, self.overdue, self.due, self.call_backs, self.deadlines, self.moved)
        return not any(told) and not self.without_debrief


def about(visibility: Visibility, name: str | None) -> str | None:
    """Whom something is about, as far as a mailbox may know: nobody, where an organization keeps it private."""
    return None if visibility is Visibility.PRIVATE else name


def digest(session: Session, viewer: Viewer) -> Digest:
    """The viewer's day, as known now. A number of queries that does not grow with what there is, but for campaigns."""
    day = clock.today()
    owed = [
        OwedLine(row.id, row.due_on, about(row.visibility, name))
        for row, name in due_by(session, viewer, day)
        if row.due_on
    ]
    own = [line for line in campaigns(session, viewer) if line.takes_part and _runs(line, day)][:MOST_CAMPAIGNS]
    return Digest(
        day=day,
        meetings=tuple(each for each in my_meetings(session, viewer, day) if not each.debriefed),
        overdue=tuple(each for each in owed if each.due_on < day),
        due=tuple(each for each in owed if each.due_on == day),
        call_backs=call_backs(session, viewer, clock.end_of_day(day)),
        without_debrief=len(without_debrief(session, viewer)),
        deadlines=_deadlines(session, own, day),
        moved=tuple(moved for line in own if (moved := _moved(session, viewer, line, day)) is not None),
    )


def _runs(line: CampaignLine, day: date) -> bool:
    return line.ended_on is None or line.ended_on >= day


def _deadlines(session: Session, own: list[CampaignLine], day: date) -> tuple[CurrentDeadline, ...]:
    places = {line.jurisdiction_id for line in own}
    if not places:
        return ()
    return tuple(
        each
        for each in current_deadlines(session, clock.now())
        if each.jurisdiction_id in places and day <= each.falls_on <= day + AHEAD
    )


def _moved(session: Session, viewer: Viewer, line: CampaignLine, day: date) -> Moved | None:
    """What was recorded yesterday and changed where somebody stands; nothing where nothing did."""
    since = day - SAID_LATELY
    as_of = AsOf.of()
    seen = [
        each for each in shifts(session, viewer, line.measure_id, since, as_of) if _yesterday(each.recorded_at, day)
    ]
    if not seen:
        return None
    public = [
        each for each in shifts(session, PUBLIC, line.measure_id, since, as_of) if _yesterday(each.recorded_at, day)
    ]
    told = {each.position_id for each in public}
    hidden = sum(each.position_id not in told for each in seen)
    return Moved(line.name, line.slug, line.measure_slug, tuple(public), hidden)


def _yesterday(at: datetime, day: date) -> bool:
    return clock.local(at).date() == day - timedelta(days=1)
