"""``make bench``: what the pages that organizers open most cost, in one process on SQLite.

Prints, for each, CPU milliseconds, queries, milliseconds of bare SQL and the aim; then memory and cold start. The aims
are what comparable tools need for mere JSON. Nothing here fails a build: figures are read by people.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from bench import data, measure, server
from bench.site import open_site, sign_in
from crm.sessions import open_database


@dataclass(frozen=True, slots=True)
class Request:
    """A request to measure. ``form`` makes the n-th form to post; a page is fetched where there is none."""

    name: str
    path: str
    aim: float
    form: Callable[[int], dict[str, str]] | None = None


def requests(subject: data.Subject) -> list[Request]:
    """The requests that are measured."""
    official = f"/officials/{subject.official}"
    return [
        Request("officials, 50 rows", "/officials", 7),
        Request(f"an official with {data.ACTIONS} actions", official, 10),
        Request("board of both chambers", f"/campaigns/{subject.campaign}", 15),
        Request("logging a contact", f"{official}/log", 8, lambda n: _contact(subject, n)),
    ]


def _contact(subject: data.Subject, number: int) -> dict[str, str]:
    return {
        "channel": "call",
        "outcome": "reached_staff",
        "notes": "They will call back.",
        "campaign": subject.campaign,
        "client_key": f"bench-{number}",
    }


def main() -> None:
    """Load, measure, print."""
    console = Console(soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="whipcount-bench-") as folder:
        file = Path(folder) / "bench.db"
        url = f"sqlite:///{file}"
        console.print("Measured on " + data.load(url) + ".")
        database = open_database(url)
        subject = data.choose(database)
        unit = measure.calibration_ms()
        console.print(f"The yardstick loop takes {unit:.2f} ms of CPU here.")
        asyncio.run(_measure_requests(console, str(file), subject, unit))
        database.close()
        _measure_server(console, url, subject)


async def _measure_requests(console: Console, file: str, subject: data.Subject, unit: float) -> None:
    table = Table("request", "CPU ms", "aim", "x yardstick", "queries", "bare SQL ms", "KB")
    for request in requests(subject):
        async with open_site(f"sqlite:///{file}") as (client, engine):
            cost = await _cost(client, measure.Statements(engine), file, request)
        table.add_row(
            request.name,
            f"{cost.cpu:.1f}",
            f"{request.aim:g}",
            f"{cost.cpu / unit:.1f}",
            str(cost.queries),
            f"{cost.bare_sql:.2f}",
            f"{cost.bytes / 1024:.0f}",
        )
    console.print(table)


async def _cost(client: httpx.AsyncClient, statements: measure.Statements, file: str, request: Request) -> measure.Cost:
    numbers = itertools.count()

    async def once() -> httpx.Response:
        if request.form is None:
            answer = await client.get(request.path)
        else:
            answer = await client.post(request.path, data=request.form(next(numbers)))
        if answer.status_code >= 400 or answer.headers.get("location", "").startswith("/sign-in"):
            raise SystemExit(f"{request.name}: {request.path} answered {answer.status_code}: {answer.text[:300]}")
        return answer

    for _ in range(10):
        answer = await once()
    statements.seen.clear()
    await once()
    seen = list(statements.seen)
    cpu = await measure.cpu_ms_async(once)
    return measure.Cost(cpu, len(seen), measure.bare_sql_ms(file, seen), len(answer.content))


def _measure_server(console: Console, url: str, subject: data.Subject) -> None:
    port = server.free_port()
    with server.running(url, port) as process, httpx.Client(trust_env=False) as client:
        base = f"http://127.0.0.1:{port}"
        server.wait_for(client, process, base + "/sign-in")
        client.cookies.update(sign_in(url))
        for request in requests(subject) * 25:
            if request.form is None:
                client.get(base + request.path)
        console.print(f"Resident memory after 75 pages: {server.memory_mib(process):.0f} MiB (aim: 150).")
    seconds = server.seconds_to_first_answer(url, "/sign-in")
    console.print(f"Cold start to the first answer: {seconds:.2f} s (aim: 2).")


if __name__ == "__main__":
    main()
