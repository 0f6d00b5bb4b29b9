"""The pages of a lobby day, walked through as those do who plan it, go, and write down what came of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.lobbying.models import LobbyDay, LobbyMember, LobbySlot, LobbyTarget, LobbyTeam, SlotState
from crm.outreach.models import ActionOfficial, ActionUser, FollowUp, OutreachAction
from crm.people.models import ContactPoint
from crm.positions.models import Position
from crm.positions.stance import Stance
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def all_of(site: Site, table):
    with site.database.read() as session:
        return session.scalars(select(table).order_by(table.id)).all()


def plan(site: Site, web_cast: WebCast, days: int = 0, **changes: str) -> int:
    """A lobby day so many days from today; its number."""
    fields = {
        "name": "Kitchens <Lobby> Day",
        "campaign": web_cast.campaign,
        "held_on": (clock.today() + timedelta(days=days)).isoformat(),
        "place": "The rotunda",
        "notes": "Three more co-sponsors.",
    }
    answer = site.post("/lobby-days/new", fields | changes)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def team(site: Site, day_id: int, name: str = "Team 1", user: int | None = None) -> int:
    assert site.post(f"/lobby-days/{day_id}/teams", {"team": name}).status_code == 303
    id_ = all_of(site, LobbyTeam)[-1].id
    if user is not None:
        added = site.post(f"/lobby-days/{day_id}/teams/{id_}/members", {"user": str(user)})
        assert added.status_code == 303
    return id_


def meet(site: Site, web_cast: WebCast, day_id: int, **changes: str | list[str]) -> int:
    fields = {"official": web_cast.senator, "starts_at": "00:00", "room": "512", "building": "Capitol", "do": "save"}
    answer = site.post(f"/lobby-days/{day_id}/meetings/new", fields | changes)
    assert answer.status_code == 303, answer.text
    return int(re.findall(r"#m-(\d+)$", answer.headers["location"])[0])


@pytest.fixture
def going(site: Site, web_cast: WebCast) -> tuple[int, int]:
    """A day that is today, with a meeting of Ada's team at its very beginning: (day, meeting)."""
    day_id = plan(site, web_cast)
    team_id = team(site, day_id, user=web_cast.ada)
    return day_id, meet(site, web_cast, day_id, team=str(team_id))


def told(web_cast: WebCast, **changes: str | list[str]) -> dict[str, str | list[str]]:
    key = f"0-{web_cast.senator}"
    return {
        "official": [web_cast.senator],
        "topics": "1",
        "owed": "1",
        "channel": "lobby_visit",
        "outcome": "reached_member",
        "happened": clock.today().isoformat(),
        "campaign": web_cast.campaign,
        "measure-0": web_cast.measure,
        f"stance-{key}": "leaning_yes",
        f"answer-{key}": "I could live with it.",
        "what-0": "Send the sheet",
        "client_key": "a key of the form",
        "visibility": "coalition",
        "do": "save",
    } | changes


