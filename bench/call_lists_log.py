"""A log of a million contacts with the training state's officials, and what it costs to draw up a list over it."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bench import measure
from crm import clock
from crm.accounts.queries import first_administrator
from crm.calling.effort import Choices
from crm.calling.sheet import CallSheet, call_sheet
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import Viewer
from crm.positions.as_of import AsOf
from crm.sessions import Database

YEARS: Final = 2
ROUNDS: Final = 5
_CHANNELS: Final = ("call", "call", "email", "meeting")
_OUTCOMES: Final = ("reached_member", "reached_staff", "left_message", "no_answer", "busy")
_WALLS: Final = ("coalition", "coalition", "private", "public")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of the best round, by the clock and of this process's CPU."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class ListCost:
    """What drawing up a list costs: whole, and the bare statements alone; ``index``: how the database goes about it."""

    officials: int
    rows: int
    queries: int
    whole: Times
    bare: Times
    index: str


def fill(file: str, slug: str, actions: int, seed: int) -> int:
    """Log so many contacts over two years with the members of the campaign's chambers; return how many members."""
    dice = random.Random(seed)
    connection = sqlite3.connect(file)
    campaign, jurisdiction = connection.execute(
        "SELECT c.id, m.jurisdiction_id FROM campaigns c JOIN measures m ON m.id = c.measure_id WHERE c.slug = ?",
        (slug,),
    ).fetchone()
    organizations = _column(
        connection, "SELECT organization_id FROM campaign_organizations WHERE campaign_id = ?", campaign
    )
    people = _column(
        connection,
        "SELECT DISTINCT t.person_id FROM tenures t JOIN offices o ON o.id = t.office_id"
        " JOIN districts d ON d.id = o.district_id JOIN chambers c ON c.id = d.chamber_id"
        " WHERE c.jurisdiction_id = ? AND t.ended_on IS NULL",
        jurisdiction,
    )
    first = connection.execute("SELECT max(id) FROM outreach_actions").fetchone()[0] + 1
    today = clock.today()

    def contacts() -> Iterator[tuple[Any, ...]]:
        for number in range(actions):
            # The last of them a few days ago, so that not everybody rests.
            day = (today - timedelta(days=4 + int(365 * YEARS * (1 - number / actions)))).isoformat()
            yield (
                first + number, campaign, dice.choice(organizations), dice.choice(_WALLS), dice.choice(_CHANNELS),
                dice.choice(_OUTCOMES), day, day, day, f"{day} 12:00:00.000000",
            )  # fmt: skip

    connection.executemany(
        "INSERT INTO outreach_actions (id, campaign_id, organization_id, visibility, channel, outcome, notes, happened,"
        " happened_earliest, happened_latest, recorded_at) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?)",
        contacts(),
    )
    connection.executemany(
        "INSERT INTO action_officials (action_id, person_id, part) VALUES (?, ?, 'target')",
        ((first + number, dice.choice(people)) for number in range(actions)),
    )
    connection.commit()
    connection.close()
    return len(people)


def cost(database: Database, file: str, slug: str, officials: int) -> ListCost:
    """What a planned list for all of them costs, on behalf of the demo's administrator, walls and all."""
    choices, deadline = Choices(hours=6, callers=4), clock.today() + timedelta(days=14)
    with database.read() as session:
        viewer = _viewer(session)
        statements = measure.Statements(database.engine)

        def draw() -> CallSheet:
            return call_sheet(session, viewer, slug, AsOf.of(), deadline=deadline, choices=choices)

        sheet = draw()
        statements.seen.clear()
        draw()
        asked = list(statements.seen)
        bare = _Bare(file, asked)
        whole, alone = _best(draw, bare.run)
        index = bare.index("last_called")
        bare.close()
    return ListCost(officials, len(sheet.rows) + len(sheet.left_out), len(asked), whole, alone, index)


class _Bare:
    """The same statements through the bare driver."""

    def __init__(self, file: str, asked: list[tuple[str, Any]]) -> None:
        self._connection, self._asked = sqlite3.connect(file, isolation_level=None), asked

    def run(self) -> None:
        for statement, parameters in self._asked:
            self._connection.execute(statement, parameters).fetchall()

    def index(self, word: str) -> str:
        """How the first statement with the word in it begins."""
        statement, parameters = next(each for each in self._asked if word in each[0])
        rows = self._connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        return next(str(row[3]) for row in rows if "outreach_actions" in row[3])

    def close(self) -> None:
        self._connection.close()


def _best(*works: Callable[[], Any]) -> list[Times]:
    """The best of some rounds of each work, turn and turn about, so that all meet the same neighbours."""
    best = [Times(float("inf"), float("inf")) for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            now = Times((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
            best[place] = Times(min(best[place].wall, now.wall), min(best[place].cpu, now.cpu))
    return best


def _viewer(session: Any) -> Viewer:
    user = first_administrator(session)
    if user is None:
        raise SystemExit("Nobody administers this database: load it with crm demo --load-only.")
    return viewer_of(session, user.id, is_admin=True, today=clock.today())


def _column(connection: sqlite3.Connection, statement: str, value: int) -> list[int]:
    return [row[0] for row in connection.execute(statement, (value,))]
