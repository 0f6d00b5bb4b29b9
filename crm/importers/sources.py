"""The sources of bills by the name of their kind, as people read them: what evidence and records cite."""

from __future__ import annotations

from typing import Final

_TITLES: Final = {
    "ny-bills": "New York Legislature's record of bills, as mirrored",
    "openleg": "New York State Senate, Open Legislation",
    "openleg-files": "New York Legislature's source files",
    "nyc-council": "New York City Council, Legistar",
    "legiscan": "LegiScan, CC BY 4.0",
    "openstates-bills": "Open States",
}


def cited(source: str) -> str:
    """How a source is cited: its title, with its own name behind it for whoever wants to import it again."""
    title = _TITLES.get(source)
    return f"{title} ({source})" if title else source


def source_of(citation: str | None) -> str | None:
    """The source a citation made by ``cited`` names; nothing for what people wrote."""
    return next((source for source in _TITLES if citation == cited(source)), None)
