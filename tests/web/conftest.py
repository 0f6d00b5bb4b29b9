"""The application with a small cast: an organizer, a lead, a partner's organizer, an outsider, an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from crm.coalition.models import Role
from crm.sessions import Database, open_database
from tests import cast
from tests.builders import campaigns, law, people, states, users
from tests.engines import Engine
from tests.web.site import Site, site_over


@dataclass(frozen=True)
class WebCast:
    """Ids and slugs of what is on file. Ada and Leo (lead) work for the campaign's lead organization, Paz for a partner
    in the campaign, Otto for an organization outside of it; Rosa administers the server and belongs to none."""

    ada: int
    leo: int
    paz: int
    otto: int
    rosa: int
    neighbors: int
    clinic: int
    outsiders: int
    state: str
    campaign: str
    campaign_id: int
    measure: str
    measure_id: int
    ask_id: int
    senator: str
    senator_id: int
    other_senator: str
    other_senator_id: int
    member: str
    member_id: int
    governor: str
    governor_id: int


@pytest.fixture
def web_cast(engine_under_test: Engine, database: Database, database_url: str) -> WebCast:
    """The cast, committed to ``database``."""
    return engine_under_test.put(database_url, "cast", _cast)


def _cast(url: str) -> WebCast:
    with closing(open_database(url)) as database, database.write() as session:
        where = states.state(session)
        senator = people.person(session, cast.SENATOR, phone="(555) 555-0101")
        other = people.person(session, cast.OTHER_SENATOR, phone="(555) 555-0102")
        member = people.person(session, cast.MEMBER, phone="(555) 555-0103")
        governor = people.person(session, cast.GOVERNOR)
        upper, lower = where.chambers
        people.seat(session, upper, 1, senator)
        people.seat(session, upper, 2, other)
        people.seat(session, lower, 1, member)
        people.post(session, where.jurisdiction, "governor", governor)
        measure = law.measure(session, where)
        neighbors = campaigns.organization(session, cast.NEIGHBORS)
        clinic = campaigns.organization(session, cast.CLINIC)
        outsiders = campaigns.organization(session, cast.OUTSIDERS)
        campaign = campaigns.campaign(session, measure, [neighbors, clinic])
        asked = campaigns.ask(session, campaign)
        ada, leo = users.user(session, cast.ADA), users.user(session, cast.LEO)
        paz, otto = users.user(session, "Paz Quill"), users.user(session, "Otto Crane")
        rosa = users.user(session, cast.ROOT, is_admin=True)
        users.member(session, ada, neighbors)
        users.member(session, leo, neighbors, Role.LEAD)
        users.member(session, paz, clinic)
        users.member(session, otto, outsiders)
        return WebCast(
            ada=ada.id, leo=leo.id, paz=paz.id, otto=otto.id, rosa=rosa.id,
            neighbors=neighbors.id, clinic=clinic.id, outsiders=outsiders.id,
            state=where.jurisdiction.slug, campaign=campaign.slug, campaign_id=campaign.id,
            measure=measure.slug, measure_id=measure.id, ask_id=asked.id,
            senator=senator.slug, senator_id=senator.id, other_senator=other.slug, other_senator_id=other.id,
            member=member.slug, member_id=member.id, governor=governor.slug, governor_id=governor.id,
        )  # fmt: skip


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """An event loop in a thread of its own, on which the application answers."""
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def nobody(database: Database, portal: BlockingPortal) -> Site:
    """The application, and nobody signed in."""
    return site_over(database, portal)


@pytest.fixture
def site(nobody: Site, web_cast: WebCast) -> Site:
    """The application with the cast on file, and Ada, the organizer, signed in."""
    return nobody.as_user(web_cast.ada)
