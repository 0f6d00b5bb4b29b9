"""The examples as ``crm demo`` loads them, in databases of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.db import Base
from crm.sessions import Database, open_database
from seeds.load import load_story
from tests.conftest import ENGINE


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database that holds the story; the tests of a module share it, and only read."""
    with request.config.stash[ENGINE].copy() as url:
        database = open_database(url)
        load_story(database)
        yield database
        database.close()


@pytest.fixture
def reading(story: Database) -> Iterator[Session]:
    """A reading session on the story."""
    with story.read() as session:
        yield session


def row_counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
