"""A phone in the corridor: a browser context with network or without, and what is on its disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect
from sqlalchemy import select

from crm.accounts.models import User
from crm.accounts.service import start_session
from crm.calling.models import CallTarget
from crm.config import Settings
from crm.outreach.models import OutreachAction
from crm.people.models import ContactKind, ContactPoint, Person
from tests.browser.conftest import Device, Served
from web.deps import cookie_name

LIST = 1
PATH = f"/corridor?list={LIST}"
ROOMS = ("LOB 711-A", "Room 502, Legislative Office Building", "Capitol 323", "LOB 944", "Capitol 112", "LOB 503")


@dataclass(frozen=True)
class Someone:
    """Somebody at a phone, and the token of their sign-in."""

    page: Page
    token: str

    @property
    def context(self) -> BrowserContext:
        """The phone's browser."""
        return self.page.context

    def without_network(self, is_without: bool = True) -> None:
        """Walk into the basement, or out of it."""
        self.context.set_offline(is_without)


@contextmanager
def phone(browser: Browser, served: Served, **options: Any) -> Iterator[Page]:
    """A phone that may lose its network: what only that explains is no trouble; anything else fails the test."""
    trouble: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((served.address + "/", "data:")):
            trouble.append(f"asked another host: {request.url}")

    def note_answer(response: Response) -> None:
        if response.status >= 500:
            trouble.append(f"answered {response.status}: {response.url}")

    def note_words(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            trouble.append(said.text)

    context = browser.new_context(base_url=served.address, **{**Device("phone").options, **options})
    context.set_default_timeout(10_000)
    context.on("request", note_request)
    context.on("response", note_answer)
    context.on("console", note_words)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    assert trouble == []


def signed_in(page: Page, served: Served, user_id: int) -> Someone:
    """The page's browser, with this user signed in from now on."""
    with served.database.write(reason="browser test") as session:
        token = start_session(session, session.get_one(User, user_id), "browser test")
    name = cookie_name(Settings(insecure_cookies=True))
    page.context.add_cookies(
        [{"name": name, "value": token, "url": served.address, "httpOnly": True, "sameSite": "Lax"}]
    )
    return Someone(page, token)


def give_rooms(served: Served) -> list[str]:
    """Give the officials of the list rooms, all but the last two; their names by rank."""
    with served.database.write(reason="browser test") as session:
        rows = session.execute(
            select(Person.id, Person.name)
            .join(CallTarget, CallTarget.person_id == Person.id)
            .where(CallTarget.call_list_id == LIST)
            .order_by(CallTarget.rank)
        ).all()
        for place, row in enumerate(rows):
            there = ContactPoint.person_id == row.id, ContactPoint.kind == ContactKind.CAPITOL
            point = session.scalars(select(ContactPoint).where(*there)).one()
            point.address = ROOMS[place % len(ROOMS)] if place < len(rows) - 2 else None
    return [row.name for row in rows]


def open_list(page: Page) -> None:
    """Open the list with network, until it is on the device and the shell with it."""
    page.goto(PATH)
    expect(page.locator(".door").first).to_be_visible()
    online(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def online(page: Page) -> None:
    """Wait until the page says that it has network."""
    expect(page.locator("#net")).to_have_attribute("data-state", "open")


def door(page: Page, name: str) -> Locator:
    """The card of the official."""
    return page.locator(".door").filter(has=page.get_by_role("heading", name=name, exact=True))


def choice(within: Locator, text: str) -> Locator:
    """The big button of that name."""
    return within.locator("label.choice").filter(has_text=re.compile(rf"^\W*{text}"))


def log(page: Page, name: str, outcome: str = "Spoke with staff", stance: str = "", words: str = "") -> None:
    """Log a contact at the door of the official."""
    at = door(page, name)
    at.get_by_role("button", name="Log").first.click()
    choice(at, outcome).click()
    if stance:
        choice(at, stance).click()
    if words:
        at.get_by_label("In their words").fill(words)
    at.get_by_role("button", name="Keep it").click()
    expect(at.locator(".corridor__log")).to_have_count(0)


def logged(served: Served, keys: set[str] | None = None) -> list[OutreachAction]:
    """What came in from phones, in the order of recording."""
    with served.database.read() as session:
        found = session.scalars(
            select(OutreachAction)
            .where(OutreachAction.client_key.is_not(None), OutreachAction.happened_at.is_not(None))
            .order_by(OutreachAction.id)
        ).all()
        session.expunge_all()
    return [each for each in found if keys is None or each.client_key not in keys]


ON_DISK = """async () => {
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return text(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return text(value);
    if (value instanceof CryptoKey) return `a key, extractable: ${value.extractable}`;
    if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => `${k}=${plain(v)}`).join(" ");
    return String(value);
  };
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      });
      rows.forEach((row) => found.push(`${store}: ${plain(row)}`));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      found.push(`cache ${request.url}: ${await answer.text()}`);
    }
  }
  for (const storage of [localStorage, sessionStorage])
    for (let place = 0; place < storage.length; place++)
      found.push(`storage ${storage.key(place)}=${storage.getItem(storage.key(place))}`);
  return found;
}"""


def on_disk(page: Page) -> list[str]:
    """All that the browser keeps for the site, as far as any script can read it: a line for each record."""
    found: list[str] = page.evaluate(ON_DISK)
    return found
