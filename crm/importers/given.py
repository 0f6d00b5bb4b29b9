"""What an import is given: a file, a folder, or an address that is fetched first, before the database is held."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy.orm import Session

from crm.audit.models import ImportBatch
from crm.errors import InvalidInput
from crm.importers.addresses import without_query
from crm.importers.kinds import KINDS, Kind
from crm.importers.report import ImportReport, Progress


@dataclass(frozen=True, slots=True)
class Given:
    """Something that can be brought in now. ``source`` is how the import names it; keys are not in it."""

    kind: Kind
    path: Path
    source: str
    was_fetched: bool = False

    def bring(self, session: Session, progress: Progress) -> ImportReport:
        """Bring it in as one batch, which names the source; nothing is committed."""
        report = self.kind.bring(session, self.path, progress)
        if self.was_fetched and report.batch is not None:
            session.get_one(ImportBatch, report.batch).source = self.source
            session.flush()
        return report


def is_address(location: str) -> bool:
    """Whether it is an address of the web, and no path."""
    return location.lower().startswith(("https://", "http://"))


@contextmanager
def given(kind: Kind, location: str, progress: Progress) -> Iterator[Given]:
    """What ``location`` names, fetched into a folder that goes when the block ends where it is an address.

    Raises InvalidInput for an address where the kind knows none, and as fetching does.
    """
    if not is_address(location):
        yield Given(kind, Path(location), location)
        return
    if kind.fetch is None:
        able = ", ".join(name for name, each in sorted(KINDS.items()) if each.fetch is not None)
        raise InvalidInput(
            f"“{kind.name}” reads files, no addresses.", hint=f"Download it first; addresses are read by: {able}."
        )
    try:
        source = without_query(httpx.URL(location))
    except httpx.InvalidURL:
        raise InvalidInput(
            f"“{location[:80]}” is not an address.", hint="Give one that begins with https://."
        ) from None
    with tempfile.TemporaryDirectory(prefix="whipcount-fetch-") as folder:
        yield Given(kind, kind.fetch(location, Path(folder), progress), source, was_fetched=True)
