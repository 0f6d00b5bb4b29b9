"""The first minute: the printed link, and what it opens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.signing_in import one_time_link


def test_the_printed_link_signs_in_once(stranger: Page, served: Served) -> None:
    link = one_time_link(served.database)
    stranger.goto(link)
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger).to_have_url(f"{served.address}/")
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    stranger.context.clear_cookies()
    answer = stranger.request.get(link)
    assert answer.status == 404
    assert "has been used" in answer.text()


@pytest.mark.parametrize("path", ["/", "/board", "/officials", "/outreach/new"])
def test_a_page_leads_to_the_sign_in_page_and_knows_the_way_back(stranger: Page, path: str) -> None:
    stranger.goto(path)
    expect(stranger).to_have_url(re.compile(r"/sign-in"))
    expect(stranger.locator("input[name=next]")).to_have_value(path)
    expect(stranger.get_by_label("Password")).to_be_visible()
