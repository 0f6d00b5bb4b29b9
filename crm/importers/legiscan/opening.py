"""From what somebody hands in to sources: a file, a folder, an archive, or an answer that holds an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from crm.errors import InvalidInput
from crm.importers.json_files import files_below, read_json
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.answers import dataset_zip, read_answer
from crm.importers.legiscan.files import JsonFiles
from crm.importers.legiscan.source import Source
from crm.importers.legiscan.tables import TABLES, CsvFolder
from crm.importers.report import Problem
from crm.importers.unpacking import is_zip, lay_out

_HINT: Final = "Give LegiScan's JSON, a session's CSV folder, a folder of these, or the bulk zip."
_BIGGEST: Final = 400_000_000


@contextmanager
def opened(path: Path, problems: list[Problem]) -> Iterator[list[Source]]:
    """The sources at ``path``; what had to be unpacked is gone when the block ends.

    Raises InvalidInput for what holds none, and for an archive that cannot be trusted. Of many files, one that is
    broken is only a problem.
    """
    if not path.exists():
        raise InvalidInput(f"{path} does not exist.", hint=_HINT)
    with ExitStack() as stack:
        yield _sources(path, problems, stack)


def _sources(path: Path, problems: list[Problem], stack: ExitStack) -> list[Source]:
    if path.is_dir():
        return _of_folder(path, problems, stack)
    if path.suffix.lower() == ".csv":
        return [_table_folder(path.parent, "", problems, stack)]
    packed, shown_on = _archive(path), None
    if packed is None and (answer := read_answer(path.name, read_json(path, path.name))).kind == "dataset":
        packed, shown_on = dataset_zip(path.name, answer.content), text(answer.content.get("dataset_date"))
    if packed is not None:
        return _of_folder(_unpacked(path, packed, stack), problems, stack, shown_on)
    files = JsonFiles(problems)
    files.add(path.name, path)
    return [files]


def _of_folder(folder: Path, problems: list[Problem], stack: ExitStack, shown_on: str | None = None) -> list[Source]:
    sources: list[Source] = []
    for file in files_below(folder, ".zip"):
        sources += _of_folder(_unpacked(file, _archive(file) or b"", stack), problems, stack)
    tables = {file.parent for file in files_below(folder, ".csv") if file.stem.lower() in TABLES}
    for inside in sorted(tables):
        where = inside.relative_to(folder).as_posix()
        try:
            sources.append(_table_folder(inside, "" if where == "." else where, problems, stack, shown_on))
        except InvalidInput as error:
            problems.append(Problem(where, error.message, error.hint))
    files = JsonFiles(problems, shown_on)
    for file in files_below(folder, ".json"):
        where = file.relative_to(folder).as_posix()
        try:
            files.add(where, file)
        except InvalidInput as error:
            problems.append(Problem(where, error.message, error.hint))
    sources.append(files)
    if len(sources) == 1 and not files.is_any and not problems:
        raise InvalidInput(f"{folder} holds none of LegiScan's records.", hint=_HINT)
    return sources


def _table_folder(
    folder: Path, where: str, problems: list[Problem], stack: ExitStack, shown_on: str | None = None
) -> CsvFolder:
    source = CsvFolder(folder, where, problems, shown_on)
    stack.callback(source.close)
    return source


def _archive(file: Path) -> bytes | None:
    """The bytes of an archive; nothing for a file of another kind. Raises InvalidInput for a broken or huge one."""
    with file.open("rb") as opened_file:
        begins = opened_file.read(2)
    named = file.suffix.lower() == ".zip"
    if begins != b"PK" and not named:
        return None
    if file.stat().st_size > _BIGGEST:
        raise InvalidInput(f"{file.name} is larger than any data set.", hint="Import its parts.")
    content = file.read_bytes()
    if not is_zip(content):
        raise InvalidInput(f"{file.name} is no archive: it was cut short, or is something else.", hint="Get it again.")
    return content


def _unpacked(file: Path, content: bytes, stack: ExitStack) -> Path:
    if not is_zip(content):
        raise InvalidInput(f"{file.name}: the archive in it is not whole.", hint="Ask for it again.")
    scratch = Path(stack.enter_context(TemporaryDirectory(prefix="whipcount-legiscan-")))
    return lay_out(f"{file.stem}.zip", content, scratch)
