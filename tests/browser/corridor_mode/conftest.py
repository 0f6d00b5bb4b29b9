"""Who walks the corridor in the tests, and with which list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from crm.accounts.queries import first_administrator
from crm.coalition.models import Membership
from tests.browser import corridor
from tests.browser.conftest import Served
from tests.browser.corridor import Someone, open_list
from tests.builders import users


@pytest.fixture(scope="module")
def names(served: Served) -> list[str]:
    """The officials of the list, by rank; most of them have a room."""
    return corridor.give_rooms(served)


@pytest.fixture(scope="module")
def ada(served: Served) -> int:
    """Who works the list."""
    with served.database.read() as session:
        found = first_administrator(session)
        assert found is not None
        return found.id


@pytest.fixture(scope="module")
def vera(served: Served, ada: int) -> int:
    """A colleague of hers."""
    with served.database.write(reason="browser test") as session:
        other = users.user(session, "Vera Quist")
        mine = session.scalars(select(Membership).where(Membership.user_id == ada)).first()
        assert mine is not None
        session.add(
            Membership(
                user_id=other.id, organization_id=mine.organization_id, role=mine.role, started_on=mine.started_on
            )
        )
        return other.id


@pytest.fixture
def walking(browser: Browser, served: Served, names: list[str], ada: int) -> Iterator[Someone]:
    """Ada's phone with the list open."""
    with corridor.phone(browser, served) as page:
        someone = corridor.signed_in(page, served, ada)
        open_list(page)
        yield someone
