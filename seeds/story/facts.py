"""The facts of the story as they stand in ``seeds/data/story``: rows, and the sources they name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from crm.positions.models import EvidenceKind
from crm.positions.service import NewEvidence

OPENING = date(2025, 1, 2)
"""Public record that is older than the story counts as known when the story begins."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from. ``known``: the day from which a reader could know it; nothing for records of many days."""

    key: str
    title: str
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    known: date | None = None

    @property
    def cited(self) -> str:
        """The source in one line: "amNY: Advocates urge passage ...\""""
        return f"{self.outlet}: {self.title}" if self.outlet and self.outlet not in self.title else self.title

    def evidence(self, kind: EvidenceKind, quote: str | None = None) -> NewEvidence:
        """The source as evidence of an entry of the ledger."""
        return NewEvidence(kind, self.title, self.outlet, self.url, quote, self.published)


def rows(file: str, table: str) -> list[Row]:
    """The rows of one table of a file, in the order in which they are written."""
    found: list[Row] = _read(file).get(table, [])
    return found


def source(key: str) -> Source:
    """The source of this key. Raises KeyError for one that is not listed."""
    return Source(key, **_read("sources")[key])


def cited(row: Row, default: str) -> str:
    """The source of a row in one line."""
    return source(row.get("source", default)).cited


def day_known(row: Row, default: str) -> date:
    """The day from which the row's fact is known: its own, that of its source, or the story's beginning."""
    known: date | None = row.get("known") or source(row.get("source", default)).known
    return known or OPENING


@cache
def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("seeds") / "data" / "story" / f"{file}.toml").read_text("utf-8"))
