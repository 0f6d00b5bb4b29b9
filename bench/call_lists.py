"""``make bench``: what planned call lists add, and what it costs to draw one up over a long log.

The first table holds the plan against the ranking by stance and against random order, for the same number of calls on
the same simulated days; the second draws a list up over a million logged contacts and compares it with its own bare
SQL. Nothing here fails a build: figures are read by people.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench import call_lists_days as days
from bench import call_lists_log as log
from bench import data
from crm.sessions import open_database

TRAINING: Final = "every-plate"
DAYS: Final = 200
CALLS: Final = (12, 24, 48)
SEED: Final = 20250612
ACTIONS: Final = 1_000_000


def main() -> None:
    """Load, simulate, fill, measure, print."""
    console = Console(soft_wrap=True)
    if not console.is_terminal:
        console.width = 120
    with tempfile.TemporaryDirectory(prefix="whipcount-bench-") as folder:
        file = Path(folder) / "bench.db"
        console.print("Call lists, on " + data.load(f"sqlite:///{file}") + ".")
        database = open_database(f"sqlite:///{file}")
        with database.read() as session:
            for by_name in (True, False):
                table = _table("with what is asked by name" if by_name else "votes alone")
                for calls in CALLS:
                    _rows(table, calls, days.simulate(session, TRAINING, DAYS, calls, SEED, by_name=by_name))
                console.print(table)
        officials = log.fill(str(file), TRAINING, ACTIONS, SEED)
        _print_cost(console, log.cost(database, str(file), TRAINING, officials))
        database.close()


def _table(what: str) -> Table:
    return Table(
        "calls", "chosen by", "gain, points", "sd", "10 % to 90 %", "if the numbers are off", "sd", "plan is ahead on",
        title=f"Gain in the chance of winning over {DAYS} simulated days, {what}", title_justify="left",
    )  # fmt: skip


def _rows(table: Table, calls: int, results: dict[str, days.Added]) -> None:
    plan = results["the plan"]
    for name, added in results.items():
        ahead = sum(ours > theirs for ours, theirs in zip(plan.stated, added.stated, strict=True)) / DAYS
        deciles = statistics.quantiles((value * 100 for value in added.stated), n=10)
        table.add_row(
            str(calls),
            name,
            f"{statistics.fmean(added.stated) * 100:.2f}",
            f"{statistics.stdev(added.stated) * 100:.2f}",
            f"{deciles[0]:.2f} to {deciles[-1]:.2f}",
            f"{statistics.fmean(added.truth) * 100:.2f}",
            f"{statistics.stdev(added.truth) * 100:.2f}",
            "" if added is plan else f"{ahead:.0%} of days",
        )


def _print_cost(console: Console, cost: log.ListCost) -> None:
    table = Table("", "wall ms", "CPU ms", title=f"A list for {cost.officials} officials over {ACTIONS:,} contacts")
    table.add_row("drawn up", f"{cost.whole.wall:.0f}", f"{cost.whole.cpu:.0f}")
    table.add_row(f"its {cost.queries} statements, bare", f"{cost.bare.wall:.0f}", f"{cost.bare.cpu:.0f}")
    table.add_row("times", f"{cost.whole.wall / cost.bare.wall:.2f}", f"{cost.whole.cpu / cost.bare.cpu:.2f}")
    console.print(table)
    console.print(f"The last contacts are found by: {cost.index}")


if __name__ == "__main__":
    main()
