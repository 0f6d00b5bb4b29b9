"""SQLite under test: files in a temporary folder. A copy takes 4 ms."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests.engines.engine import Handed, migrated
from tests.engines.once import once

T = TypeVar("T")


class SQLite:
    """Files in a temporary folder. Their names are used again, so that statements made for one test serve the next."""

    name = "sqlite"

    def __init__(self, handed: Handed | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="whipcount-test-"))
        self._numbers = itertools.count(1)
        self._free: list[Path] = []
        self.handed = handed or Handed(str(self.folder / "template.db"), str(self.folder))
        if handed is None:
            migrated(f"sqlite:///{self.handed.template}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self._file() as path:
            shutil.copyfile(self.handed.template, path)
            yield f"sqlite:///{path}"

    @contextmanager
    def blank(self) -> Iterator[str]:
        with self._file() as path:
            yield f"sqlite:///{path}"

    def put(self, url: str, example: str, fill: Callable[[str], T]) -> T:
        file = Path(self.handed.shared, f"{example}.db")

        def make() -> T:
            with self.copy() as other:
                told = fill(other)
                shutil.copyfile(other.removeprefix("sqlite:///"), file)
            return told

        told = once(file.with_suffix(".told"), make)
        shutil.copyfile(file, url.removeprefix("sqlite:///"))
        return told

    @contextmanager
    def _file(self) -> Iterator[Path]:
        path = self._free.pop() if self._free else self.folder / f"test-{os.getpid()}-{next(self._numbers)}.db"
        yield path
        for rest in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{rest}").unlink(missing_ok=True)
        self._free.append(path)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
