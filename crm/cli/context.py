"""What the commands share: the database in use, the viewer, and how results are printed."""

from __future__ import annotations

import dataclasses
import enum
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from crm.coalition.visibility import OPERATOR, Viewer
from crm.sessions import Database, open_database

_state: dict[str, Any] = {"url": None, "database": None, "shows_where": False}

notes = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
"""Progress and warnings; standard output carries the answer alone."""

_UNFOLDED = 1000


def choose_database(url: str | None) -> None:
    """Use the database at ``url`` (nothing: the configured one) for this command."""
    _state["url"] = url


def show_where(wanted: bool) -> None:
    """Let this command show, where something fails, where in the code it did."""
    _state["shows_where"] = wanted


def shows_where() -> bool:
    """Whether this command was asked to show where in the code something fails."""
    return bool(_state["shows_where"])


def database(*, any_version: bool = False) -> Database:
    """The database of this command. Raises InvalidInput unless its tables are at the newest version."""
    if _state["database"] is None:
        _state["database"] = open_database(_state["url"])
    found: Database = _state["database"]
    if not any_version:
        found.require_current()
    return found


def close() -> None:
    """Give the database's connections back."""
    if _state["database"] is not None:
        _state["database"].close()
        _state["database"] = None


@contextmanager
def reading() -> Iterator[tuple[Session, Viewer]]:
    """A reading session, and the operator as viewer: whoever runs the command can read the database anyway."""
    with database().read() as session:
        yield session, OPERATOR


@contextmanager
def writing(**about: Any) -> Iterator[tuple[Session, Viewer]]:
    """A writing session, and the operator as viewer. Commits as the block ends, or not at all."""
    with database().write(**about) as session:
        yield session, OPERATOR


def print_json(value: Any) -> None:
    """Print ``value`` (dataclasses, dates and enums included) as JSON to standard output."""
    json.dump(value, sys.stdout, default=_encode, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table for people to standard output; into a file or a pipe as wide as it needs to be."""
    console = Console(highlight=False)
    if not console.is_terminal:
        # Folded to a screen that is not there, narrow columns would lose their text.
        console.width = _UNFOLDED
    table = Table(title=Text(plain(title)), title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(Text("" if cell is None else plain(cell)) for cell in row))
    console.print(table)


def plain(value: object) -> str:
    """One line of text without control characters: what others wrote must not steer the terminal."""
    return "".join(char for char in " ".join(str(value).split()) if char.isprintable())


def _encode(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__} as JSON")
