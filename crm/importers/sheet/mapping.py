"""The mapping of a sheet, and the guess it begins with: what the import page and the command line work with."""

from crm.importers.sheet.columns import (
    MANY,
    NOTHING,
    USES,
    Column,
    Constants,
    Mapping,
    SheetKind,
    Use,
    constants_from,
)
from crm.importers.sheet.guessing import guess, meanings

__all__ = [
    "MANY",
    "NOTHING",
    "USES",
    "Column",
    "Constants",
    "Mapping",
    "SheetKind",
    "Use",
    "constants_from",
    "guess",
    "meanings",
]
