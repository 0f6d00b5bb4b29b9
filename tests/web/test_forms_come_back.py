"""Every form of follow-ups, lobby days and debriefs comes back when it cannot be saved: the page with the sentence, and
what was typed; also where the reason belongs to no field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.lobbying.models import LobbyDay, LobbySlot, LobbyTeam, SlotState
from crm.outreach.models import FollowUp, OutreachAction
from tests.web.conftest import WebCast
from tests.web.pages.test_lobby_days import going, meet, plan, team, told
from tests.web.pages.test_today import owe
from tests.web.site import Fields, Site

__all__ = ["going"]

LONG = "x" * 501


def comes_back(site: Site, path: str, fields: Fields, said: str, typed: str, status: int = 422) -> str:
    """The page that the form answers with: no error page, the sentence on it, and what was typed."""
    answer = site.post(path, fields)
    assert answer.status_code == status, answer.text
    assert "To the start" not in answer.text, "the error page"
    assert answer.text.count("Not saved yet.") == 1
    assert said in answer.text
    assert typed in answer.text
    return answer.text


@pytest.fixture
def owed(site: Site, web_cast: WebCast) -> str:
    """The page of something Ada owes."""
    owe(site, web_cast, "Send the brief", 1)
    with site.database.read() as session:
        return f"/follow-ups/{session.scalars(select(FollowUp.id)).one()}"


def test_a_follow_up_that_cannot_be_moved_or_handed_over(site: Site, web_cast: WebCast, owed: str) -> None:
    html = comes_back(site, f"{owed}/move", {"due": "2031-05-05", "reason": ""}, "Why does it move?", "2031-05-05")
    assert 'id="f-reason-error"' in html
    comes_back(site, f"{owed}/move", {"due": "2031-05-05", "reason": LONG}, "That is long", LONG)
    html = comes_back(site, f"{owed}/hand-over", {"to": "", "why": "quoxwhy"}, "To whom?", "quoxwhy")
    assert 'id="f-to-error"' in html
    comes_back(site, f"{owed}/hand-over", {"to": str(web_cast.paz), "why": "quoxwhy"}, "do not work", "quoxwhy", 404)
    html = comes_back(site, f"{owed}/hand-over", {"to": str(web_cast.leo), "why": LONG}, "That is long", LONG)
    assert 'id="f-why-error"' in html, "at its own field, and not at that of the form beside it"
    assert 'id="f-reason-error"' not in html


def test_a_follow_up_that_somebody_else_ticked_off_meanwhile(site: Site, owed: str) -> None:
    assert site.post(f"{owed}/done", {"result": "Hers."}).status_code == 303
    html = comes_back(site, f"{owed}/done", {"result": "quoxmine"}, "That is done already.", "quoxmine", 409)
    assert "Hers." in html
    comes_back(site, f"{owed}/move", {"due": "2031-05-05", "reason": "quoxaway"}, "That is done already.", "", 409)


def test_what_is_owed_after_a_contact_and_why_it_is_taken_back(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    site.post(f"/lobby-days/meetings/{going[1]}/debrief", told(web_cast))
    with site.database.read() as session:
        path = f"/outreach/{session.scalars(select(OutreachAction.id)).one()}"
    comes_back(site, f"{path}/follow-ups", {"what": "", "due": "2031-05-05"}, "What is owed?", "2031-05-05")
    comes_back(site, f"{path}/follow-ups", {"what": "quoxwhat", "due": "soon"}, "is not a day", "quoxwhat")
    comes_back(site, f"{path}/retract", {"reason": ""}, "Why is it taken back?", "")
    assert site.post(f"{path}/retract", {"reason": "The wrong one."}).status_code == 303
    comes_back(site, f"{path}/retract", {"reason": "quoxtwice"}, "has been taken back already", "", 409)


def test_a_meeting_that_falls_through_without_a_reason_or_after_its_debrief(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    path = f"/lobby-days/meetings/{going[1]}/fell-through"
    html = comes_back(site, path, {"reason": " "}, "Why did it fall through?", "")
    assert 'id="f-reason-error"' in html
    comes_back(site, path, {"reason": LONG}, "That is long for a reason.", LONG)
    site.post(f"/lobby-days/meetings/{going[1]}/debrief", told(web_cast))
    comes_back(site, path, {"reason": "quoxlate"}, "This meeting has its debrief.", "quoxlate", 409)
    with site.database.read() as session:
        assert session.scalars(select(LobbySlot.state)).one() is SlotState.HELD


def test_a_meeting_whose_team_or_day_is_gone_meanwhile(site: Site, web_cast: WebCast, going: tuple[int, int]) -> None:
    day_id, slot_id = going
    typed = {"official": web_cast.senator, "starts_at": "09:30", "notes": "quoxnote", "do": "save"}
    gone = {**typed, "team": "99999"}
    for path in (f"/lobby-days/{day_id}/meetings/new", f"/lobby-days/meetings/{slot_id}/edit"):
        comes_back(site, path, gone, "That team is not of this day.", "quoxnote", 404)
    assert site.post(f"/lobby-days/{day_id}/cancel").status_code == 303
    for path in (f"/lobby-days/{day_id}/meetings/new", f"/lobby-days/meetings/{slot_id}/edit"):
        comes_back(site, path, typed, "This lobby day is cancelled.", "quoxnote", 409)
    changed = {"name": "quoxday", "held_on": clock.today().isoformat()}
    comes_back(site, f"/lobby-days/{day_id}/edit", changed, "This lobby day is cancelled.", "quoxday", 409)


def test_a_debrief_that_another_wrote_first_keeps_its_words_and_becomes_a_contact_of_its_own(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    path = f"/lobby-days/meetings/{going[1]}/debrief"
    site.post(path, told(web_cast))
    second = told(web_cast, client_key="another", notes="quoxsecond")
    html = comes_back(site, path, second, "This meeting has its debrief already.", "quoxsecond", 409)
    assert 'formaction="/outreach/new"' in html
    own = site.post("/outreach/new", second | {"do": "own"})
    assert own.status_code == 200
    assert "quoxsecond" in own.text
    assert "I could live with it." in own.text


def test_a_debrief_of_a_day_that_was_called_off_meanwhile(
    site: Site, web_cast: WebCast, going: tuple[int, int]
) -> None:
    assert site.post(f"/lobby-days/{going[0]}/cancel").status_code == 303
    sent = told(web_cast, notes="quoxnote")
    path = f"/lobby-days/meetings/{going[1]}/debrief"
    comes_back(site, path, sent, "This lobby day is cancelled.", "quoxnote", 409)
    with site.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 0


def test_a_team_that_cannot_be_and_one_that_cannot_go(site: Site, web_cast: WebCast) -> None:
    day_id = plan(site, web_cast)
    team_id = team(site, day_id, user=web_cast.ada)
    slot_id = meet(site, web_cast, day_id, team=str(team_id))
    teams = f"/lobby-days/{day_id}/teams"
    comes_back(site, teams, {"team": ""}, "What is the team called?", "")
    comes_back(site, teams, {"team": "Team 1"}, "There is a team “Team 1” already.", 'value="Team 1"', 409)
    members = f"{teams}/{team_id}/members"
    comes_back(site, members, {"user": "", "printed_name": LONG}, "That is long for a name.", LONG)
    comes_back(site, members, {"user": str(web_cast.ada)}, "is in the team already", "", 409)
    site.post(f"/lobby-days/meetings/{slot_id}/debrief", told(web_cast))
    comes_back(site, f"{teams}/{team_id}/remove", {}, "This team has held meetings.", "", 409)
    with site.database.read() as session:
        assert session.scalars(select(LobbyTeam.id)).all() == [team_id]


def test_a_day_that_is_planned_for_an_organization_one_left(site: Site, web_cast: WebCast) -> None:
    fields = {
        "name": "quoxday",
        "campaign": web_cast.campaign,
        "held_on": (clock.today() + timedelta(days=3)).isoformat(),
        "organization": str(web_cast.clinic),
    }
    comes_back(site, "/lobby-days/new", fields, "", "quoxday", 403)
    with site.database.read() as session:
        assert session.scalars(select(LobbyDay.id)).all() == []


def test_what_one_may_not_see_is_no_form_for_them(site: Site, web_cast: WebCast, owed: str) -> None:
    outsider = site.as_user(web_cast.otto)
    for path in (f"{owed}/done", f"{owed}/move", f"{owed}/hand-over"):
        answer = outsider.post(path, {"due": "", "reason": "x", "to": str(web_cast.leo)})
        assert answer.status_code == 404
        assert "To the start" in answer.text
