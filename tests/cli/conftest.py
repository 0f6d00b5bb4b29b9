"""The command line, run as people run it: arguments in; exit code, output and errors out."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from crm.cli import context, main
from crm.db import Base
from crm.sessions import Database


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON, which it must be as a whole."""
        assert self.code == 0, self.err
        return json.loads(self.out)


Crm = Callable[..., Ran]


@pytest.fixture
def crm(database_url: str) -> Crm:
    """Run ``crm`` with these arguments on the test's own database (the same that the fixture ``database`` opens)."""
    return lambda *arguments, stdin="": run_crm(database_url, *arguments, stdin=stdin)


def run_crm(url: str, *arguments: object, stdin: str = "") -> Ran:
    """Run ``crm`` on the database at ``url``, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code: int | str | None = 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["crm", "--database", url, *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code
        finally:
            context.close()
    return Ran(code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue())


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: "as before" means the same rows, not only as many."""
    with database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
