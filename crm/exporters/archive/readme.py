"""README.txt of an archive: how to read it with nothing but a text editor, made from the tables themselves."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, Table

from crm.db import Base
from crm.exporters.archive.tables import SECRET_COLUMNS, SECRET_TABLES, columns_of, exported
from crm.exporters.archive.values import kind_of

NAME: Final = "README.txt"

_HEAD: Final = """\
An archive of Whipcount
=======================

This zip file holds the records of an advocacy campaign. You can read all of it without Whipcount: unpack it with any
zip program, and open the files with any text editor.

  README.txt            this explanation
  tables/NAME.jsonl     one file a table, one line a row, each line a JSON object (RFC 8259, UTF-8)
  files/HASH            files that people handed in, byte for byte, each named by the SHA-256 of its content
  manifest.json         when this was written and by what, and every part with its number of rows, its size and its
                        SHA-256, so that you can check that nothing is missing and nothing was changed

Rows stand in the order of their "id". A column that names a row of another table holds that row's id; below this is
written as "-> table". A column that is empty is null.

  number         a whole number; a decimal number may have a fraction
  text, word     text; a word is one of a fixed set
  day            2026-01-08
  instant        2026-01-08T17:30:00.000000Z: a moment, in UTC, with microseconds
  time of day    17:30:00, on the clocks of the place
  true or false  true, false
  JSON           whatever the record holds, as JSON
  file           the name of a file of this archive: files/HASH

Some days are only known roughly. Columns such as "said" and "happened" then hold dates of ISO 8601-2 (EDTF): 2025-06 is
some day in June 2025, ../2025-06 is June 2025 or before. The bounds stand beside them.

The table "positions" is a ledger. Entries are only ever added: one with "corrects_id" takes the place of the entry it
names from its "recorded_at" on, and one with "is_retraction" puts nothing in its place. "said" is when it was said,
"recorded_at" when it became known here.

To bring the archive back into an empty Whipcount: crm import archive FILE.zip
Users come back without a password. Let them in with: crm user link ADDRESS --password
"""


def readme() -> bytes:
    """The text, the same for every archive of this version."""
    about = _purposes()
    lines = [_HEAD, "Tables", "------", ""]
    for table in exported():
        lines += [table.name, *([f"  {about[table.name]}"] if table.name in about else [])]
        lines += [f"    {column.name}: {_described(column)}" for column in columns_of(table)]
        lines.append("")
    lines += ["Left out", "--------", ""]
    lines += [f"{name}: {why}" for name, why in sorted(SECRET_TABLES.items())]
    lines += [f"{table}.{column}: {why}" for (table, column), why in sorted(SECRET_COLUMNS.items())]
    return ("\n".join(lines) + "\n").encode()


def _described(column: Column[Any]) -> str:
    to = "".join(f" -> {key.column.table.name}" for key in column.foreign_keys)
    return f"{kind_of(column)}{to}{', may be null' if column.nullable else ''}"


def _purposes() -> dict[str, str]:
    """What a row of each table is, as its model says in its first line."""
    return {
        mapper.local_table.name: (mapper.class_.__doc__ or "").strip().partition("\n")[0]
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table)
    }
