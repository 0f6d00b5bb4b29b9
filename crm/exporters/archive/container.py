"""The zip file on the way in. Nothing of it is trusted, and nothing is ever unpacked to the disk.

Names, sizes and fingerprints must be those of the manifest; what is read is read piece by piece, never past the size
the manifest gives.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crm.errors import InvalidInput
from crm.exporters.archive import manifest, readme
from crm.exporters.archive.manifest import Manifest, Part, read_manifest
from crm.exporters.archive.tables import EXPORTED
from crm.exporters.archive.values import FILE

_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 64 * _PIECE
_LONGEST_LINE: Final = 64 * _PIECE
_DENSEST: Final = 400
"""Times that a part may grow when unpacked. Rows of nothing but ids pack to a hundredth; a bomb to a thousandth."""
_AGAIN: Final = "Take the archive again from where it was made; nothing was changed."


class Container:
    """An archive that is open, and whose table of contents has been read and holds."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._entries = _entries(opened)
        if manifest.NAME not in self._entries:
            raise InvalidInput(
                f"This zip file holds no {manifest.NAME}.", hint="Name a file made with: crm export archive"
            )
        largest = self._entries[manifest.NAME].file_size
        if largest > _LARGEST_MANIFEST:
            raise InvalidInput(f"{manifest.NAME} is too large to be one.", hint=_AGAIN)
        content = b"".join(self._pieces(manifest.NAME, largest))
        self.manifest: Manifest = read_manifest(content)
        self._parts = {part.name: part for part in self.manifest.parts}
        self._compare()

    def check(self, part: Part) -> None:
        """Read the part through. Raises InvalidInput unless it is what the manifest says."""
        for _piece in self._whole(part):
            pass

    def lines(self, table: str) -> Iterator[bytes]:
        """The lines of the table's file."""
        part = self._parts.get(f"tables/{table}.jsonl")
        if part is None:
            raise InvalidInput(f"The archive lacks the table {table}.", hint=_AGAIN)
        rest = b""
        for piece in self._whole(part):
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
            if len(rest) > _LONGEST_LINE:
                raise InvalidInput(f"{part.name} holds a line that is too long.", hint=_AGAIN)
        if rest:
            raise InvalidInput(f"{part.name} is cut short: its last line does not end.", hint=_AGAIN)

    def file(self, name: str) -> bytes:
        """The content of a file that somebody handed in. Raises InvalidInput for one that is not there."""
        part = self._parts.get(name)
        if part is None:
            raise InvalidInput(f"The archive lacks {name}, which a row of it names.", hint=_AGAIN)
        return b"".join(self._whole(part))

    def rows(self, table: str) -> int | None:
        """How many rows the manifest gives the table."""
        part = self._parts.get(f"tables/{table}.jsonl")
        return part.rows if part else None

    def _compare(self) -> None:
        """Raise InvalidInput unless the parts of the manifest are those of the zip file, in name and size."""
        listed, there = set(self._parts), set(self._entries) - {manifest.NAME}
        if len(listed) != len(self.manifest.parts):
            raise InvalidInput(f"{manifest.NAME} names a part twice.", hint=_AGAIN)
        for name in sorted(listed ^ there):
            where = f"{manifest.NAME} does not name it" if name in there else "the zip file lacks it"
            raise InvalidInput(f"{name} is in one place only: {where}.", hint=_AGAIN)
        for part in self.manifest.parts:
            _known(part)
            entry = self._entries[part.name]
            if entry.file_size != part.size:
                raise InvalidInput(f"{part.name} has another size than {manifest.NAME} says.", hint=_AGAIN)
            if part.size > _PIECE and part.size > _DENSEST * entry.compress_size:
                raise InvalidInput(f"{part.name} would grow out of all measure when unpacked.", hint=_AGAIN)

    def _whole(self, part: Part) -> Iterator[bytes]:
        fingerprint = hashlib.sha256()
        for piece in self._pieces(part.name, part.size):
            fingerprint.update(piece)
            yield piece
        if fingerprint.hexdigest() != part.sha256:
            raise InvalidInput(f"{part.name} was changed since the archive was written.", hint=_AGAIN)

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        done = 0
        try:
            with self._zip.open(self._entries[name]) as opened:
                while piece := opened.read(_PIECE):
                    done += len(piece)
                    if done > size:
                        break
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise InvalidInput(f"{name} cannot be read: the archive is damaged.", hint=_AGAIN) from None
        if done != size:
            raise InvalidInput(f"{name} has another size than it says.", hint=_AGAIN)


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """The archive at ``path``. Raises InvalidInput, in one sentence, for whatever is not a whole one."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", hint="Name a file made with: crm export archive")
    try:
        unzipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InvalidInput(
            f"{path} is no whole zip file: it was cut short, or is something else.", hint=_AGAIN
        ) from None
    with unzipped:
        yield Container(unzipped)


def _entries(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in opened.infolist():
        shown = entry.filename[:80]
        if entry.flag_bits & 0x1:
            raise InvalidInput(f"{shown} is locked with a password.", hint=_AGAIN)
        if entry.filename in found:
            raise InvalidInput(f"{shown} is in the zip file twice.", hint=_AGAIN)
        if entry.filename != manifest.NAME:
            _require_known_name(entry.filename)
        found[entry.filename] = entry
    return found


def _require_known_name(name: str) -> None:
    table = name.removeprefix("tables/").removesuffix(".jsonl")
    if name == readme.NAME or FILE.fullmatch(name) or (name == f"tables/{table}.jsonl" and table in EXPORTED):
        return
    what = "is a table that this Whipcount does not know" if name == f"tables/{table}.jsonl" else "has no place in it"
    raise InvalidInput(f"This is no archive of Whipcount: “{name[:80]}” {what}.", hint=_AGAIN)


def _known(part: Part) -> None:
    """Raise InvalidInput for a file that is not named after its own content."""
    if FILE.fullmatch(part.name) and part.name != f"files/{part.sha256}":
        raise InvalidInput(f"{part.name} is not named after its content.", hint=_AGAIN)
