"""What is inside an archive that came from elsewhere: a folder of it, laid out where a reader can take it."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Final

from crm.errors import InvalidInput
from crm.importers.nybills.archive import MOST_BYTES, Careful
from crm.importers.unpacking import MOST_FILES

_AT_ONCE: Final = 1 << 20
_BROKEN: Final = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


def lay_out(archive: Path, inside: PurePosixPath | None, folder: Path) -> Path:
    """What a reader is given of the file ``archive``: the folder or file ``inside`` of it, laid out under ``folder``.

    Archives made by code hosts hold all in one folder more, which may be left out of ``inside``. Files at the top stand
    beside it. Without ``inside`` a zip file is laid out whole, and anything else is given as it is. Raises InvalidInput
    for an archive that cannot be trusted, and for one without such a folder.
    """
    if inside is None and not zipfile.is_zipfile(archive):
        return archive
    target = folder / (inside.name if inside else "files")
    written, left = 0, MOST_BYTES
    try:
        for number, (path, content) in enumerate(_members(archive), 1):
            if number > MOST_FILES:
                raise InvalidInput(f"The archive holds more than {MOST_FILES:,} files.", hint="Choose a smaller one.")
            wanted = _wanted(path, inside)
            if wanted is not None:
                left -= _write(content, target / wanted if wanted.parts else target, left)
                written += 1
            elif inside is not None and len(path.parts) <= 2 and path.name == _BESIDE:
                left -= _write(content, folder / path.name, left)
    except _BROKEN:
        raise InvalidInput(
            "What came is no whole archive: it was cut short, or is something else.",
            hint="It will be asked for again later; check the address if this stays so.",
        ) from None
    if not written:
        raise InvalidInput(f"The archive holds no “{inside or 'file'}”.", hint="Check what stands behind the #.")
    return _opened(target) if inside is None else target


# Open States lists the vacancies of all states in one file at the top.
_BESIDE: Final = "settings.yml"


def _wanted(path: PurePosixPath, inside: PurePosixPath | None) -> PurePosixPath | None:
    """The path of a member below the folder that is wanted; nothing for one that is elsewhere."""
    if inside is None:
        return path
    for above in (path, PurePosixPath(*path.parts[1:])):
        if above == inside or inside in above.parents:
            return above.relative_to(inside)
    return None


def _opened(folder: Path) -> Path:
    """A folder that holds nothing but a folder is opened."""
    while len(there := list(folder.iterdir())) == 1 and there[0].is_dir():
        folder = there[0]
    return folder


def _members(archive: Path) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
    """Plain files, and nothing else: an archive of public records needs no links."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                if not entry.is_dir() and (entry.external_attr >> 28) in (0, 8):
                    with packed.open(entry) as content:
                        yield _safe(entry.filename), content
        return
    with tarfile.open(archive, "r:*", tarinfo=Careful) as tar:
        passed = 0
        for member in tar:
            # What is not wanted is unpacked all the same on the way to what is.
            passed += member.size
            if passed > MOST_BYTES:
                raise _too_much()
            found = tar.extractfile(member) if member.isreg() else None
            if found is not None:
                with closing(found):
                    yield _safe(member.name), found


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0] or "\x00" in name:
        raise InvalidInput(
            f"The archive holds a file that would be written outside of its folder: {name[:80]}.",
            hint="Nothing was changed; look where this archive is from.",
        )
    return path


def _write(content: IO[bytes], file: Path, left: int) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    done = 0
    with file.open("wb") as opened:
        # What an archive says of its sizes may be wrong; what comes out is counted.
        while piece := content.read(_AT_ONCE):
            done += len(piece)
            if done > left:
                raise _too_much()
            opened.write(piece)
    return done


def _too_much() -> InvalidInput:
    return InvalidInput(
        f"The archive holds more than {MOST_BYTES // 1_000_000} MB once unpacked.",
        hint="Nothing was changed; look where this archive is from.",
    )
