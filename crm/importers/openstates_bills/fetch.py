"""Asking Open States for a session's bills, page by page, and for the events ahead."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from crm import clock
from crm.errors import InvalidInput
from crm.importers.downloads import Downloads
from crm.importers.fetching import Fetcher, Params
from crm.importers.keys import OPENSTATES, key_of
from crm.importers.openleg.parts import number, part
from crm.importers.report import Progress, quietly
from crm.jurisdictions.places import STATES

BASE_URL: Final = "https://v3.openstates.org"
PACE: Final = 6.5
"""Seconds from one request to the next: a plain key may ask ten times a minute."""

_BILLS: Final = ("sponsorships", "actions", "votes", "versions", "related_bills", "abstracts", "sources")
_EVENTS: Final = ("agenda", "links", "sources")
_PER_PAGE: Final = 20
_MOST_PAGES: Final = 5000


def fetcher(*, timeout: float = 60.0, pace: float = PACE) -> Fetcher:
    """A client that sends the key of the environment. Raises InvalidInput where there is none."""
    return Fetcher(headers={"X-API-KEY": key_of(OPENSTATES)}, timeout=timeout, pace=pace)


def fetch_state(
    state: str,
    session: str,
    since: date | None,
    into: Downloads,
    base_url: str,
    progress: Progress = quietly,
    *,
    with_events: bool = True,
) -> None:
    """Fetch the bills of a state's session (with ``since``: changed from that day on), and its events from today on.

    Raises InvalidInput for a state or day that is none, before anything is asked.
    """
    state = state.strip().lower()
    if state not in STATES:
        raise InvalidInput(f"“{state}” is not a state.", hint="Give its postal abbreviation, such as ny.")
    if since is not None and since > clock.today():
        raise InvalidInput(f"{since} has not come yet.", hint="Give the day of the last time you asked.")
    asked = {"jurisdiction": state, "session": session, "sort": "updated_asc"}
    name = f"bills-{state}"
    if since is not None:
        asked["updated_since"] = str(since)
        name = f"{name}-since-{since}"
    _pages(f"{base_url}/bills", asked, _BILLS, name, into, progress)
    if with_events:
        ahead = {"jurisdiction": state, "after": str(clock.today())}
        _pages(f"{base_url}/events", ahead, _EVENTS, f"events-{state}", into, progress)


def _pages(
    address: str, asked: dict[str, str], include: tuple[str, ...], name: str, into: Downloads, progress: Progress
) -> None:
    for page in range(1, _MOST_PAGES + 1):
        params: Params = {**asked, "include": list(include), "page": str(page), "per_page": str(_PER_PAGE)}
        answer: Any = into.get(f"{name}-{page:05}.json", address, params, check=_refuse_other)
        last = number(part(answer, "pagination").get("max_page")) or page
        progress(name.partition("-")[0].capitalize(), page, last)
        if page >= last or not answer["results"]:
            return
    raise InvalidInput("The list has no end.", hint="Ask for what changed, with --since.")


def _refuse_other(answer: Any) -> None:
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise InvalidInput("The service answered something else than a page.", hint="Check the session's name.")
