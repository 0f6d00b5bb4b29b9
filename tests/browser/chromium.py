"""Finding and starting the Chromium of the machine, with nothing that would call home."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str | None:
    """The path of the browser: ``CRM_CHROMIUM``, or what Debian and others call it; nothing if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CRM_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running headless browser. Raises RuntimeError when the machine has none."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("No Chromium on this machine. Install the package chromium, or set CRM_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
