"""The corridor's shell in real Chromium: how it looks, that it can be installed, how a new version takes over."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser import corridor
from tests.browser.conftest import Served
from tests.browser.corridor import Someone, door, log, online, open_list
from tests.browser.test_every_page import NAMELESS, NARROWEST, TOO_WIDE, violations

CHECKED = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def test_the_corridor_breaks_no_rule_of_wcag_and_fits_the_narrowest_phone(
    browser: Browser, served: Served, names: list[str], ada: int
) -> None:
    for scheme in ("light", "dark"):
        options = {"viewport": {"width": NARROWEST, "height": 740}, "color_scheme": scheme}
        with corridor.phone(browser, served, **options) as page:
            someone = corridor.signed_in(page, served, ada)
            wrong: dict[str, object] = {}

            def look(what: str, page: Page = page, wrong: dict[str, object] = wrong) -> None:
                broken = violations(CHECKED)(page) + page.evaluate(TOO_WIDE) + page.evaluate(NAMELESS)
                if broken:
                    wrong[what] = broken

            page.goto("/corridor")
            online(page)
            look("no list here yet")
            open_list(page)
            look("a list")
            someone.without_network()
            log(page, names[2], "Left a note")
            at = door(page, names[1])
            at.get_by_role("button", name="Log").first.click()
            at.get_by_role("button", name="Another measure came up").click()
            at.get_by_text("Note, follow-up, when, who sees it").click()
            corridor.choice(at, "Nobody there").click()
            look("the form, all of it, without network")
            at.get_by_role("button", name="Keep it").click()
            page.get_by_text("Menu", exact=True).click()
            look("with the menu open")
            page.goto("/corridor")
            expect(page.get_by_role("link", name="Calls to practise on")).to_be_visible()
            look("the lists here")
            page.get_by_text("Menu", exact=True).click()
            page.get_by_role("button", name="Remove all from this device").click()
            look("a question")
            assert wrong == {}, scheme


def test_it_can_be_installed(browser: Browser, served: Served, walking: Someone) -> None:
    page = walking.page
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].startswith(served.address)
    wrong = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each["errorId"] for each in wrong] == ["in-incognito"], "which every browser of a test is"
    icons = page.evaluate(
        """async () => {
          const told = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
          return Promise.all(told.icons.map(async (icon) => {
            const image = new Image();
            image.src = icon.src;
            await image.decode();
            return [icon.sizes, image.naturalWidth];
          }));
        }"""
    )
    assert icons[1:] == [["192x192", 192], ["512x512", 512]]
    worker = page.evaluate("navigator.serviceWorker.ready.then(({ scope }) => new URL(scope).pathname)")
    assert worker == "/corridor", "it looks after the corridor, and after no other page"


def test_a_new_version_of_the_shell_takes_the_place_of_the_old_one(walking: Someone) -> None:
    page = walking.page
    page.evaluate("caches.open('corridor-of-long-ago').then((old) => old.put('/x', new Response('old')))")
    page.evaluate("navigator.serviceWorker.ready.then((there) => there.unregister())")
    page.reload()
    online(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then((names) => names.length === 1)")
    [kept] = page.evaluate("caches.keys()")
    assert kept != "corridor-of-long-ago"
