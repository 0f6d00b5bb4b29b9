"""An organizer's day, on a phone and at a desk, with script and without: from the count to what was said on a call.

Each device works with officials of its own, so that none finds what another has written. They are in the story of
New York for All, and none of what is recorded here was said by them.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Device

MEASURE = "new-york-for-all"
BOARD = f"/campaigns/{MEASURE}"
CALLED = {
    "phone": ("Julia Salazar", "upper"),
    "phone-no-script": ("Carl Heastie", "lower"),
    "desktop": ("Zellnor Myrie", "upper"),
    "desktop-no-script": ("Andrea Stewart-Cousins", "upper"),
}
RECORDED = {
    "phone": "Jessica Ramos",
    "phone-no-script": "Catalina Cruz",
    "desktop": "Andrew Gounardes",
    "desktop-no-script": "Karines Reyes",
}


class Steps:
    """Clicks and fillings, counted: each is something that a thumb has to do."""

    def __init__(self) -> None:
        self.taken = 0

    def click(self, target: Locator) -> None:
        """Tap it."""
        target.click()
        self.taken += 1

    def fill(self, target: Locator, text: str) -> None:
        """Write into it."""
        target.fill(text)
        self.taken += 1


def slug(name: str) -> str:
    """The official's part of an address."""
    return name.lower().replace(" ", "-")


def choice(within: Locator, text: str) -> Locator:
    """The big button of that name."""
    return within.locator("label.choice").filter(has_text=re.compile(rf"^\W*{text}"))


def timeline(page: Page) -> Locator:
    """What is on record, newest first."""
    return page.locator("ol.timeline > li")


def seat_row(page: Page, name: str) -> Locator:
    """The official's line in the board's table of seats."""
    return page.locator("table.board-seats tr").filter(has=page.get_by_role("link", name=name, exact=True))


@pytest.fixture
def who(device: Device) -> str:
    """The key of the device's own officials."""
    return device.name if device.script else f"{device.name}-no-script"


def test_today_leads_to_where_the_vote_stands_and_to_an_official(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Open the board").first.click()
    expect(page).to_have_url(re.compile(r"/campaigns/"))
    page.goto(BOARD)
    expect(page.get_by_role("heading", name=re.compile(r"^Senate: \d+ of 32 needed"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"^Assembly: \d+ of 76 needed"))).to_be_visible()
    seat_row(page, "Jessica Ramos").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/officials/jessica-ramos\?measure=new-york-for-all"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Jessica Ramos")


def test_the_board_of_an_earlier_day_counts_what_had_been_said_by_then(page: Page, device: Device) -> None:
    page.goto(f"{BOARD}?seats=upper")
    expect(seat_row(page, "Jessica Ramos")).to_contain_text("Yes")
    page.get_by_label("As said by").fill("2025-03-01")
    if not device.script:
        page.locator("form.asof").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"said=2025-03-01"))
    expect(seat_row(page, "Jessica Ramos")).to_contain_text("Unknown")
    expect(page.get_by_label("As said by")).to_have_value("2025-03-01")


def test_an_official_shows_how_a_position_shifted_and_why_we_think_so(page: Page) -> None:
    page.goto(f"/officials/antonio-delgado?measure={MEASURE}")
    titles = [text.split(",")[0].split()[0:2] for text in page.locator(".timeline__title").all_inner_texts()]
    assert [" ".join(words).removesuffix(" soft") for words in titles] == ["Yes", "Leaning yes", "Leaning no"]
    first = timeline(page).first
    expect(first).to_contain_text("said by January 2026")
    expect(first).to_contain_text("known to us since January 10, 2026")
    expect(first).to_contain_text("counts as soft")
    expect(first.locator(".evidence")).to_contain_text("Overview article")
    page.goto(f"/officials/antonio-delgado?measure={MEASURE}&said=2025-06-30&known=2025-07-01")
    expect(page.get_by_text("Nothing on record by then.")).to_be_visible()


