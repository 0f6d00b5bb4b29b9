"""What holds for every page, whatever is on it: it fits, it loads whole, it can be heard, tabbed through and printed.

Each test walks all pages in one window and names every page that falls short, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Device, Served, context_of
from tests.browser.pages import EVERY_PAGE, MENU
from tests.browser.signing_in import sign_in

NARROWEST = 360
"""CSS pixels: the narrowest phones in use."""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast", "target-size"], "resultTypes": ["violations"]}


@contextmanager
def window(browser: Browser, served: Served, **options: Any) -> Iterator[Page]:
    """A window of somebody who is signed in."""
    with context_of(browser, served, **options) as context:
        sign_in(context, served.database, served.address)
        yield context.new_page()


def faults(page: Page, look: Callable[[Page], Any], paths: tuple[str, ...] = EVERY_PAGE) -> dict[str, Any]:
    """What ``look`` found wrong, by page."""
    found = {}
    for path in paths:
        page.goto(path)
        if wrong := look(page):
            found[path] = wrong
    return found


def violations(options: dict[str, Any]) -> Callable[[Page], list[str]]:
    """The rules of axe that the page breaks, each with the first element that does."""

    def look(page: Page) -> list[str]:
        broken = Axe().run(page, options=options).response["violations"]
        return [f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:200]}" for rule in broken]

    return look


# What stands out of the window at the right, unless a box around it scrolls by itself.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
    .slice(0, 3).map(each => each.outerHTML.slice(0, 160)).concat(['page: ' + document.documentElement.scrollWidth])"""

# A control has a name if a label, aria-label or (for buttons) text says what it is.
NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, summary')]
  .filter(each => !(each.labels?.length && each.labels[0].textContent.trim())
      && !each.getAttribute('aria-label') && !each.textContent.trim())
  .map(each => each.outerHTML.slice(0, 160))"""

UNFINISHED = """() => [
  ...[...document.images].filter(each => !each.complete || !each.naturalWidth).map(each => each.src),
  ...[...document.querySelectorAll('link[rel=stylesheet]')].filter(each => !each.sheet).map(each => each.href),
  ...(window.htmx ? [] : ['htmx']),
  ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
  ...(document.title ? [] : ['no title'])]"""


def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser: Browser, served: Served) -> None:
    with window(browser, served, viewport={"width": NARROWEST, "height": 740}) as page:
        assert faults(page, lambda page: page.evaluate(TOO_WIDE)) == {}


def test_every_page_loads_whole_and_every_control_says_what_it_is(browser: Browser, served: Served) -> None:
    with window(browser, served, **Device("desktop").options) as page:
        assert faults(page, lambda page: page.evaluate(UNFINISHED) + page.evaluate(NAMELESS)) == {}


def test_no_page_breaks_a_rule_of_wcag(browser: Browser, served: Served) -> None:
    with window(browser, served, **Device("desktop").options) as page:
        assert faults(page, violations(WCAG), (*EVERY_PAGE, "/sign-in")) == {}


def test_text_can_be_read_and_targets_hit_in_the_dark_on_a_phone(browser: Browser, served: Served) -> None:
    with window(browser, served, **Device("phone").options, color_scheme="dark") as page:
        assert faults(page, violations(CONTRAST), (*EVERY_PAGE, "/sign-in")) == {}


def paper(page: Page) -> str:
    """The colour of the page."""
    found: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return found


def test_the_dark_is_dark_by_the_machine_s_wish_and_by_the_reader_s(browser: Browser, served: Served) -> None:
    with window(browser, served, **Device("desktop").options, color_scheme="light") as page:
        page.goto("/")
        light = paper(page)
        page.emulate_media(color_scheme="dark")
        dark = paper(page)
        assert dark != light
        page.emulate_media(color_scheme="light")
        page.locator(".menu--user summary").click()
        page.get_by_role("button", name="Switch light or dark").first.click()
        assert paper(page) == dark
        page.goto("/officials")
        assert paper(page) == dark, "the choice is kept from page to page"


def test_on_paper_there_is_the_page_and_not_the_menu(browser: Browser, served: Served) -> None:
    def menus(page: Page) -> list[str]:
        page.emulate_media(media="print")
        # Of a list's pages the sentence stays ("1 to 50 of 213"): a reader of paper must know that there is more.
        shown = page.locator(
            "nav:not(.crumbs, .pagination):visible, .pagination a:visible, .top__search:visible, .skip:visible, "
            ".actions--sticky:visible"
        )
        left = shown.evaluate_all("all => all.map(each => each.className)")
        return left + ([] if page.get_by_role("heading", level=1).is_visible() else ["no heading"])

    with window(browser, served, **Device("desktop").options) as page:
        assert faults(page, menus, ("/", "/board", "/officials", "/officials/antonio-delgado", "/outreach")) == {}


# A ring around what has the focus, around what stands for it (a big button), or a thick edge of a mark in a chart.
UNMARKED = """() => { const at = document.activeElement; if (at === document.body) return [];
  const drawn = [at, at.nextElementSibling, at.closest('label'), ...at.querySelectorAll('*')].filter(Boolean);
  const ringed = drawn.some(each => { const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      || each.ownerSVGElement && parseFloat(style.strokeWidth) >= 4 });
  return ringed ? [] : [at.outerHTML.slice(0, 200)] }"""


@pytest.mark.parametrize("name", ["phone", "desktop"])
def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(browser: Browser, served: Served, name: str) -> None:
    with window(browser, served, **Device(name).options) as page:
        for path in ("/", "/officials/antonio-delgado", "/outreach/new"):
            page.goto(path)
            page.keyboard.press("Tab")
            skip = page.locator(".skip")
            expect(skip).to_be_focused()
            expect(skip).to_be_in_viewport()
            page.keyboard.press("Enter")
            expect(page.get_by_role("main")).to_be_focused()
            for _ in range(12):
                page.keyboard.press("Tab")
                assert page.evaluate(UNMARKED) == [], path


def test_every_entry_of_the_menu_leads_to_its_page(browser: Browser, served: Served) -> None:
    with window(browser, served, **Device("desktop").options) as page:
        page.goto("/")
        assert page.locator(".top__nav a").evaluate_all("all => all.map(each => each.getAttribute('href'))") == [*MENU]
        for path in MENU:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            expect(page.locator(".top__nav [aria-current=page]")).to_have_count(1)
