"""A session's bulk CSV: its tables, indexed on disk so that memory does not grow with them, put together as bills."""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from crm.errors import InvalidInput
from crm.importers.csv_bound import LONGEST, bound_cells
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.sessions import state_and_year, years_in_name
from crm.importers.legiscan.source import SHOWN_ON, Raw
from crm.importers.legiscan.words import id_of
from crm.importers.report import Problem

TABLES: Final = {
    "bills": ("bill_id", "bill_number"),
    "people": ("people_id", "name"),
    "sponsors": ("bill_id", "people_id"),
    "history": ("bill_id", "action"),
    "rollcalls": ("bill_id", "roll_call_id"),
    "votes": ("roll_call_id", "people_id", "vote"),
    "documents": ("bill_id", "document_id"),
}
"""The tables, with the columns that none of them can do without; the first is what its rows are looked up by."""
_WIDEST: Final = 200
_AT_ONCE: Final = 5000


class CsvFolder:
    """One folder with a session's tables, in the shapes of the API. ``close`` gives the disk back."""

    def __init__(self, folder: Path, where: str, problems: list[Problem], shown_on: str | None = None) -> None:
        self.folder, self.where, self.problems, self.shown_on = folder, where, problems, shown_on
        self._scratch = tempfile.TemporaryDirectory(prefix="whipcount-legiscan-")
        self._db = sqlite3.connect(Path(self._scratch.name, "rows.db"))
        self._tables: set[str] = set()
        try:
            self._read()
        except BaseException:
            self.close()
            raise

    @property
    def only_sponsors(self) -> bool:
        """Never: people have a table of their own."""
        return False

    def close(self) -> None:
        """Close the index and take it off the disk."""
        self._db.close()
        self._scratch.cleanup()

    def _read(self) -> None:
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._tables = {name for name in TABLES if self._take(name)}
        if not self._tables & {"bills", "people"}:
            there = ", ".join(f"{name}.csv" for name in sorted(self._tables)) or "no table"
            raise InvalidInput(
                f"{self.where or self.folder.name} has {there} but no bills.csv.",
                hint="Give the folder that holds all tables.",
            )

    def people(self) -> Iterator[tuple[str, Raw]]:
        """The table of people."""
        yield from self._all("people")

    def of_sessions(self) -> Iterator[tuple[str, Raw]]:
        """None: the tables do not say who served."""
        yield from ()

    def indexes(self) -> Iterator[tuple[str, Raw]]:
        """None."""
        yield from ()

    def loose_votes(self) -> Iterator[tuple[str, Raw]]:
        """None: every roll call here is of a bill here."""
        yield from ()

    def bills(self) -> Iterator[tuple[str, Raw]]:
        """The bills, put together from the tables."""
        for where, row in self._all("bills"):
            yield where, self._bill(row)

    def _bill(self, row: Raw) -> Raw:
        id_ = row.get("bill_id") or ""
        found: Raw = {**row, SHOWN_ON: self.shown_on, "committee": {"name": text(row.get("committee"))}}
        known = state_and_year(row.get("url"))
        if known is not None:
            years = years_in_name(f"{self.folder.parent.name} {self.folder.name}", known[1])
            first, last = years or (known[1], known[1])
            title = text(self.folder.parent.name) if years and not self.folder.name.startswith("csv-") else None
            found["state"] = known[0]
            found["session"] = {"year_start": first, "year_end": last, "session_title": _named(title)}
        if "history" in self._tables:
            found["history"] = sorted(self._rows("history", id_), key=lambda line: _place(line.get("sequence")))
        if "sponsors" in self._tables:
            found["sponsors"] = [
                {"people_id": line.get("people_id"), "sponsor_order": line.get("position")}
                for line in self._rows("sponsors", id_)
            ]
        if "rollcalls" in self._tables:
            found["votes"] = [
                {**line, "votes": self._rows("votes", line.get("roll_call_id") or "")}
                for line in self._rows("rollcalls", id_)
            ]
        found["body"] = _body(found)
        return found

    def _all(self, table: str) -> Iterator[tuple[str, Raw]]:
        if table not in self._tables:
            return
        # Not by a cursor: other questions are asked in between.
        last = 0
        while rows := self._db.execute(
            f"SELECT rowid, cells FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 500",  # noqa: S608 - ours
            (last,),
        ).fetchall():
            for last, cells in rows:
                yield f"{self._name(table)}, record {last}", json.loads(cells)

    def _rows(self, table: str, key: str) -> list[Raw]:
        if table not in self._tables:
            return []
        rows = self._db.execute(f"SELECT cells FROM {table} WHERE key = ? ORDER BY rowid", (key,))  # noqa: S608
        return [json.loads(cells) for (cells,) in rows]

    def _take(self, name: str) -> bool:
        """Read one table into the index; whether it is there. Raises InvalidInput for one that is no such table."""
        file = next((path for path in self.folder.iterdir() if path.name.lower() == f"{name}.csv"), None)
        if file is None:
            return False
        self._db.execute(f"CREATE TABLE {name} (key TEXT, cells TEXT)")
        batch = []
        for row in read_rows(file, self._name(name), TABLES[name], self.problems):
            batch.append((row[TABLES[name][0]], json.dumps(row)))
            if len(batch) >= _AT_ONCE:
                self._db.executemany(f"INSERT INTO {name} VALUES (?, ?)", batch)  # noqa: S608
                batch.clear()
        self._db.executemany(f"INSERT INTO {name} VALUES (?, ?)", batch)  # noqa: S608
        self._db.execute(f"CREATE INDEX {name}_key ON {name} (key)")
        return True

    def _name(self, table: str) -> str:
        return f"{self.where}/{table}.csv" if self.where else f"{table}.csv"


