"""One official: what stands on the page and for whom, and the log form in place."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Chamber
from crm.outreach import service
from crm.outreach.contact import NewContact, Official
from crm.outreach.models import Channel, FollowUp, Outcome, OutreachAction
from crm.outreach.ties import set_relationship
from crm.people.merging import propose_merge
from crm.people.models import (
    Committee,
    CommitteeRole,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    Person,
    PersonLink,
    StaffTenure,
)
from crm.positions.models import EvidenceKind, Position
from tests import cast
from tests.builders import ledger, people
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def path(web_cast: WebCast) -> str:
    return f"/officials/{web_cast.senator}"


def enter(site: Site, web_cast: WebCast, stance: str = "yes", said: str = "2025-06-01", **columns) -> int:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        person = session.get_one(Person, web_cast.senator_id)
        return ledger.position(session, person, measure, stance, said, **columns).id


def filled(web_cast: WebCast, **changes: str) -> dict[str, str]:
    """The form in place, filled by a thumb: outcome, stance, words."""
    return {
        "client_key": "a-key-of-the-form",
        "official": web_cast.senator,
        "topics": "1",
        "owed": "1",
        "campaign": web_cast.campaign,
        "measure-0": web_cast.measure,
        "channel": "call",
        "outcome": "reached_member",
        f"stance-0-{web_cast.senator}": "leaning_yes",
        f"answer-0-{web_cast.senator}": "I could live with it.",
        "do": "save",
    } | changes


def contact(site: Site, web_cast: WebCast, user: int, organization: int, **given) -> None:
    viewer = Viewer(user, frozenset({organization}), frozenset({web_cast.campaign_id}))
    defaults = {"channel": Channel.CALL, "outcome": Outcome.REACHED_STAFF, "campaign_id": web_cast.campaign_id}
    with site.database.write(user_id=user) as session:
        new = NewContact(**(defaults | {"officials": (Official(web_cast.senator_id),)} | given))
        service.log_contact(session, viewer, new)


def test_the_page_names_the_offices_now_and_before(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        lower = session.scalars(select(Chamber).where(Chamber.kind == "lower")).one()
        senator = session.get_one(Person, web_cast.senator_id)
        people.seat(session, lower, 3, senator, date(2019, 1, 1), date(2024, 12, 31))
    html = site.get(path(web_cast)).text
    assert "January 1, 2019 to December 31, 2024" in html
    assert "since January 1, 2025" in html


def test_every_phone_can_be_tapped_and_says_where_it_is_from(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        session.add_all(
            ContactPoint(
                person_id=web_cast.senator_id,
                kind=ContactKind.DISTRICT,
                phone=phone,
                source="the clerk's list",
                recorded_at=clock.now(),
                verified_on=clock.today() if not wrong else None,
                wrong_since=wrong,
            )
            for phone, wrong in (("555-555-0201", None), ("555-555-0202", date(2025, 5, 1)))
        )
    html = site.get(path(web_cast)).text
    assert 'href="tel:+15555550101"' in html
    assert 'href="tel:+15555550201"' in html
    assert "answered today" in html
    assert "from the clerk&#39;s list" in html
    assert 'href="tel:+15555550202"' not in html
    assert "wrong since" in html


def test_staff_committees_and_ties_stand_on_the_page(site: Site, web_cast: WebCast) -> None:
    viewer = Viewer(web_cast.ada, frozenset({web_cast.neighbors}), frozenset({web_cast.campaign_id}))
    with site.database.write() as session:
        chamber = session.scalars(select(Chamber).where(Chamber.kind == "upper")).one()
        committee = Committee(
            jurisdiction_id=chamber.jurisdiction_id, chamber_id=chamber.id, name="Kitchens", classification="committee"
        )
        aide, gone = people.person(session, "Aida Now"), people.person(session, "Gus Gone")
        session.add(committee)
        session.flush()
        session.add_all(
            (
                CommitteeSeat(
                    committee_id=committee.id,
                    person_id=web_cast.senator_id,
                    printed_name=cast.SENATOR,
                    role=CommitteeRole.CHAIR,
                ),
                StaffTenure(
                    person_id=aide.id, boss_id=web_cast.senator_id, title="Counsel", source="us",
                    started_on=date(2025, 2, 3),
                ),
                StaffTenure(
                    person_id=gone.id, boss_id=web_cast.senator_id, title="Aide", source="us",
                    ended_on=date(2025, 2, 3),
                ),
            )
        )  # fmt: skip
        set_relationship(session, viewer, web_cast.senator_id, 4, "neighbor", campaign_id=web_cast.campaign_id)
    html = site.get(path(web_cast)).text
    assert "Kitchens" in html
    assert "chair" in html
    assert "Aida Now" in html
    assert "here since February 3, 2025" in html
    assert "Gus Gone" not in html
    assert 'aria-label="4 of 5"' in html
    assert 'aria-label="4 of 5"' not in site.as_user(web_cast.otto).get(path(web_cast)).text


def test_an_entry_shows_both_dates_its_words_and_its_evidence(site: Site, web_cast: WebCast) -> None:
    made = enter(site, web_cast, "yes", "../2025-06", words="I am for it.", hard=False)
    with site.database.write() as session:
        entry = session.get_one(Position, made)
        ledger.evidence(
            session, entry, EvidenceKind.LETTER, title="Her letter", url="https://example.org/letter",
            published="2025-06-12", witnesses=["Ada Okafor"],
        )  # fmt: skip
    html = site.get(f"{path(web_cast)}?measure={web_cast.measure}").text
    assert f'id="p-{made}"' in html
    assert "said by June 2025" in html
    assert "known to us since" in html
    assert "I am for it." in html
    assert 'href="https://example.org/letter"' in html
    assert "heard by Ada Okafor" in html


def test_a_yes_on_a_condition_counts_as_soft(site: Site, web_cast: WebCast) -> None:
    enter(site, web_cast, "yes", condition="the counties are paid back")
    html = site.get(path(web_cast)).text
    assert "Yes, on a condition" in html
    assert "The condition: the counties are paid back. Conditional, so it counts as soft." in html


def test_a_link_that_is_none_is_not_followed(site: Site, web_cast: WebCast) -> None:
    made = enter(site, web_cast, words="<script>alert(1)</script>")
    with site.database.write() as session:
        ledger.evidence(session, session.get_one(Position, made), title="<b>T</b>", url="javascript:alert(1)")
        session.add(PersonLink(person_id=web_cast.senator_id, url="javascript:alert(2)"))
    html = site.get(path(web_cast)).text
    assert "javascript:" not in html
    assert "<script>alert" not in html
    assert "<b>T</b>" not in html


def test_the_page_answers_for_the_day_and_the_knowledge_asked_about(site: Site, web_cast: WebCast) -> None:
    enter(site, web_cast, "no", "2025-03-01", words="Never.")
    enter(site, web_cast, "yes", "2025-09-01", words="Now I am for it.")
    then = site.get(f"{path(web_cast)}?said=2025-04-01").text
    assert "Never." in then
    assert "Now I am for it." not in then
    before = site.get(f"{path(web_cast)}?said=2025-04-01&known=2025-04-01").text
    assert "Nothing on record by then." in before


def test_another_organizations_private_words_never_show(site: Site, web_cast: WebCast) -> None:
    private = {"visibility": Visibility.PRIVATE, "organization_id": web_cast.clinic}
    enter(site, web_cast, words="Between us: never.", **private)
    contact(
        site, web_cast, web_cast.paz, web_cast.clinic, notes="A secret of the clinic.", visibility=Visibility.PRIVATE
    )
    for reader in (web_cast.ada, web_cast.otto, web_cast.rosa):
        html = site.as_user(reader).get(path(web_cast)).text
        assert "Between us" not in html
        assert "A secret of the clinic." not in html
    theirs = site.as_user(web_cast.paz).get(path(web_cast)).text
    assert "Between us: never." in theirs
    assert "A secret of the clinic." in theirs


def test_reports_that_differ_are_named_and_a_lead_may_rule(site: Site, web_cast: WebCast) -> None:
    shared = {"visibility": Visibility.COALITION, "campaign_id": web_cast.campaign_id}
    enter(site, web_cast, "yes", "2025-06-01", organization_id=web_cast.neighbors, **shared)
    newest = enter(site, web_cast, "no", "2025-06-05", organization_id=web_cast.clinic, **shared)
    html = site.get(path(web_cast)).text
    assert "Reports differ." in html
    assert f"/positions/{newest}/rule" not in html
    assert f"/positions/{newest}/rule" in site.as_user(web_cast.leo).get(path(web_cast)).text


def test_a_pending_merge_is_told(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        propose_merge(session, web_cast.senator_id, web_cast.member_id, "Same birthday.")
    html = site.get(path(web_cast)).text
    assert "This may be the same person as" in html
    assert f'href="/officials/{web_cast.member}"' in html


def test_a_merged_record_leads_to_the_one_that_stayed(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        session.get_one(Person, web_cast.member_id).merged_into_id = web_cast.senator_id
    answer = site.get(f"/officials/{web_cast.member}?measure=x")
    assert answer.headers["location"] == f"/officials/{web_cast.senator}?measure=x"


def test_what_is_logged_on_a_record_merged_meanwhile_is_on_the_one_that_stayed(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        gone = people.person(session, "Sena A. Abara")
        gone.merged_into_id = web_cast.senator_id
        slug = gone.slug
    typed = {key.replace(web_cast.senator, slug): text for key, text in filled(web_cast, official=slug).items()}
    assert site.post(f"/officials/{slug}/log", typed).status_code == 303
    html = site.get(path(web_cast)).text
    assert "I could live with it." in html
    assert "Leaning yes" in html


def test_nobody_of_that_name_gets_a_page_that_says_so(site: Site) -> None:
    assert site.get("/officials/nobody-at-all").status_code == 404
    assert site.post("/officials/nobody-at-all/log", {"outcome": "no_answer"}).status_code == 404
    assert site.get("/officials/nobody-at-all/positions/new").status_code == 404


def test_outcome_stance_and_words_are_all_it_takes_to_log(site: Site, web_cast: WebCast) -> None:
    answer = site.post(f"{path(web_cast)}/log", filled(web_cast))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path(web_cast)}?measure={web_cast.measure}"
    html = site.get(answer.headers["location"]).text
    assert "I could live with it." in html
    assert "Leaning yes" in html
    with site.database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
        entry = session.scalars(select(Position)).one()
    assert (action.outcome, action.visibility) == (Outcome.REACHED_MEMBER, Visibility.COALITION)
    assert (entry.stance.value, entry.campaign_id) == ("leaning_yes", web_cast.campaign_id)


def test_a_form_sent_twice_is_one_contact(site: Site, web_cast: WebCast) -> None:
    for _ in range(2):
        assert site.post(f"{path(web_cast)}/log", filled(web_cast)).status_code == 303
    with site.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 1
        assert session.scalar(select(func.count()).select_from(Position)) == 1


def test_what_the_form_leaves_out_is_a_call_today(site: Site, web_cast: WebCast) -> None:
    answer = site.post(f"{path(web_cast)}/log", {"outcome": "no_answer", "client_key": "short"})
    assert answer.status_code == 303
    with site.database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
    assert (action.channel, action.happened_latest) == (Channel.CALL, clock.today())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outcome": "no_answer"}, "Nobody was reached"),
        ({"happened": "some day"}, "some day"),
        ({"what-0": "Send it", "due-0": "2025-13-01"}, "2025-13-01"),
        ({"measure-0": "no-such-measure"}, "measure"),
    ],
)
def test_what_cannot_be_keeps_every_word(site: Site, web_cast: WebCast, changes: dict[str, str], told: str) -> None:
    answer = site.post(f"{path(web_cast)}/log", filled(web_cast, notes="Keep <these> notes.", **changes))
    assert answer.status_code in (404, 422)
    assert told in answer.text
    if "measure-0" not in changes:
        assert "I could live with it." in answer.text
        assert "Keep &lt;these&gt; notes." in answer.text
        assert '<details class="card disclosure official__log" id="log" open>' in answer.text
    with site.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 0


def test_who_works_for_nobody_cannot_log_and_is_told_why(site: Site, web_cast: WebCast) -> None:
    stranger = site.as_user(web_cast.rosa)
    assert "You work for no organization here yet" in stranger.get(path(web_cast)).text
    answer = stranger.post(f"{path(web_cast)}/log", filled(web_cast))
    assert answer.status_code == 422
    assert "I could live with it." in answer.text


def test_a_follow_up_is_owed_on_the_page(site: Site, web_cast: WebCast) -> None:
    site.post(f"{path(web_cast)}/log", filled(web_cast, **{"what-0": "Send the fact sheet"}))
    assert "Send the fact sheet" in site.get(path(web_cast)).text
    with site.database.read() as session:
        assert session.scalars(select(FollowUp.person_id)).one() == web_cast.senator_id


def test_fifty_contacts_and_entries_take_no_more_queries_than_one(site: Site, web_cast: WebCast) -> None:
    contact(site, web_cast, web_cast.ada, web_cast.neighbors, notes="First.")
    enter(site, web_cast)
    few = queries_of(site, path(web_cast))
    for number in range(49):
        contact(site, web_cast, web_cast.ada, web_cast.neighbors, notes=f"Call {number}.")
    for month in range(1, 10):
        enter(site, web_cast, "no", f"2025-0{month}")
    assert queries_of(site, path(web_cast)) == few
    assert few <= 34
    assert f"/outreach?official={web_cast.senator}" in site.get(path(web_cast)).text
