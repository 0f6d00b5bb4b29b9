"""What kinds of imports are called on screen."""

from __future__ import annotations

from typing import Final

from crm.importers.kinds import KINDS
from crm.importers.rights import SHEET

SHEET_NAME: Final = "A sheet of our own"


def kind_name(kind: str | None) -> str:
    """What a kind of import is called; nothing known: that somebody must say."""
    if kind == SHEET:
        return SHEET_NAME
    if kind in KINDS:
        return KINDS[kind].title
    return (kind or "Kind not known yet").replace("-", " ")
