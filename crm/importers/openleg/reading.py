"""Everything in a file or a folder: answers of the API and source files, each as what it is by its content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from crm import clock
from crm.errors import InvalidInput
from crm.importers.openleg.answers import read_answer, read_json
from crm.importers.openleg.finds import Found, Reading, fingerprint
from crm.importers.openleg.fragments import day_of, decoded, fragments_of, lines_of, parsed, refuse_traps, rest_of
from crm.importers.openleg.sobi import read_lines
from crm.importers.openleg.xmlbills import READERS as OF_BILLS
from crm.importers.openleg.xmlbills import UNKEPT, Piece
from crm.importers.openleg.xmllists import READERS as OF_LISTS
from crm.importers.report import Progress

_HEAD: Final = 4096
_NOT_DATA: Final = frozenset({".md", ".rst", ".html", ".pdf", ".log", ".swp"})


def files_of(path: Path) -> list[Path]:
    """The files to read: what the folder holds, members before bills and then in the order of their names.

    Names of source files begin with their time, so that is the order in which they were sent. Raises InvalidInput for
    a path that is not there or holds nothing.
    """
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint="Give a file or folder of Open Legislation.")
    if path.is_file():
        return [path]
    found = [
        each
        for each in path.rglob("*")
        if each.is_file()
        and each.suffix.lower() not in _NOT_DATA
        and not any(name.startswith(".") for name in each.relative_to(path).parts)
    ]
    if not found:
        raise InvalidInput(f"{path} holds no files.", hint="Give a file or folder of Open Legislation.")
    return sorted(found, key=lambda each: (not _is_members(each), each.name, str(each)))


def read_files(files: list[Path], root: Path, reading: Reading, progress: Progress) -> Iterator[Found]:
    """What the files hold, one after the other; a file that cannot be read is told, and the others still come."""
    for done, file in enumerate(files, start=1):
        where = str(file.relative_to(root)) if file != root else file.name
        try:
            yield from _read(file, where, reading)
        except InvalidInput as wrong:
            reading.tell(where, wrong.message, wrong.hint)
        except OSError as wrong:
            reading.tell(where, f"It cannot be read ({wrong.strerror}).", "Check the file's rights.")
        progress("Files", done, len(files))
    reading.close()


def _read(file: Path, where: str, reading: Reading) -> Iterator[Found]:
    with file.open("rb") as opened:
        head = opened.read(_HEAD).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head[:1] in (b"{", b"["):
        yield from read_answer(read_json(file), where, _changed(file, reading), reading)
        return
    is_lines = file.name.upper().startswith("SOBI.")
    text = decoded(file.read_bytes(), is_lines=is_lines)
    refuse_traps(text)
    named = day_of(text[:_HEAD]) or day_of(file.name) if is_lines else day_of(file.name)
    seen_on = min(named or _changed(file, reading), reading.today)
    some = False
    for tag, xml in fragments_of(text):
        some = True
        try:
            yield from _fragment(tag, xml, where, seen_on, reading)
        except InvalidInput as wrong:
            reading.tell(where, wrong.message, wrong.hint)
    lines = lines_of(text) if not some or is_lines else []
    if lines:
        yield from read_lines(lines, where, seen_on, reading)
    elif not some and not _says_nothing(text):
        reading.tell(
            where,
            f"It is no file of Open Legislation: it begins with “{rest_of(text)}”.",
            "Give answers of the API (JSON), or the legislature's source files.",
        )


def _fragment(tag: str, xml: str, where: str, seen_on: date, reading: Reading) -> Iterator[Found]:
    if tag in UNKEPT:
        parsed(xml)
        reading.leave_out(where, UNKEPT[tag])
        return
    piece = Piece(where, seen_on, fingerprint(xml.encode()))
    root = parsed(xml)
    if tag in OF_BILLS:
        yield from OF_BILLS[tag](root, piece, reading)
    else:
        yield from OF_LISTS[tag](root, piece, reading)


def _says_nothing(text: str) -> bool:
    """Whether it is one of the files that are sent when there is nothing to send."""
    return "<DATAPROCESS" in text and (not rest_of(text) or rest_of(text).startswith("No data to process"))


def _changed(file: Path, reading: Reading) -> date:
    """The day on which the file was written: when the answer was had, at the latest."""
    return min(clock.local(datetime.fromtimestamp(file.stat().st_mtime, tz=clock.zone())).date(), reading.today)


def _is_members(file: Path) -> bool:
    if file.suffix.lower() != ".json":
        return False
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    return b'"member' in head and b'"basePrintNo"' not in head
