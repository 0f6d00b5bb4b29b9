"""Records in the shape of the Council's Legistar, with invented members and bills."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NONE = "0001-01-01T00:00:00Z"
MEMBERS = {"Ada Fern": 11, "Bo Moss": 12, "Cy Reed": 13, "Di Sedge": 14}


def office(
    start: str, end: str, *, body: int = 1, name: str = "City Council", title: str = "Council Member", kind: str = ""
) -> dict[str, Any]:
    """An office record: of the Council itself unless said otherwise."""
    return {
        "ID": 1,
        "BodyID": body,
        "BodyName": name,
        "MemberType": kind or "PRIMARY COUNCIL MEMBERS",
        "Title": title,
        "Start": f"{start}T00:00:00Z",
        "End": f"{end}T00:00:00Z",
    }


def member(name: str, *offices: dict[str, Any], id_: int | None = None, **said: Any) -> dict[str, Any]:
    """A member."""
    return {
        "ID": id_ or MEMBERS[name],
        "Slug": name.lower().replace(" ", "-"),
        "Email": "",
        "FullName": name,
        "FirstName": name.split(maxsplit=1)[0],
        "LastName": name.rsplit(maxsplit=1)[-1],
        "WWW": "",
        "OfficeRecords": list(offices),
        **said,
    }


def named(*names: str, **said: Any) -> list[dict[str, Any]]:
    """Entries that name members; "" names nobody."""
    return [{"ID": MEMBERS.get(name, 0), "FullName": name, **said} if name else {"ID": 0} for name in names]


def step(day: str, action: str, *, body: int = 1, name: str = "City Council", **said: Any) -> dict[str, Any]:
    """A line of a matter's history."""
    return {"ID": 7, "Date": f"{day}T13:30:00Z", "Action": action, "BodyID": body, "BodyName": name,
            "Version": "*", **said}  # fmt: skip


def matter(file: str, *sponsors: str, id_: int = 501, **said: Any) -> dict[str, Any]:
    """An introduction."""
    return {
        "ID": id_,
        "GUID": "AB-1",
        "File": file,
        "Name": "Planting of invented ferns in all parks of the city.",
        "Title": "A Local Law in relation to ferns",
        "StatusName": "Committee",
        "BodyName": "Committee on Ferns",
        "IntroDate": f"{file[-4:]}-02-08T00:00:00Z",
        "PassedDate": NONE,
        "EnactmentDate": NONE,
        "Version": "*",
        "Sponsors": named(*sponsors),
        "History": [step(f"{file[-4:]}-02-08", "Introduced by Council")],
        "LastModified": f"{file[-4:]}-02-09T12:00:00.5Z",
        **said,
    }


def meeting(day: str, *items: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A meeting of the committee."""
    return {
        "ID": 900,
        "BodyID": 5,
        "BodyName": "Committee on Ferns",
        "Date": f"{day}T10:00:00-05:00",
        "Location": "City Hall",
        "AgendaStatusName": "Final",
        "InSiteURL": "https://council.example/900",
        "Items": list(items),
        "LastModified": f"{day}T20:00:00.1Z",
        **said,
    }


def write(folder: Path, name: str, content: Any) -> Path:
    """A file of the mirror."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False))
    return file
