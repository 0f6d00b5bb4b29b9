"""The files of the mirror, one after the other, out of a folder or an archive: nothing is unpacked onto the disk.

Each file comes with the day on which it was so. History files say it in their names (2025-03-04T091537.json); another
was so on the day it was last written, counted in UTC as the mirror counts in those names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from crm import clock
from crm.errors import InvalidInput
from crm.importers.nybills.archive import is_archive, members_of
from crm.importers.report import ImportReport

BIGGEST: Final = 20_000_000
"""Bytes of one file; a session's list of bills has 2 MB, the longest bill 0.2 MB."""

_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{4,6}Z?)?\.json")


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it lay there. ``seen_on``: the day on which it was so; ``is_dated``: its name says it."""

    where: str
    content: bytes
    seen_on: date
    is_dated: bool = False


def number_of_looks(path: Path) -> int | None:
    """How many files there are to read; nothing for an archive, which tells at its end."""
    if path.is_dir():
        return sum(1 for _ in _files(path))
    return None if is_archive(path) else 1


def looks(path: Path, report: ImportReport) -> Iterator[Look]:
    """Every file of a folder (and below), an archive, or the one file. Problems go to the report, the rest is read.

    Raises InvalidInput for a path at which there is nothing to read, and for an archive that cannot be trusted.
    """
    if path.is_dir():
        yield from _in_folder(path, report)
    elif path.is_file() and is_archive(path):
        for member in members_of(path, report, BIGGEST):
            yield from _look(member.name, member.content, member.written, report)
    elif path.is_file():
        yield from _of_file(path, path.name, report)
    else:
        raise InvalidInput(f"There is no file or folder {path}.", hint="Check the path.")


def _in_folder(path: Path, report: ImportReport) -> Iterator[Look]:
    number = 0
    for file in _files(path):
        number += 1
        yield from _of_file(file, str(file.relative_to(path)), report)
    if not number:
        raise InvalidInput(
            f"The folder {path} holds no files.", hint="Name a folder with bills of the mirror, such as bills/2025."
        )


def _files(path: Path) -> Iterator[Path]:
    for file in sorted(path.rglob("*")):
        if not any(part.startswith(".") for part in file.relative_to(path).parts) and file.is_file():
            yield file


def _of_file(file: Path, where: str, report: ImportReport) -> Iterator[Look]:
    try:
        size = file.stat().st_size
        if size > BIGGEST:
            report.problem(where, f"The file has {size:,} bytes, which is no bill.", "It was left out.")
            return
        yield from _look(where, file.read_bytes(), file.stat().st_mtime, report)
    except OSError as error:
        report.problem(where, f"The file cannot be read ({error.strerror}).", "Check the rights on it.")


def _look(where: str, content: bytes, written: float, report: ImportReport) -> Iterator[Look]:
    name = PurePosixPath(where).name
    if not name.lower().endswith(".json"):
        report.problem(where, "This is no JSON file.", "It was left out; bills are files such as S2235.json.")
        return
    dated = _DATED.fullmatch(name)
    day = _day(dated[1]) if dated else _written_on(written)
    if day is None or (dated and day > clock.today()):
        what = "Its name is no day." if day is None else "Its name is a day that has not come yet."
        report.problem(where, what, "Name it by the day on which it was seen, such as 2025-03-04T091537.json.")
        return
    yield Look(where, content, min(day, clock.today()), bool(dated))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _written_on(written: float) -> date:
    try:
        return datetime.fromtimestamp(written, UTC).date()
    except (OverflowError, OSError, ValueError):
        # A time no clock has; what the record itself tells bounds the day.
        return date.min
