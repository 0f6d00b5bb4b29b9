"""Entries in the shape of unitedstates/congress-legislators, with invented people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def term(start: str, end: str, *, kind: str = "rep", state: str = "NY", **said: Any) -> dict[str, Any]:
    """A term; of a representative for the seventh district unless said otherwise."""
    place = {"district": 7} if kind == "rep" else {"class": 1} if kind == "sen" else {}
    return {"type": kind, "start": start, "end": end, "state": state, **place, "party": "Democrat", **said}


def legislator(id_: str, first: str, last: str, *terms: dict[str, Any], **said: Any) -> dict[str, Any]:
    """An entry; the number of the id is GovTrack's, too."""
    return {
        "id": {"bioguide": id_, "govtrack": 900000 + int(id_[1:]), "fec": [f"H{id_}", f"S{id_}"]},
        "name": {"first": first, "last": last, "official_full": f"{first} {last}"},
        "bio": {"gender": "F", "birthday": "1970-05-06"},
        "terms": list(terms),
        **said,
    }


def write(folder: Path, name: str, content: Any) -> Path:
    """A file as the project writes it."""
    file = folder / name
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
    return file
