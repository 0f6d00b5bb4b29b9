"""One bound for the longest cell of any CSV: the library keeps a single one for the whole process.

Imports run side by side; if each set a bound of its own, one would change what another takes.
"""

from __future__ import annotations

import csv
from typing import Final

LONGEST: Final = 1_000_000
"""Signs in a cell. A longer one is a quotation mark that is never closed; who takes less counts for itself."""


def bound_cells() -> None:
    """Set the bound: reading raises csv.Error for a cell over it. To be called before a reader is made."""
    csv.field_size_limit(LONGEST)
