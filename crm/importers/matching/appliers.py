"""What comes in once a name is decided: each importer says for its own sources, and is asked through here.

An importer knows the matching, so the matching cannot know it: its module is named here and imported when needed. Its
``names_decided(session, viewer, matches)`` brings in what the decided names let in, and says how much that was.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, cast

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.importers.models import NameMatch

Applier = Callable[[Session, Viewer, Sequence[NameMatch]], int]

SHEET: Final = "sheet"
"""The source of names in sheets; the organization whose sheet it is stands behind it ("sheet:3")."""
_SHEETS: Final = "crm.importers.sheet.again"
_BILLS: Final = "crm.importers.bills.matched"


def bring_in_decided(session: Session, viewer: Viewer, matches: Sequence[NameMatch]) -> int:
    """Bring in what waited for these names, and say how much came in."""
    by_module: dict[str, list[NameMatch]] = defaultdict(list)
    for match in matches:
        by_module[_SHEETS if match.source.startswith(SHEET) else _BILLS].append(match)
    return sum(_applier(module)(session, viewer, waited) for module, waited in sorted(by_module.items()))


def _applier(module: str) -> Applier:
    return cast(Applier, importlib.import_module(module).names_decided)
