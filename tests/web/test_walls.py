"""Whatever page is opened and whatever is searched for: another organization's private words are on none of them."""

from __future__ import annotations

import re
from datetime import time, timedelta
from html import unescape

import pytest

from crm import clock
from crm.bills.models import Measure
from crm.calling.models import CallList, CallTarget
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Deadline, Jurisdiction
from crm.lobbying import service as lobbying
from crm.lobbying.slots import NewMeeting, add_meeting
from crm.outreach import service
from crm.outreach.models import Channel, Outcome
from crm.outreach.service import NewContact, Official, Owed, Staff, Topic
from crm.people.models import Person
from crm.positions.models import NamelessCount
from crm.positions.stance import Stance
from tests.builders import ledger
from tests.web.conftest import WebCast
from tests.web.site import Site

SECRETS = (
    "quoxposition", "quoxcondition", "quoxevidence", "quoxnumber", "quoxnotes", "quoxtitle", "quoxanswer", "quoxstaff",
    "quoxowed", "quoxtie", "quoxlist", "quoxreason", "quoxlobby", "quoxgoal", "quoxteam", "quoxmember", "quoxroom",
)  # fmt: skip
MOST_PAGES = 120


@pytest.fixture
def secretive(site: Site, web_cast: WebCast) -> Site:
    """The clinic keeps something private in every way it can."""
    walls = {"visibility": Visibility.PRIVATE, "organization_id": web_cast.clinic, "campaign_id": web_cast.campaign_id}
    paz = Viewer(web_cast.paz, frozenset({web_cast.clinic}), frozenset({web_cast.campaign_id}))
    now, today = clock.now(), clock.today()
    with site.database.write(user_id=web_cast.paz) as session:
        senator, measure = session.get_one(Person, web_cast.senator_id), session.get_one(Measure, web_cast.measure_id)
        entry = ledger.position(
            session, senator, measure, "yes", (today - timedelta(days=2)).isoformat(),
            words="quoxposition", condition="quoxcondition", **walls,
        )  # fmt: skip
        ledger.evidence(session, entry, title="quoxevidence")
        session.add(
            NamelessCount(
                measure_id=measure.id, number=9, of_whom="quoxnumber", did_what="signed", said=today.isoformat(),
                said_latest=today, source="a letter", recorded_at=now, **walls,
            )
        )  # fmt: skip
        service.log_contact(
            session,
            paz,
            NewContact(
                Channel.MEETING, Outcome.HELD, (Official(senator.id),), staff=(Staff("quoxstaff"),), title="quoxtitle",
                notes="quoxnotes", topics=(Topic(measure.id, stance=Stance.YES, answer="quoxanswer"),),
                follow_ups=(Owed("quoxowed", today, owed_by_id=web_cast.ada),), campaign_id=web_cast.campaign_id,
                visibility=Visibility.PRIVATE,
            ),
        )  # fmt: skip
        service.set_relationship(
            session, paz, senator.id, 5, "quoxtie", campaign_id=web_cast.campaign_id, visibility=Visibility.PRIVATE
        )
        kept = CallList(
            name="quoxlist", deadline_on=today, rule={}, left_out={"people": [[1, "quoxreason", "quoxreason"]]},
            built_at=now, **walls,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        session.add(CallTarget(call_list_id=kept.id, person_id=senator.id, rank=1, reasons=["quoxreason"]))
        day = lobbying.add_day(
            session, paz, web_cast.campaign_id, "quoxlobby", today, notes="quoxgoal", visibility=Visibility.PRIVATE
        )
        team = lobbying.add_team(session, paz, day.id, "quoxteam")
        lobbying.add_member(session, paz, team.id, printed_name="quoxmember")
        lobbying.add_member(session, paz, team.id, user_id=web_cast.paz)
        meeting = NewMeeting(time(0), (senator.id,), team_id=team.id, room="quoxroom")
        add_meeting(session, paz, day.id, meeting)
        session.add(
            Deadline(
                jurisdiction_id=session.query(Jurisdiction.id).scalar(), kind="adjournment", name="The session ends",
                falls_on=today + timedelta(days=5), certainty="announced", source="a test", recorded_at=now,
            )
        )  # fmt: skip
    return site


def everything(site: Site) -> dict[str, str]:
    """Every page a reader comes to from the start, by its address; and what each search box finds."""
    boxes = ("/officials", "/outreach", "/organizations", "/measures", "/board")
    waiting = ["/", "/settings", "/call-lists/export.csv", *(f"{box}?q=quox" for box in boxes)]
    waiting += [
        f"/{place}/{number}"
        for place in ("outreach", "call-lists", "positions", "lobby-days", "follow-ups")
        for number in (1, 2)
    ]
    waiting += [f"/lobby-days/meetings/1/{verb}" for verb in ("edit", "debrief")]
    waiting += ["/follow-ups?whose=ours", "/lobby-days", "/lobby-days/export.csv", "/lobby-days/1/sheet"]
    waiting += [f"/positions/{number}/{verb}" for number in (1, 2) for verb in ("correct", "retract", "rule")]
    read: dict[str, str] = {}
    while waiting and len(read) < MOST_PAGES:
        path = waiting.pop(0)
        if path in read:
            continue
        answer = site.get(path)
        assert answer.status_code < 500, path
        read[path] = answer.text
        found = [unescape(link).partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', answer.text)]
        found += [answer.headers["location"]] if "location" in answer.headers else []
        waiting += [link for link in found if link not in read and not link.startswith("/static/")]
    return read


@pytest.mark.parametrize("who", ["ada", "leo", "otto", "rosa"])
def test_no_page_and_no_search_shows_what_another_organization_keeps_private(
    secretive: Site, web_cast: WebCast, who: str
) -> None:
    read = everything(secretive.as_user(getattr(web_cast, who)))
    assert len(read) > 30
    for path, html in read.items():
        shown = [secret for secret in SECRETS if secret in html]
        assert not shown, f"{path} shows {shown}"


def test_its_own_people_find_all_of_it(secretive: Site, web_cast: WebCast) -> None:
    """Else the test above would prove nothing."""
    html = "".join(everything(secretive.as_user(web_cast.paz)).values())
    assert [secret for secret in SECRETS if secret not in html] == []
