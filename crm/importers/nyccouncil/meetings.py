"""From a meeting to the day in the calendar, and to what it did with bills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm.importers.bills.records import BillRecord, CalendarRecord
from crm.importers.json_files import listed
from crm.importers.json_files import one_line as text
from crm.importers.nyccouncil.council import CITY, KIND, SCHEME, day_of, session_of
from crm.importers.nyccouncil.matters import event_of, fingerprint, year_of
from crm.importers.nyccouncil.votes import roll_call
from crm.importers.report import Problem
from crm.jurisdictions.models import ChamberKind


def parse_meeting(where: str, raw: dict[str, Any], problems: list[Problem]) -> Iterator[BillRecord]:
    """A record for every bill on which the meeting acted: the step and the vote by name, and nothing else of it."""
    day = day_of(raw.get("Date"))
    for item in listed(raw, "Items") if day else ():
        file, action = text(item.get("MatterFile")), text(item.get("ActionName"))
        if day is None or file is None or action is None or not is_bill(file):
            continue
        step, vote = event_of(raw, action), roll_call(where, item, raw, action, problems)
        matter = text(item.get("MatterID"))
        yield BillRecord(
            where=f"{where}: {file}",
            source=KIND,
            session=session_of(year_of(file) or day.year),
            number=file,
            seen_on=day_of(raw.get("LastModified")) or day,
            sha256=fingerprint([raw.get("Date"), raw.get("BodyName"), item]),
            chamber=ChamberKind.UNICAMERAL,
            title=text(item.get("MatterName")),
            ids=((SCHEME, matter),) if matter else (),
            events=(step,) if step else (),
            roll_calls=(vote,) if vote else (),
            whole_sponsors=False,
            whole_links=False,
        )


def day_of_meeting(where: str, raw: dict[str, Any]) -> CalendarRecord | None:
    """The day of the meeting with the bills on its agenda; nothing for one that was put off, or has no day."""
    day = day_of(raw.get("Date"))
    status = (text(raw.get("AgendaStatusName")) or "").lower()
    if day is None or "defer" in status or "cancel" in status:
        return None
    files = [file for item in listed(raw, "Items") if (file := text(item.get("MatterFile"))) and is_bill(file)]
    numbers = tuple(dict.fromkeys(files))
    said = (text(raw.get("Location")), text(raw.get("Comment")))
    return CalendarRecord(
        where=where,
        place=CITY,
        chamber=ChamberKind.UNICAMERAL,
        kind="meeting",
        name=text(raw.get("BodyName")) or "Meeting",
        on=day,
        bill_numbers=numbers,
        # All bills of one meeting are of one session; the meeting may be the first of the next.
        session_slug=session_of(year_of(numbers[0]) or day.year).slug if numbers else None,
        url=text(raw.get("InSiteURL")),
        note="; ".join(part for part in said if part) or None,
    )


def is_bill(file: str) -> bool:
    """Whether a number is that of an introduction or a resolution; hearings and communications have numbers, too."""
    return year_of(file) is not None and file.split(maxsplit=1)[0].lower() in ("int", "res")
