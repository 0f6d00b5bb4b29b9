"""What all tests share: an empty, migrated database of their own on the engine under test.

``CRM_TEST_ENGINE`` is ``sqlite`` (default) or ``postgresql``. The template database is migrated once a run, by the
process that starts it; each test that asks for a database gets a copy and may do with it what it likes.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy.orm import Session

from crm.coalition.visibility import OPERATOR, Viewer
from crm.config import get_settings
from crm.sessions import Database, open_database
from tests.engines import Engine, Handed, engine_for_run

CHECKOUT = Path(__file__).parent.parent

# Some of the run's other work shares the cores: no deadlines. In CI the same examples every time.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
settings.register_profile("dev", deadline=None, max_examples=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ENGINE = pytest.StashKey[Engine]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the engine (or, in a worker of xdist, use the one the controller started)."""
    handed = getattr(config, "workerinput", {}).get("whipcount_engine")
    engine = engine_for_run(os.environ.get("CRM_TEST_ENGINE", "sqlite"), Handed(*handed) if handed else None)
    config.stash[ENGINE] = engine
    config.add_cleanup(engine.close)
    # Nothing a test does may reach the database of whoever runs it.
    for name in [name for name in os.environ if name.startswith("CRM_") and name not in _KEPT]:
        del os.environ[name]
    os.environ["XDG_DATA_HOME"] = str(engine.folder / "data")
    get_settings.cache_clear()


_KEPT = ("CRM_TEST_ENGINE", "CRM_REQUIRE_BROWSER", "CRM_CHROMIUM")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what needs a database; the rest gives the same answer there, and was asked on SQLite."""
    if config.stash[ENGINE].name != "postgresql":
        return
    needs = ["engine_under_test" in getattr(item, "fixturenames", ()) for item in items]
    config.hook.pytest_deselected(items=[item for item, does in zip(items, needs, strict=True) if not does])
    items[:] = [item for item, does in zip(items, needs, strict=True) if does]


def pytest_collection_finish() -> None:
    """Leave what was imported out of all later rounds of the collector: it stays for the whole run."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the migrated template to a worker of xdist."""
    node.workerinput["whipcount_engine"] = tuple(node.config.stash[ENGINE].handed)


def pytest_report_header(config: pytest.Config) -> str:
    """Name the engine, so that a log says what was tested."""
    return f"database engine: {config.stash[ENGINE].name}"


@pytest.fixture(scope="session")
def engine_under_test(request: pytest.FixtureRequest) -> Engine:
    """Where this run's databases are made. Every test that works on one gets to it through this fixture."""
    return request.config.stash[ENGINE]


@pytest.fixture
def database_url(engine_under_test: Engine) -> Iterator[str]:
    """The address of a migrated, empty database that belongs to this test alone."""
    with engine_under_test.copy() as url:
        yield url


@pytest.fixture
def empty_database_url(engine_under_test: Engine) -> Iterator[str]:
    """The address of a database without any table."""
    with engine_under_test.blank() as url:
        yield url


_OPENED: dict[str, Database] = {}


@pytest.fixture
def database(engine_under_test: Engine, database_url: str) -> Iterator[Database]:
    """A migrated, empty database. Whoever comes to the same address again has the statements made for it at hand.

    On PostgreSQL its connections as well: a new one must first look up every table.
    """
    if database_url not in _OPENED:
        _OPENED[database_url] = open_database(database_url)
    opened = _OPENED[database_url]
    yield opened
    if engine_under_test.name == "sqlite" or opened.engine.pool.checkedout():  # type: ignore[attr-defined]
        opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session of ``database``. What the test leaves in it is rolled back with the database itself."""
    with database.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def operator() -> Viewer:
    """A viewer who sees everything."""
    return OPERATOR


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real public data, which is not part of the project. Tests that need it are skipped without it."""
    folder = Path(os.environ.get("WHIPCOUNT_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no folder of real data at {folder}: set WHIPCOUNT_SHARED_DATA to test on it")
    return folder