def read_rows(file: Path, where: str, needed: tuple[str, ...], problems: list[Problem]) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as columns by name. A row of another width is a problem, and the next one comes.

    Raises InvalidInput for a file without the columns it needs, in an unknown encoding, or wider than any table.
    """
    bound_cells()
    try:
        with file.open(encoding=_encoding(file), newline="") as opened:
            rows = csv.reader(opened)
            header = [name.strip().lower() for name in next(rows, [])]
            missing = [name for name in needed if name not in header]
            if missing or len(header) > _WIDEST:
                what = f"has no column {missing[0]}" if missing else f"has {len(header):,} columns"
                raise InvalidInput(f"{where} {what}.", hint="Give LegiScan's own CSV files, with their first line.")
            for row in rows:
                if len(row) == len(header):
                    yield dict(zip(header, row, strict=True))
                elif any(cell.strip() for cell in row):
                    what = f"Line {rows.line_num} has {len(row)} values, not {len(header)}; it was left out."
                    problems.append(Problem(where, what, "Download the file again: it may be cut short."))
    except csv.Error as error:
        raise InvalidInput(f"{where} is not CSV ({error}).", hint="Download the file again.") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{where} is not a text file.", hint="Download the file again.") from None


def _encoding(file: Path) -> str:
    """UTF-8 where the file is that, Western (cp1252) otherwise: some were saved again by a spreadsheet program."""
    with file.open("rb") as opened:
        head = opened.read(LONGEST)
        if len(head) == LONGEST and not {10, 13} & set(head):
            raise InvalidInput(f"{file.name} has no lines.", hint="Download the file again.")
        if b"\x00" in head:
            return "utf-16" if file.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else "ascii"
    try:
        with file.open(encoding="utf-8-sig") as opened:
            while opened.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _place(value: Any) -> int:
    found = text(value)
    return int(found) if found and found.isdecimal() else 0


def _named(folder: str | None) -> str | None:
    """A session's title from its folder: "2015-2016_98th_Legislature" is the 98th Legislature."""
    _, _, title = (folder or "").partition("_")
    return title.replace("_", " ").strip() or None


def _body(bill: Raw) -> str | None:
    """The chamber a bill began in: its number's first letter, or the chamber of its first step."""
    letter = (text(bill.get("bill_number")) or "")[:1].upper()
    if letter in ("H", "A", "S"):
        return letter
    history = bill.get("history") or []
    return text(history[0].get("chamber")) if history else (letter if id_of(bill.get("bill_id")) else None)
