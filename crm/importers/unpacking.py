"""From an upload to a file or folder that an importer can read; and several files made one upload."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from crm.errors import InvalidInput

MOST_FILES: Final = 60_000
MOST_BYTES: Final = 400_000_000
"""What an archive may hold: three times a whole session of New York's legislature, which is the largest known here."""
_AT_ONCE: Final = 1 << 20


def lay_out(name: str, content: bytes, folder: Path) -> Path:
    """Write the upload under ``folder`` and return what an importer is given: a zip is unpacked, all else one file.

    A folder that holds nothing but a folder is opened. Raises InvalidInput for an archive that cannot be trusted.
    """
    if not is_zip(content):
        file = folder / name
        file.write_bytes(content)
        return file
    inside = folder / (PurePosixPath(name).stem or "files")
    _unpack(content, inside)
    while len(there := [each for each in inside.iterdir() if not each.name.startswith(".")]) == 1 and there[0].is_dir():
        inside = there[0]
    return inside


def is_zip(content: bytes) -> bool:
    """Whether it is an archive of files, and not a workbook (which is packed in the same way)."""
    if content[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return not any(each.startswith(("xl/", "content.xml")) for each in packed.namelist())
    except zipfile.BadZipFile:
        return False


def bundle(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Several files as one: a name that says what is in it, and an archive. Names that come twice are numbered."""
    packed, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            free, number = name, 2
            while free.lower() in taken:
                free, number = f"{number}-{name}", number + 1
            taken.add(free.lower())
            archive.writestr(free, content)
    first = files[0][0]
    return f"{first} and {len(files) - 1} more.zip", packed.getvalue()


def _unpack(content: bytes, folder: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [each for each in packed.infolist() if not each.is_dir() and not _is_litter(each.filename)]
            if len(members) > MOST_FILES:
                raise InvalidInput(
                    f"The archive holds {len(members):,} files; up to {MOST_FILES:,} are taken.",
                    hint="Hand in a part of it.",
                )
            left = MOST_BYTES
            for each in members:
                left -= _unpack_one(packed, each, folder, left)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise InvalidInput(
            f"The archive cannot be unpacked ({str(error)[:120]}).",
            hint="Pack it again, without a password, and hand it in again.",
        ) from None


def _unpack_one(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, left: int) -> int:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\x00" in member.filename:
        raise InvalidInput(
            f"The archive holds a file that would be written outside of its folder: {member.filename[:80]}.",
            hint="Archives made by the usual programs hold none; look where this one is from.",
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InvalidInput(f"The archive holds a link ({path.name}).", hint="Pack the files themselves.")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with packed.open(member) as source, target.open("wb") as file:
        # What the archive says of its sizes may be wrong; what comes out is counted.
        while chunk := source.read(_AT_ONCE):
            written += len(chunk)
            if written > left:
                raise InvalidInput(
                    f"The archive holds more than {MOST_BYTES // 1_000_000} MB once unpacked.",
                    hint="Hand in a part of it, or have it imported on the server: crm import KIND PATH.",
                )
            file.write(chunk)
    return written


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db", "desktop.ini")
