"""Answers and bulk files in the shape of LegiScan's, with invented people and bills."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

SESSION = {"session_id": 7, "session_title": "99th Legislature", "year_start": 2025, "year_end": 2026, "special": 0}


def person(id_: int, name: str, district: str = "HD-007", **said: Any) -> dict[str, Any]:
    """A member of Michigan's House, unless said otherwise."""
    first, _, last = name.partition(" ")
    return {
        "people_id": id_, "person_hash": "x", "state_id": 22, "party_id": "1", "party": "D",
        "role_id": 2 if district.startswith("SD") else 1, "role": "Rep", "name": name, "first_name": first,
        "middle_name": "", "last_name": last, "suffix": "", "nickname": "", "district": district,
        "ftm_eid": 5000 + id_, "votesmart_id": str(6000 + id_), "opensecrets_id": "",
        "ballotpedia": name.replace(" ", "_"), "committee_sponsor": 0, "committee_id": "0", **said,
    }  # fmt: skip


def committee(id_: int, name: str) -> dict[str, Any]:
    """A committee, which LegiScan keeps among the people."""
    said = {"first_name": "", "last_name": "", "role_id": 3, "role": "Jnt", "committee_sponsor": 1, "committee_id": 33}
    return person(id_, name, "", ftm_eid="0", votesmart_id=0, ballotpedia="", party="", **said)


def bill(
    number: str = "HB0004", id_: int = 4, sponsors: tuple[dict[str, Any], ...] = (), **said: Any
) -> dict[str, Any]:
    """A bill of Michigan."""
    return {
        "bill_id": id_, "change_hash": "c0ffee", "session_id": 7, "session": SESSION, "state": "MI", "state_id": 22,
        "url": f"https://legiscan.com/MI/bill/{number}/2025", "status": 1, "status_date": "2025-02-03",
        "progress": [{"date": "2025-02-03", "event": 1}], "bill_number": number, "body": "H", "title": "Ferns",
        "description": "A bill about ferns.", "committee": [], "sasts": [], "texts": [], "votes": [],
        "history": [{"date": "2025-02-03", "action": "Introduced by Representative Fern", "chamber": "H"}],
        "sponsors": [
            {**who, "sponsor_type_id": 1 if place == 1 else 2, "sponsor_order": place}
            for place, who in enumerate(sponsors, 1)
        ],
        **said,
    }  # fmt: skip


def roll_call(id_: int, votes: dict[int, int], bill_id: int = 4, **said: Any) -> dict[str, Any]:
    """A vote on the House floor: who voted how, by number."""
    return {
        "roll_call_id": id_, "bill_id": bill_id, "date": "2025-03-04", "desc": "Third Reading", "yea": 60, "nay": 40,
        "nv": 5, "absent": "5", "total": 110, "passed": 1, "chamber": "H",
        "votes": [{"people_id": str(who), "vote_id": how, "vote_text": "?"} for who, how in votes.items()], **said,
    }  # fmt: skip


def write(folder: Path, name: str, content: Any) -> Path:
    """A JSON file."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))
    return file


def dataset(folder: Path) -> Path:
    """A session's bulk JSON, as its archive holds it."""
    session = folder / "MI" / "2025-2026_99th_Legislature"
    ada, bo, cy = person(1, "Ada Fern"), person(2, "Bo Moss", "HD-008", party="R"), person(3, "Cy Reed", "SD-009")
    for who in (ada, bo, cy, person(4, "Di Sedge", "HD-010"), committee(5, "Ferns")):
        write(session, f"people/{who['people_id']}.json", {"person": who})
    counts = {key: value for key, value in roll_call(90, {}).items() if key not in ("votes", "bill_id")}
    write(session, "bill/HB4.json", {"bill": bill(sponsors=(ada, committee(5, "Ferns")), votes=[counts])})
    write(session, "vote/90.json", {"roll_call": roll_call(90, {1: 1, 2: 2, 3: 3, 77: 4})})
    return session


def tables(folder: Path, encoding: str = "utf-8", **said: list[list[Any]]) -> Path:
    """A session's bulk CSV; a table can be said anew, with its first line."""
    session = folder / "MI" / "2025-2026_99th_Legislature" / "csv"
    session.mkdir(parents=True, exist_ok=True)
    content: dict[str, list[list[Any]]] = {
        "bills": [
            ["bill_id", "session_id", "bill_number", "status", "status_desc", "status_date", "title", "description",
             "committee_id", "committee", "last_action_date", "last_action", "url", "state_link"],
            [4, 7, "HB0004", 4, "Passed", "2025-04-01", "Ferns, and more", "Fougères", 0, "", "2025-04-01", "Signed",
             "https://legiscan.com/MI/bill/HB4/2025", ""],
        ],
        "people": [
            ["people_id", "name", "first_name", "middle_name", "last_name", "suffix", "nickname", "party_id", "party",
             "role_id", "role", "district", "followthemoney_eid", "votesmart_id", "opensecrets_id", "ballotpedia",
             "knowwho_pid", "committee_id"],
            [1, "Ada Fern", "Ada", "", "Fern", "", "", 1, "D", 1, "Rep", "HD-007", 5001, 6001, "", "Ada_Fern", 0, 0],
            [2, "Bo Moss", "Bo", "", "Moss", "", "", 2, "R", 1, "Rep", "HD-008", 5002, 6002, "", "Bo_Moss", 0, 0],
        ],
        "sponsors": [["bill_id", "people_id", "position"], [4, 2, 2], [4, 1, 1]],
        "history": [
            ["bill_id", "date", "chamber", "sequence", "action"],
            [4, "2025-02-03", "House", 2, "Referred To Committee On Ferns"],
            [4, "2025-02-03", "House", 1, "Introduced By Representative Ada Fern"],
        ],
        "rollcalls": [
            ["bill_id", "roll_call_id", "date", "chamber", "description", "yea", "nay", "nv", "absent", "total"],
            [4, 90, "2025-03-04", "House", "Third Reading", 109, 1, 0, 0, 110],
        ],
        "votes": [["roll_call_id", "people_id", "vote", "vote_desc"], [90, 1, 1, "Yea"], [90, 2, 2, "Nay"]],
        "documents": [["bill_id", "document_id", "document_type"], [4, 1, "text"]],
        **said,
    }  # fmt: skip
    for name, rows in content.items():
        with (session / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    return session
