"""Column types and engines keep their promises on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from crm import clock
from crm.accounts.models import User
from crm.db import open_engine
from crm.errors import InvalidInput
from crm.sessions import Database


def _user(email: str = "ada@example.org", at: datetime | None = None) -> User:
    return User(email=email, name="Ada", created_at=at or clock.now())


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2025, 6, 14, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2025, 3, 9, 2, 30, tzinfo=timezone(timedelta(hours=-5))),
        datetime(1899, 12, 31, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database, instant: datetime) -> None:
    with database.write() as session:
        session.add(_user(at=instant))
    with database.read() as session:
        found = session.scalars(select(User.created_at)).one()
        assert session.scalars(select(User.id).where(User.created_at == instant)).one()
    assert found == instant
    assert found.tzinfo is UTC


def test_an_instant_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        session.add(_user(at=datetime(2025, 6, 14)))


def test_a_failed_block_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.add(_user())
        session.flush()
        raise RuntimeError
    with database.read() as session:
        assert session.scalars(select(User)).all() == []


def test_a_reading_session_changes_nothing(database: Database) -> None:
    with database.read() as session:
        session.add(_user())
        session.flush()
    with database.read() as session:
        assert session.scalars(select(User)).all() == []


def test_writers_that_read_first_lose_no_update(database: Database) -> None:
    """The driver's defaults lose most of these silently on SQLite; PostgreSQL needs the row lock."""
    with database.write() as session:
        session.add(_user(email="0@example.org"))
    failures: list[BaseException] = []

    def add_one_ten_times() -> None:
        try:
            for _ in range(10):
                with database.write() as session:
                    user = session.scalars(select(User).with_for_update()).one()
                    user.email = f"{int(user.email.split('@')[0]) + 1}@example.org"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=add_one_ten_times) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.read() as session:
        assert session.scalars(select(User.email)).one() == "40@example.org"


@pytest.mark.parametrize("url", ["not a url", "mysql://root@localhost/x"])
def test_a_database_that_cannot_be_used_is_refused_with_a_hint(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        open_engine(url)
    assert refused.value.hint
