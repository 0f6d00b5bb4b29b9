"""A call sheet for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Final

from crm.calling.sheet import CallSheet

COLUMNS: Final = (
    *("rank", "name", "office", "party", "phone", "which phone", "stance", "hard", "ask", "before"),
    *("last contact", "how it went", "reasons"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(sheet: CallSheet) -> str:
    """The rows as CSV with a head line; no cell is taken for a formula by a spreadsheet (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sheet.rows:
        who, last = row.candidate, row.last
        writer.writerow(
            _plain(cell)
            for cell in (
                row.rank,
                who.name,
                who.office,
                who.party or "",
                row.phone.number if row.phone else "",
                row.phone.office if row.phone else "",
                row.stance.label,
                "hard" if who.standing and who.standing.hard else "",
                row.asked.ask.words if row.asked.ask else "",
                row.before.isoformat(),
                last.day.isoformat() if last else "",
                last.outcome.value if last and last.outcome else "",
                " ".join(row.worth.reasons),
            )
        )
    return out.getvalue()


def _plain(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
