"""What is owed moves to another day or to a colleague, for a reason that stays; the pile shows whose it is and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm.coalition.models import Visibility
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach import handing, pile, service
from crm.outreach.contact import Owed
from crm.outreach.models import FollowUpChange
from crm.outreach.pile import Which, Whose
from tests.builders.scene import Scene
from tests.counting import statements
from tests.crm.outreach.conftest import JUNE


def owe(scene: Scene, what: str = "Send the brief", days: int | None = 1, *, by: str = "ada", **given) -> int:
    due = None if days is None else JUNE + timedelta(days=days)
    owed = Owed(what, due_on=due, person_id=scene.senator.id)
    viewer = getattr(scene, by)
    return service.add_follow_up(scene.session, viewer, owed, campaign_id=scene.campaign.id, **given).id


def whole(scene: Scene, id_: int, who: str = "ada") -> pile.Owed:
    return pile.owed(scene.session, getattr(scene, who), id_, JUNE)


def test_a_move_keeps_the_former_day_and_the_reason(scene: Scene) -> None:
    id_ = owe(scene)
    handing.move_follow_up(scene.session, scene.leo, id_, JUNE + timedelta(5), "She is  away until Friday")
    found = whole(scene, id_)
    (change,) = found.changes
    assert found.line.due_on == JUNE + timedelta(5)
    assert (change.former_due_on, change.due_on, change.reason, change.by) == (
        JUNE + timedelta(1), JUNE + timedelta(5), "She is away until Friday", "Leo Brandt",
    )  # fmt: skip
    assert not change.is_handing


def test_it_may_lose_its_day(scene: Scene) -> None:
    id_ = owe(scene)
    handing.move_follow_up(scene.session, scene.ada, id_, None, "Whenever they are back")
    assert whole(scene, id_).line.due_on is None


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(3, "  ", "reason"), (1, "again", "due"), (3, "x" * 501, "reason")]
)
def test_a_move_needs_a_reason_and_another_day(scene: Scene, days: int, reason: str, field: str) -> None:
    id_ = owe(scene)
    with pytest.raises(InvalidInput) as wrong:
        handing.move_follow_up(scene.session, scene.ada, id_, JUNE + timedelta(days), reason)
    assert wrong.value.field == field
    assert scene.session.scalar(select(func.count()).select_from(FollowUpChange)) == 0


def test_a_colleague_takes_it_and_finds_it_among_their_own(scene: Scene) -> None:
    id_ = owe(scene)
    handing.hand_over(scene.session, scene.ada, id_, scene.leo.user_id, "Leo knows the office")
    found = whole(scene, id_, "leo")
    assert found.line.owed_by == "Leo Brandt"
    assert found.changes[0].is_handing
    assert [row.id for row in pile.pile(scene.session, scene.leo, Whose.MINE, Which.OPEN, JUNE).rows] == [id_]
    assert pile.pile(scene.session, scene.ada, Whose.MINE, Which.OPEN, JUNE).rows == ()


def test_it_is_handed_only_to_who_works_for_the_organization_that_owes_it(scene: Scene) -> None:
    id_ = owe(scene)
    assert [name for _, name in whole(scene, id_).heirs] == ["Leo Brandt"]
    for other in (scene.paz, scene.otto):
        with pytest.raises(NotFound):
            handing.hand_over(scene.session, scene.ada, id_, other.user_id)
    with pytest.raises(InvalidInput):
        handing.hand_over(scene.session, scene.ada, id_, scene.ada.user_id)


def test_a_partner_sees_it_and_changes_nothing_and_who_is_outside_does_not_know_of_it(scene: Scene) -> None:
    id_ = owe(scene)
    assert not whole(scene, id_, "paz").may_change
    assert whole(scene, id_, "paz").heirs == ()
    for change in (
        lambda viewer: handing.move_follow_up(scene.session, viewer, id_, None, "why"),
        lambda viewer: handing.hand_over(scene.session, viewer, id_, scene.leo.user_id),
        lambda viewer: service.complete_follow_up(scene.session, viewer, id_, "x"),
    ):
        with pytest.raises(NotAllowed):
            change(scene.paz)
        for outsider in (scene.otto, scene.rosa):
            with pytest.raises(NotFound):
                change(outsider)
    for outsider in (scene.otto, scene.rosa):
        with pytest.raises(NotFound):
            pile.owed(scene.session, outsider, id_, JUNE)


def test_what_is_done_tells_what_came_of_it_and_moves_no_more(scene: Scene) -> None:
    id_ = owe(scene)
    service.complete_follow_up(scene.session, scene.leo, id_, " They read it. ")
    found = whole(scene, id_)
    assert (found.result, found.done_by, found.heirs) == ("They read it.", "Leo Brandt", ())
    for change in (
        lambda: handing.move_follow_up(scene.session, scene.ada, id_, None, "why"),
        lambda: handing.hand_over(scene.session, scene.ada, id_, scene.leo.user_id),
        lambda: service.complete_follow_up(scene.session, scene.ada, id_),
    ):
        with pytest.raises(Conflict):
            change()


def test_the_pile_counts_what_is_late_what_this_week_brings_and_what_is_done(scene: Scene) -> None:
    for what, days in (("late", -2), ("now", 0), ("soon", 7), ("later", 8), ("some day", None), ("over", 1)):
        id_ = owe(scene, what, days)
    service.complete_follow_up(scene.session, scene.ada, id_)
    owe(scene, "Leo's", 1, by="leo")
    found = pile.pile(scene.session, scene.ada, Whose.MINE, Which.OPEN, JUNE)
    assert found.counts == {Which.OPEN: 5, Which.OVERDUE: 1, Which.WEEK: 3, Which.DONE: 1}
    assert [row.what for row in found.rows] == ["late", "now", "soon", "later", "some day"]
    shown = {
        which: [row.what for row in pile.pile(scene.session, scene.ada, Whose.MINE, which, JUNE).rows]
        for which in (Which.OVERDUE, Which.WEEK, Which.DONE)
    }
    assert shown == {Which.OVERDUE: ["late"], Which.WEEK: ["late", "now", "soon"], Which.DONE: ["over"]}
    ours = pile.pile(scene.session, scene.ada, Whose.OURS, Which.OPEN, JUNE)
    assert ours.counts[Which.OPEN] == 6


def test_each_sees_in_the_pile_of_their_organization_what_it_owes_and_nobody_elses(scene: Scene) -> None:
    owe(scene, "ours")
    owe(scene, "theirs", by="paz", visibility=Visibility.PRIVATE)

    def seen(session, viewer):
        return [row.what for row in pile.pile(session, viewer, Whose.OURS, Which.OPEN, JUNE).rows]

    assert scene.seen_by(seen) == {"ada": ["ours"], "leo": ["ours"], "paz": ["theirs"], "otto": [], "rosa": []}


def test_a_long_pile_comes_in_pages_and_takes_two_queries_however_long(scene: Scene) -> None:
    for number in range(pile.PAGE + 3):
        owe(scene, f"number {number}", number)
    with statements(scene.session) as seen:
        first = pile.pile(scene.session, scene.ada, Whose.MINE, Which.OPEN, JUNE)
    assert len(seen) == 2
    beyond = pile.pile(scene.session, scene.ada, Whose.MINE, Which.OPEN, JUNE, page=99)
    assert (len(first.rows), first.last, beyond.page, len(beyond.rows)) == (pile.PAGE, 2, 2, 3)
