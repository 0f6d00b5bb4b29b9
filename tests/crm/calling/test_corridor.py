"""The walk through a list, what others recorded meanwhile, and sheets that come back on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import service
from crm.calling.corridor import walk
from crm.calling.meanwhile import entered, meanwhile
from crm.calling.models import CallList, CallTarget
from crm.calling.paper_codes import code_of
from crm.calling.paper_entry import PaperLine, SheetFacts, enter, entered_today
from crm.calling.paper_sheet import PaperOrder, paper_sheet
from crm.calling.sheet import call_sheet
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound
from crm.outreach.models import ActionTopic, Channel, Outcome, OutreachAction
from crm.outreach.service import NewContact, Official, Topic, log_contact, retract_contact
from crm.people.models import ContactKind, ContactPoint, Person
from crm.positions.as_of import AsOf
from crm.positions.models import Evidence, Position
from crm.positions.stance import Stance
from tests import cast
from tests.builders import users
from tests.crm.calling.conftest import ENDS, TODAY, Calls

NOW = clock.start_of_day(TODAY) + timedelta(hours=18)


@pytest.fixture
def ada(session: Session, calls: Calls) -> Viewer:
    """Works for the organization that leads the campaign."""
    return users.viewer_of(calls.neighbors, campaigns=(calls.campaign,), user=users.user(session, cast.ADA))


@pytest.fixture
def vera(session: Session, calls: Calls) -> Viewer:
    """Works for a partner in the campaign."""
    return users.viewer_of(calls.clinic, campaigns=(calls.campaign,), user=users.user(session, cast.VERA))


@pytest.fixture
def otto(session: Session, calls: Calls) -> Viewer:
    """Works for an organization outside of it."""
    return users.viewer_of(calls.outsiders, user=users.user(session, "Otto Crane"))


@pytest.fixture
def kept(session: Session, calls: Calls, ada: Viewer) -> CallList:
    """Ada's list of that evening: Spike Hall, Mo Lindqvist, Oda Pine."""
    with clock.held_at(NOW):
        sheet = call_sheet(session, ada, calls.campaign.slug, AsOf.of(), deadline=ENDS)
        found = service.keep(session, ada, sheet, "Tonight")
    for person, address in ((calls.speaker, "LOB 932"), (calls.member, "Capitol 341"), (calls.other, None)):
        point = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == person.id, ContactPoint.kind == ContactKind.CAPITOL)
        ).one()
        point.address = address
    session.flush()
    return found


def contact(calls: Calls, person: Person, stance: Stance | None = None, **said: object) -> NewContact:
    topics = (Topic(calls.measure.id, stance=stance, answer="Said so." if stance else None),)
    fields = {"officials": (Official(person.id),), "campaign_id": calls.campaign.id, "topics": topics, **said}
    return NewContact(Channel.LOBBY_VISIT, Outcome.REACHED_MEMBER, **fields)  # type: ignore[arg-type]


def code(session: Session, kept: CallList, person: Person) -> str:
    targets = select(CallTarget.id).where(CallTarget.call_list_id == kept.id, CallTarget.person_id == person.id)
    return code_of(session.scalars(targets).one())


def test_one_walks_by_building_and_room_and_asks_for_unknown_rooms_last(
    session: Session, kept: CallList, ada: Viewer
) -> None:
    found = walk(session, ada, kept.id)
    assert [(each.target.name, each.room.short if each.room else None) for each in found.doors] == [
        ("Mo Lindqvist", "Capitol 341"), ("Spike Hall", "LOB 932"), ("Oda Pine", None),
    ]  # fmt: skip
    assert [each.name for each in found.measures] == [cast.MEASURE]


