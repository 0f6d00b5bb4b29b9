"""Finding and reading the files. A file that cannot be trusted refuses the whole import, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from crm.errors import InvalidInput
from crm.importers.openstates.parse import parse_committee, parse_person
from crm.importers.openstates.records import Roster

PEOPLE = ("legislature", "executive", "municipalities", "retired")
COMMITTEES = "committees"
_ENDS = {"legislature": "sources", "executive": "sources", COMMITTEES: "members"}
_BIGGEST = 2_000_000
_AGAIN = "Download the files again (crm fetch openstates STATE), or take the file out; nothing was imported."


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where PyYAML was built with libyaml


class Words(_Loader):  # type: ignore[misc]
    """Everything is text: a date stays as written, district 07 and the name "No" survive."""


Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def read_folder(path: Path, on_file: Callable[[int, int], None] | None = None) -> Roster:
    """All records of a state's folder. ``on_file(done, total)`` is told of every file read.

    Raises InvalidInput, naming the file and what to do, for a folder that is missing or holds no people, and for a file
    that is cut short, of another kind, or has the id of another.
    """
    files = _files(path)
    roster = Roster(source=str(path))
    ids: dict[str, str] = {}
    endless: list[Path] = []
    for done, file in enumerate(files, start=1):
        where = f"{file.parent.name}/{file.name}"
        raw = read_yaml(file, where)
        if not isinstance(raw, dict):
            raise InvalidInput(f"{where} is not an Open States file: it holds no named values.", hint=_AGAIN)
        _add(roster, file.parent.name, where, raw)
        record = (roster.committees if file.parent.name == COMMITTEES else roster.people)[-1]
        if record.id in ids:
            raise InvalidInput(
                f"{where} has the same id as {ids[record.id]} ({record.id}).",
                hint="Keep the newer of the two files and take the other out; nothing was imported.",
            )
        ids[record.id] = where
        if _ENDS.get(file.parent.name, "") not in raw:
            endless.append(file)
        if on_file is not None:
            on_file(done, len(files))
    _refuse_cut(files, endless)
    roster.has_legislature = (path / "legislature").is_dir()
    roster.place_names = _place_names(path / "municipalities.yml")
    roster.vacancies = _vacancies(path)
    return roster


def _refuse_cut(files: list[Path], endless: list[Path]) -> None:
    """Raise InvalidInput for a file without the end that nearly all files of its folder have.

    Half a file is still YAML when it was cut where a line ends. (All 688 files of three states about somebody in the
    legislature or the executive name their sources, all 129 committees their members; 2026-08-05.)
    """
    number = Counter(file.parent.name for file in files)
    without = Counter(file.parent.name for file in endless)
    for file in endless:
        folder = file.parent.name
        if folder in _ENDS and without[folder] * 10 < number[folder]:
            raise InvalidInput(
                f"{folder}/{file.name} seems cut short: it names no {_ENDS[folder]}, as the other files do.",
                hint=_AGAIN,
            )


def read_yaml(file: Path, where: str) -> Any:
    """What the YAML file holds, all values as text. Raises InvalidInput for a file that cannot be trusted."""
    try:
        if file.stat().st_size > _BIGGEST:
            raise InvalidInput(f"{where} is too large for a file about one person.", hint=_AGAIN)
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"{where} is not a text file.", hint=_AGAIN) from None
    except OSError as error:
        raise InvalidInput(f"{where} cannot be read ({error.strerror}).", hint="Check the file's rights.") from None
    if not text.strip():
        raise InvalidInput(f"{where} is empty.", hint=_AGAIN)
    if not text.endswith("\n"):
        # Half a file is often still YAML; the line break that ends every whole one is then missing.
        raise InvalidInput(f"{where} seems cut short: its last line does not end.", hint=_AGAIN)
    try:
        return yaml.load(text, Loader=Words)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A tag such as !!int before a word is a ValueError; ten thousand brackets are a RecursionError.
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark else ""
        raise InvalidInput(f"{where} is not whole YAML{line}.", hint=_AGAIN) from None


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint="Give the folder of one state, such as data/ny.")
    if not path.is_dir():
        raise InvalidInput(
            f"{path} is a file, not a state's folder.", hint="Give the folder that holds legislature, executive, ..."
        )
    files: list[Path] = []
    for folder in (*PEOPLE, COMMITTEES):
        inside = path / folder
        for file in sorted(inside.iterdir()) if inside.is_dir() else ():
            if file.name.startswith("."):
                continue
            if file.suffix not in (".yml", ".yaml") or not file.is_file():
                raise InvalidInput(
                    f"{folder}/{file.name} is not a YAML file.", hint="Take it out of the folder; nothing was imported."
                )
            files.append(file)
    if not any(file.parent.name in PEOPLE for file in files):
        states = sorted(child.name for child in path.iterdir() if (child / "legislature").is_dir())
        hint = (
            f"Give one state's folder, such as {path / states[0]}."
            if states
            else (f"A state's folder holds people as YAML files in {', '.join(PEOPLE)}.")
        )
        raise InvalidInput(f"{path} holds no people.", hint=hint)
    return files


def _add(roster: Roster, folder: str, where: str, raw: dict[str, Any]) -> None:
    if folder == COMMITTEES:
        roster.committees.append(parse_committee(where, raw, roster.problems))
        return
    before = len(roster.problems)
    person = parse_person(where, folder, raw, roster.problems)
    roster.people.append(person)
    if folder == "legislature" and len(person.roles) < len(raw["roles"]) and len(roster.problems) > before:
        roster.seats_unread = True


def _place_names(file: Path) -> dict[str, str]:
    """Printed names of cities by their ids, from municipalities.yml where there is one."""
    if not file.is_file():
        return {}
    raw = read_yaml(file, file.name)
    listed = raw if isinstance(raw, list) else []
    return {str(row["id"]): str(row["name"]) for row in listed if isinstance(row, dict) and {"id", "name"} <= set(row)}


def _vacancies(path: Path) -> list[tuple[str, str]]:
    """(chamber, district) of every vacancy that settings.yml, in the folder or beside it, lists for this state."""
    for file in (path / "settings.yml", path.parent / "settings.yml"):
        if file.is_file():
            raw = read_yaml(file, file.name)
            state = raw.get(path.resolve().name) if isinstance(raw, dict) else None
            listed = (state.get("vacancies") or []) if isinstance(state, dict) else []
            return [
                (str(row["chamber"]), str(row["district"]))
                for row in listed
                if isinstance(row, dict) and {"chamber", "district"} <= set(row)
            ]
    return []
