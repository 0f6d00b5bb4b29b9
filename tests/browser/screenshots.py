"""``make screenshots``: pictures of the screens, light and dark, on a phone and at a desk.

``python -m tests.browser.screenshots FOLDER [SCREEN ...]`` loads the examples, opens each screen and writes
``FOLDER/<screen>-<light|dark>-<width>.png``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import chromium
from tests.browser.screens import Screen, screens
from tests.browser.serving import demo_database, serving
from tests.browser.signing_in import sign_in
from tests.browser.small_png import smaller

WIDTHS = {390: 844, 1280: 900}
HIGHEST = 1600
"""CSS pixels: longer pages are cut there, for nobody reads a picture as a page."""


def main(folder: Path, only: set[str]) -> None:
    """Write the pictures into ``folder`` and say what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="whipcount-screens-") as temporary, chromium() as browser:
        database = demo_database(Path(temporary) / "demo.db")
        wanted = [screen for screen in screens(database) if not only or screen.name in only]
        with serving(database) as address:
            for scheme in ("light", "dark"):
                for width, height in WIDTHS.items():
                    context = browser.new_context(
                        base_url=address, viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    sign_in(context, database, address)
                    page = context.new_page()
                    for screen in wanted:
                        picture(page, screen, folder / f"{screen.name}-{scheme}-{width}.png", width, height)
                    context.close()
        database.close()


def picture(page: Page, screen: Screen, path: Path, width: int, height: int) -> None:
    """Open the screen and write its picture. A page that is not there is named and left out."""
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(screen.path)
    if answer is None or not answer.ok:
        print(f"{screen.name}: {screen.path} answered {answer.status if answer else 'nothing'}", file=sys.stderr)
        return
    if screen.opens:
        page.locator(screen.opens).first.click()
    if screen.looks_at:
        page.locator(screen.looks_at).first.scroll_into_view_if_needed()
    else:
        # The whole page in one window, so that what is fixed to its edges stays there.
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(whole, height), HIGHEST)})
    path.write_bytes(smaller(page.screenshot(animations="disabled")))
    print(f"{path} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/img"), set(sys.argv[2:]))
