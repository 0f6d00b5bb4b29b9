"""API answers taken apart: one object or a list, wrapped or bare, of whatever type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from crm.errors import InvalidInput
from crm.importers.json_files import parse_json
from crm.importers.openleg.bills import is_bill, read_bill
from crm.importers.openleg.finds import Found, Reading
from crm.importers.openleg.meetings import is_agenda, is_calendar, read_agenda, read_calendar, records_of
from crm.importers.openleg.members import is_member, read_member
from crm.importers.openleg.parts import day, text

MOST_BYTES: Final = 100_000_000
"""Of one JSON file, which is kept in memory as a whole: five hundred bills with all their texts have half as many."""


def read_json(file: Path) -> Any:
    """What the file holds. Raises InvalidInput, in one sentence, for one that is too large, cut short or no JSON."""
    if file.stat().st_size > MOST_BYTES:
        raise InvalidInput(f"It has more than {MOST_BYTES // 1_000_000} MB.", hint="Ask for smaller pages.")
    return parse_json(file.read_bytes(), "It")


def read_answer(raw: Any, where: str, seen_on: date, reading: Reading) -> Iterator[Found]:
    """Everything an answer holds; what cannot be used is told, and the rest still comes."""
    if isinstance(raw, dict) and raw.get("success") is False:
        said = text(raw.get("message")) or text(raw.get("responseType")) or "no reason given"
        reading.tell(where, f"The server answered with an error: {said[:200]}.", "Ask again; check the number.")
        return
    found = list(_objects(raw))
    if not found:
        reading.tell(where, "It holds nothing.", "Ask for a bill, a calendar, an agenda or a member.")
    for place, each in enumerate(found, start=1):
        spot = where if len(found) == 1 else f"{where}, item {place}"
        try:
            yield from _read(each, spot, seen_on, reading)
        except InvalidInput as wrong:
            reading.tell(spot, wrong.message, wrong.hint)


def _read(raw: dict[str, Any], where: str, seen_on: date, reading: Reading) -> Iterator[Found]:
    if is_bill(raw):
        yield read_bill(raw, where, max(seen_on, _last_day(raw)), reading)
    elif is_calendar(raw):
        for sitting in read_calendar(raw):
            yield from records_of(sitting, where, seen_on, reading)
    elif is_agenda(raw):
        for sitting in read_agenda(raw, where, reading):
            yield from records_of(sitting, where, seen_on, reading)
    elif is_member(raw):
        yield read_member(raw, where)
    else:
        keys = ", ".join(sorted(map(str, raw))[:6]) or "nothing"
        reading.tell(
            where,
            f"It is neither a bill nor a calendar, an agenda or a member (it has: {keys[:120]}).",
            "Ask the API for one of these, with full=true.",
        )


def _objects(raw: Any) -> Iterator[dict[str, Any]]:
    """The objects inside the wrappings: an answer's result, a list's items, a search's hits, an update's bill."""
    waiting = [raw]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting = [*each, *waiting]
        elif not isinstance(each, dict):
            continue
        elif "result" in each and not is_bill(each):
            waiting.insert(0, each["result"])
        elif isinstance(each.get("items"), list | dict) and "size" in each:
            inside = each["items"]
            waiting = [*(inside.values() if isinstance(inside, dict) else inside), *waiting]
        elif isinstance(each.get("item"), dict):
            waiting.insert(0, each["item"])
        else:
            yield each


def _last_day(raw: dict[str, Any]) -> date:
    """The last day of which a bill itself speaks: it cannot have been seen before it."""
    status, actions = raw.get("status"), raw.get("actions")
    listed = actions.get("items") if isinstance(actions, dict) else None
    days = [day(status.get("actionDate"))] if isinstance(status, dict) else []
    days += [day(each.get("date")) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return max((each for each in days if each is not None), default=date.min)
