"""Whose an entry is changes with a merge that is on file, and in no other way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm import clock, migrate
from crm.people.models import Merge
from crm.positions.models import Position
from crm.sessions import Database, open_database
from tests import builders, cast

MOVE = "UPDATE positions SET person_id = 2 WHERE person_id = 1"
BACK = "UPDATE positions SET person_id = 1 WHERE person_id = 2"


@pytest.fixture
def ledger(database_url: str) -> Iterator[Database]:
    """An entry about person 1, and a person 2."""
    database = open_database(database_url)
    with database.write() as session:
        measure = builders.measure(session, builders.state(session))
        one, other = builders.person(session, cast.SENATOR), builders.person(session, cast.OTHER_SENATOR)
        assert (one.id, other.id) == (1, 2)
        builders.position(session, one, measure)
    yield database
    database.close()


def run(database: Database, statement: str) -> None:
    """Raw SQL, past all of our code, and commit."""
    with database.engine.connect().execution_options(write=True) as connection:
        connection.execute(sa.text(statement))
        connection.commit()


def merged(database: Database, *, undone: bool = False) -> None:
    with database.write() as session:
        session.add(
            Merge(kept_id=2, gone_id=1, moved=[], merged_at=clock.now(), undone_at=clock.now() if undone else None)
        )


def whose(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(sa.select(Position.person_id)))


def test_without_a_merge_an_entry_stays_with_its_person(ledger: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, MOVE)


def test_an_entry_follows_its_person_to_the_record_that_is_kept_and_not_back(ledger: Database) -> None:
    merged(ledger)
    run(ledger, MOVE)
    assert whose(ledger) == [2]
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, BACK)


def test_an_undone_merge_lets_it_go_back_and_not_there_again(ledger: Database) -> None:
    merged(ledger)
    run(ledger, MOVE)
    run(ledger, "UPDATE merges SET undone_at = merged_at")
    run(ledger, BACK)
    assert whose(ledger) == [1]
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, MOVE)


@pytest.mark.parametrize("also", ["stance = 'no'", "said = '2020'", "words = ''", "recorded_at = '2020-01-01'",
                                  "fact_key = 'a'", "visibility = 'private'"])  # fmt: skip
def test_nothing_else_changes_along(ledger: Database, also: str) -> None:
    merged(ledger)
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, f"UPDATE positions SET person_id = 2, {also} WHERE person_id = 1")
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, f"UPDATE positions SET {also}")


def test_an_entry_goes_to_no_third_person(ledger: Database) -> None:
    merged(ledger)
    with ledger.write() as session:
        builders.person(session, cast.MEMBER)
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, "UPDATE positions SET person_id = 3 WHERE person_id = 1")


def test_on_the_way_down_and_up_the_rows_stay_and_the_old_line_holds_meanwhile(ledger: Database) -> None:
    merged(ledger)
    migrate.downgrade(ledger.engine, "0009")
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, MOVE)
    assert whose(ledger) == [1]
    ledger.upgrade()
    run(ledger, MOVE)
    assert whose(ledger) == [2]


def test_an_erasure_still_takes_words_alone(ledger: Database) -> None:
    run(ledger, "INSERT INTO erasures (position_id, reason, recorded_at) VALUES (1, 'A court.', '2026-01-01 00:00:00')")
    run(ledger, "UPDATE positions SET words = '(erased)'")
    with pytest.raises(DBAPIError, match="append-only"):
        run(ledger, "UPDATE positions SET stance = 'no'")
