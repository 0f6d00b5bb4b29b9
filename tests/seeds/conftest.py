"""The examples as ``crm demo`` loads them, in databases of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.db import Base
from crm.sessions import Database, open_database
from tests.engines import Engine
from tests.examples import put_demo, put_story, put_training


@pytest.fixture(scope="module")
def story(engine_under_test: Engine) -> Iterator[Database]:
    """A database that holds the story; the tests of a module share it, and only read."""
    with engine_under_test.copy() as url:
        put_story(engine_under_test, url)
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture
def reading(story: Database) -> Iterator[Session]:
    """A reading session on the story."""
    with story.read() as session:
        yield session


TODAY: Final = date(2026, 6, 3)
"""The day on which the invented state is loaded here: a Wednesday."""


@pytest.fixture(scope="session")
def training(engine_under_test: Engine) -> Iterator[Database]:
    """A database that holds the invented state alone; all tests share it, and only read."""
    with engine_under_test.copy() as url:
        put_training(engine_under_test, url, TODAY)
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture(scope="session")
def demo(engine_under_test: Engine) -> Iterator[Database]:
    """A database with all examples, loaded on the same day; all tests share it, and only read."""
    with engine_under_test.copy() as url:
        put_demo(engine_under_test, url, TODAY)
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture
def practice(training: Database) -> Iterator[Session]:
    """A reading session on the invented state, on the day on which it was loaded."""
    with clock.held_at(TODAY), training.read() as session:
        yield session


@pytest.fixture
def examples(demo: Database) -> Iterator[Session]:
    """A reading session on all examples, on the day on which they were loaded."""
    with clock.held_at(TODAY), demo.read() as session:
        yield session


def row_counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
