"""What a mail tells: one's own day as one may see it, and not a word that stands behind a wall."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from crm import clock
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.digest.letter import letter, sections, subject
from crm.jurisdictions.models import Deadline
from crm.lobbying import service as lobbying
from crm.lobbying import slots
from crm.lobbying.slots import NewMeeting
from crm.outreach.contact import NewContact, Official
from crm.outreach.models import Channel, Outcome
from crm.outreach.service import complete_follow_up, log_contact
from crm.people.models import Person
from tests.builders import ledger
from tests.counting import statements
from tests.crm.digest.conftest import BASE, TODAY, Morning, at


def lines(morning: Morning, who: str = "ada") -> dict[str, list[str]]:
    return {each.title: [line.text for line in each.lines] for each in sections(morning.digest(who))}


def said(morning: Morning, slug: str, stance: str, *, recorded: int = -1, **given) -> None:
    """A stance said yesterday, recorded so many days from today."""
    with morning.database.write() as session, clock.held_at(at(15, days=recorded)):
        person = session.get_one(Person, morning.ids[slug])
        measure = session.get_one(Measure, morning.ids["measure"])
        ledger.position(session, person, measure, stance, (TODAY + timedelta(days=-1)).isoformat(), **given)


def call_back(
    morning: Morning, hour: int, *, days: int = 0, who: str = "ada", official: str = "senator", **given
) -> int:
    contact = NewContact(
        Channel.CALL, Outcome.CALL_BACK, (Official(morning.ids[official]),), campaign_id=morning.ids["campaign"],
        happened_at=at(14, days=-1), call_back_at=at(hour, days=days), notes="quoxnotes", **given,
    )  # fmt: skip
    with morning.database.write() as session, clock.held_at(at(14, 5, days=-1)):
        return log_contact(session, morning.viewers[who], contact).id


def lobby(morning: Morning, hour: int, who: str = "ada", *, minute: int = 0, **walls) -> None:
    with morning.database.write() as session:
        leo = morning.viewers["leo"]
        day = lobbying.add_day(session, leo, morning.ids["campaign"], "quoxday", TODAY, notes="quoxgoal", **walls)
        team = lobbying.add_team(session, leo, day.id, "quoxteam")
        lobbying.add_member(session, leo, team.id, user_id=morning.user(who))
        new = NewMeeting(
            time(hour, minute),
            (morning.ids["senator"],),
            team_id=team.id,
            room="512",
            building="Capitol",
            notes="quoxnote",
        )
        slots.add_meeting(session, leo, day.id, new)


def test_a_day_without_anything_says_nothing(morning: Morning) -> None:
    assert all(morning.digest(who).is_empty for who in morning.viewers)


def test_what_is_owed_is_told_by_its_day_and_to_whom(morning: Morning) -> None:
    morning.owe(days=-3)
    morning.owe(days=0)
    morning.owe(days=1)
    morning.owe("leo", days=-1)
    assert lines(morning) == {
        "Overdue": ["Follow up with Sena Abara, since March 1"],
        "Due today": ["Follow up with Sena Abara"],
    }


def test_of_what_an_organization_keeps_private_only_the_day_and_the_hour_are_told(morning: Morning) -> None:
    morning.owe(days=-3, visibility=Visibility.PRIVATE)
    call_back(morning, 15, visibility=Visibility.PRIVATE)
    lobby(morning, 10, visibility=Visibility.PRIVATE)
    assert lines(morning) == {
        "Your meetings today": ["10:00 AM: a meeting"],
        "Overdue": ["A follow-up, since March 1"],
        "Call back": ["An office, 3:00 PM"],
    }


def test_what_is_done_is_owed_no_more(morning: Morning) -> None:
    id_ = morning.owe()
    with morning.database.write() as session:
        complete_follow_up(session, morning.viewers["ada"], id_)
    assert morning.digest().is_empty


def test_ones_meetings_are_told_with_their_rooms_and_those_without_a_debrief_counted(morning: Morning) -> None:
    lobby(morning, 10)
    lobby(morning, 6, minute=15)
    assert lines(morning) == {
        "Your meetings today": ["6:15 AM: Sena Abara, room 512, Capitol", "10:00 AM: Sena Abara, room 512, Capitol"],
        "Without a debrief": ["1 meeting has no debrief yet"],
    }
    assert lines(morning, "leo") == {"Without a debrief": ["1 meeting has no debrief yet"]}
    assert lines(morning, "otto") == {}


def test_whom_to_call_back_is_told_until_somebody_spoke_with_them(morning: Morning) -> None:
    call_back(morning, 15)
    call_back(morning, 9, official="other")
    assert lines(morning)["Call back"] == ["Tomás Peña-Ortiz, 9:00 AM", "Sena Abara, 3:00 PM"]
    assert lines(morning, "leo") == {}
    with morning.database.write() as session:
        spoke = NewContact(Channel.CALL, Outcome.REACHED_STAFF, (Official(morning.ids["senator"]),))
        log_contact(session, morning.viewers["leo"], spoke)
    assert lines(morning)["Call back"] == ["Tomás Peña-Ortiz, 9:00 AM"]


def test_a_call_back_of_another_day_is_told_on_that_day_and_a_late_one_with_its_day(morning: Morning) -> None:
    call_back(morning, 9, days=1)
    call_back(morning, 18, days=-1, official="other")
    assert lines(morning) == {"Call back": ["Tomás Peña-Ortiz, March 3"]}
    with clock.held_at(at(7, days=20)):
        assert morning.digest().is_empty


def test_deadlines_of_ones_campaigns_are_told_a_week_ahead(morning: Morning) -> None:
    with morning.database.write() as session:
        for name, days in (("The session ends", 7), ("Far away", 8), ("Over", -1)):
            session.add(
                Deadline(
                    jurisdiction_id=morning.ids["jurisdiction"], kind="adjournment", name=name, source="a test",
                    falls_on=TODAY + timedelta(days=days), certainty="announced", recorded_at=at(7, days=-9),
                )
            )  # fmt: skip
    told = {"Deadlines of the next seven days": ["The session ends (Merrow): March 11, in 7 days"]}
    assert lines(morning) == lines(morning, "paz") == told
    assert lines(morning, "otto") == lines(morning, "rosa") == {}


def test_what_is_public_moved_by_name_and_what_is_not_as_a_number(morning: Morning) -> None:
    said(morning, "senator", "yes", visibility=Visibility.PUBLIC, words="quoxpublic")
    shared = {"visibility": Visibility.COALITION, "campaign_id": morning.ids["campaign"]}
    said(morning, "other", "no", organization_id=morning.ids["ally"], words="quoxshared", **shared)
    title = "What moved yesterday: Open Kitchens Act"
    assert lines(morning) == {title: ["Sena Abara: Unknown → Yes", "1 more behind the walls of the campaign"]}
    assert lines(morning, "otto") == {}


def test_a_partners_private_entry_moves_nothing_in_others_mails(morning: Morning) -> None:
    walls = {"visibility": Visibility.PRIVATE, "organization_id": morning.ids["ally"]}
    said(morning, "senator", "yes", campaign_id=morning.ids["campaign"], **walls)
    assert lines(morning) == {}
    assert list(lines(morning, "paz").values()) == [["1 behind the walls of the campaign"]]


@pytest.mark.parametrize("days", [0, -2])
def test_what_was_recorded_on_another_day_did_not_move_yesterday(morning: Morning, days: int) -> None:
    with clock.held_at(at(20)):
        said(morning, "senator", "yes", visibility=Visibility.PUBLIC, recorded=days)
        assert lines(morning) == {}


def test_no_words_leave_the_server_whatever_is_told(morning: Morning) -> None:
    morning.owe(days=-3)
    call_back(morning, 15)
    lobby(morning, 10)
    said(morning, "senator", "yes", visibility=Visibility.PUBLIC, words="quoxwords")
    written = letter(morning.digest(), "Ada Okafor", BASE, f"{BASE}/digest/stop/x")
    assert "Sena Abara" in written.text
    for part in (written.subject, written.text, written.html):
        assert "quox" not in part
    assert "Sena" not in written.subject


def test_the_subject_is_numbers(morning: Morning) -> None:
    morning.owe(days=-3)
    morning.owe(days=-1)
    morning.owe(days=0)
    lobby(morning, 10)
    assert subject(morning.digest()) == "Whipcount, March 4: 1 meeting, 2 overdue, 1 due today"


def test_names_are_escaped_and_lines_stay_lines(morning: Morning) -> None:
    with morning.database.write() as session:
        session.get_one(Person, morning.ids["senator"]).name = 'Sena <b>"A"\nBcc: x@example.org'
    morning.owe()
    written = letter(morning.digest(), "<i>Ada</i>", BASE, f"{BASE}/digest/stop/x")
    assert "<b>" not in written.html
    assert "<i>" not in written.html
    assert "&lt;b&gt;&quot;A&quot;" in written.html
    assert '- Follow up with Sena <b>"A" Bcc: x@example.org\n' in written.text


def test_every_link_leads_to_this_server_and_nothing_is_loaded(morning: Morning) -> None:
    morning.owe()
    html = letter(morning.digest(), "Ada", BASE, f"{BASE}/digest/stop/x").html
    links = [part.partition('"')[0] for part in html.split('href="')[1:]]
    assert links
    assert all(link.startswith(f"{BASE}/") for link in links)
    for asked in ("<img", "<script", "<link", "src=", "url("):
        assert asked not in html


def test_gathering_takes_the_same_queries_however_much_there_is(morning: Morning) -> None:
    morning.owe()
    lobby(morning, 10)
    said(morning, "senator", "yes", visibility=Visibility.PUBLIC)
    call_back(morning, 15)

    def many() -> int:
        with morning.database.read() as session, statements(session) as seen:
            from crm.digest.contents import digest

            digest(session, morning.viewers["ada"])
        return len(seen)

    few = many()
    for number in range(8):
        morning.owe(days=-number)
        lobby(morning, 10 + number)
        call_back(morning, 15, official="other")
    assert many() == few
