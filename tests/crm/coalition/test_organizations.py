"""Organizations, who works for them, and who lets people in and out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition import queries, service
from crm.coalition.models import OrganizationContact, OrganizationKind, Role
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests import cast
from tests.builders import users
from tests.builders.scene import Scene

JUNE = date(2025, 6, 20)


@pytest.fixture
def scene(session: Session):
    with clock.held_at(JUNE):
        yield Scene(session)


def test_leads_and_administrators_add_organizations_and_nobody_else(scene: Scene) -> None:
    for viewer in (scene.ada, scene.paz, scene.otto):
        with pytest.raises(NotAllowed):
            service.add_organization(scene.session, viewer, "Tenants United")
    for viewer, name in ((scene.leo, "Tenants United"), (scene.rosa, "Harbor  Nurses")):
        assert service.add_organization(scene.session, viewer, name).name == " ".join(name.split())


def test_an_organization_has_a_name_of_its_own_and_a_web_address_that_is_one(scene: Scene) -> None:
    for name in ("", "   ", "x" * 201):
        with pytest.raises(InvalidInput, match="needs a name"):
            service.add_organization(scene.session, scene.leo, name)
    with pytest.raises(Conflict, match="on file already"):
        service.add_organization(scene.session, scene.leo, f" {cast.CLINIC} ")
    with pytest.raises(InvalidInput, match="web address"):
        service.add_organization(scene.session, scene.leo, "Tenants", website="javascript:alert(1)")
    made = service.add_organization(scene.session, scene.leo, "HARBOR law clinic!", OrganizationKind.C3)
    assert made.slug == "harbor-law-clinic-2", "the same in an address is not the same"
    with pytest.raises(NotFound):
        queries.find_organization(scene.session, "nobody")


def test_the_list_is_by_name_narrowed_by_words_and_counts_todays_members(scene: Scene) -> None:
    scene.ally.place = "Old Harbor"
    users.member(scene.session, users.user(scene.session, "Gus Gone"), scene.ally).ended_on = JUNE - timedelta(days=1)
    scene.session.flush()
    assert [(line.name, line.members) for line in queries.organizations(scene.session, JUNE)] == [
        (cast.OUTSIDERS, 1),
        (cast.CLINIC, 1),
        (cast.NEIGHBORS, 2),
    ]
    assert [line.name for line in queries.organizations(scene.session, JUNE, q="old clinic")] == [cast.CLINIC]
    assert queries.organizations(scene.session, JUNE, kind=OrganizationKind.UNION) == ()


def test_the_lead_lets_people_in_and_out_and_nobody_else_does(scene: Scene) -> None:
    nia = users.user(scene.session, "Nia Marsh")
    for viewer in (scene.ada, scene.paz, scene.otto, scene.rosa):
        with pytest.raises(NotAllowed, match="lead"):
            service.add_member(scene.session, viewer, scene.ours.id, nia.id)
    service.add_member(scene.session, scene.leo, scene.ours.id, nia.id, Role.VOLUNTEER)
    assert [(line.name, line.role) for line in queries.members(scene.session, scene.ours.id, JUNE)] == [
        (cast.LEO, Role.LEAD),
        (cast.ADA, Role.ORGANIZER),
        ("Nia Marsh", Role.VOLUNTEER),
    ]
    with pytest.raises(NotAllowed):
        service.end_membership(scene.session, scene.paz, scene.ours.id, nia.id)
    with pytest.raises(Conflict, match="already"):
        service.add_member(scene.session, scene.leo, scene.ours.id, nia.id)
    for organization, user in ((scene.ours.id, 9999), (9999, nia.id)):
        with pytest.raises(NotFound):
            service.add_member(scene.session, OPERATOR, organization, user)


def test_an_administrator_lets_the_first_lead_in_and_then_no_more(scene: Scene) -> None:
    """Who could join any organization would stand behind every wall."""
    paz = scene.users["paz"].id
    with pytest.raises(Conflict):
        service.add_member(scene.session, scene.rosa, scene.ally.id, paz, Role.LEAD)
    lead = users.user(scene.session, "Nia Marsh")
    service.add_member(scene.session, scene.rosa, scene.ally.id, lead.id, Role.LEAD)
    with pytest.raises(NotAllowed):
        service.add_member(scene.session, scene.rosa, scene.ally.id, scene.users["rosa"].id)
    lead.is_active = False
    scene.session.flush()
    service.may_admit(scene.session, scene.rosa, scene.ally.id)


def test_whoever_leaves_is_out_at_once_and_the_record_stays(scene: Scene) -> None:
    service.end_membership(scene.session, scene.leo, scene.ours.id, scene.users["ada"].id)
    assert [line.name for line in queries.members(scene.session, scene.ours.id, JUNE)] == [cast.LEO]
    assert len(queries.members(scene.session, scene.ours.id, JUNE - timedelta(days=1))) == 2
    with pytest.raises(NotFound):
        service.end_membership(scene.session, scene.leo, scene.ours.id, scene.users["ada"].id)
    service.add_member(scene.session, scene.leo, scene.ours.id, scene.users["ada"].id)
    assert len(queries.members(scene.session, scene.ours.id, JUNE)) == 2


def test_whoever_is_let_in_by_mistake_is_out_on_the_same_day(scene: Scene) -> None:
    nia = users.user(scene.session, "Nia Marsh")
    service.add_member(scene.session, scene.leo, scene.ours.id, nia.id)
    service.end_membership(scene.session, scene.leo, scene.ours.id, nia.id)
    assert "Nia Marsh" not in [line.name for line in queries.members(scene.session, scene.ours.id, JUNE)]
    service.add_member(scene.session, scene.leo, scene.ours.id, nia.id)
    assert [line.name for line in queries.members(scene.session, scene.ours.id, JUNE)].count("Nia Marsh") == 1


def test_who_speaks_for_an_organization_need_not_sign_in(scene: Scene) -> None:
    for name in ("Zed", "Abe"):
        scene.session.add(OrganizationContact(organization_id=scene.ally.id, name=name))
    scene.session.flush()
    assert [each.name for each in queries.contacts(scene.session, scene.ally.id)] == ["Abe", "Zed"]
    assert queries.contacts(scene.session, scene.ours.id) == ()
