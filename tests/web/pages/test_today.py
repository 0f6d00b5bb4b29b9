"""The first page of the day: what it tells whom, and how it greets a server without anything on file."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from crm import clock
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Chamber, Deadline, Jurisdiction
from crm.outreach import service
from crm.outreach.contact import NewContact, Official, Owed
from crm.outreach.models import Channel, FollowUp, Outcome
from crm.people.models import Person
from tests import cast
from tests.builders import ledger, people, users
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def owe(
    site: Site, web_cast: WebCast, what: str, days: int, *, by: int | None = None, organization: int | None = None,
    visibility: Visibility | None = None,
) -> None:  # fmt: skip
    """Something owed so many days from today (past ones have negative days), by Ada unless said otherwise."""
    user = by or web_cast.ada
    viewer = Viewer(
        user_id=user,
        organization_ids=frozenset({organization or web_cast.neighbors}),
        campaign_ids=frozenset({web_cast.campaign_id}),
    )
    with site.database.write(user_id=user) as session:
        service.add_follow_up(
            session,
            viewer,
            Owed(what, due_on=clock.today() + timedelta(days=days), person_id=web_cast.senator_id),
            campaign_id=web_cast.campaign_id,
            visibility=visibility,
        )


def stands(site: Site, web_cast: WebCast, slug: str, stance: str, days_ago: int = 1, **columns) -> None:
    """The official's stance, said so many days ago."""
    with site.database.write() as session:
        person = session.scalars(select(Person).where(Person.slug == slug)).one()
        measure = session.get_one(Measure, web_cast.measure_id)
        said = (clock.today() - timedelta(days=days_ago)).isoformat()
        ledger.position(session, person, measure, stance, said, **columns)


