"""Asking Open Legislation: single bills, a whole session, or what has changed since a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import httpx

from crm import clock
from crm.errors import InvalidInput
from crm.importers.downloads import Downloads
from crm.importers.fetching import Fetcher
from crm.importers.keys import OPENLEG, key_of
from crm.importers.openleg.answers import MOST_BYTES
from crm.importers.openleg.newyork import read_number, session_of
from crm.importers.openleg.parts import items, number, part, text
from crm.importers.report import Progress, quietly

BASE_URL: Final = "https://legislation.nysenate.gov/api/3"
PACE: Final = 0.5
"""Seconds from one request to the next; the service names no limit, so we keep to a modest one."""

_PAGE: Final = 50
_MOST_PAGES: Final = 2000


def fetcher(*, timeout: float = 60.0, pace: float = PACE, key: str | None = None) -> Fetcher:
    """A client that sends the key of the environment. Raises InvalidInput where there is none."""
    return Fetcher(secrets={"key": key or key_of(OPENLEG)}, timeout=timeout, pace=pace, most_bytes=MOST_BYTES)


def fetch_bills(wanted: Sequence[str], into: Downloads, base_url: str, progress: Progress = quietly) -> None:
    """Fetch the bills named "S2235-2025". Raises InvalidInput for a name that is none, before anything is asked."""
    asked = [_bill_and_session(name) for name in wanted]
    for done, (named, year) in enumerate(asked, start=1):
        _fetch_bill(named, year, into, base_url)
        progress("Bills", done, len(asked))


def fetch_session(year: int, since: date | None, into: Downloads, base_url: str, progress: Progress = quietly) -> None:
    """Fetch all bills of the session, in pages; with ``since`` only those that changed from that day on, one by one."""
    first = session_of(year).starts_on.year
    if since is None:
        _pages(f"{base_url}/bills/{first}", {"full": "true"}, f"bills-{first}", into, progress)
        return
    if since > clock.today():
        raise InvalidInput(f"{since} has not come yet.", hint="Give the day of the last time you asked.")
    address = f"{base_url}/bills/updates/{since}T00:00:00/{clock.today()}T23:59:59"
    changed: dict[str, None] = {}
    for page in _pages(address, {"type": "published"}, f"updates-{first}", into, progress):
        for each in items(page, "result"):
            id_ = part(each, "id")
            if number(id_.get("session")) == first and (named := text(id_.get("basePrintNo"))):
                changed[named] = None
    for done, named in enumerate(changed, start=1):
        _fetch_bill(read_number(named)[0], first, into, base_url)
        progress("Bills", done, len(changed))
    for file in [each for each in into.files if each.name.startswith("updates-")]:
        # A list of names is nothing to import.
        into.files.remove(file)
        file.unlink(missing_ok=True)


def fetch_address(url: str, folder: Path, progress: Progress = quietly) -> Path:
    """Fetch the answer at one address of the API into the folder, and return its file.

    The key of the environment goes to the service alone, not to whatever other host an address names; one that stands
    in the address is taken out of it.
    """
    del progress
    split = urlsplit(url)
    given = dict(parse_qsl(split.query, keep_blank_values=True))
    key = given.pop("key", "")
    if not key and split.hostname == httpx.URL(BASE_URL).host:
        key = key_of(OPENLEG)
    with Fetcher(secrets={"key": key} if key else None, timeout=60.0, most_bytes=MOST_BYTES) as asking:
        into = Downloads(folder, asking)
        address = split._replace(query="", fragment="").geturl()
        into.get("answer.json", address, given, check=_refuse_error)
    return into.files[0]


def _fetch_bill(named: str, year: int, into: Downloads, base_url: str) -> None:
    address = f"{base_url}/bills/{year}/{named}"
    into.get(f"{named}-{year}.json", address, {"view": "no_fulltext"}, check=_refuse_error)


def _pages(address: str, params: dict[str, str], name: str, into: Downloads, progress: Progress) -> list[Any]:
    """All pages of a list. Only lists of names are kept in memory: pages of bills are on the disk."""
    kept, start = [], 1
    for count in range(1, _MOST_PAGES + 1):
        asked = {**params, "limit": str(_PAGE), "offset": str(start)}
        page = into.get(f"{name}-{start:06}.json", address, asked, check=_refuse_error)
        if name.startswith("updates-"):
            kept.append(page)
        total, end = number(page.get("total")), number(page.get("offsetEnd"))
        progress("Pages", count, -(-total // _PAGE) if total else None)
        if not total or not end or end >= total or not items(page, "result"):
            return kept
        start = end + 1
    raise InvalidInput("The list has no end.", hint="Nothing was imported; ask for single bills.")


def _refuse_error(answer: Any) -> None:
    if not isinstance(answer, dict) or answer.get("success") is False:
        said = text(answer.get("message")) if isinstance(answer, dict) else None
        raise InvalidInput(
            f"The service refused: {said or 'no reason given'}.", hint="Check the key and what was asked."
        )


def _bill_and_session(name: str) -> tuple[str, int]:
    printed, dash, year = name.strip().rpartition("-")
    if not dash or not year.isdecimal() or len(year) != 4:
        raise InvalidInput(f"“{name}” names no bill and session.", hint="Write it as S2235-2025.")
    return read_number(printed)[0], session_of(int(year)).starts_on.year
