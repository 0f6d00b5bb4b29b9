"""Sheets as they come out of the printer, and typing them in with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from crm.calling.models import CallList, CallTarget
from crm.calling.paper_codes import code_of
from crm.people.models import Person
from tests.browser.conftest import Device, Served, context_of
from tests.browser.signing_in import sign_in

PRINTED = {"A4": 718, "Letter": 740}
"""CSS pixels between the margins of a page."""


@pytest.fixture(scope="module")
def long_list(served: Served) -> int:
    """The id of a list of forty officials."""
    with served.database.write(reason="browser test") as session:
        first = session.get_one(CallList, 1)
        copy = CallList(
            campaign_id=first.campaign_id, name="Forty doors", organization_id=first.organization_id,
            visibility=first.visibility, deadline_on=first.deadline_on, rule={}, left_out={}, built_at=first.built_at,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        people = session.scalars(select(Person.id).order_by(func.length(Person.name).desc(), Person.id).limit(40))
        session.add_all(
            CallTarget(call_list_id=copy.id, person_id=id_, rank=rank, reasons=["A call can decide it."])
            for rank, id_ in enumerate(people, start=1)
        )
        return copy.id


@pytest.mark.parametrize("size", PRINTED)
@pytest.mark.parametrize("order", ["calls", "room"])
def test_a_sheet_fits_its_paper_and_keeps_rows_whole_and_its_head_on_each_page(
    browser: Browser, served: Served, long_list: int, size: str, order: str
) -> None:
    with context_of(browser, served, viewport={"width": PRINTED[size], "height": 1000}, color_scheme="dark") as context:
        sign_in(context, served.database, served.address)
        page = context.new_page()
        page.goto(f"/call-lists/{long_list}/paper?order={order}")
        pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size)))
        assert 3 <= pages <= 8
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        look = page.evaluate(
            """() => {
              const rows = [...document.querySelectorAll(".paper__rows tbody tr")];
              const style = (where) => getComputedStyle(document.querySelector(where));
              return {
                head: style(".paper__rows thead").display, row: style(".paper__rows tbody tr").breakInside,
                paper: style(".paper").backgroundColor, ink: style(".paper").color,
                highest: Math.max(...rows.map((each) => each.offsetHeight)),
              };
            }"""
        )
        highest = look.pop("highest")
        assert look == {
            "head": "table-header-group", "row": "avoid", "paper": "rgb(255, 255, 255)", "ink": "rgb(0, 0, 0)",
        }  # fmt: skip
        assert highest < 300, "a row that is longer than a page could not be kept whole"
        expect(page.locator(".tick__box").first).to_be_visible()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_a_sheet_is_typed_in_with_the_keyboard_alone(
    browser: Browser, served: Served, long_list: int, device: Device
) -> None:
    with served.database.read() as session:
        ids = session.scalars(select(CallTarget.id).where(CallTarget.call_list_id == long_list).order_by("id")).all()
    # Each device types rows of its own.
    at = [Device(name, script) for name in ("phone", "desktop") for script in (True, False)].index(device) * 5
    codes = [code_of(id_) for id_ in ids[at : at + 3]]
    with context_of(browser, served, **device.options) as context:
        sign_in(context, served.database, served.address)
        page = context.new_page()
        page.goto("/paper")
        _type(page, codes[0], "s", "ly", "Reads it this week.")
        expect(page.get_by_role("status").last).to_contain_text("1 row entered.")
        _type(page, codes[1], "q", "", "quoxkept")
        expect(page.get_by_text("“q” is no outcome of the sheet.")).to_be_visible()
        expect(page.get_by_label("In their words").first).to_have_value("quoxkept")
        _type(page, codes[2], "a", "", "")
        expect(page.get_by_role("status").last).to_contain_text("1 row waits to be put right.")
        _type(page, codes[0], "s", "", "")
        expect(page.get_by_text("was entered before: spoke with staff")).to_be_visible()
        expect(page.locator(".paper-code", has_text=codes[0])).to_have_count(1)
        expect(page.locator(".paper-code", has_text=codes[2])).to_have_count(1)


def _type(page: Page, *cells: str) -> None:
    """Type a row where the hand is: the empty row at the end takes the focus by itself."""
    code = page.get_by_label("Code", exact=True).last
    expect(code).to_have_value("")
    expect(code).to_be_focused()
    for place, text in enumerate(cells):
        page.keyboard.type(text)
        page.keyboard.press("Tab" if place < len(cells) - 1 else "Enter")
