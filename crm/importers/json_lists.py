"""Long JSON lists read one element at a time, so that memory does not grow with the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from crm.errors import InvalidInput
from crm.importers.json_files import parse_json

WHOLE: Final = 30_000_000
"""Bytes up to which a file is read at once."""
BIGGEST: Final = 4_000_000_000
BIGGEST_ELEMENT: Final = 60_000_000
"""Characters of one element."""

_CHUNK: Final = 1 << 20
_BLANK: Final = " \t\r\n"
_GOES_ON: Final = re.compile(r"\.|[eE][-+]?")
"""What may stand behind a number at the end of what was read: a part of it, cut in two."""
_AGAIN: Final = "Download it again; nothing of it was imported."


def elements(file: Path, where: str) -> Iterator[Any]:
    """What the file holds: the elements of its list, or the one value it is.

    A large list is gone through once before anything is handed on, so that of a file that is cut short nothing comes.
    Raises InvalidInput, naming ``where``, for what is cut short, no JSON, or large without being a list.
    """
    size = file.stat().st_size
    if size <= WHOLE:
        found = parse_json(file.read_bytes(), where)
        yield from found if isinstance(found, list) else [found]
        return
    if size > BIGGEST:
        raise InvalidInput(f"{where} has more than {BIGGEST // 1_000_000_000} GB.", hint="Hand in a part of it.")
    for _ in _streamed(file, where):
        pass
    yield from _streamed(file, where)


def _streamed(file: Path, where: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        window = _Window(opened, where)
        try:
            if window.next() != "[":
                raise InvalidInput(
                    f"{where} is large and no list (more than {WHOLE // 1_000_000} MB).", hint="Ask for smaller pages."
                )
            window.place += 1
            first = True
            while window.next() != "]":
                if not first:
                    if window.next() != ",":
                        raise InvalidInput(f"{where} is not whole JSON.", hint=_AGAIN)
                    window.place += 1
                    window.next()
                yield window.value(decoder)
                first = False
            window.place += 1
            window.end()
        except UnicodeDecodeError:
            raise InvalidInput(f"{where} is not a text file in UTF-8.", hint=_AGAIN) from None


class _Window:
    """The part of a file's text that is being read."""

    def __init__(self, opened: IO[str], where: str) -> None:
        self._opened, self._where = opened, where
        self._text, self.place = "", 0

    def next(self) -> str:
        """The next character that is no blank, which the window then stands at."""
        while True:
            while self.place < len(self._text):
                if self._text[self.place] not in _BLANK:
                    return self._text[self.place]
                self.place += 1
            self._read(_CHUNK)

    def value(self, decoder: json.JSONDecoder) -> Any:
        """The next value; as much is read as it takes."""
        size = _CHUNK
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self.place)
            except json.JSONDecodeError:
                end = -1
            except (RecursionError, ValueError):
                raise InvalidInput(f"{self._where} is not JSON that anybody meant.", hint=_AGAIN) from None
            # A number or a word may go on behind what was read so far; an object or a list may not.
            rest = self._text[end : end + 3]
            if end != -1 and ((rest and not _GOES_ON.fullmatch(rest)) or self._text[end - 1] in "]}"):
                self.place = end
                return found
            if len(self._text) - self.place > BIGGEST_ELEMENT:
                raise InvalidInput(f"{self._where} holds something that is no record: too large.", hint=_AGAIN)
            self._read(size)
            size = min(2 * size, BIGGEST_ELEMENT)

    def end(self) -> None:
        """Return if nothing but blanks is left. Raises InvalidInput otherwise."""
        rest = self._text[self.place :]
        while not rest.strip(_BLANK):
            rest = self._opened.read(_CHUNK)
            if not rest:
                return
        raise InvalidInput(f"{self._where} goes on after its end.", hint=_AGAIN)

    def _read(self, size: int) -> None:
        chunk = self._opened.read(size)
        if not chunk:
            raise InvalidInput(f"{self._where} was cut short.", hint=_AGAIN)
        self._text, self.place = self._text[self.place :] + chunk, 0
