"""Every kind of import by its name: what the command line, the import page and the scheduled refresh may run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from crm.errors import InvalidInput
from crm.importers.congress.run import bring_congress
from crm.importers.legiscan.fetch import fetch_address as fetch_legiscan
from crm.importers.legiscan.run import bring_legiscan
from crm.importers.nybills.run import bring_ny_bills
from crm.importers.nyccouncil.run import bring_council
from crm.importers.openleg.fetch import fetch_address
from crm.importers.openleg.run import bring_openleg
from crm.importers.openstates.whole import bring_openstates
from crm.importers.openstates_bills.run import bring_openstates_bills
from crm.importers.report import ImportReport, Progress


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import. ``bring`` reads a file or folder and writes into the session as one batch; it never commits."""

    name: str
    title: str
    help: str
    bring: Callable[[Session, Path, Progress], ImportReport]
    fetch: Callable[[str, Path, Progress], Path] | None = None
    """Fetches an address into a folder and returns what to read there; nothing where addresses mean nothing."""


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "openstates",
            "Open States people",
            "A state's folder with legislature, executive, ... inside (YAML), its people as CSV, or bills (JSON).",
            bring_openstates,
        ),
        Kind(
            "ny-bills",
            "New York bills, as mirrored",
            "A folder of bills (JSON), dated looks at one bill (2025-03-04T091537.json), or a whole session (.tar.xz).",
            bring_ny_bills,
        ),
        Kind(
            "openleg",
            "Open Legislation (New York)",
            "Answers of the State Senate's API (JSON), the legislature's source files (XML, SOBI), or an address.",
            bring_openleg,
            fetch_address,
        ),
        Kind(
            "openstates-bills",
            "Open States bills",
            "Bills, votes and events of Open States: pages of its API or its bulk data (JSON).",
            bring_openstates_bills,
        ),
        Kind(
            "congress",
            "Congress of the United States",
            "legislators-current.yaml of unitedstates/congress-legislators, or the folder with offices and committees.",
            bring_congress,
        ),
        Kind(
            "legiscan",
            "LegiScan",
            "Answers of its API (JSON), a session's bulk data (zip, or a folder of JSON or CSV), or an address.",
            bring_legiscan,
            fetch_legiscan,
        ),
        Kind(
            "nyc-council",
            "New York City Council",
            "Legistar's JSON as the mirror keeps it: a folder of introductions, people, events, history, or one file.",
            bring_council,
        ),
    )
}


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises InvalidInput, naming all of them."""
    if name not in KINDS:
        raise InvalidInput(f"“{name}” is no kind of import.", hint=f"Choose one of: {', '.join(sorted(KINDS))}.")
    return KINDS[name]
