"""Archives (.tar, .tar.gz, .tar.bz2, .tar.xz) read as a stream, file by file, by somebody who trusts none.

Nothing is written to the disk, so no name can lead out of a folder; names that try are left out all the same, because
such an archive is no mirror's. What an archive holds is counted as it comes out, never believed.
"""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from crm.errors import InvalidInput
from crm.importers.packed_streams import unpacked
from crm.importers.report import ImportReport

MOST_FILES: Final = 250_000
MOST_BYTES: Final = 1_000_000_000
"""Ten sessions of files, fifteen of bytes: a session of New York has 21,000 files and 65 MB."""
_LONGEST_HEADER: Final = 1 << 20
_AT_ONCE: Final = 1 << 16
_ENDINGS: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".txz")
_HEADERS: Final = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)
_BROKEN: Final = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError, ValueError, MemoryError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. ``written`` is its time in seconds since 1970."""

    name: str
    content: bytes
    written: float


def is_archive(path: Path) -> bool:
    """Whether the file's name is that of an archive read here."""
    return path.name.lower().endswith(_ENDINGS)


def members_of(path: Path, report: ImportReport, biggest: int) -> Iterator[Member]:
    """Every file of the archive that can be trusted; what is left out is told in the report.

    Raises InvalidInput for an archive that is damaged or cut short, or holds more than any session does.
    """
    number = 0
    try:
        with (
            path.open("rb") as packed,
            closing(_Counted(unpacked(packed, plain=path.name.lower().endswith(".tar")))) as stream,
        ):
            source: Any = stream
            with tarfile.open(fileobj=source, mode="r|", tarinfo=Careful, bufsize=_AT_ONCE) as archive:
                for number, info in enumerate(archive, 1):
                    if number > MOST_FILES:
                        raise InvalidInput(
                            f"The archive holds more than {MOST_FILES:,} files.", hint="Import a session at a time."
                        )
                    stream.expect(info.size)
                    member = _member(archive, info, report, biggest)
                    if member is not None:
                        yield member
                    # The archive would remember every member it has shown.
                    vars(archive)["members"] = []
            stream.to_its_end()
    except _BROKEN as error:
        what = f"after {number:,} files" if number else "at its beginning"
        raise InvalidInput(
            f"The archive {path.name} is damaged {what} ({_said(error)}).",
            hint="Download it again; nothing was imported.",
        ) from None


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, report: ImportReport, biggest: int) -> Member | None:
    name = info.name
    shown = "".join(char if char.isprintable() else "?" for char in name[:200])
    parts = PurePosixPath(name.replace("\\", "/"))
    if info.isdir():
        return None
    if parts.is_absolute() or ".." in parts.parts or any(":" in part for part in parts.parts[:1]) or "\x00" in name:
        report.problem(shown, "Its name leads out of the archive.", "It was left out; look where this archive is from.")
        return None
    if not info.isreg():
        report.problem(shown, "It is a link or a device, and no file.", "It was left out; pack the files themselves.")
        return None
    if any(part.startswith(".") for part in parts.parts):
        return None
    if info.size > biggest:
        report.problem(shown, f"The file has {info.size:,} bytes, which is no bill.", "It was left out.")
        return None
    file = archive.extractfile(info)
    return Member(shown, file.read() if file else b"", float(info.mtime))


class Careful(tarfile.TarInfo):
    """Headers that name files are short; one of a gigabyte is meant to fill the memory. A header that is none is told
    of, where the library would take it for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: Any) -> Any:
        """The next member. Raises ReadError where there is none and the archive does not end."""
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError("it was cut short" if "empty" in str(error) else str(error)) from None

    def _proc_member(self, archive: Any) -> Any:
        if self.type == tarfile.GNUTYPE_SPARSE or (self.type in _HEADERS and not 0 <= self.size <= _LONGEST_HEADER):
            raise tarfile.ReadError("a header of a size that none has")
        return super()._proc_member(archive)  # type: ignore[misc]


class _Counted:
    """The unpacked stream, counted; it ends with an error where an archive swells beyond all measure."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._read = 0

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes more."""
        data: bytes = self._stream.read(size)
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise self._too_much()
        return data

    def expect(self, size: int) -> None:
        """Refuse, before any of it is unpacked, a file that would go beyond the measure."""
        if self._read + size > MOST_BYTES + _AT_ONCE:
            raise self._too_much()

    def to_its_end(self) -> None:
        """Read what is left, so that an archive that was cut short is known as such."""
        while self.read(_AT_ONCE):
            pass

    def close(self) -> None:
        """Close the unpacking."""
        self._stream.close()

    def _too_much(self) -> InvalidInput:
        return InvalidInput(
            f"The archive holds more than {MOST_BYTES // 1_000_000:,} MB once unpacked.",
            hint="Import a session at a time; nothing was imported.",
        )


def _said(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:100]
