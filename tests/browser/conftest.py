"""Pages in real Chromium: at phone and desktop width, with script on and off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium, chromium_path
from tests.browser.serving import demo_database, serving
from tests.browser.signing_in import sign_in

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them share one browser and one loaded database, so they run in one worker."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium. Without one the browser tests are skipped, loudly; where it is required, they fail."""
    if chromium_path() is None:
        message = "NO CHROMIUM: the browser tests did not run. Install the package chromium, or set CRM_CHROMIUM."
        if os.environ.get("CRM_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, serving a database of its own with the whole example in it."""
    database = demo_database(tmp_path_factory.mktemp("browser") / "demo.db")
    with serving(database) as address:
        address_of[address] = database
        yield address
        del address_of[address]
    database.close()


address_of: dict[str, object] = {}


@dataclass(frozen=True)
class Device:
    """How somebody looks at the pages."""

    name: str
    script: bool

    @property
    def size(self) -> tuple[int, int]:
        return WIDTHS[self.name]


DEVICES = [Device(name, script) for name in WIDTHS for script in (True, False)]


@pytest.fixture(params=DEVICES, ids=lambda device: f"{device.name}{'' if device.script else '-no-script'}")
def device(request: pytest.FixtureRequest) -> Device:
    """Phone and desktop, with script and without."""
    return request.param


@pytest.fixture
def page(browser: Browser, address: str, device: Device) -> Iterator[Page]:
    """A page of somebody who is signed in. Errors in the console fail the test."""
    width, height = device.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        java_script_enabled=device.script,
        has_touch=device.name == "phone",
    )
    context.set_default_timeout(10_000)
    sign_in(context, address_of[address])
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert trouble == []
