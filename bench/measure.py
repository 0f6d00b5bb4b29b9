"""Measures of one request in this process: CPU, queries, and the bare SQL among it.

The machine is shared and its speed unknown: of several rounds the best counts, and every figure is also given as a
multiple of a fixed loop of plain Python, which travels from one machine to another better than milliseconds.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request costs. Times are milliseconds."""

    cpu: float
    queries: int
    bare_sql: float
    bytes: int


def cpu_ms(work: Callable[[], Any], *, rounds: int = 7, times: int = 20) -> float:
    """CPU milliseconds of this process for one ``work()``: the best round's mean."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - began) / times)
    return best * 1000


async def cpu_ms_async(work: Callable[[], Awaitable[Any]], *, rounds: int = 7, times: int = 20) -> float:
    """The same for a coroutine; threads that work for it are counted, too."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        for _ in range(times):
            await work()
        best = min(best, (time.process_time() - began) / times)
    return best * 1000


def calibration_ms() -> float:
    """CPU milliseconds of the yardstick: dictionaries built, sorted and written as JSON."""

    def yardstick() -> str:
        rows = [{"id": n, "name": f"name {n % 97}", "even": n % 2 == 0} for n in range(2000)]
        rows.sort(key=lambda row: (row["name"], -row["id"]))
        return json.dumps(rows)

    return cpu_ms(yardstick, rounds=15, times=10)


class Statements:
    """The statements an engine executes while it is watched."""

    def __init__(self, engine: Engine) -> None:
        self.seen: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.seen.extend((statement, each) for each in (parameters if many else [parameters]))


def bare_sql_ms(file: str, statements: list[tuple[str, Any]], *, rounds: int = 30) -> float:
    """Milliseconds of the same statements through the bare driver, rolled back; the best round."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    best = float("inf")
    for _ in range(rounds):
        connection.execute("BEGIN")
        began = time.perf_counter()
        for statement, parameters in statements:
            # A row that the request wrote is there already; trying to write it again costs about as much.
            with suppress(sqlite3.IntegrityError):
                connection.execute(statement, parameters).fetchall()
        best = min(best, time.perf_counter() - began)
        connection.execute("ROLLBACK")
    connection.close()
    return best * 1000
