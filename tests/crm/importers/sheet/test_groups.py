"""Organizations out of sheets, and their part in campaigns."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Organization
from crm.errors import InvalidInput
from tests import builders
from tests.crm.importers.sheet.conftest import Desk, told

LIST = (
    "Name,Address,Phone,Website,Membership Status,Legislation\n"
    'Vale Tenants,"1 Main St, Vale", 555-010-0001,www.vale.example.org,Coalition Member,'
    '"Open Kitchens Act,Fair Fares Act"\n'
    "Port Neighbors,,,https://port.example.org/a,Endorser,Open Kitchens Act\n"
    "Harbor Law Clinic,2 Quay,555-010-0002,not a page,Supporter,\n"
)


def organization(desk: Desk, name: str) -> Organization:
    return desk.session.scalars(select(Organization).where(Organization.name == name)).one()


def levels(desk: Desk, campaign_id: int) -> dict[str, str | None]:
    rows = desk.session.execute(
        select(Organization.name, CampaignOrganization.level)
        .join(CampaignOrganization, CampaignOrganization.organization_id == Organization.id)
        .where(CampaignOrganization.campaign_id == campaign_id)
    )
    return {row.name: row.level for row in rows}


def test_organizations_come_in_with_their_level_in_each_campaign_they_are_part_of(desk: Desk) -> None:
    fares = builders.campaign(desk.session, desk.other_measure, [desk.ours])
    report = desk.apply(LIST, viewer=desk.leo)
    assert told(report) == (2, 1, 0)
    vale = organization(desk, "Vale Tenants")
    assert (vale.address, vale.phone, vale.website) == (
        "1 Main St, Vale",
        "555-010-0001",
        "https://www.vale.example.org",
    )
    assert vale.about == "Supports, as listed: Open Kitchens Act, Fair Fares Act."
    assert levels(desk, desk.campaign.id) == {
        "Neighbors Together": None, "Harbor Law Clinic": None, "Vale Tenants": "Coalition Member",
        "Port Neighbors": "Endorser",
    }  # fmt: skip
    assert levels(desk, fares.id) == {"Neighbors Together": None, "Vale Tenants": "Coalition Member"}
    assert [problem.what for problem in report.problems] == ["“not a page” is no web address."]


def test_the_same_list_again_is_the_same_and_a_new_level_comes_in(desk: Desk) -> None:
    chosen = {"viewer": desk.leo, "campaign": desk.campaign.slug}
    desk.apply(LIST, **chosen)
    assert told(desk.apply(LIST, **chosen)) == (0, 0, 3)
    assert told(desk.apply(LIST.replace("Endorser", "Coalition Member"), **chosen)) == (0, 1, 2)
    assert levels(desk, desk.campaign.id)["Harbor Law Clinic"] == "Supporter"


def test_what_is_on_file_of_an_organization_stays(desk: Desk) -> None:
    desk.ally.phone = "555-010-9999"
    desk.session.flush()
    desk.apply(LIST, viewer=desk.leo)
    clinic = organization(desk, "Harbor Law Clinic")
    assert (clinic.phone, clinic.address) == ("555-010-9999", "2 Quay")


def test_a_name_written_otherwise_is_the_organization_on_file_and_two_in_one_list_stay_two(desk: Desk) -> None:
    text = "Organization,Level\nHARBOR LAW CLINIC,Endorser\nFund for Courts,Endorser\nFund For Courts,Endorser\n"
    report = desk.apply(text, viewer=desk.leo, campaign=desk.campaign.slug)
    assert told(report) == (2, 1, 0)
    assert "may be the same organization as “Fund for Courts”" in report.problems[0].what
    assert told(desk.apply(text, viewer=desk.leo, campaign=desk.campaign.slug)) == (0, 0, 3)


def test_leads_alone_add_organizations_and_let_them_into_their_own_campaign(desk: Desk) -> None:
    assert "Only a lead" in desk.preview(LIST).missing[0].what
    with pytest.raises(InvalidInput):
        desk.apply(LIST)
    builders.member(desk.session, desk.users["otto"], desk.outside)
    other = builders.campaign(desk.session, desk.other_measure, [desk.outside], name="Theirs")
    looked = desk.preview(LIST, viewer=desk.leo, campaign=other.slug)
    assert looked.missing[0].what == "Only its lead lets organizations into a campaign."
    desk.apply(LIST, viewer=desk.leo)
    assert "Vale Tenants" not in levels(desk, other.id)


def test_a_level_without_a_campaign_is_asked_for(desk: Desk) -> None:
    looked = desk.preview("Organization,Level\nVale Tenants,Endorser\n", viewer=desk.leo)
    assert [each.about for each in looked.missing] == ["campaign"]
