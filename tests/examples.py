"""What ``crm demo`` loads, put into a test's database: each example is loaded once a run for each day asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import date

from crm import clock
from crm.sessions import Database, open_database
from seeds.load import load_demo, load_story, load_training
from tests.engines import Engine


def put_story(engine: Engine, url: str) -> None:
    """Let the empty copy at ``url`` hold the story."""
    _put(engine, url, "story", load_story, None)


def put_training(engine: Engine, url: str, day: date | None = None) -> None:
    """Let the empty copy at ``url`` hold the invented state as it is loaded on ``day`` (nothing given: today)."""
    _put(engine, url, "training", load_training, day)


def put_demo(engine: Engine, url: str, day: date | None = None) -> None:
    """Let the empty copy at ``url`` hold all examples as they are loaded on ``day`` (nothing given: today)."""
    _put(engine, url, "demo", load_demo, day)


def _put(engine: Engine, url: str, name: str, load: Callable[[Database], None], day: date | None) -> None:
    def fill(other: str) -> None:
        with clock.held_at(day) if day else nullcontext(), closing(open_database(other)) as database:
            load(database)

    engine.put(url, f"{name}-{day or 'today'}", fill)
