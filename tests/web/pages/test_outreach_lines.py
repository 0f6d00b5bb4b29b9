"""How a contact reads in a list."""

from __future__ import annotations

from crm.coalition.visibility import OPERATOR
from crm.outreach.models import Channel
from crm.outreach.service import NewContact, Official, log_contact
from tests.builders import people
from tests.web.conftest import WebCast
from tests.web.site import Site


def test_a_hearing_with_many_names_a_few_in_the_list_and_all_on_its_page(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        names = [f"Person {letter}" for letter in "ABCDEF"]
        officials = tuple(Official(people.person(session, name).id) for name in names)
        new = NewContact(
            Channel.TESTIMONY, officials=officials, title="Hearing", organization_id=web_cast.neighbors,
            campaign_id=web_cast.campaign_id,
        )  # fmt: skip
        action_id = log_contact(session, OPERATOR, new).id
    listed = site.get("/outreach").text
    assert "Person D" in listed
    assert "and 2 more" in listed
    assert "Person F" not in listed
    assert all(name in site.get(f"/outreach/{action_id}").text for name in names)
