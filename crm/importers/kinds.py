"""Every kind of import by its name: what the command line, the import page and the scheduled refresh may run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from crm.errors import InvalidInput
from crm.importers.congress.run import bring_congress
from crm.importers.nyccouncil.run import bring_council
from crm.importers.openstates.run import bring_roster
from crm.importers.report import ImportReport, Progress


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import. ``bring`` reads a file or folder and writes into the session as one batch; it never commits."""

    name: str
    title: str
    help: str
    bring: Callable[[Session, Path, Progress], ImportReport]


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "openstates",
            "Open States people",
            "The folder of one state, with legislature, executive, ... inside (YAML).",
            bring_roster,
        ),
        Kind(
            "congress",
            "Congress of the United States",
            "legislators-current.yaml of unitedstates/congress-legislators, or the folder with offices and committees.",
            bring_congress,
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
