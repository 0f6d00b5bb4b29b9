"""``make bench``: a whole session of New York's bills, imported twice, each in a process of its own on SQLite.

Prints CPU seconds, each as a multiple of merely unpacking and parsing the same JSON, the wall clock, and the peak of
memory. The machine is shared: CPU time is what travels. Without the folder of real data there is nothing to measure.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.data import ROSTER
from bench.server import crm

SESSION = ROSTER.parent.parent / "ny-bills" / "all-2025-2026.tar.xz"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: CPU and wall seconds, megabytes at its peak, and what it said."""

    cpu: float
    wall: float
    peak: float
    said: dict[str, Any]


def main() -> None:
    """Import, import again, print."""
    console = Console(soft_wrap=True)
    if not SESSION.is_file():
        console.print(f"No {SESSION}: set WHIPCOUNT_SHARED_DATA to measure imports of bills.")
        return
    with tempfile.TemporaryDirectory(prefix="whipcount-bench-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        parse = _measured([sys.executable, "-m", "bench.bill_imports", "parse"])
        _measured(crm(url, "db", "upgrade"))
        _measured(crm(url, "import", "openstates", str(ROSTER), "--json"))
        first = _measured(crm(url, "import", "ny-bills", str(SESSION), "--json"))
        again = _measured(crm(url, "import", "ny-bills", str(SESSION), "--json"))
        size = Path(folder, "bench.db").stat().st_size / 1e6
    table = Table(title=f"{first.said['created']:,} bills of one session ({size:.0f} MB on file)")
    for column in ("", "CPU s", "× parsing", "wall s", "peak MB", "created", "same"):
        table.add_column(column, justify="left" if not column else "right")
    for name, run in (("unpack and parse", parse), ("import", first), ("import again", again)):
        table.add_row(
            name,
            f"{run.cpu:.1f}",
            f"{run.cpu / parse.cpu:.1f}",
            f"{run.wall:.1f}",
            f"{run.peak:.0f}",
            str(run.said.get("created", "")),
            str(run.said.get("same", "")),
        )
    console.print(table)


def _measured(command: list[str]) -> Run:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The highest of all children so far: the first import is the hungriest.
    return Run(cpu, wall, after.ru_maxrss / 1024, json.loads(done.stdout) if done.stdout.startswith("{") else {})


def parse_all() -> None:
    """Unpack and parse every file of the session, and do nothing with it."""
    with tarfile.open(SESSION, "r|xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                json.load(file)


if __name__ == "__main__":
    parse_all() if sys.argv[1:] == ["parse"] else main()