def test_a_day_is_planned_with_a_team_and_a_meeting(site: Site, web_cast: WebCast, going: tuple[int, int]) -> None:
    day_id, slot_id = going
    html = site.get(f"/lobby-days/{day_id}").text
    for words in (
        "Kitchens &lt;Lobby&gt; Day",
        "Three more co-sponsors.",
        cast.SENATOR,
        "Room 512, Capitol",
        "12:00 AM",
    ):
        assert words in html
    assert "Kitchens &lt;Lobby&gt; Day" in site.get("/lobby-days").text
    for by in ("team", "room", "nonsense"):
        assert cast.SENATOR in site.get(f"/lobby-days/{day_id}?by={by}").text
    assert f"M{slot_id}" in site.get(f"/lobby-days/{day_id}/sheet").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "What is the day called?"),
        ({"held_on": ""}, "On which day?"),
        ({"held_on": "2026-13-01"}, "is not a day"),
        ({"campaign": ""}, "For which campaign?"),
        ({"campaign": "no-such"}, "For which campaign?"),
        ({"visibility": "public"}, "A plan is nothing for everybody."),
        ({"visibility": "x"}, "Who may see it?"),
        ({"organization": "x"}, "That choice is gone."),
    ],
)
def test_a_day_that_cannot_be_says_why_and_keeps_what_was_typed(
    site: Site, web_cast: WebCast, changes: dict[str, str], said: str
) -> None:
    fields = {"name": "Our day", "campaign": web_cast.campaign, "held_on": "2026-06-01", "notes": "Bring the sheet."}
    answer = site.post("/lobby-days/new", fields | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Bring the sheet." in answer.text
    assert all_of(site, LobbyDay) == []


def test_a_meeting_finds_its_officials_and_loses_nothing_that_was_typed(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast)
    path = f"/lobby-days/{day_id}/meetings/new"
    typed = {"official": web_cast.senator, "room": "512", "notes": "In a hurry.", "starts_at": "09:30"}
    html = site.post(path, {**typed, "find": "lindqvist", "do": "find"}).text
    assert f'name="official" value="{web_cast.member}"' in html
    assert "In a hurry." in html
    html = site.post(path, {**typed, "official": [web_cast.senator, web_cast.member], "drop": web_cast.member}).text
    assert f'name="official" value="{web_cast.member}"' not in html
    assert "Nobody in office fits “zzz”" in site.post(path, {"find": "zzz", "do": "find"}).text
    for changes, said in (
        ({"official": ""}, "Whom does the team meet?"),
        ({"starts_at": ""}, "When does it begin?"),
        ({"starts_at": "25:00"}, "is no time of day"),
        ({"ends_at": "09:00"}, "It ends before it begins."),
        ({"team": "x"}, "That choice is gone."),
    ):
        answer = site.post(path, {**typed, "do": "save", **changes})
        assert answer.status_code == 422
        assert said in answer.text
    assert all_of(site, LobbySlot) == []


def test_the_door_is_filled_in_as_the_directory_prints_it(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == web_cast.senator_id)).one()
        point.address = "Room 711-A, Legislative Office Building"
    path = f"/lobby-days/{plan(site, web_cast)}/meetings/new"
    html = site.get(f"{path}?official={web_cast.senator}").text
    assert 'value="711-A"' in html
    assert 'value="Legislative Office Building"' in html
    html = site.post(path, {"official": web_cast.senator, "building": "The tent", "do": "find"}).text
    assert 'value="711-A"' not in html


def test_what_clashes_stands_on_the_plan_and_hinders_nobody(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast, 3)
    team_id = str(team(site, day_id))
    meet(site, web_cast, day_id, team=team_id, starts_at="10:00")
    meet(site, web_cast, day_id, team=team_id, starts_at="10:10", official=web_cast.other_senator)
    html = site.get(f"/lobby-days/{day_id}").text
    assert "This cannot all be" in html
    assert "Team 1 is in two places at 10:10 AM." in html


def test_a_meeting_is_changed_agreed_and_taken_off_the_plan(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast, 3)
    slot_id = meet(site, web_cast, day_id)
    html = site.get(f"/lobby-days/meetings/{slot_id}/edit").text
    assert 'value="00:00"' in html
    fields = {"official": [web_cast.senator, web_cast.member], "starts_at": "14:15", "room": "9", "do": "save"}
    assert site.post(f"/lobby-days/meetings/{slot_id}/edit", fields).status_code == 303
    assert len(all_of(site, LobbyTarget)) == 2
    assert site.post(f"/lobby-days/meetings/{slot_id}/agreed").status_code == 303
    assert all_of(site, LobbySlot)[0].state is SlotState.AGREED
    assert site.post(f"/lobby-days/meetings/{slot_id}/held").status_code == 404
    assert site.post(f"/lobby-days/meetings/{slot_id}/remove").status_code == 303
    assert all_of(site, LobbySlot) == []


def test_what_fell_through_says_why(site: Site, web_cast: WebCast, going: tuple[int, int]) -> None:
    day_id, slot_id = going
    assert site.post(f"/lobby-days/meetings/{slot_id}/fell-through", {"reason": ""}).status_code == 422
    assert site.post(f"/lobby-days/meetings/{slot_id}/fell-through", {"reason": "<ill>"}).status_code == 303
    assert "It fell through: &lt;ill&gt;" in site.get(f"/lobby-days/{day_id}").text
    assert "Without a debrief" not in site.get("/").text


