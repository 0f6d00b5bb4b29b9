"""A sheet as a source: what its evidence is called, whose it is, and the beginning of its keys. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from crm.importers.sheet.ground import Ground
from crm.importers.sheet.tables import Table

_COPY = re.compile(r"^copy of\s+|\s*\(\d+\)|\s*-?\s*\bcopy(?:\s*\d+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """``title`` is what evidence cites. ``prefix`` begins the key of everything that comes of the sheet.

    The same sheet, downloaded again as "tracker (2).csv", is the same source, so that only what changed in it comes in.
    """

    title: str
    prefix: str

    def key(self, *parts: object) -> str:
        """A key for what these parts tell apart."""
        return self.prefix + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def source_of(ground: Ground, table: Table) -> Source:
    """The source that the table is, for the organization whose sheet it is."""
    named = ground.mapping.constants.source
    stem = re.sub(r"\.(csv|tsv|txt|xlsx|xlsm|ods)\Z", "", table.name, flags=re.IGNORECASE)
    name = named or _COPY.sub("", stem).strip() or stem
    told = f"{name}/{table.sheet}" if table.sheet and len(table.sheets) > 1 else name
    short = hashlib.sha256(told.casefold().encode()).hexdigest()[:12]
    owner = ground.organization.id if ground.organization else 0
    return Source(named or f"Sheet “{told}”", f"sheet:{owner}:{short}:")
