"""How much a sheet may hold. Far more than people keep by hand; far less than would fill this machine's memory."""

from __future__ import annotations

from typing import Final

from crm.errors import InvalidInput

MOST_BYTES: Final = 20_000_000
MOST_UNPACKED: Final = 100_000_000
"""A workbook is packed; what comes out is counted before anything else reads it."""
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 3_000_000
MOST_IN_A_CELL: Final = 32_767
"""As much as Excel takes. More is a quotation mark that is never closed."""


def check_size(size: int) -> None:
    """Return if a file of so many bytes is taken. Raises InvalidInput otherwise."""
    if size > MOST_BYTES:
        raise InvalidInput(
            f"The sheet has {size / 1_000_000:.0f} MB; sheets of up to {MOST_BYTES // 1_000_000} MB are taken.",
            hint="Save the rows that matter as a sheet of their own; public records in bulk have their own imports.",
            field="file",
        )


def check_extent(rows: int, columns: int) -> None:
    """Return if a table of this size is taken. Raises InvalidInput otherwise."""
    if columns > MOST_COLUMNS:
        raise InvalidInput(
            f"The sheet has {columns:,} columns; up to {MOST_COLUMNS:,} are taken.",
            hint="Delete the columns that are not needed (also empty ones, far to the right), and try again.",
            field="file",
        )
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        raise InvalidInput(
            f"The sheet has {rows:,} rows of {columns:,} columns, which is more than is taken ({MOST_ROWS:,} rows, "
            f"{MOST_CELLS:,} cells).",
            hint="Save the part that matters as a sheet of its own.",
            field="file",
        )
