"""The calendar: what it shows, as known when, and who may put a day on it or move one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions import service
from crm.jurisdictions.models import Certainty, Chamber, Deadline, DeadlineKind, Jurisdiction, LegislativeSession
from crm.outreach.models import FollowUp
from tests import cast
from tests.builders import states, users
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

NEW = {
    "name": "The Senate goes home",
    "where": "merrow/upper",
    "kind": "adjournment",
    "falls_on": "2031-06-12",
    "certainty": "announced",
    "source": "The Majority Leader’s letter",
    "source_url": "https://example.org/letter",
}


def put(site: Site, falls_on: date, chamber: str | None = None, **about: Any) -> int:
    with site.database.write() as session:
        where = session.scalars(select(Jurisdiction).where(Jurisdiction.slug == "merrow")).one()
        house = session.scalar(select(Chamber.id).where(Chamber.kind == chamber)) if chamber else None
        return service.add_deadline(
            session,
            OPERATOR,
            **{
                "jurisdiction_id": where.id,
                "chamber_id": house,
                "kind": DeadlineKind.ADJOURNMENT,
                "name": f"It ends {falls_on}",
                "falls_on": falls_on,
                "source": "the session calendar",
                **about,
            },
        ).id


def moved(site: Site, deadline_id: int, falls_on: date, reason: str = "The roads bill.") -> int:
    with site.database.write() as session:
        return service.reset_deadline(session, OPERATOR, deadline_id, falls_on, "the Speaker", reason).id


def test_what_lies_ahead_says_how_far_it_is_how_sure_and_from_where(site: Site, web_cast: WebCast) -> None:
    today = clock.today()
    put(
        site, today + timedelta(days=40), "lower", certainty=Certainty.PREDICTED, source_url="https://example.org/rules"
    )
    put(site, today + timedelta(days=3), "upper", name="Senate <ends>")
    html = site.get("/calendar").text
    assert "3 days" in html
    assert "in 40 days" in html
    assert "Senate &lt;ends&gt;" in html
    assert "Merrow, Assembly" in html
    assert "predicted from the rules" in html
    assert 'href="https://example.org/rules"' in html
    assert html.index("Senate &lt;ends&gt;") < html.index(f"It ends {today + timedelta(days=40)}")


def test_days_stand_under_their_week_and_month(site: Site) -> None:
    with clock.held_at(date(2025, 6, 3)):
        for day in (date(2025, 6, 5), date(2025, 6, 12), date(2025, 6, 27), date(2025, 8, 1)):
            put(site, day)
    html = site.get("/calendar?said=2025-06-03&known=2025-06-03").text
    places = [html.index(f">{title}<") for title in ("This week", "Next week", "Later in June 2025", "August 2025")]
    assert places == sorted(places)


def test_a_deadline_that_slipped_shows_every_day_it_had_with_source_and_reason(site: Site) -> None:
    with clock.held_at(date(2025, 1, 8)):
        first = put(site, date(2025, 6, 12), "lower", name="The Assembly ends")
    with clock.held_at(date(2025, 5, 14)):
        moved(site, first, date(2025, 6, 17))
    html = site.get("/calendar?known=2025-06-01").text
    for words in ("June 17, 2025", "June 12, 2025", "the Speaker", "the session calendar", "The roads bill."):
        assert words in html
    assert "in 16 days" in html, "counted from the day of the knowledge"
    assert "sits until Jun 17" in html
    before = site.get("/calendar?known=2025-05-13").text
    assert "in 30 days" in before
    assert "June 17" not in before
    assert "This is the calendar as it was known on" in before


def test_the_past_stands_below_and_says_who_has_gone_home(site: Site) -> None:
    put(site, date(2025, 1, 8), kind=DeadlineKind.OPENING, name="It opens")
    put(site, date(2025, 6, 12), "upper", name="The Senate ends")
    put(site, date(2025, 6, 17), "lower", name="The Assembly ends")
    html = site.get("/calendar?said=2025-06-14").text
    assert html.index("The Assembly ends") < html.index(">Over<") < html.rindex("The Senate ends")
    assert "gone home since Jun 12" in html
    assert "sits until Jun 17" in html
    assert "2025-26 Regular Session" in html


def test_filters_are_in_the_address_and_answer_htmx_with_the_calendar_alone(site: Site, web_cast: WebCast) -> None:
    ahead = clock.today() + timedelta(days=9)
    put(site, ahead, "upper", name="Of the Senate")
    put(site, ahead, "lower", name="Of the Assembly")
    with site.database.write() as session:
        elsewhere = states.state(session, name="Elsewhere")
        service.add_deadline(
            session, OPERATOR, jurisdiction_id=elsewhere.jurisdiction.id, kind=DeadlineKind.BUDGET,
            name="Of another state", falls_on=ahead, source="t",
        )  # fmt: skip
    everything = site.get("/calendar").text
    for name in ("Of the Senate", "Of the Assembly", "Of another state"):
        assert name in everything
    for query in ("place=merrow", f"campaign={web_cast.campaign}"):
        html = site.get(f"/calendar?{query}").text
        assert "Of the Assembly" in html
        assert "Of another state" not in html
    part = site.get("/calendar?chamber=upper&place=merrow", hx_request="true", hx_target="div#calendar").text
    assert "<html" not in part
    assert "Of the Senate" in part
    assert "Of the Assembly" not in part
    assert "Nothing lies ahead here." in site.get("/calendar?place=merrow&chamber=unicameral").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/calendar?place=atlantis", 404),
        ("/calendar?campaign=none", 404),
        ("/calendar?chamber=middle", 422),
        ("/calendar?known=2025-02-30", 422),
        ("/calendar?said=soon", 422),
    ],
)
def test_what_is_not_there_and_days_that_are_none_get_a_page_that_helps(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_an_empty_calendar_says_what_to_do_and_to_whom_it_may_be_done(site: Site, web_cast: WebCast) -> None:
    html = site.get("/calendar").text
    assert "No deadline is on file yet." in html
    assert "A lead or an administrator adds it." in html
    assert 'href="/calendar/new"' not in html
    assert 'href="/calendar/new"' in site.as_user(web_cast.leo).get("/calendar").text
    put(site, date(2025, 6, 12))
    assert "Nothing lies ahead." in site.get("/calendar").text
    assert "Nothing was on the calendar then." in site.get("/calendar?known=2024-01-01").text


@pytest.mark.parametrize("who", ["leo", "rosa"])
def test_a_lead_and_an_administrator_put_a_day_on_it(site: Site, web_cast: WebCast, who: str) -> None:
    keeper = site.as_user(getattr(web_cast, who))
    assert "The Senate’s session ends" in keeper.get("/calendar/new?place=merrow/upper").text
    answer = keeper.post("/calendar/new", NEW)
    assert answer.status_code == 303
    path = answer.headers["location"]
    assert path.startswith("/calendar#d-")
    html = keeper.get("/calendar").text
    assert "The Senate goes home" in html
    assert "Merrow, Senate" in html
    assert 'href="https://example.org/letter"' in html
    with site.database.read() as session:
        found = session.scalars(select(Deadline)).one()
        assert (found.falls_on, found.recorded_by_id) == (date(2031, 6, 12), getattr(web_cast, who))


@pytest.mark.parametrize("who", ["ada", "paz", "otto"])
def test_nobody_else_does(site: Site, web_cast: WebCast, who: str) -> None:
    deadline_id = put(site, date(2031, 6, 12))
    visitor = site.as_user(getattr(web_cast, who))
    html = visitor.get("/calendar").text
    assert "Move or confirm" not in html
    assert "Add a deadline" not in html
    for path in ("/calendar/new", f"/calendar/{deadline_id}/move"):
        assert visitor.get(path).status_code == 403
        assert visitor.post(path, NEW).status_code == 403
    with site.database.read() as session:
        assert len(session.scalars(select(Deadline)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "What ends on that day?"),
        ({"where": "atlantis"}, "Whose deadline is it?"),
        ({"kind": "party"}, "What kind of deadline is it?"),
        ({"falls_on": ""}, "On which day?"),
        ({"falls_on": "2031-02-30"}, "is not a day."),
        ({"certainty": "maybe"}, "How sure is the day?"),
        ({"source": "  "}, "Where is the date from?"),
        ({"source_url": "javascript:alert(1)"}, "That is not a web address."),
    ],
)
def test_a_mistyped_deadline_is_asked_for_again_with_what_was_typed(
    site: Site, web_cast: WebCast, fields: dict[str, str], said: str
) -> None:
    typed = NEW | {"name": "Keep <this>"} | fields
    answer = site.as_user(web_cast.leo).post("/calendar/new", typed)
    assert answer.status_code == 422
    assert said in answer.text
    kept = "The Majority Leader’s letter" if "source" not in fields else "Keep &lt;this&gt;"
    assert kept in answer.text
    with site.database.read() as session:
        assert session.scalars(select(Deadline)).all() == []


def test_a_deadline_is_moved_with_source_and_reason_and_its_former_day_stays(site: Site, web_cast: WebCast) -> None:
    deadline_id = put(site, date(2031, 6, 12), "lower", name="The Assembly ends")
    lead = site.as_user(web_cast.leo)
    form = lead.get(f"/calendar/{deadline_id}/move").text
    assert 'value="2031-06-12"' in form
    assert "the session calendar" in form
    fields = {"falls_on": "2031-06-17", "certainty": "announced", "reason": "The budget.", "source": "The Speaker"}
    answer = lead.post(f"/calendar/{deadline_id}/move", fields)
    assert answer.status_code == 303
    html = site.get("/calendar").text
    for words in ("June 17, 2031", "June 12, 2031", "The budget.", "The Speaker", "the session calendar"):
        assert words in html
    with site.database.read() as session:
        assert [row.replaces_id for row in session.scalars(select(Deadline).order_by(Deadline.id))] == [
            None,
            deadline_id,
        ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"falls_on": ""}, "On which day?"),
        ({"falls_on": "someday"}, "is not a day."),
        ({"falls_on": "2031-06-12"}, "It falls on that day already."),
        ({"certainty": "maybe"}, "How sure is the day?"),
        ({"source": ""}, "Where is the date from?"),
    ],
)
def test_a_mistyped_move_is_asked_for_again_with_what_was_typed(
    site: Site, web_cast: WebCast, fields: dict[str, str], said: str
) -> None:
    deadline_id = put(site, date(2031, 6, 12))
    typed = {"falls_on": "2031-06-17", "certainty": "announced", "reason": "Keep <this>", "source": "The Speaker"}
    answer = site.as_user(web_cast.leo).post(f"/calendar/{deadline_id}/move", typed | fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Keep &lt;this&gt;" in answer.text
    with site.database.read() as session:
        assert len(session.scalars(select(Deadline)).all()) == 1


def test_a_deadline_that_is_not_there_or_was_moved_meanwhile_is_not_moved(site: Site, web_cast: WebCast) -> None:
    lead = site.as_user(web_cast.leo)
    assert lead.get("/calendar/77/move").status_code == 404
    assert lead.post("/calendar/77/move", {}).status_code == 404
    first = put(site, date(2031, 6, 12))
    moved(site, first, date(2031, 6, 17))
    assert lead.get(f"/calendar/{first}/move").status_code == 409
    answer = lead.post(f"/calendar/{first}/move", {"falls_on": "2031-06-20", "source": "Somebody"})
    assert answer.status_code == 409
    assert "has been moved already" in answer.text


def test_an_earlier_calendar_is_looked_at_and_not_changed(site: Site, web_cast: WebCast) -> None:
    with clock.held_at(date(2025, 1, 8)):
        put(site, date(2025, 6, 12))
    html = site.as_user(web_cast.leo).get("/calendar?known=2025-06-01").text
    assert "It ends 2025-06-12" in html
    assert "Move or confirm" not in html
    assert "Add a deadline" not in html


def test_what_one_owes_stands_on_its_day_and_what_others_owe_does_not(site: Site, web_cast: WebCast) -> None:
    due = clock.today() + timedelta(days=2)
    owe(site, web_cast, web_cast.ada, "Send <the> sheet", due)
    owe(site, web_cast, web_cast.paz, "Of the clinic", due, organization_id=web_cast.clinic)
    owe(site, web_cast, web_cast.ada, "Late already", clock.today() - timedelta(days=2))
    html = site.get("/calendar").text
    assert "Send &lt;the&gt; sheet" in html
    assert "Of the clinic" not in html
    assert "1 follow-up of yours is overdue." in html
    assert "Late already" not in html
    assert "Send" not in site.as_user(web_cast.otto).get("/calendar").text
    assert "Send &lt;the&gt; sheet" not in site.get("/calendar?place=merrow").text


def owe(site: Site, web_cast: WebCast, user_id: int, what: str, due: date, organization_id: int | None = None) -> None:
    with site.database.write() as session:
        session.add(
            FollowUp(
                organization_id=organization_id or web_cast.neighbors, visibility=Visibility.PRIVATE,
                campaign_id=web_cast.campaign_id, owed_by_id=user_id, what=what, due_on=due, recorded_at=clock.now(),
            )
        )  # fmt: skip


def test_the_calendar_takes_no_more_queries_for_thirty_than_for_three(site: Site, web_cast: WebCast) -> None:
    def fill(numbers: range) -> None:
        with site.database.write() as session:
            for number in numbers:
                where = states.state(session, upper=1, lower=1, name=f"State {number}")
                session.add(LegislativeSession(jurisdiction_id=where.jurisdiction.id, slug="2023-24", name="2023-24"))
                for chamber in where.chambers:
                    first = service.add_deadline(
                        session, OPERATOR, jurisdiction_id=where.jurisdiction.id, chamber_id=chamber.id,
                        kind=DeadlineKind.ADJOURNMENT, name="Ends", falls_on=date(2031, 6, 12), source="t",
                    )  # fmt: skip
                    service.reset_deadline(session, OPERATOR, first.id, date(2031, 6, 17), "t")
        for number in numbers:
            owe(site, web_cast, web_cast.ada, f"{number}.", clock.today() + timedelta(days=number))

    fill(range(3))
    few = queries_of(site, "/calendar")
    fill(range(3, 30))
    assert queries_of(site, "/calendar") == few
    assert few <= 26


def test_a_new_server_has_a_calendar_page_too(nobody: Site) -> None:
    with nobody.database.write() as session:
        user_id = users.user(session, cast.ROOT, is_admin=True).id
    root = nobody.as_user(user_id)
    assert "Add the first one" in root.get("/calendar").text
    assert root.post("/calendar/new", NEW).status_code == 422, "there is no government yet to choose"