def test_a_call_is_logged_in_place_in_five_steps_and_counted_on_the_board(page: Page, who: str) -> None:
    name, chamber = CALLED[who]
    page.goto(f"/officials/{slug(name)}?measure={MEASURE}")
    form, steps = page.locator("#log-form"), Steps()
    steps.click(page.locator("#log > summary"))
    steps.click(choice(form, "Reached staff"))
    steps.click(choice(form, "Leaning yes"))
    steps.fill(form.get_by_label("In their words"), "She reads the amended print this week.")
    steps.click(form.get_by_role("button", name="Save the contact"))
    assert steps.taken == 5
    expect(page.get_by_role("status")).to_contain_text("Leaning yes is on record")
    expect(timeline(page).first).to_contain_text("She reads the amended print this week.")
    expect(page.get_by_role("region", name="Outreach")).to_contain_text("Reached staff")
    page.goto(f"{BOARD}?seats={chamber}")
    expect(seat_row(page, name)).to_contain_text("Leaning yes")
    page.goto(f"/outreach?official={slug(name)}")
    expect(page.get_by_role("main")).to_contain_text("She reads the amended print this week.")


def test_a_position_is_recorded_as_vaguely_as_it_is_known_and_corrected(page: Page, who: str) -> None:
    name = RECORDED[who]
    page.goto(f"/officials/{slug(name)}?measure={MEASURE}")
    page.get_by_role("link", name="Record a position").click()
    choice(page.locator("form"), "Undecided").click()
    page.get_by_label("In their words").fill("Let us see what the counties say.")
    page.get_by_label("Under which condition?").fill("The counties are paid back.")
    page.get_by_label("Said", exact=True).fill("October 2026")
    choice(page.locator("form"), "Said by staff").click()
    page.get_by_role("button", name="Put it on record").click()
    entry = timeline(page).first
    expect(entry).to_contain_text("Undecided")
    expect(entry).to_contain_text("said October 2026")
    expect(entry).to_contain_text("The counties are paid back.")

    entry.get_by_role("link", name="Correct").click()
    choice(page.locator("form"), "Leaning no").click()
    page.get_by_label("Reason").fill("Misheard on the phone.")
    page.get_by_role("button", name="Put it right").click()
    expect(timeline(page).first).to_contain_text("Leaning no")
    expect(page.locator(".timeline__gone")).to_contain_text("Corrected: Misheard on the phone.")
    page.goto(f"{BOARD}?seats=both")
    expect(seat_row(page, name)).to_contain_text("Leaning no")


def test_a_form_with_a_date_that_is_none_keeps_every_word(page: Page, who: str) -> None:
    page.goto(f"/officials/{slug(RECORDED[who])}/positions/new?measure={MEASURE}")
    choice(page.locator("form"), "No").click()
    page.get_by_label("In their words").fill("Not while I am here.")
    page.get_by_label("Said", exact=True).fill("2025-13")
    choice(page.locator("form"), "Said to us").click()
    with page.expect_response(re.compile("positions/new")) as answer:
        page.get_by_role("button", name="Put it on record").click()
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("2025-13")
    expect(page.get_by_label("In their words")).to_have_value("Not while I am here.")
    expect(page.locator("input[name=stance][value=no]")).to_be_checked()


def test_tonights_calls_are_drawn_up_kept_taken_and_logged(page: Page) -> None:
    page.goto("/call-lists?campaign=every-plate&limit=10")
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ calls before"))).to_be_visible()
    expect(page.locator("#sheet .call__reasons li").first).to_be_visible()
    page.get_by_role("button", name="Keep this list").click()
    expect(page).to_have_url(re.compile(r"/call-lists/\d+$"))
    kept = page.url
    call = page.locator("#calls .call").first
    name = call.get_by_role("heading").inner_text()
    call.get_by_role("button", name="Take it").click()
    expect(page.locator("#calls .call").filter(has_text="Yours for 20 minutes")).to_contain_text(name)
    page.get_by_role("link", name=re.compile(rf"^Log it\W+{name}")).click()
    form = page.locator("#log-form")
    choice(form, "Left a message").click()
    form.get_by_role("button", name="Save the contact").click()
    expect(page).to_have_url(kept)
    expect(page.locator("#calls")).to_contain_text("1 of 10 tried, 0 reached")
    expect(page.get_by_role("region", name="Tried, and not reached yet")).to_contain_text(name)
    page.goto("/call-lists?campaign=every-plate&limit=10")
    expect(page.locator("#sheet .calls")).not_to_contain_text(name)