def test_an_address_that_proved_wrong_names_no_room(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    for point in session.scalars(select(ContactPoint).where(ContactPoint.person_id == calls.member.id)):
        point.wrong_since = TODAY
    session.flush()
    assert walk(session, ada, kept.id).doors[-1].room is None


def test_outsiders_walk_no_list_of_the_campaign(session: Session, kept: CallList, otto: Viewer) -> None:
    with pytest.raises(NotFound):
        walk(session, otto, kept.id)
    with pytest.raises(NotFound):
        paper_sheet(session, otto, kept.id, PaperOrder.ROOM)


def test_what_others_recorded_meanwhile_is_told_and_the_same_when_asked_again(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    with clock.held_at(NOW):
        log_contact(session, vera, contact(calls, calls.member, Stance.UNDECIDED))
    seen = NOW + timedelta(minutes=1)
    with clock.held_at(NOW + timedelta(minutes=5)):
        theirs = log_contact(session, vera, contact(calls, calls.member, Stance.NO))
        log_contact(session, vera, contact(calls, calls.other, Stance.NO))
        log_contact(session, ada, contact(calls, calls.member))
    with clock.held_at(NOW + timedelta(minutes=9)):
        mine = log_contact(session, ada, contact(calls, calls.member, Stance.LEANING_YES))
    with clock.held_at(NOW + timedelta(minutes=12)):
        log_contact(session, vera, contact(calls, calls.member, Stance.NO))
    for _ in range(2):
        found = meanwhile(session, ada, mine, seen)
        assert [(each.action_id, each.by) for each in found.contacts] == [(theirs.id, cast.VERA)]
        assert [(each.stance, each.ours) for each in found.stances] == [(Stance.NO, Stance.LEANING_YES)]
    assert meanwhile(session, ada, mine, NOW + timedelta(minutes=6)).contacts == ()


def test_what_stands_behind_a_wall_is_not_told(session: Session, calls: Calls, ada: Viewer, vera: Viewer) -> None:
    with clock.held_at(NOW):
        log_contact(session, vera, contact(calls, calls.member, Stance.NO, visibility=Visibility.PRIVATE))
        mine = log_contact(session, ada, contact(calls, calls.member, Stance.YES))
    found = meanwhile(session, ada, mine, NOW - timedelta(hours=1))
    assert (found.contacts, found.stances) == ((), ())


def test_one_s_own_entry_is_found_by_its_key_and_nobody_else_s(
    session: Session, calls: Calls, ada: Viewer, vera: Viewer
) -> None:
    mine = log_contact(session, ada, contact(calls, calls.member, client_key="a-key"))
    assert entered(session, ada, "a-key") is mine
    assert entered(session, vera, "a-key") is None
    assert entered(session, Viewer(), "a-key") is None


def test_a_sheet_lists_who_is_left_in_either_order_under_the_same_codes(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    by_calls = paper_sheet(session, ada, kept.id, PaperOrder.CALLS)
    by_room = paper_sheet(session, ada, kept.id, PaperOrder.ROOM)
    assert [row.door.target.name for row in by_calls.rows] == ["Spike Hall", "Mo Lindqvist", "Oda Pine"]
    assert [row.door.target.name for row in by_room.rows] == ["Mo Lindqvist", "Spike Hall", "Oda Pine"]
    assert {row.code for row in by_calls.rows} == {row.code for row in by_room.rows}
    enter(session, ada, PaperLine(code(session, kept, calls.member), "S"), SheetFacts(TODAY, Channel.CALL))
    again = paper_sheet(session, ada, kept.id, PaperOrder.ROOM)
    assert ([row.place for row in again.rows], again.done) == ([1, 2], 1)


def test_a_row_becomes_a_contact_on_the_day_of_the_sheet(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    line = PaperLine(code(session, kept, calls.member).lower(), "m", "2", " Reads it. ")
    made = enter(session, ada, line, SheetFacts(TODAY, Channel.LOBBY_VISIT))
    assert (made.channel, made.outcome, made.happened) == (Channel.LOBBY_VISIT, Outcome.REACHED_MEMBER, "2025-06-13")
    entry = session.scalars(select(Position).where(Position.person_id == calls.member.id)).one()
    assert (entry.stance, entry.words, entry.said) == (Stance.LEANING_YES, "Reads it.", "2025-06-13")
    assert made.source is not None
    assert "Tonight" in made.source
    [row] = entered_today(session, ada)
    assert (row.person, row.stance, row.code) == ("Mo Lindqvist", Stance.LEANING_YES, line.code.upper())


def test_a_stance_ticked_without_words_is_an_entry_of_the_ledger_whose_source_is_the_row(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    line = PaperLine(code(session, kept, calls.member), "M", "Y")
    made = enter(session, ada, line, SheetFacts(TODAY, Channel.LOBBY_VISIT))
    entry = session.scalars(select(Position).where(Position.person_id == calls.member.id)).one()
    proof = session.scalars(select(Evidence).where(Evidence.position_id == entry.id)).one()
    topic = session.scalars(select(ActionTopic).where(ActionTopic.action_id == made.id)).one()
    assert (entry.stance, entry.said, entry.words) == (Stance.YES, "2025-06-13", "Ticked “yes” on paper.")
    assert proof.title == made.source == f"Paper sheet of “Tonight”, row {line.code}"
    assert not proof.is_firm, "one caller's tick makes no hard yes"
    assert topic.answer is None, "nobody's words are made up"
    worded = enter(
        session, ada, PaperLine(code(session, kept, calls.other), "S", "N", "Never."), SheetFacts(TODAY, Channel.CALL)
    )
    title = (
        select(Evidence.title)
        .join(ActionTopic, ActionTopic.position_id == Evidence.position_id)
        .where(ActionTopic.action_id == worded.id)
    )
    assert session.scalars(title).one() == worded.source


def test_without_paper_a_stance_still_needs_words(session: Session, calls: Calls, ada: Viewer) -> None:
    with pytest.raises(InvalidInput, match="What did they say"):
        log_contact(session, ada, contact(calls, calls.member, topics=(Topic(calls.measure.id, stance=Stance.YES),)))


def test_a_row_of_a_private_list_stays_as_private_as_its_list(
    session: Session, calls: Calls, kept: CallList, ada: Viewer
) -> None:
    kept.visibility = Visibility.PRIVATE
    session.flush()
    made = enter(session, ada, PaperLine(code(session, kept, calls.member), "M", "Y"), SheetFacts(TODAY, Channel.CALL))
    entry = session.scalars(select(Position).where(Position.person_id == calls.member.id)).one()
    assert (made.visibility, entry.visibility) == (Visibility.PRIVATE, Visibility.PRIVATE)


def test_the_same_row_twice_is_caught_and_told_until_it_is_taken_back(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, vera: Viewer
) -> None:
    line, sheet = PaperLine(code(session, kept, calls.member), "S"), SheetFacts(TODAY, Channel.CALL)
    first = enter(session, ada, line, sheet)
    for again in (sheet, SheetFacts(TODAY - timedelta(days=1), Channel.CALL)):
        with pytest.raises(
            Conflict, match=r"Mo Lindqvist\) was entered before: spoke with staff, June 13, 2025, by Ada"
        ):
            enter(session, ada, line, again)
    enter(session, vera, line, sheet)
    retract_contact(session, ada, first.id, "The wrong row.")
    assert enter(session, ada, line, sheet).id != first.id
    with pytest.raises(Conflict):
        enter(session, ada, line, sheet)
    assert len(session.scalars(select(OutreachAction.id).where(OutreachAction.retracted_at.is_(None))).all()) == 2


@pytest.mark.parametrize(
    ("outcome", "stance", "words", "field"),
    [("", "", "", "outcome"), ("A", "Y", "", "stance"), ("A", "Y", "Yes.", "stance"), ("S", "Q", "", "stance")],
)
def test_a_row_that_cannot_be_says_which_field_is_wrong(
    session: Session, calls: Calls, kept: CallList, ada: Viewer, outcome: str, stance: str, words: str, field: str
) -> None:
    line = PaperLine(code(session, kept, calls.member), outcome, stance, words)
    with pytest.raises(InvalidInput) as wrong:
        enter(session, ada, line, SheetFacts(TODAY, Channel.CALL))
    assert wrong.value.field == field
    assert entered_today(session, ada) == ()


def test_rows_of_lists_one_may_not_see_are_no_rows(
    session: Session, calls: Calls, kept: CallList, otto: Viewer, ada: Viewer
) -> None:
    line = PaperLine(code(session, kept, calls.member), "S")
    for viewer, text in ((otto, line), (ada, PaperLine(code_of(99_999), "S"))):
        with pytest.raises(NotFound, match="No list of yours"):
            enter(session, viewer, text, SheetFacts(TODAY, Channel.CALL))


def test_a_day_ahead_is_on_no_sheet(session: Session, calls: Calls, kept: CallList, ada: Viewer) -> None:
    line = PaperLine(code(session, kept, calls.member), "S")
    with pytest.raises(InvalidInput, match="still ahead"):
        enter(session, ada, line, SheetFacts(clock.today() + timedelta(days=1), Channel.CALL))