def test_the_debrief_comes_filled_in_with_what_the_plan_knows(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    day_id, slot_id = going
    team_id = all_of(site, LobbyTeam)[0].id
    site.post(f"/lobby-days/{day_id}/teams/{team_id}/members", {"user": str(web_cast.leo)})
    site.post(f"/lobby-days/{day_id}/teams/{team_id}/members", {"printed_name": "Bo Reyes"})
    html = site.get(f"/lobby-days/meetings/{slot_id}/debrief").text
    assert f'name="official" value="{web_cast.senator}"' in html
    assert f'name="colleague" value="{web_cast.leo}" checked' in html
    assert 'value="Bo Reyes"' in html
    assert f'value="{web_cast.measure}" selected' in html
    assert 'value="Room 512, Capitol"' in html


def test_one_debrief_holds_several_officials_colleagues_stances_and_promises_once(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    day_id, slot_id = going
    path = f"/lobby-days/meetings/{slot_id}/debrief"
    other = f"0-{web_cast.other_senator}"
    fields = told(
        web_cast,
        official=[web_cast.senator, web_cast.other_senator],
        colleague=[str(web_cast.leo)],
        staff="Kit",
        **{f"stance-{other}": "no", f"answer-{other}": "Never <ever>."},
    )
    for _ in range(2):
        answer = site.post(path, fields)
        assert answer.headers["location"] == f"/lobby-days/{day_id}#m-{slot_id}"
    with site.database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
        entries = {row[0]: row[1] for row in session.execute(select(Position.person_id, Position.stance))}
        assert session.scalar(select(func.count()).select_from(FollowUp)) == 1
        assert set(session.scalars(select(ActionUser.user_id))) == {web_cast.ada, web_cast.leo}
        assert len(session.scalars(select(ActionOfficial.id)).all()) == 2
        slot = session.scalars(select(LobbySlot)).one()
    assert entries == {web_cast.senator_id: Stance.LEANING_YES, web_cast.other_senator_id: Stance.NO}
    assert (slot.state, slot.action_id) == (SlotState.HELD, action.id)
    assert f'href="/outreach/{action.id}"' in site.get(f"/lobby-days/{day_id}").text
    assert "This meeting has its debrief." in site.get(path).text
    late = site.post(path, told(web_cast, client_key="another"))
    assert late.status_code == 409


def test_a_debrief_that_cannot_be_saved_keeps_every_word(site: Site, web_cast: WebCast, going: tuple[int, int]) -> None:
    _, slot_id = going
    path, key = f"/lobby-days/meetings/{slot_id}/debrief", f"0-{web_cast.senator}"
    for changes, said in (
        ({"outcome": ""}, None),
        ({f"answer-{key}": ""}, "What did they say?"),
        ({"outcome": "cancelled"}, "It did not take place?"),
        ({"outcome": "x"}, "How did it go?"),
        ({"happened": "someday"}, "Not saved yet."),
        ({"due-0": "someday"}, "is not a day"),
    ):
        if said is None:
            continue
        answer = site.post(path, told(web_cast, notes="Keep these words.", **changes))
        assert answer.status_code == 422, changes
        assert said in answer.text
        assert "Keep these words." in answer.text
    assert all_of(site, OutreachAction) == []
    html = site.post(path, told(web_cast, do="topic")).text
    assert 'name="measure-1"' in html
    assert "I could live with it." in html


def test_today_shows_ones_own_meetings_and_what_waits_for_its_debrief(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    _, slot_id = going
    html = site.get("/").text
    assert "Your meetings today" in html
    assert "Without a debrief" in html
    lead = site.as_user(web_cast.leo).get("/").text
    assert "Your meetings today" not in lead
    assert "Without a debrief" in lead
    assert "Without a debrief" not in site.as_user(web_cast.paz).get("/").text
    site.post(f"/lobby-days/meetings/{slot_id}/debrief", told(web_cast))
    html = site.get("/").text
    assert "debriefed" in html
    assert "Without a debrief" not in html


def test_a_private_day_is_nowhere_for_others(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast, visibility="private", name="quoxday")
    slot_id = meet(site, web_cast, day_id)
    for who in (web_cast.paz, web_cast.otto, web_cast.rosa):
        other = site.as_user(who)
        assert "quoxday" not in other.get("/lobby-days").text
        for path in (
            f"/lobby-days/{day_id}",
            f"/lobby-days/{day_id}/sheet",
            f"/lobby-days/{day_id}/edit",
            f"/lobby-days/{day_id}/meetings/new",
            f"/lobby-days/meetings/{slot_id}/edit",
            f"/lobby-days/meetings/{slot_id}/debrief",
        ):
            assert other.get(path).status_code == 404, path
        for path in (
            f"/lobby-days/{day_id}/edit",
            f"/lobby-days/{day_id}/cancel",
            f"/lobby-days/{day_id}/teams",
            f"/lobby-days/meetings/{slot_id}/agreed",
            f"/lobby-days/meetings/{slot_id}/fell-through",
            f"/lobby-days/meetings/{slot_id}/remove",
        ):
            answer = other.post(path, {"reason": "x", "team": "x", "name": "x", "held_on": "2026-06-01"})
            assert answer.status_code == 404, path
        assert "quoxday" not in other.get("/lobby-days/export.csv").text
    assert "quoxday" in site.get(f"/lobby-days/{day_id}/export.csv").text


def test_a_partner_sees_the_plan_and_changes_nothing_in_it(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    day_id, slot_id = going
    partner = site.as_user(web_cast.paz)
    html = partner.get(f"/lobby-days/{day_id}").text
    assert cast.SENATOR in html
    assert "Add a meeting" not in html
    assert f"/lobby-days/meetings/{slot_id}/debrief" not in html
    assert partner.post(f"/lobby-days/{day_id}/teams", {"team": "Team 2"}).status_code == 403
    assert partner.post(f"/lobby-days/meetings/{slot_id}/debrief", told(web_cast)).status_code == 403
    team_id = all_of(site, LobbyTeam)[0].id
    site.post(f"/lobby-days/{day_id}/teams/{team_id}/members", {"user": str(web_cast.paz)})
    assert f"/lobby-days/meetings/{slot_id}/debrief" in partner.get(f"/lobby-days/{day_id}").text
    assert partner.post(f"/lobby-days/meetings/{slot_id}/debrief", told(web_cast)).status_code == 303


def test_teams_take_people_in_and_let_them_go(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast)
    team_id = team(site, day_id, user=web_cast.ada)
    path = f"/lobby-days/{day_id}/teams/{team_id}"
    assert site.post(f"{path}/members", {"printed_name": ""}).status_code == 422
    assert site.post(f"{path}/members", {"user": str(web_cast.ada)}).status_code == 409
    assert site.post(f"{path}/members", {"user": str(web_cast.otto)}).status_code == 404
    assert site.post(f"{path}/members", {"printed_name": "Bo <Reyes>"}).status_code == 303
    assert "Bo &lt;Reyes&gt;" in site.get(f"/lobby-days/{day_id}").text
    bo = all_of(site, LobbyMember)[-1].id
    assert site.post(f"/lobby-days/{day_id}/members/{bo}/lead").status_code == 303
    assert [each.leads for each in all_of(site, LobbyMember)] == [False, True]
    assert site.post(f"/lobby-days/{day_id}/members/{bo}/remove").status_code == 303
    assert site.post(f"/lobby-days/{day_id}/teams", {"team": "Team 1"}).status_code == 409
    assert site.post(f"{path}/remove").status_code == 303
    assert all_of(site, LobbyTeam) == []


def test_a_day_is_changed_and_called_off(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast, 5)
    fields = {"name": "Another name", "held_on": (clock.today() + timedelta(6)).isoformat()}
    assert site.post(f"/lobby-days/{day_id}/edit", fields).status_code == 303
    assert site.post(f"/lobby-days/{day_id}/edit", fields | {"name": ""}).status_code == 422
    assert site.post(f"/lobby-days/{day_id}/cancel").status_code == 303
    html = site.get(f"/lobby-days/{day_id}").text
    assert "Another name" in html
    assert "Called off" in html
    assert "1 was called off" in site.get("/lobby-days").text
    assert site.post(f"/lobby-days/{day_id}/restore").status_code == 303


def test_the_number_of_queries_does_not_grow_with_the_plan(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    day_id, slot_id = going
    paths = (
        "/lobby-days",
        f"/lobby-days/{day_id}",
        f"/lobby-days/{day_id}?by=team",
        f"/lobby-days/{day_id}/sheet",
        "/",
    )
    paths += (f"/lobby-days/meetings/{slot_id}/debrief",)
    few = [queries_of(site, path) for path in paths]
    team_id = str(all_of(site, LobbyTeam)[0].id)
    for hour in range(1, 9):
        officials = [web_cast.senator, web_cast.member]
        meet(site, web_cast, day_id, starts_at=f"{hour:02}:00", official=officials, team=team_id)
    for number in range(2, 5):
        team(site, day_id, f"Team {number}", user=web_cast.leo)
        plan(site, web_cast, number)
    assert [queries_of(site, path) for path in paths] == few


def test_who_works_for_nobody_is_told_how_a_day_comes_about(site: Site, web_cast: WebCast) -> None:
    rosa = site.as_user(web_cast.rosa)
    assert "No lobby day is planned." in rosa.get("/lobby-days").text
    assert "takes part in no campaign" in rosa.get("/lobby-days/new").text
