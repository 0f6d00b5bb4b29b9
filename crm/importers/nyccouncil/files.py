"""Finding the mirror's files. What a file holds is told by its shape; history files by the time in their name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crm.errors import InvalidInput
from crm.importers.json_files import files_below, read_json
from crm.importers.json_files import one_line as text
from crm.importers.report import Problem

_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{6}")
_HINT = "Give a folder of the mirror (introduction, resolution, people, events, history), or one of its files."
_METADATA = "people_metadata.json"


@dataclass(slots=True)
class Found:
    """The files by what they hold, as (where, path). Only their paths are kept: a mirror holds tens of thousands."""

    people: list[tuple[str, Path]] = field(default_factory=list)
    metadata: list[tuple[str, Path]] = field(default_factory=list)
    matters: list[tuple[str, Path]] = field(default_factory=list)
    meetings: list[tuple[str, Path]] = field(default_factory=list)


def find_files(path: Path, problems: list[Problem]) -> Found:
    """All files at ``path``. Raises InvalidInput where there is none; of many, a broken one is only a problem."""
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint=_HINT)
    files = (
        [(path.name, path)] if path.is_file() else [(_where(path, file), file) for file in files_below(path, ".json")]
    )
    found, by_shape = Found(), {"person": "people", "members": "metadata", "matter": "matters", "meeting": "meetings"}
    for where, file in files:
        try:
            shape = _shape_by_folder(file) or shape_of(read_json(file, where))
        except InvalidInput as error:
            if path.is_file():
                raise
            problems.append(Problem(where, error.message, error.hint))
            continue
        if shape is None:
            if path.is_file():
                raise InvalidInput(f"{where} is none of Legistar's records.", hint=_HINT)
            problems.append(Problem(where, "This is none of Legistar's records; it was left out.", _HINT))
        else:
            getattr(found, by_shape[shape]).append((where, file))
    if not files:
        raise InvalidInput(f"{path} holds no JSON files.", hint=_HINT)
    return found


def each(files: list[tuple[str, Path]], problems: list[Problem]) -> Iterator[tuple[str, Path, Any]]:
    """The content of each file, one at a time; what cannot be read is a problem, and the next one comes."""
    for where, file in files:
        try:
            yield where, file, read_json(file, where)
        except InvalidInput as error:
            problems.append(Problem(where, error.message, error.hint))


def shape_of(raw: Any) -> str | None:
    """What a record is: a person, the list beside the members, a matter, a meeting; nothing for anything else."""
    if isinstance(raw, list):
        first = raw[0] if raw and isinstance(raw[0], dict) else {}
        return "members" if "District" in first or "SocialAccounts" in first else None
    if not isinstance(raw, dict):
        return None
    if text(raw.get("File")):
        return "matter"
    if "OfficeRecords" in raw or ("FullName" in raw and "LastName" in raw):
        return "person"
    return "meeting" if "BodyName" in raw and "Date" in raw else None


def seen_on(file: Path) -> date | None:
    """The day a history file was seen, as its name says; nothing for other files."""
    found = _STAMP.fullmatch(file.stem)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _shape_by_folder(file: Path) -> str | None:
    """What a file of a whole mirror is, without opening it twice."""
    if file.name == _METADATA:
        return None
    folders = {"people": "person", "introduction": "matter", "resolution": "matter", "events": "meeting"}
    return next((folders[part] for part in (file.parent.name, file.parent.parent.name) if part in folders), None)


def _where(path: Path, file: Path) -> str:
    return file.relative_to(path).as_posix()
