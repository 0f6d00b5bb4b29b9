"""Organizations: what everybody sees of one, what stays behind its wall, and who may let whom in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm import clock
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Membership, Organization, OrganizationContact, Role, Visibility
from crm.coalition.visibility import Viewer
from crm.outreach import service
from crm.outreach.contact import NewContact, Official
from crm.outreach.models import Channel
from tests import cast
from tests.builders import campaigns, users
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

OURS = "/organizations/neighbors-together"
CLINIC = "/organizations/harbor-law-clinic"
OUTSIDERS = "/organizations/civic-outsiders"


def log(site: Site, web_cast: WebCast, organization: int, notes: str, visibility: Visibility) -> None:
    viewer = Viewer(
        user_id=web_cast.paz,
        organization_ids=frozenset({organization}),
        campaign_ids=frozenset({web_cast.campaign_id}),
    )
    with site.database.write(user_id=web_cast.paz) as session:
        service.log_contact(
            session,
            viewer,
            NewContact(
                Channel.CALL,
                officials=(Official(web_cast.senator_id),),
                campaign_id=web_cast.campaign_id,
                visibility=visibility,
                notes=notes,
            ),
        )


def test_the_list_names_every_organization_with_its_campaigns(site: Site) -> None:
    html = site.get("/organizations").text
    for name in (cast.NEIGHBORS, cast.CLINIC, cast.OUTSIDERS, cast.MEASURE):
        assert name in html
    found = site.get("/organizations?q=harbor").text
    assert cast.CLINIC in found
    assert cast.OUTSIDERS not in found
    assert "No organization fits." in site.get("/organizations?q=zzz").text


def test_a_filter_answers_htmx_with_the_rows_alone(site: Site) -> None:
    part = site.get("/organizations?q=harbor", hx_request="true", hx_target="section#organizations").text
    assert "<html" not in part
    assert cast.CLINIC in part


def test_what_a_partner_keeps_to_itself_is_not_on_its_page(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast, web_cast.clinic, "For the clinic alone.", Visibility.PRIVATE)
    log(site, web_cast, web_cast.clinic, "For all partners.", Visibility.COALITION)
    html = site.get(CLINIC).text
    assert "For all partners." in html
    assert "For the clinic alone." not in html
    assert "For the clinic alone." in site.as_user(web_cast.paz).get(CLINIC).text


def test_an_outsider_learns_neither_names_nor_outreach(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast, web_cast.clinic, "For all partners.", Visibility.COALITION)
    html = site.as_user(web_cast.otto).get(CLINIC).text
    assert "Paz Quill" not in html
    assert "For all partners." not in html
    assert "1 person signs in here" in html


def test_partners_know_each_other_by_name_and_not_by_address(site: Site) -> None:
    html = site.get(CLINIC).text
    assert "Paz Quill" in html
    assert "paz@example.org" not in html


def test_the_lead_lets_somebody_in_and_lets_them_go(site: Site, web_cast: WebCast) -> None:
    lead = site.as_user(web_cast.leo)
    assert lead.post(f"{OURS}/members", {"email": "otto@example.org", "role": "volunteer"}).status_code == 303
    assert "Otto Crane" in lead.get(OURS).text
    assert site.as_user(web_cast.otto).get("/outreach/new").status_code == 200
    again = lead.post(f"{OURS}/members", {"email": "otto@example.org", "role": "volunteer"})
    assert again.status_code == 409
    assert "They work for the organization already." in again.text
    assert lead.post(f"{OURS}/members/{web_cast.otto}/end").status_code == 303
    assert "Otto Crane" not in lead.get(OURS).text


@pytest.mark.parametrize("who", ["ada", "paz", "rosa"])
def test_nobody_but_the_lead_lets_people_in(site: Site, web_cast: WebCast, who: str) -> None:
    visitor = site.as_user(getattr(web_cast, who))
    assert "Let somebody in" not in visitor.get(OURS).text
    answer = visitor.post(f"{OURS}/members", {"email": "otto@example.org", "role": "lead"})
    assert answer.status_code == 403
    assert visitor.post(f"{OURS}/members/{web_cast.leo}/end").status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "nobody@example.org", "role": "lead"}, "Nobody signs in here with that address."),
        ({"email": "otto@example.org", "role": "king"}, "What will they do there?"),
    ],
)
def test_a_mistyped_member_is_asked_for_again(site: Site, web_cast: WebCast, fields: dict[str, str], said: str) -> None:
    answer = site.as_user(web_cast.leo).post(f"{OURS}/members", fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields["email"] in answer.text


def test_a_lead_adds_an_organization_and_an_organizer_does_not(site: Site, web_cast: WebCast) -> None:
    assert site.get("/organizations/new").status_code == 403
    assert site.post("/organizations/new", {"name": "Ours"}).status_code == 403
    lead = site.as_user(web_cast.leo)
    answer = lead.post(
        "/organizations/new", {"name": "Tenants <b>United</b>", "kind": "union", "website": "https://t.example"}
    )
    assert answer.status_code == 303
    html = lead.get(answer.headers["location"]).text
    assert "Tenants &lt;b&gt;United&lt;/b&gt;" in html
    assert "Union" in html
    with site.database.read() as session:
        assert session.scalars(select(Organization.kind).where(Organization.name.contains("Tenants"))).one() == "union"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"name": "", "about": "Keep this"}, 422, "The organization needs a name."),
        ({"name": cast.CLINIC, "about": "Keep this"}, 409, "is on file already."),
        ({"name": "New", "website": "javascript:alert(1)", "about": "Keep this"}, 422, "That is not a web address."),
        ({"name": "New", "kind": "army", "about": "Keep this"}, 422, "That is no kind of organization."),
    ],
)
def test_a_wrong_organization_is_asked_for_again_with_what_was_typed(
    site: Site, web_cast: WebCast, fields: dict[str, str], status: int, said: str
) -> None:
    answer = site.as_user(web_cast.leo).post("/organizations/new", fields)
    assert answer.status_code == status
    assert said in answer.text
    assert "Keep this" in answer.text


def test_the_campaigns_lead_lets_an_organization_join(site: Site, web_cast: WebCast) -> None:
    fields = {"campaign": web_cast.campaign}
    assert site.post(f"{OUTSIDERS}/campaigns", fields).status_code == 403
    lead = site.as_user(web_cast.leo)
    assert "Let it join" in lead.get(OUTSIDERS).text
    assert "Let it join" not in lead.get(CLINIC).text
    assert lead.post(f"{OUTSIDERS}/campaigns", {}).status_code == 422
    assert lead.post(f"{OUTSIDERS}/campaigns", fields).status_code == 303
    with site.database.read() as session:
        joined = session.scalars(
            select(CampaignOrganization.joined_on).where(CampaignOrganization.organization_id == web_cast.outsiders)
        ).one()
    assert joined == clock.today()


@pytest.mark.parametrize("path", ["/organizations/nobody", "/organizations/nobody/members/1/end"])
def test_an_unknown_organization_is_not_found(site: Site, path: str) -> None:
    answer = site.post(path) if path.endswith("/end") else site.get(path)
    assert answer.status_code == 404


def test_the_pages_take_no_more_queries_for_thirty_than_for_three(site: Site, web_cast: WebCast) -> None:
    few = queries_of(site, "/organizations"), queries_of(site, OURS)
    with site.database.write() as session:
        ours = session.get_one(Organization, web_cast.neighbors)
        for number in range(27):
            campaigns.organization(session, f"Group {number}")
            users.member(session, users.user(session, f"U{number} X"), ours)
            session.add(OrganizationContact(organization_id=ours.id, name=f"Speaker {number}"))
    log(site, web_cast, web_cast.neighbors, "One.", Visibility.COALITION)
    first = queries_of(site, OURS)
    for number in range(10):
        log(site, web_cast, web_cast.neighbors, f"{number}.", Visibility.COALITION)
    assert (queries_of(site, "/organizations"), queries_of(site, OURS)) == (few[0], first)
    assert max(few[0], first) <= 22


def test_a_membership_that_ended_closes_the_wall_at_once(site: Site, web_cast: WebCast) -> None:
    log(site, web_cast, web_cast.neighbors, "For us alone.", Visibility.PRIVATE)
    assert "For us alone." in site.get(OURS).text
    site.as_user(web_cast.leo).post(f"{OURS}/members/{web_cast.ada}/end")
    assert "For us alone." not in site.get(OURS).text
    with site.database.read() as session:
        assert session.scalars(select(Membership).where(Membership.role == Role.LEAD)).all()
