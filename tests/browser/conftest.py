"""Pages in real Chromium: at phone and desktop width, with script on and off.

Every page that a test opens is watched: an error in the console, a policy that had to step in, a file that did not come
or a request to any other host fails the test, whatever else it holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from crm.sessions import Database, open_database
from tests.browser.chromium import chromium, chromium_path
from tests.browser.serving import serving
from tests.browser.signing_in import sign_in
from tests.engines import Engine
from tests.examples import put_demo

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a module share what is recorded in one database, so they run in one worker; walks only look."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            only_looks = item.path.stem == "test_every_page"
            item.add_marker(pytest.mark.xdist_group(item.name if only_looks else item.path.stem))


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


@dataclass(frozen=True)
class Served:
    """The application on a port of this machine, and the database behind it."""

    address: str
    database: Database


@pytest.fixture(scope="module")
def served(engine_under_test: Engine) -> Iterator[Served]:
    """The application over a copy of the example: what one module records is in no other module's way."""
    with engine_under_test.copy() as url:
        put_demo(engine_under_test, url)
        with closing(open_database(url)) as database, serving(database) as address:
            yield Served(address, database)


@dataclass(frozen=True)
class Device:
    """How somebody looks at the pages."""

    name: str
    script: bool = True

    @property
    def options(self) -> dict[str, Any]:
        """What a browser context is opened with."""
        width, height = WIDTHS[self.name]
        return {
            "viewport": {"width": width, "height": height},
            "java_script_enabled": self.script,
            "has_touch": self.name == "phone",
        }


DEVICES = [Device(name, script) for name in WIDTHS for script in (True, False)]


@pytest.fixture(params=DEVICES, ids=lambda device: f"{device.name}{'' if device.script else '-no-script'}")
def device(request: pytest.FixtureRequest) -> Device:
    """Phone and desktop, with script and without."""
    found: Device = request.param
    return found


@contextmanager
def context_of(browser: Browser, served: Served, **options: Any) -> Iterator[BrowserContext]:
    """A watched browser context, nobody signed in; what went wrong in it fails the test as it is closed."""
    context = browser.new_context(base_url=served.address, **options)
    context.set_default_timeout(10_000)
    trouble: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((served.address + "/", "data:")):
            trouble.append(f"asked another host: {request.url}")

    context.on("request", note_request)
    context.on("requestfailed", lambda request: _note_failure(request, trouble))
    context.on("response", lambda response: _note_answer(response, trouble))
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("console", lambda said: trouble.append(said.text) if _is_error(said) else None)
    try:
        yield context
    finally:
        context.close()
    assert trouble == []


def _note_failure(request: Request, trouble: list[str]) -> None:
    # A page that is left while something is on its way gives that up; nothing is wrong then.
    if request.failure != "net::ERR_ABORTED":
        trouble.append(f"did not come: {request.url} ({request.failure})")


def _note_answer(response: Response, trouble: list[str]) -> None:
    # A form shown again and a page that is not there are pages, too; a broken server or a missing file is none.
    if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
        trouble.append(f"answered {response.status}: {response.url}")


def _is_error(said: ConsoleMessage) -> bool:
    # Chromium also notes every answer of 400 and above; those are looked at above.
    return said.type == "error" and not said.text.startswith("Failed to load resource")


@pytest.fixture
def page(browser: Browser, served: Served, device: Device) -> Iterator[Page]:
    """A page of somebody who is signed in."""
    with context_of(browser, served, **device.options) as context:
        sign_in(context, served.database, served.address)
        yield context.new_page()


@pytest.fixture
def stranger(browser: Browser, served: Served, device: Device) -> Iterator[Page]:
    """A page of somebody who is not signed in yet."""
    with context_of(browser, served, **device.options) as context:
        yield context.new_page()
