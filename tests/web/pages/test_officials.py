"""The list of officials: who is on it, in which order, and how little it takes however long it is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Chamber, Jurisdiction
from crm.names import fold
from crm.outreach import service
from crm.outreach.contact import NewContact, Official
from crm.outreach.models import Channel, Outcome
from crm.people.models import NameKind, Person, PersonName
from tests import cast
from tests.builders import campaigns, law, ledger, people, states
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def names(html: str) -> list[str]:
    return re.findall(r'class="officials__name" href="[^"]*">([^<]+)<', html)


def stand(site: Site, web_cast: WebCast, person_id: int, stance: str, **columns) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        ledger.position(session, session.get_one(Person, person_id), measure, stance, **columns)


def call(site: Site, web_cast: WebCast, person_id: int, happened: str, **given) -> None:
    viewer = Viewer(web_cast.ada, frozenset({web_cast.neighbors}), frozenset({web_cast.campaign_id}))
    defaults = {"channel": Channel.CALL, "outcome": Outcome.REACHED_STAFF, "happened": happened}
    with site.database.write(user_id=web_cast.ada) as session:
        service.log_contact(session, viewer, NewContact(**(defaults | {"officials": (Official(person_id),)} | given)))


def many(site: Site, web_cast: WebCast, number: int) -> None:
    """That many more officials, all with posts."""
    with site.database.write() as session:
        where = session.scalars(select(Chamber)).first()
        assert where is not None
        government = session.get_one(Jurisdiction, where.jurisdiction_id)
        for each in range(number):
            person = people.person(session, f"Mayor Number{each:03}")
            people.post(session, government, f"mayor-{each}", person)


def test_everybody_in_office_is_listed_by_family_name(site: Site) -> None:
    assert names(site.get("/officials").text) == [cast.SENATOR, cast.GOVERNOR, cast.MEMBER, cast.OTHER_SENATOR]


@pytest.mark.parametrize("typed", ["Peña", "pena ortiz", "tomas", "Ortiz", "Tommy"])
def test_a_name_is_found_without_accents_in_part_and_by_nickname(site: Site, web_cast: WebCast, typed: str) -> None:
    with site.database.write() as session:
        session.add(
            PersonName(person_id=web_cast.other_senator_id, name="Tommy", folded=fold("Tommy"), kind=NameKind.NICKNAME)
        )
    assert names(site.get(f"/officials?q={typed}").text) == [cast.OTHER_SENATOR]


def test_the_list_is_narrowed_by_chamber_and_government(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        elsewhere = states.state(session, name="Elsewhere")
        people.seat(session, elsewhere.chambers[0], 1, people.person(session, "Far Away"))
    assert names(site.get("/officials?chamber=lower").text) == [cast.MEMBER]
    assert names(site.get(f"/officials?chamber=upper&place={web_cast.state}").text) == [
        cast.SENATOR,
        cast.OTHER_SENATOR,
    ]
    assert "Far Away" in names(site.get("/officials?chamber=upper").text)


def test_a_campaign_in_the_address_means_its_measure_and_its_government(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.senator_id, "yes")
    with site.database.write() as session:
        elsewhere = states.state(session, name="Elsewhere")
        people.seat(session, elsewhere.chambers[0], 1, people.person(session, "Far Away"))
    path = f"/officials?campaign={web_cast.campaign}&chamber=upper"
    assert names(site.get(f"{path}&stance=yes").text) == [cast.SENATOR]
    assert names(site.get(f"{path}&stance=unknown").text) == [cast.OTHER_SENATOR]


def test_unknown_is_not_undecided(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.senator_id, "undecided")
    assert names(site.get("/officials?stance=undecided").text) == [cast.SENATOR]
    assert cast.SENATOR not in names(site.get("/officials?stance=unknown").text)


def test_the_stances_are_those_of_the_day_asked_about(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.senator_id, "no", said="2025-03-01")
    stand(site, web_cast, web_cast.senator_id, "yes", said="2025-09-01")
    assert names(site.get("/officials?stance=no&said=2025-04-01").text) == [cast.SENATOR]
    assert names(site.get("/officials?stance=no").text) == []


def test_who_was_contacted_since_a_day_is_left_out(site: Site, web_cast: WebCast) -> None:
    call(site, web_cast, web_cast.senator_id, "2025-06-10")
    call(site, web_cast, web_cast.member_id, "2025-05-01")
    call(site, web_cast, web_cast.governor_id, "2025-06-11", outcome=Outcome.WRONG_NUMBER)
    left = names(site.get("/officials?quiet_since=2025-06-01").text)
    assert cast.SENATOR not in left
    assert {cast.MEMBER, cast.GOVERNOR, cast.OTHER_SENATOR} <= set(left)


def test_a_partners_private_call_shows_neither_in_the_list_nor_by_its_gaps(site: Site, web_cast: WebCast) -> None:
    call(site, web_cast, web_cast.senator_id, "2025-06-10", visibility=Visibility.PRIVATE)
    partner = site.as_user(web_cast.paz)
    assert cast.SENATOR in names(partner.get("/officials?quiet_since=2025-06-01").text)
    assert "Reached staff" not in partner.get("/officials").text
    assert cast.SENATOR not in names(site.get("/officials?quiet_since=2025-06-01").text)


def test_another_organizations_private_stance_does_not_show(site: Site, web_cast: WebCast) -> None:
    stand(
        site,
        web_cast,
        web_cast.senator_id,
        "no",
        visibility=Visibility.PRIVATE,
        organization_id=web_cast.outsiders,
    )
    assert names(site.get("/officials?stance=no").text) == []
    assert names(site.as_user(web_cast.otto).get(f"/officials?stance=no&measure={web_cast.measure}").text) == [
        cast.SENATOR
    ]


def test_the_list_is_sorted_by_stance_and_by_the_last_contact_both_ways(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.governor_id, "yes")
    stand(site, web_cast, web_cast.member_id, "no")
    call(site, web_cast, web_cast.other_senator_id, "2025-06-10")
    assert names(site.get("/officials?sort=stance").text)[:2] == [cast.GOVERNOR, cast.MEMBER]
    assert names(site.get("/officials?sort=-contact").text)[0] == cast.OTHER_SENATOR
    assert names(site.get("/officials?sort=contact").text)[-1] == cast.OTHER_SENATOR
    assert names(site.get("/officials?sort=-name").text)[0] == cast.OTHER_SENATOR
    assert 'aria-sort="ascending"' in site.get("/officials?sort=office").text


def test_a_long_list_has_pages_that_keep_their_filters(site: Site, web_cast: WebCast) -> None:
    many(site, web_cast, 55)
    html = site.get("/officials?q=number").text
    assert "1 to 50 of 55 officials" in html
    assert "q=number&amp;page=2" in html
    assert len(names(site.get("/officials?q=number&page=2").text)) == 5
    assert "51 to 55 of 55" in site.get("/officials?q=number&page=9&sort=stance").text


def test_fifty_rows_take_no_more_queries_than_four(site: Site, web_cast: WebCast) -> None:
    few = queries_of(site, "/officials")
    many(site, web_cast, 60)
    assert queries_of(site, "/officials") == few
    assert few <= 15
    assert queries_of(site, "/officials?sort=stance&stance=unknown") <= 17


def test_htmx_gets_the_rows_alone(site: Site) -> None:
    part = site.get("/officials?q=sena", hx_request="true", hx_target="div#officials").text
    assert "<html" not in part
    assert names(part) == [cast.SENATOR]


def test_nobody_found_says_what_to_do(site: Site) -> None:
    html = site.get("/officials?q=<b>nobody").text
    assert "Nobody in office fits." in html
    assert "<b>nobody" not in html


@pytest.mark.parametrize(
    ("query", "status"),
    [("chamber=third", 422), ("stance=maybe", 422), ("quiet_since=soon", 422), ("measure=nothing", 404)],
)
def test_what_no_filter_knows_gets_a_page_that_says_so(site: Site, query: str, status: int) -> None:
    assert site.get(f"/officials?{query}").status_code == status


def test_without_any_campaign_the_list_still_stands(site: Site, web_cast: WebCast) -> None:
    assert site.as_user(web_cast.rosa).get("/officials").status_code == 200
    with site.database.write() as session:
        other = law.measure(session, states.state(session, name="Elsewhere"), "Another Act")
        campaigns.campaign(session, other)
    assert "Another Act" in site.get("/officials?measure=another-act").text
