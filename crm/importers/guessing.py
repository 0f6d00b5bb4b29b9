"""Which kind of import a file is, by its beginning and by its name: a guess, which a person may change."""

from __future__ import annotations

import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from crm.importers.packed_streams import unpacked
from crm.importers.rights import SHEET

_HEAD: Final = 20_000
"""Bytes of a file that are looked at."""
_LOOKED_AT: Final = 40
"""Files of an archive that are looked at."""
_UNPACKED: Final = 20_000_000
"""Bytes of an archive that are looked at, unpacked."""
_BROKEN: Final = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError,
    TypeError, IndexError, struct.error,
)  # fmt: skip
"""What the readers of archives raise at one that is broken. (A gzip cut in its header is a TypeError.)"""


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind (nothing where none fits), and the reason in words."""

    kind: str | None
    why: str


def guess(name: str, content: bytes) -> Guess:
    """The likeliest kind of the file. Never raises: a broken file is a guess, too, and says so when it is read."""
    if content[:4] == b"PK\x03\x04":
        return _of_zip(name, content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Guess(SHEET, "It is an old Excel workbook.")
    if content[:3] == b"\x1f\x8b\x08" or content[:6] == b"\xfd7zXZ\x00" or content[:3] == b"BZh" or _is_tar(content):
        return _of_many(_in_tar(content), "the archive")
    return _of_text(name, content[:_HEAD])


def _of_zip(name: str, content: bytes) -> Guess:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if any(each.startswith(("xl/", "content.xml")) for each in names):
                return Guess(SHEET, "It is a workbook.")
            return _of_many(_in_zip(packed), "the archive")
    except _BROKEN:
        return Guess(SHEET if name.lower().endswith((".xlsx", ".ods")) else None, "It is packed, and seems broken.")


def _of_many(files: Iterator[tuple[str, bytes]], where: str) -> Guess:
    votes: Counter[str] = Counter()
    reason: dict[str, str] = {}
    with suppress(*_BROKEN):
        for name, head in islice(files, _LOOKED_AT):
            found = _of_text(name, head)
            if found.kind:
                # A table among records is more likely notes beside them than what they are about.
                votes[found.kind] += 1 if found.kind == SHEET else 3
                reason.setdefault(found.kind, found.why)
    if not votes:
        return Guess(None, f"Nothing in {where} looks like a record or a table.")
    kind = votes.most_common(1)[0][0]
    return Guess(kind, f"In {where}: {reason[kind][0].lower()}{reason[kind][1:]}")


def _in_zip(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for each in packed.infolist():
        if not each.is_dir() and not each.filename.startswith("__MACOSX/"):
            with packed.open(each) as file:
                yield each.filename, file.read(_HEAD)


def _in_tar(content: bytes) -> Iterator[tuple[str, bytes]]:
    stream: Any = _Beginning(unpacked(io.BufferedReader(io.BytesIO(content)), plain=True))
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for each in packed:
            file = packed.extractfile(each) if each.isreg() else None
            if file is not None:
                yield each.name, file.read(_HEAD)


class _Beginning:
    """The first bytes of what is unpacked; then it is over, however much there is."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, _UNPACKED

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes more. Raises EOFError once enough was looked at."""
        self._left -= size
        if self._left < 0:
            raise EOFError
        data: bytes = self._stream.read(size)
        return data


def _is_tar(content: bytes) -> bool:
    return content[257:262] == b"ustar"


_SIGNS: Final[tuple[tuple[str, str, str], ...]] = (
    # kind, pattern at the beginning of the text, why; the first that fits counts
    ("ny-bills", r'"PrintNo"\s*:', "It has the print number of a New York bill."),
    ("openleg", r'"responseType"\s*:', "It is an answer of the Open Legislation API."),
    ("openleg", r'"basePrintNo"\s*:', "It has a bill as Open Legislation prints it."),
    (
        "openleg",
        r"<(SENATEDATA|DATAPROCESS|billstatus|sponsor_data|sameas|sencalendar|senagenda|senfloorvote|senate_billmemo|"
        r"digestsummary|veto_message|approval_memorandum|bill_?text)",
        "It is a source file of the New York legislature.",
    ),
    ("openleg", r"(?m)^\d{4}[SA]\d{5}[ A-Z]\d", "It has lines of the legislature's own format."),
    (
        "legiscan",
        r'"(change_hash|roll_call_id|person_hash|people_hash|session_hash|dataset_hash)"\s*:',
        "It has LegiScan's ids.",
    ),
    ("nyc-council", r'"GUID"\s*:', "It has the ids of the Council's Legistar."),
    ("nyc-council", r'"Matter(Guid|File|Id)"\s*:', "It has the fields of Legistar."),
    (
        "openstates-bills",
        r'"ocd-bill/|"openstates_url"\s*:|ocd-(bill|event)/',
        "It has bills or events of Open States.",
    ),
    ("openstates", r"ocd-(person|organization)/", "It has the ids of Open States."),
    ("congress", r"(?m)^\s+bioguide: ", "It has the ids of members of Congress."),
)
_LEGISCAN_CSV: Final = (
    {"bill_id", "session_id"},
    {"bill_id", "people_id", "position"},
    {"bill_id", "sequence", "action"},
    {"bill_id", "document_id"},
    {"roll_call_id"},
    {"people_id", "party_id"},
)


def _of_text(name: str, head: bytes) -> Guess:
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace").lstrip()
    last = name.lower().rpartition("/")[2]
    first = text.partition("\n")[0]
    columns = {cell.strip(' "\r').lower() for cell in re.split(r"[,;\t]", first)}
    if not text.startswith(("{", "[", "<")) and any(sign <= columns for sign in _LEGISCAN_CSV):
        return Guess("legiscan", "Its columns are those of LegiScan's data sets.")
    if {"id", "current_party", "current_district"} <= columns:
        return Guess("openstates", "Its columns are those of Open States' list of people.")
    for kind, pattern, why in _SIGNS:
        if re.search(pattern, text):
            return Guess(kind, why)
    if last.endswith((".csv", ".tsv", ".tab")) or (last.endswith((".txt", "")) and _is_table(text)):
        return Guess(SHEET, "It is a table.")
    return Guess(None, "It looks like none of the kinds that are known here.")


def _is_table(text: str) -> bool:
    """Whether most of the first lines are cut into columns by the same sign."""
    if not text or "\x00" in text or text.startswith(("{", "[", "<")):
        return False
    lines = [line for line in text.splitlines()[:12] if line.strip()]
    return len(lines) > 1 and any(sum(sign in line for line in lines) * 3 >= len(lines) * 2 for sign in "\t;,")
