"""A sheet from the file to the ledger and back: handed in, mapped, looked at, brought in, a name decided, undone.

With script and without, on a phone and at a desk. The sheet is invented, and nobody in it said any of this.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Device

MEASURE = "New York for All Act"
SHEETS = {
    "phone": ("Andrew Gounardes", "RAMOS J", "18"),
    "phone-no-script": ("Andrea Stewart-Cousins", "SALAZAR J", "59"),
    "desktop": ("Julia Salazar", "RAMMOS J", "18"),
    "desktop-no-script": ("Zellnor Myrie", "RAMOSS J", "33"),
}


@pytest.fixture
def who(device: Device) -> str:
    """The key of the device's own sheet."""
    return device.name if device.script else f"{device.name}-no-script"


def sheet(who: str) -> bytes:
    """A preamble, column names, a name that is sure and one that is not."""
    sure, doubtful, _ = SHEETS[who]
    return (
        f"Lobby day {who},,\n,,\nSenator,Stands,Remarks\n{sure},with us,met in the hall\n{doubtful},maybe,\n".encode()
    )


def column(page: Page, header: str) -> Locator:
    """The line of the column in the mapping."""
    return page.locator(".column").filter(has=page.get_by_text(header, exact=True))


def look(page: Page, device: Device) -> None:
    """Without script the change is looked at by a button; with it, at once."""
    if not device.script:
        page.get_by_role("button", name="Preview").click()


def finished(page: Page, device: Device) -> None:
    """Wait till it has come in; without script the reader asks for it."""
    heading = page.get_by_role("heading", level=1, name=re.compile(r"^Import \d+: "))
    if not device.script:
        for _ in range(50):
            if heading.count():
                return
            link = page.get_by_role("link", name=re.compile(r"See how far it is|import \d+"))
            link.first.click()
    expect(heading).to_be_visible(timeout=30_000)


def test_a_sheet_goes_the_whole_way_and_back(page: Page, device: Device, who: str) -> None:
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(
        [{"name": f"Lobby day {who}.csv", "mimeType": "text/csv", "buffer": sheet(who)}]
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Lobby day {who}.csv")

    page.locator("label.choice").filter(has_text="Positions").click()
    look(page, device)
    column(page, "Stands").get_by_role("combobox").first.select_option(label="Stance on a measure")
    look(page, device)
    stands = column(page, "Stands")
    stands.get_by_label("On which measure?").select_option(label=MEASURE)
    look(page, device)
    stands.get_by_label(re.compile("^maybe")).select_option(label="Undecided")
    look(page, device)
    becomes = page.get_by_role("region", name="What becomes of it")
    expect(becomes).to_contain_text(f"Yes on {MEASURE}")
    expect(becomes.locator("tr").filter(has_text=SHEETS[who][0])).to_contain_text("sure")

    page.get_by_role("button", name="Bring it in").click()
    finished(page, device)
    expect(page.get_by_role("main")).to_contain_text(f"Lobby day {who}.csv")
    back = page.url

    page.get_by_role("link", name="Say who is meant").click()
    page.get_by_role("link", name=SHEETS[who][1]).click()
    expect(page.get_by_role("heading", name=SHEETS[who][1])).to_be_visible()
    first = page.locator("[data-key='1']")
    if device.script:
        page.keyboard.press("1")
    else:
        first.click()
    expect(page.get_by_role("status")).to_contain_text(f"“{SHEETS[who][1]}” is decided")

    page.goto(back)
    page.get_by_role("button", name="See what would go").click()
    expect(page.get_by_text("Undoing it would do this:")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo import")).click()
    expect(page.get_by_role("status")).to_contain_text("is undone")


def test_public_records_are_looked_at_before_they_come_in(page: Page, device: Device, who: str) -> None:
    bill = b'{"PrintNo":"S%s","Session":2025,"Chamber":"SENATE","Title":"An invented act"}' % SHEETS[who][2].encode()
    page.goto("/imports")
    page.get_by_text("Or paste a table or a record").click()
    page.get_by_label("Text").fill(bill.decode())
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="See what it would do").click()
    if device.script:
        expect(page.get_by_role("heading", name="What it would do")).to_be_visible(timeout=30_000)
    else:
        for _ in range(50):
            if page.get_by_role("heading", name=re.compile("What it would do|Look first")).count():
                break
            page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Would be created|cannot|not"))