def test_the_page_gives_the_count_against_the_needed_number_of_each_chamber(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    html = site.get("/").text
    assert cast.MEASURE in html
    assert '<strong class="counts__have">1</strong> <span class="soft">of 3 needed' in html
    assert '<strong class="counts__have">0</strong> <span class="soft">of 5 needed' in html
    assert f"/call-lists?campaign={web_cast.campaign}&amp;chamber=upper" in html


def test_what_moved_in_the_last_week_is_told_and_what_moved_before_is_not(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes", days_ago=2, words="I will vote for it.")
    stands(site, web_cast, web_cast.member, "no", days_ago=30, words="Never in my life.")
    html = site.get("/").text
    assert "I will vote for it." in html
    assert "Never in my life." not in html


def test_a_follow_up_that_is_overdue_comes_first_and_is_ticked_off_on_the_page(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Send the brief", 0)
    owe(site, web_cast, "Thank <her>", -3)
    html = site.get("/").text
    assert "1 follow-up of yours is overdue" in html
    assert html.index("Thank &lt;her&gt;") < html.index("Send the brief")
    with site.database.read() as session:
        late = session.scalars(select(FollowUp.id).where(FollowUp.what == "Thank <her>")).one()
    assert site.post(f"/follow-ups/{late}/done", {"next": "/"}).headers["location"] == "/"
    assert "Thank &lt;her&gt;" not in site.get("/").text


def test_an_office_that_said_when_to_call_again_is_told_to_whom_it_was_said_until_they_did(
    site: Site, web_cast: WebCast
) -> None:
    viewer = Viewer(web_cast.ada, frozenset({web_cast.neighbors}), frozenset({web_cast.campaign_id}))
    officials = (Official(web_cast.senator_id),)
    said = NewContact(
        Channel.CALL, Outcome.CALL_BACK, officials, call_back_at=clock.end_of_day(clock.today()) - timedelta(minutes=1)
    )
    with site.database.write(user_id=web_cast.ada) as session:
        service.log_contact(session, viewer, said)
    html = site.get("/").text
    assert "To call back" in html
    assert cast.SENATOR in html.partition("To call back")[2].partition("</section>")[0]
    assert "To call back" not in site.as_user(web_cast.leo).get("/").text
    with site.database.write(user_id=web_cast.ada) as session:
        service.log_contact(session, viewer, NewContact(Channel.CALL, Outcome.REACHED_STAFF, officials))
    assert "To call back" not in site.get("/").text


def test_colleagues_are_reminded_and_partners_and_strangers_are_not(site: Site, web_cast: WebCast) -> None:
    owe(site, web_cast, "Leo owes this", 1, by=web_cast.leo)
    owe(site, web_cast, "Paz owes this", 1, by=web_cast.paz, organization=web_cast.clinic)
    owe(site, web_cast, "Kept private", 1, by=web_cast.paz, organization=web_cast.clinic, visibility=Visibility.PRIVATE)
    html = site.get("/").text
    assert "Leo owes this" in html
    assert "Paz owes this" not in html
    assert "Kept private" not in html


def test_the_next_deadlines_are_told_with_the_days_left_and_from_when_they_moved(site: Site, web_cast: WebCast) -> None:
    today = clock.today()
    with site.database.write() as session:
        where = session.scalars(select(Jurisdiction)).one()
        lower = session.scalars(select(Chamber).where(Chamber.name == "Assembly")).one()
        first = _deadline(session, where, lower, today + timedelta(days=2))
        _deadline(session, where, lower, today + timedelta(days=4), replaces_id=first.id)
        _deadline(session, where, None, today - timedelta(days=9), name="Long gone")
    html = site.get("/").text
    assert "<strong>4</strong> days" in html
    assert "moved from" in html
    assert "Long gone" not in html


def _deadline(session, where, chamber, day, name="Session ends", **columns) -> Deadline:
    found = Deadline(
        jurisdiction_id=where.id,
        chamber_id=chamber.id if chamber else None,
        kind="adjournment",
        name=name,
        falls_on=day,
        certainty="announced",
        source="a test",
        recorded_at=clock.now(),
        **columns,
    )
    session.add(found)
    session.flush()
    return found


def test_reports_that_disagree_wait_for_a_lead_and_for_no_one_else(site: Site, web_cast: WebCast) -> None:
    for organization, stance, days in ((web_cast.neighbors, "yes", 3), (web_cast.clinic, "no", 1)):
        stands(
            site, web_cast, web_cast.senator, stance, days, organization_id=organization,
            campaign_id=web_cast.campaign_id, visibility=Visibility.COALITION,
        )  # fmt: skip
    assert "Reports disagree" in site.as_user(web_cast.leo).get("/").text
    assert "Reports disagree" not in site.get("/").text
    assert "Reports disagree" not in site.as_user(web_cast.otto).get("/").text


def test_an_old_promise_is_due_for_a_new_ask(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes", days_ago=400, hard=False)
    html = site.get("/").text
    assert "Due for a new ask" in html
    assert f"/officials/{web_cast.senator}?measure={web_cast.measure}" in html


def test_my_last_contacts_are_mine(site: Site, web_cast: WebCast) -> None:
    for user, notes in ((web_cast.ada, "Ada called."), (web_cast.leo, "Leo called.")):
        viewer = Viewer(
            user_id=user,
            organization_ids=frozenset({web_cast.neighbors}),
            campaign_ids=frozenset({web_cast.campaign_id}),
        )
        with site.database.write(user_id=user) as session:
            service.log_contact(
                session,
                viewer,
                NewContact(
                    Channel.CALL,
                    officials=(Official(web_cast.senator_id),),
                    campaign_id=web_cast.campaign_id,
                    notes=notes,
                ),
            )
    html = site.get("/").text
    assert "Ada called." in html
    assert "Leo called." not in html


def test_whoever_works_for_no_organization_is_told_what_to_do(site: Site, web_cast: WebCast) -> None:
    html = site.as_user(web_cast.rosa).get("/").text
    assert "You work for no organization here yet" in html
    assert 'href="/organizations"' in html


def test_a_server_without_anything_on_file_says_how_to_begin(nobody: Site) -> None:
    with nobody.database.write() as session:
        root = users.user(session, cast.ROOT, is_admin=True).id
    html = nobody.as_user(root).get("/").text
    for step in ("crm demo", "crm import openstates", "Add your organization"):
        assert step in html


def test_the_page_takes_no_more_queries_for_thirty_officials_than_for_three(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    stands(site, web_cast, web_cast.member, "yes", days_ago=400)
    owe(site, web_cast, "One", 1)
    few = queries_of(site, "/")
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        where = session.scalars(select(Jurisdiction)).one()
        for number in range(27):
            person = people.person(session, f"Member {number}")
            people.post(session, where, f"mayor {number}", person)
            ledger.position(session, person, measure, "no", clock.today().isoformat())
    for number in range(10):
        owe(site, web_cast, f"More {number}", number)
    assert queries_of(site, "/") == few
    assert few <= 32
