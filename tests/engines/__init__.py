"""The two database engines as tests see them: one migrated template a run, one copy a test.

Copies, not clean-ups: the ledger's triggers refuse DELETE and TRUNCATE. What many tests begin with (a cast, the whole
example) is made once a run and put into their copies.
"""

from __future__ import annotations

import pytest

from tests.engines.engine import Engine, Handed
from tests.engines.postgresql import PostgreSQL
from tests.engines.sqlite import SQLite

__all__ = ["Engine", "Handed", "engine_for_run"]

_ENGINES: dict[str, type[SQLite] | type[PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine_for_run(name: str, handed: Handed | None) -> Engine:
    """The engine called ``name``, over what another process handed on or (nothing given) a template made now."""
    if name not in _ENGINES:
        raise pytest.UsageError(f"CRM_TEST_ENGINE is “{name}”: use sqlite or postgresql")
    return _ENGINES[name](handed)
