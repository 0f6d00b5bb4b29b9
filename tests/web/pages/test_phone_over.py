"""The phone bank of a list whose time is over, and whose officials have left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crm import clock
from crm.bills.models import BillEvent, EventKind
from crm.calling.models import CallList
from crm.campaigns.models import Campaign
from crm.people.models import Tenure
from crm.sessions import Database
from tests.web.conftest import WebCast
from tests.web.pages.test_phone import begin, kept_list
from tests.web.site import Site


@pytest.fixture
def listed(database: Database, web_cast: WebCast) -> int:
    """A list of the coalition: a senator and the member."""
    return kept_list(database, web_cast, (web_cast.senator_id, web_cast.member_id))


def test_a_list_whose_day_is_past_says_so_before_the_first_call_and_on_the_card(
    site: Site, database: Database, listed: int
) -> None:
    with database.write() as session:
        session.execute(update(CallList).values(deadline_on=clock.today() - timedelta(days=1)))
    ahead = site.get(f"/phone?list={listed}").text
    assert "and that day is past." in ahead
    assert "Call all the same" in ahead
    assert "and that day is past." in begin(site, listed)
    assert "and that day is past." in site.get(f"/call-lists/{listed}").text


def test_a_list_whose_measure_became_law_says_so(
    site: Site, database: Database, web_cast: WebCast, listed: int
) -> None:
    today = clock.today()
    with database.write() as session:
        measure_id = session.scalar(
            select(Campaign.measure_id).join(CallList, CallList.campaign_id == Campaign.id).where(CallList.id == listed)
        )
        session.add(
            BillEvent(
                measure_id=measure_id, kind=EventKind.SIGNED, words="Signed.", happened=today.isoformat(),
                happened_earliest=today, happened_latest=today, source="the journal", recorded_at=clock.now(),
            )
        )  # fmt: skip
    assert "became law on" in site.get(f"/phone?list={listed}").text
    assert "became law on" in begin(site, listed)


def test_who_left_office_is_counted_by_that_name(
    site: Site, database: Database, web_cast: WebCast, listed: int
) -> None:
    with database.write() as session:
        session.execute(
            update(Tenure)
            .where(Tenure.person_id == web_cast.senator_id)
            .values(ended_on=clock.today() - timedelta(days=1))
        )
    page = site.get(f"/phone?list={listed}").text
    assert "1 who holds no office any more" in page
