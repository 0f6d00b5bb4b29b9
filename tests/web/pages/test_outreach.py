"""The log of contacts and the form that fills it: what is shown, to whom, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Jurisdiction
from crm.outreach import service
from crm.outreach.contact import NewContact, Official, Owed, Topic
from crm.outreach.models import ActionOfficial, ActionUser, Channel, FollowUp, Outcome, OutreachAction
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from crm.positions.queries import standing
from crm.positions.stance import Stance
from tests import cast
from tests.builders import people
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def viewer_of(web_cast: WebCast, user_id: int, organization_id: int, *, in_campaign: bool = True) -> Viewer:
    return Viewer(
        user_id=user_id,
        organization_ids=frozenset({organization_id}),
        campaign_ids=frozenset({web_cast.campaign_id} if in_campaign else ()),
    )


def log(site: Site, web_cast: WebCast, *, user: int | None = None, organization: int | None = None, **given) -> int:
    """A call to the senator, by Ada for her organization unless said otherwise; shared in the campaign."""
    viewer = viewer_of(web_cast, user or web_cast.ada, organization or web_cast.neighbors)
    defaults = {
        "channel": Channel.CALL,
        "outcome": Outcome.REACHED_MEMBER,
        "officials": (Official(web_cast.senator_id),),
        "campaign_id": web_cast.campaign_id,
    }
    with site.database.write(user_id=viewer.user_id) as session:
        return service.log_contact(session, viewer, NewContact(**(defaults | given))).id


def filled(web_cast: WebCast, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """The log form filled in by a thumb: whom, outcome, stance, words."""
    key = f"0-{web_cast.senator}"
    return {
        "official": web_cast.senator,
        "topics": "1",
        "owed": "1",
        "channel": "call",
        "outcome": "reached_member",
        "happened": "June 12, 2025",
        "campaign": web_cast.campaign,
        "measure-0": web_cast.measure,
        f"stance-{key}": "leaning_yes",
        f"answer-{key}": "I could live with it.",
        "client_key": "a-key-of-the-form",
        "do": "save",
    } | changes


def test_a_call_is_logged_with_outcome_stance_and_words_alone(site: Site, web_cast: WebCast) -> None:
    answer = site.post("/outreach/new", filled(web_cast))
    assert answer.status_code == 303
    with site.database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
        entry = session.scalars(select(Position)).one()
    assert answer.headers["location"] == f"/outreach/{action.id}"
    assert (action.channel, action.outcome, action.happened) == (Channel.CALL, Outcome.REACHED_MEMBER, "2025-06-12")
    assert (entry.person_id, entry.stance, entry.words) == (
        web_cast.senator_id,
        Stance.LEANING_YES,
        "I could live with it.",
    )
    shown = site.get(f"/outreach/{action.id}").text
    assert cast.SENATOR in shown
    assert "I could live with it." in shown


def test_the_same_form_sent_twice_logs_one_contact(site: Site, web_cast: WebCast) -> None:
    first = site.post("/outreach/new", filled(web_cast))
    again = site.post("/outreach/new", filled(web_cast))
    assert first.headers["location"] == again.headers["location"]
    with site.database.read() as session:
        assert len(session.scalars(select(OutreachAction)).all()) == 1


def test_the_form_opens_with_the_official_and_their_phone(site: Site, web_cast: WebCast) -> None:
    html = site.get(f"/outreach/new?official={web_cast.senator}").text
    assert cast.SENATOR in html
    assert "(555) 555-0101" in html
    assert f'value="{web_cast.measure}" selected' in html


def test_an_official_is_added_and_dropped_by_a_button_without_losing_a_word(site: Site, web_cast: WebCast) -> None:
    typed = filled(web_cast, notes="In a hurry.", do="find", find="lindqvist")
    html = site.post("/outreach/new", typed).text
    assert f'name="official" value="{web_cast.member}"' in html
    assert "I could live with it." in html
    assert "In a hurry." in html
    both = filled(web_cast, official=[web_cast.senator, web_cast.member], drop=web_cast.member, do="")
    html = site.post("/outreach/new", both).text
    assert f'name="official" value="{web_cast.member}"' not in html
    assert "I could live with it." in html


def test_a_search_that_fits_several_offers_each_of_them(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        namesake = people.person(session, "Sena Quill")
        people.post(session, session.scalars(select(Jurisdiction)).one(), "mayor", namesake)
    html = site.post("/outreach/new", {"do": "find", "find": "sena", "topics": "1", "owed": "1"}).text
    assert f'name="add" value="{web_cast.senator}"' in html
    assert 'name="add" value="sena-quill"' in html
    html = site.post("/outreach/new", {"do": "find", "find": "zzz", "topics": "1", "owed": "1"}).text
    assert "Nobody in office fits “zzz”" in html


def test_several_officials_each_say_where_they_stand(site: Site, web_cast: WebCast) -> None:
    fields = filled(
        web_cast,
        official=[web_cast.senator, web_cast.member],
        channel="meeting",
        outcome="held",
        **{f"stance-0-{web_cast.member}": "no", f"answer-0-{web_cast.member}": "Never."},
    )
    assert site.post("/outreach/new", fields).status_code == 303
    with site.database.read() as session:
        entries = {row[0]: row[1] for row in session.execute(select(Position.person_id, Position.stance))}
        officials = session.scalars(select(ActionOfficial.person_id)).all()
    assert entries == {web_cast.senator_id: Stance.LEANING_YES, web_cast.member_id: Stance.NO}
    assert set(officials) == {web_cast.senator_id, web_cast.member_id}


def test_a_colleague_who_was_there_is_a_witness_and_makes_a_yes_hard(site: Site, web_cast: WebCast) -> None:
    key = f"stance-0-{web_cast.senator}"
    site.post("/outreach/new", filled(web_cast, colleague=str(web_cast.leo), **{key: "yes"}))
    with site.database.read() as session:
        users = set(session.scalars(select(ActionUser.user_id)))
    assert users == {web_cast.ada, web_cast.leo}
    with site.database.read() as session:
        viewer = viewer_of(web_cast, web_cast.ada, web_cast.neighbors)
        assert standing(session, viewer, web_cast.measure_id, AsOf.of())[web_cast.senator_id].hard


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channel": ""}, "How was contact made?"),
        ({"channel": "<script>"}, "How was contact made?"),
        ({"happened": "2025-13"}, "is not a date"),
        ({"happened": "December 31, 2999"}, "That has not happened yet."),
        ({"outcome": "no_answer"}, "Nobody was reached"),
        ({"answer-0-sena-abara": ""}, "What did they say?"),
        ({"minutes": "many"}, "That is not a number."),
        ({"official": "", "title": "", "measure-0": "", "stance-0-sena-abara": "", "staff": ""}, "Who was it with?"),
        ({"what-0": "", "due-0": "2025-06-20"}, "What is owed?"),
        ({"what-0": "Call", "due-0": "tomorrow"}, "is not a day"),
        ({"stance-0-sena-abara": "maybe"}, "is not on the scale"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    site: Site, web_cast: WebCast, changes: dict[str, str], said: str
) -> None:
    fields = filled(web_cast, notes="Keep <b>this</b>.", staff="Kim Roe") | changes
    answer = site.post("/outreach/new", fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Keep &lt;b&gt;this&lt;/b&gt;." in answer.text
    assert fields["staff"] in answer.text
    with site.database.read() as session:
        assert session.scalar(select(OutreachAction.id)) is None
        assert session.scalar(select(FollowUp.id)) is None


def test_the_log_keeps_another_organizations_private_contact_from_us(site: Site, web_cast: WebCast) -> None:
    theirs = log(
        site,
        web_cast,
        user=web_cast.paz,
        organization=web_cast.clinic,
        notes="Ours alone, said Paz.",
        visibility=Visibility.PRIVATE,
    )
    shared = log(site, web_cast, user=web_cast.paz, organization=web_cast.clinic, notes="For all partners.")
    html = site.get("/outreach").text
    assert "Ours alone" not in html
    assert "For all partners." in html
    assert site.get(f"/outreach/{theirs}").status_code == 404
    assert site.get(f"/outreach/{shared}").status_code == 200
    assert site.post(f"/outreach/{theirs}/retract", {"reason": "x"}).status_code == 404
    assert "For all partners." not in site.as_user(web_cast.otto).get("/outreach").text
    assert site.as_user(web_cast.otto).get(f"/outreach/{shared}").status_code == 404


def test_every_filter_stands_in_the_address(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast, notes="The call.")
    log(
        site,
        web_cast,
        user=web_cast.paz,
        organization=web_cast.clinic,
        channel=Channel.LETTER,
        outcome=Outcome.SENT,
        officials=(Official(web_cast.member_id),),
        happened="2025-03-01",
        notes="The letter.",
    )
    for query in ("channel=letter", "outcome=sent", f"official={web_cast.member}", "until=2025-03-02",
                  f"organization={_slug(cast.CLINIC)}", f"user={web_cast.paz}", "q=lindqvist"):  # fmt: skip
        html = site.get(f"/outreach?{query}").text
        assert "The letter." in html, query
        assert "The call." not in html, query
    both = site.get(f"/outreach?campaign={web_cast.campaign}").text
    assert "The letter." in both
    assert "The call." in both


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/outreach/999999", 404),
        ("/outreach?official=nobody", 404),
        ("/outreach?campaign=nothing", 404),
        ("/outreach?organization=nothing", 404),
        ("/outreach?user=x", 404),
        ("/outreach?channel=pigeon", 422),
        ("/outreach?since=2025-13-01", 422),
        ("/outreach/new?official=nobody", 200),
        ("/outreach?page=99", 200),
        ("/outreach?page=x", 200),
    ],
)
def test_an_address_that_means_nothing_says_so(site: Site, path: str, status: int) -> None:
    assert site.get(path).status_code == status


def test_an_empty_log_says_how_to_begin(site: Site) -> None:
    html = site.get("/outreach").text
    assert "No contact is logged yet." in html
    assert 'href="/outreach/new"' in html


def test_a_contact_taken_back_with_a_reason_leaves_nothing_on_record(site: Site, web_cast: WebCast) -> None:
    where = site.post("/outreach/new", filled(web_cast)).headers["location"]
    empty = site.post(f"{where}/retract", {"reason": " "})
    assert empty.status_code == 422
    assert "Why is it taken back?" in empty.text
    assert site.post(f"{where}/retract", {"reason": "It was the other senator."}).status_code == 303
    html = site.get(where).text
    assert "It was the other senator." in html
    assert "taken back" in html
    assert "I could live with it." not in site.get("/outreach").text


def test_a_partner_cannot_take_our_contact_back(site: Site, web_cast: WebCast) -> None:
    ours = log(site, web_cast)
    assert site.as_user(web_cast.paz).post(f"/outreach/{ours}/retract", {"reason": "x"}).status_code == 403
    assert "Take it back" not in site.as_user(web_cast.paz).get(f"/outreach/{ours}").text


def test_a_follow_up_is_noted_and_ticked_off_where_it_stands(site: Site, web_cast: WebCast) -> None:
    ours = log(site, web_cast, follow_ups=(Owed("Send the fact sheet"),))
    with site.database.read() as session:
        owed = session.scalars(select(FollowUp.id)).one()
    answer = site.post(f"/follow-ups/{owed}/done", {"next": f"/outreach/{ours}"})
    assert answer.headers["location"] == f"/outreach/{ours}"
    assert "done today" in site.get(f"/outreach/{ours}").text
    assert site.post(f"/follow-ups/{owed}/done").status_code == 409
    assert (
        site.post(f"/outreach/{ours}/follow-ups", {"what": "Call <i>again</i>", "due": "2025-06-20"}).status_code == 303
    )
    assert "Call &lt;i&gt;again&lt;/i&gt;" in site.get(f"/outreach/{ours}").text
    wrong = site.post(f"/outreach/{ours}/follow-ups", {"what": "Keep this", "due": "soon"})
    assert wrong.status_code == 422
    assert "Keep this" in wrong.text


def test_ticking_off_leads_to_no_other_site(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast, follow_ups=(Owed("Send it"),))
    with site.database.read() as session:
        owed = session.scalars(select(FollowUp.id)).one()
    assert site.post(f"/follow-ups/{owed}/done", {"next": "https://elsewhere.example"}).headers["location"] == "/"


def test_hostile_words_are_shown_as_words(site: Site, web_cast: WebCast) -> None:
    said = Topic(web_cast.measure_id, answer="<script>alert(1)</script>", stance=Stance.NO)
    ours = log(site, web_cast, notes="<img src=x>", title="<b>Day</b>", topics=(said,))
    for path in ("/outreach", f"/outreach/{ours}"):
        html = site.get(path).text
        assert "<script>alert" not in html
        assert "<img src=x>" not in html
        assert "&lt;b&gt;Day&lt;/b&gt;" in html


def test_a_change_of_filter_is_answered_with_the_list_alone(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast)
    part = site.get("/outreach?channel=call", hx_request="true", hx_target="div#contacts").text
    assert "<html" not in part
    assert cast.SENATOR in part


def test_the_log_takes_no_more_queries_for_thirty_contacts_than_for_three(site: Site, web_cast: WebCast) -> None:
    for number in range(3):
        log(site, web_cast, notes=f"Call {number}", follow_ups=(Owed("Write"),))
    few = queries_of(site, "/outreach")
    for number in range(27):
        log(site, web_cast, notes=f"More {number}", follow_ups=(Owed("Write"),))
    assert queries_of(site, "/outreach") == few
    assert few <= 18


def test_a_long_log_goes_on_to_a_next_page_with_its_filters(site: Site, web_cast: WebCast) -> None:
    for number in range(51):
        log(site, web_cast, notes=f"Call {number}")
    html = site.get("/outreach?channel=call").text
    assert "1 to 50 of 51 contacts" in html
    assert "channel=call&amp;page=2" in html
    assert "51 to 51 of 51 contacts" in site.get("/outreach?channel=call&page=2").text
