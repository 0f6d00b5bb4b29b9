"""A newcomer's own last days at the desk: some contacts in the invented campaign, and what is owed after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.callers import set_profile
from crm.calling.effort import USUAL_PER_HOUR, Choices
from crm.calling.service import keep
from crm.calling.sheet import call_sheet
from crm.campaigns.models import AskKind, Campaign
from crm.campaigns.queries import asks_open
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import OPERATOR, Viewer
from crm.outreach.contact import NewContact, Official, Owed, Topic
from crm.outreach.contacted import contacted_since
from crm.outreach.models import Channel, Outcome
from crm.outreach.service import log_contact
from crm.people.queries import contacts_of
from crm.positions.as_of import AsOf
from crm.positions.stance import Stance
from crm.whip.count import SeatStance
from crm.whip.queries import ChamberBoard, board
from seeds import desk_lobby

WAITS: Final = timedelta(days=4)
"""Offices that others called in these days are left alone."""
CALLS: Final = 12
CALLERS: Final = 5
HOURS: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A contact so many days ago, at an hour; what was promised, and in how many days from now it is due."""

    days_ago: int
    hour: int
    channel: Channel
    outcome: Outcome
    notes: str
    promised: str | None = None
    due_in: int = 0
    answer: str | None = None


PIECES: Final = (
    Piece(9, 10, Channel.EMAIL, Outcome.SENT, "The side-by-side of prints A and B.", "Ask whether they read it", -4),
    Piece(
        6,
        15,
        Channel.LOBBY_VISIT,
        Outcome.HELD,
        "Twenty minutes with the member, on the way to the floor.",
        "Send the list of schools without a kitchen",
        -1,
        answer="I see what it does. I do not see yet who pays in year three.",
    ),
    Piece(3, 11, Channel.CALL, Outcome.LEFT_MESSAGE, "Left a message with the front desk.", "Call again", 0),
    Piece(2, 9, Channel.CALL, Outcome.REACHED_STAFF, "Asked for the cost sheet.", "Send the cost sheet", 0),
    Piece(1, 14, Channel.CALL, Outcome.NO_ANSWER, "Rang out, twice."),
    Piece(1, 16, Channel.MEETING, Outcome.HELD, "Brought two parents.", "Thank the parents and the office", 3),
    Piece(1, 17, Channel.CALL, Outcome.CALL_BACK, "Try after the caucus, they said.", "Call after the caucus", 1),
)


def load(session: Session, campaign: Campaign, organization_id: int, user_id: int) -> None:
    """Log the pieces for the desk's user, each at its own time and with an official who is undecided."""
    today = clock.today()
    viewer = viewer_of(session, user_id, is_admin=True, today=today)
    boards = board(session, viewer, campaign.measure_id, AsOf.of())
    _say_how_they_call(session, viewer, boards)
    undecided = list(_undecided(session, boards, today))
    for piece, (chamber_id, person_id) in zip(PIECES, undecided, strict=False):
        at = datetime.combine(today - timedelta(days=piece.days_ago), time(piece.hour, 30), tzinfo=clock.zone())
        with clock.held_at(at):
            ask_id = _ask(session, viewer, campaign.id, chamber_id, at.date())
            log_contact(session, viewer, _contact(session, campaign, organization_id, person_id, ask_id, piece, today))
    _keep_a_list(session, viewer, campaign)
    desk_lobby.load(
        session, viewer, campaign, organization_id, [person_id for _, person_id in undecided[len(PIECES) :]]
    )


def _say_how_they_call(session: Session, viewer: Viewer, boards: tuple[ChamberBoard, ...]) -> None:
    """The desk's user calls at the usual pace, and lives in the district of the first senator who leans yes."""
    leaning = (seat.seat.district_id for seat in boards[0].seats if seat.stance is SeatStance.LEANING_YES)
    home = [key for key in leaning if key is not None][:1]
    set_profile(session, viewer, languages=["en"], calls_per_hour=int(USUAL_PER_HOUR), district_ids=home)


def _keep_a_list(session: Session, viewer: Viewer, campaign: Campaign) -> None:
    """The calls that add most, planned for some callers and kept, so that callers can practise on it."""
    choices = Choices(hours=HOURS, callers=CALLERS)
    sheet = call_sheet(session, viewer, campaign.slug, AsOf.of(), limit=CALLS, choices=choices)
    keep(session, viewer, sheet, "Calls to practise on")


def _undecided(session: Session, boards: tuple[ChamberBoard, ...], today: date) -> Iterator[tuple[int, int]]:
    """Chamber and person of those who are plainly undecided and were left alone lately, by seat, upper house first."""
    busy = contacted_since(session, OPERATOR, today - WAITS)
    for chamber in boards:
        for seat in chamber.seats:
            person_id = seat.seat.person_id
            if seat.stance is SeatStance.UNDECIDED and not seat.contested and person_id and person_id not in busy:
                yield chamber.chamber_id, person_id


def _ask(session: Session, viewer: Viewer, campaign_id: int, chamber_id: int, day: date) -> int | None:
    """The vote asked of the members of a chamber, where it is asked."""
    asks = asks_open(session, viewer, campaign_id, day)
    return next((ask.id for ask in asks if (ask.kind, ask.chamber_id) == (AskKind.VOTE_YES, chamber_id)), None)


def _contact(
    session: Session,
    campaign: Campaign,
    organization_id: int,
    person_id: int,
    ask_id: int | None,
    piece: Piece,
    today: date,
) -> NewContact:
    phones = [contact.id for contact in contacts_of(session, person_id) if contact.phone and not contact.wrong_since]
    topic = Topic(
        measure_id=campaign.measure_id,
        ask_id=ask_id,
        answer=piece.answer,
        stance=Stance.UNDECIDED if piece.answer else None,
    )
    return NewContact(
        channel=piece.channel,
        outcome=piece.outcome,
        officials=(Official(person_id),),
        topics=(topic,),
        follow_ups=(Owed(piece.promised, today + timedelta(days=piece.due_in)),) if piece.promised else (),
        organization_id=organization_id,
        campaign_id=campaign.id,
        happened_at=clock.now(),
        notes=piece.notes,
        call_back_at=clock.now() + timedelta(days=2) if piece.outcome is Outcome.CALL_BACK else None,
        contact_point_id=phones[0] if phones and piece.channel is Channel.CALL else None,
    )
