"""Everything in a file or a folder: pages of the API, single objects, the bulk data's lists and files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from crm import clock
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.json_lists import elements
from crm.importers.openleg.finds import Reading
from crm.importers.openleg.parts import text
from crm.importers.openstates_bills.bills import is_bill, is_vote, read_bill, read_vote
from crm.importers.openstates_bills.events import is_event, read_event
from crm.importers.report import Progress

_NOT_RECORDS: Final = ("jurisdiction_", "organization_")


def files_of(path: Path) -> list[Path]:
    """The JSON files to read, bills before votes and events. Raises InvalidInput where there are none."""
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint="Give a file or folder of Open States' bills.")
    if path.is_file():
        return [path]
    found = [
        each
        for each in path.rglob("*.json")
        if each.is_file()
        and not each.name.startswith(_NOT_RECORDS)
        and not any(name.startswith(".") for name in each.relative_to(path).parts)
    ]
    if not found:
        raise InvalidInput(f"{path} holds no JSON files.", hint="Give a file or folder of Open States' bills.")
    return sorted(found, key=lambda each: (each.name.startswith(("vote", "event")), each.name, str(each)))


def read_files(
    files: list[Path], root: Path, reading: Reading, progress: Progress
) -> Iterator[BillRecord | CalendarRecord]:
    """What the files hold; what cannot be read is told, and the rest still comes."""
    for done, file in enumerate(files, start=1):
        where = str(file.relative_to(root)) if file != root else file.name
        try:
            changed = clock.local(datetime.fromtimestamp(file.stat().st_mtime, tz=clock.zone())).date()
            for place, raw in enumerate(elements(file, "It"), start=1):
                spot = where if place == 1 else f"{where}, item {place}"
                yield from read_answer(raw, spot, _folder(file), changed, reading)
        except InvalidInput as wrong:
            reading.tell(where, wrong.message, wrong.hint)
        except OSError as wrong:
            reading.tell(where, f"It cannot be read ({wrong.strerror}).", "Check the file's rights.")
        progress("Files", done, len(files))
    reading.close()


def read_answer(
    raw: Any, where: str, folder: str, changed: date, reading: Reading
) -> Iterator[BillRecord | CalendarRecord]:
    """Everything an answer holds: {"results": [...], "pagination": {...}}, a list, or one object."""
    if isinstance(raw, dict) and isinstance(raw.get("results"), list):
        raw = raw["results"]
    listed = raw if isinstance(raw, list) else [raw]
    for place, each in enumerate(listed, start=1):
        spot = where if len(listed) == 1 else f"{where}, item {place}"
        try:
            yield from _read(each, spot, folder, changed, reading)
        except InvalidInput as wrong:
            reading.tell(spot, wrong.message, wrong.hint)


def _read(raw: Any, where: str, folder: str, changed: date, reading: Reading) -> Iterator[BillRecord | CalendarRecord]:
    if not isinstance(raw, dict):
        raise InvalidInput("It is no record.", hint="Give answers of the API, or the bulk data as JSON.")
    if is_vote(raw):
        yield read_vote(raw, where, folder, changed, reading)
    elif is_bill(raw):
        yield read_bill(raw, where, folder, changed, reading)
    elif is_event(raw):
        yield from read_event(raw, where, folder, changed, reading)
    elif said := text(raw.get("detail")):
        raise InvalidInput(f"The server answered with an error: {said[:200]}.", hint="Ask again; check the key.")
    elif (text(raw.get("id")) or "").startswith("ocd-person/"):
        raise InvalidInput(
            "It is a person, no bill.", hint="Bring in people as YAML or CSV: crm import openstates PATH."
        )
    else:
        keys = ", ".join(sorted(map(str, raw))[:6]) or "nothing"
        raise InvalidInput(
            f"It is neither a bill nor a vote or an event (it has: {keys[:120]}).",
            hint="Give answers of the API, or the bulk data as JSON.",
        )


def _folder(file: Path) -> str:
    """The part of the path that may name a state: .../ny/2025-2026/bill_1.json, NY_2025-2026_bills.json."""
    first = file.stem.split("_")[0]
    names = [first] if len(first) == 2 else []
    return next((name for name in [*names, *reversed(file.resolve().parent.parts)] if len(name) == 2), "")
