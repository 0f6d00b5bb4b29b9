"""Contacts logged out of sheets."""

from __future__ import annotations

from sqlalchemy import select

from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.importers.sheet.mapping import SheetKind
from crm.importers.undo import undo_batch
from crm.outreach.models import ActionStaff, Channel, FollowUp, Outcome, OutreachAction
from crm.outreach.service import retract_contact
from crm.positions.models import Position
from tests import cast
from tests.crm.importers.sheet.conftest import Desk, told

LOG = (
    "Member,Date,Contact method,Outcome,Staff,Stance,What they said,Notes,Follow up,Due\n"
    f"{cast.SENATOR},6/1/2025,call,voicemail,,,,,call again,6/9/2025\n"
    f"{cast.SENATOR},2025-06-10,phone call,spoke with staff,Kim Poe,leaning,She likes it,busy office,no,\n"
    f"{cast.MEMBER},June 2025,zoom,held,,,,,,\n"
)
MEASURE = {"measure": "open-kitchens-act"}


def test_each_row_becomes_a_contact_with_all_that_came_of_it(desk: Desk) -> None:
    assert told(desk.apply(LOG, **MEASURE)) == (3, 0, 0)
    actions = desk.session.scalars(select(OutreachAction).order_by(OutreachAction.id)).all()
    assert [(each.channel, each.outcome, each.happened) for each in actions] == [
        (Channel.CALL, Outcome.LEFT_MESSAGE, "2025-06-01"),
        (Channel.CALL, Outcome.REACHED_STAFF, "2025-06-10"),
        (Channel.MEETING, Outcome.HELD, "2025-06"),
    ]
    assert {(each.visibility, each.organization_id) for each in actions} == {(Visibility.PRIVATE, desk.ours.id)}
    owed = desk.session.scalars(select(FollowUp)).one()
    assert (owed.what, str(owed.due_on)) == ("call again", "2025-06-09")
    assert desk.session.scalars(select(ActionStaff.printed_name)).all() == ["Kim Poe"]
    assert desk.entries() == [(cast.SENATOR, "leaning_yes", "2025-06-10", "She likes it")]
    assert desk.session.scalars(select(Position.visibility)).one() is Visibility.PRIVATE


def test_the_same_log_again_brings_nothing_and_a_new_row_alone(desk: Desk) -> None:
    desk.apply(LOG, **MEASURE)
    assert told(desk.apply(LOG, **MEASURE)) == (0, 0, 3)
    assert told(desk.apply(f"{LOG}{cast.MEMBER},7/1/2025,call,no answer,,,,,,\n", **MEASURE)) == (1, 0, 3)


def test_nobody_who_was_not_reached_has_said_where_they_stand(desk: Desk) -> None:
    text = f"Name,Date,Outcome,Stance\n{cast.SENATOR},6/1/2025,left message,Y\n"
    report = desk.apply(text, SheetKind.CONTACTS, **MEASURE)
    assert told(report) == (1, 0, 0)
    assert "Nobody was reached" in report.problems[0].what
    assert desk.entries() == []


def test_a_row_without_a_day_is_told_unless_one_day_holds_for_all(desk: Desk) -> None:
    text = f"Name,Date,Outcome\n{cast.SENATOR},,no answer\n{cast.MEMBER},6/1/2025,busy\n"
    report = desk.apply(text, SheetKind.CONTACTS)
    assert (told(report), report.problems[0].what) == ((1, 0, 0), "The row does not say when it was.")
    assert told(desk.apply(text, SheetKind.CONTACTS, said="2025-05")) == (1, 0, 1)


def test_words_that_are_not_known_are_told_and_the_contact_comes_in(desk: Desk) -> None:
    text = f"Name,Date,Method,Outcome\n{cast.SENATOR},6/1/2025,pigeon,flew\n"
    report = desk.apply(text, SheetKind.CONTACTS)
    assert told(report) == (1, 0, 0)
    assert {problem.what for problem in report.problems} == {
        "“pigeon” is no way of contact that is known.", "“flew” is no outcome that is known.",
    }  # fmt: skip


def test_an_undone_log_may_come_again_and_a_contact_that_was_taken_back_may_not(desk: Desk) -> None:
    first = desk.apply(LOG, **MEASURE)
    assert first.batch is not None
    undo_batch(desk.session, OPERATOR, first.batch)
    desk.session.expire_all()
    assert told(desk.apply(LOG, **MEASURE)) == (3, 0, 0)
    newest = desk.session.scalars(select(OutreachAction).order_by(OutreachAction.id.desc())).first()
    assert newest is not None
    retract_contact(desk.session, desk.ada, newest.id, "It was somebody else.")
    assert told(desk.apply(LOG, **MEASURE)) == (0, 0, 3)
