"""Finding and reading the project's files. What a file holds is told by its shape, whatever it is called."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crm.errors import InvalidInput
from crm.importers.openstates.files import Words

_BIGGEST = 60_000_000
_AGAIN = "Download the file again, or take it out; nothing was imported."
_ENDINGS = (".yaml", ".yml", ".json")


class Holds(enum.StrEnum):
    """What a file of the project is about."""

    LEGISLATORS = "legislators"
    OFFICES = "district offices"
    SOCIAL = "social media"
    COMMITTEES = "committees"
    MEMBERSHIP = "committee membership"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class CongressFile:
    """One file: its name, what it is about, and its content as it came."""

    name: str
    holds: Holds
    content: Any


def read_files(path: Path) -> list[CongressFile]:
    """The project's files at ``path``: a folder, or one file with those about the same people beside it.

    Raises InvalidInput, naming the file and what to do, for one that cannot be read, or where nobody is named.
    """
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint="Give legislators-current.yaml, or the folder it is in.")
    found = {file: read_file(file) for file in (_inside(path) if path.is_dir() else [path])}
    if path.is_file() and found[path].holds is Holds.OTHER:
        raise InvalidInput(
            f"{path.name} is none of the project's files: it lists no legislators, offices, accounts or committees.",
            hint="Give legislators-current.yaml of unitedstates/congress-legislators, or the folder it is in.",
        )
    if path.is_file() and found[path].holds is not Holds.LEGISLATORS:
        # Offices and committees alone name nobody.
        found |= {file: read_file(file) for file in _inside(path.parent) if file != path and _looks_right(file)}
    elif path.is_file():
        companions = [file for file in _inside(path.parent) if file != path and _looks_right(file)]
        found |= {file: read for file in companions if (read := read_file(file)).holds is not Holds.LEGISLATORS}
    files = list(found.values())
    if not any(file.holds is Holds.LEGISLATORS for file in files):
        named = ", ".join(f"{file.name} ({file.holds})" for file in files) or str(path)
        raise InvalidInput(
            f"{named}: no file here says who the legislators are.",
            hint="Put legislators-current.yaml beside it, or give the folder that has both.",
        )
    return files


def read_file(file: Path) -> CongressFile:
    """The content of one file, every value of a YAML file as text. Raises InvalidInput for one that is not whole."""
    if file.suffix.lower() not in _ENDINGS:
        raise InvalidInput(f"{file.name} is neither YAML nor JSON.", hint="Give the YAML file of the same name.")
    text = _text(file)
    try:
        content = json.loads(text) if file.suffix.lower() == ".json" else _yaml(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        line = getattr(error, "lineno", None) or getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        where = f" (line {line})" if line else ""
        kind = "JSON" if file.suffix.lower() == ".json" else "YAML"
        raise InvalidInput(f"{file.name} is not whole {kind}{where}.", hint=_AGAIN) from None
    return CongressFile(file.name, _what(content), content)


def _yaml(text: str) -> Any:
    if not text.endswith("\n"):
        # Half a list is a list; the line break that ends every whole file is then missing.
        raise ValueError("cut short")
    return yaml.load(text, Loader=Words)  # noqa: S506 - a safe loader


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _BIGGEST:
            raise InvalidInput(f"{file.name} is too large for a list of legislators.", hint=_AGAIN)
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{file.name} is not a text file.", hint=_AGAIN) from None
    except OSError as error:
        raise InvalidInput(f"{file.name} cannot be read ({error.strerror}).", hint="Check the file's rights.") from None


def _inside(folder: Path) -> list[Path]:
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and not file.name.startswith(".")]
    chosen = {file.with_suffix(""): file for file in files if file.suffix.lower() in _ENDINGS[2:]}
    # The project publishes every file twice; YAML is what it is written in.
    chosen |= {file.with_suffix(""): file for file in files if file.suffix.lower() in _ENDINGS[:2]}
    return sorted(chosen.values())


def _looks_right(file: Path) -> bool:
    """Whether a file beside the one that was asked for is likely another of the project: its name says so."""
    return file.name.startswith(("legislators-", "committee", "executive"))


def _what(content: Any) -> Holds:
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        people = [row for value in lists for row in value[:1] if isinstance(row, dict)]
        return Holds.MEMBERSHIP if people and all("name" in row for row in people) else Holds.OTHER
    for row in content[:5] if isinstance(content, list) else ():
        for key, holds in _TELLING.items():
            if isinstance(row, dict) and key in row:
                return holds
    return Holds.OTHER


_TELLING = {
    "terms": Holds.LEGISLATORS,
    "offices": Holds.OFFICES,
    "social": Holds.SOCIAL,
    "thomas_id": Holds.COMMITTEES,
}
