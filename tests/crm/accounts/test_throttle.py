"""Guessing is slow: by account and by address, before anything is hashed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts import throttle
from crm.accounts.models import SignInAttempt
from crm.errors import NotAllowed

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
ADA = "ada@example.org"


@pytest.fixture(autouse=True)
def june():
    with clock.held_at(date(2025, 6, 20)):
        yield


def fail(session: Session, times: int, email: str = ADA, address: str = HERE) -> None:
    for _ in range(times):
        throttle.note(session, email, address, succeeded=False)


def may_try(session: Session, email: str = ADA, address: str = HERE) -> bool:
    try:
        throttle.check(session, email, address)
    except NotAllowed:
        return False
    return True


def test_an_account_waits_after_too_many_failures_from_wherever_they_come(session: Session) -> None:
    fail(session, throttle.FAILURES_PER_ACCOUNT - 1)
    assert may_try(session)
    fail(session, 1, " ADA@example.org ", ELSEWHERE)
    assert not may_try(session)
    assert not may_try(session, address=ELSEWHERE)
    assert may_try(session, "leo@example.org"), "a colleague at the same address signs in"


def test_an_address_waits_after_many_failures_at_many_accounts(session: Session) -> None:
    for number in range(throttle.FAILURES_PER_ADDRESS):
        assert may_try(session, f"user{number}@example.org")
        fail(session, 1, f"user{number}@example.org")
    assert not may_try(session, "leo@example.org")
    assert may_try(session, "leo@example.org", ELSEWHERE)


def test_the_wait_ends_after_a_quarter_of_an_hour(session: Session) -> None:
    fail(session, throttle.FAILURES_PER_ACCOUNT)
    with clock.held_at(clock.now() + throttle.WINDOW - timedelta(seconds=1)):
        assert not may_try(session)
    with clock.held_at(clock.now() + throttle.WINDOW):
        assert may_try(session)


def test_who_signs_in_has_their_failures_forgotten(session: Session) -> None:
    fail(session, throttle.FAILURES_PER_ACCOUNT - 1)
    throttle.note(session, ADA, HERE, succeeded=True)
    fail(session, throttle.FAILURES_PER_ACCOUNT - 1)
    assert may_try(session)


def test_signing_in_oneself_buys_no_more_guesses_at_others(session: Session) -> None:
    """Somebody with an account of their own must not try every colleague's from their desk."""
    for number in range(throttle.FAILURES_PER_ADDRESS):
        fail(session, 1, f"user{number}@example.org")
        throttle.note(session, "mallory@example.org", HERE, succeeded=True)
    assert not may_try(session, "leo@example.org")


def test_neither_who_nor_where_is_kept_and_nothing_for_long(session: Session) -> None:
    fail(session, 3)
    kept = "".join(session.scalars(select(SignInAttempt.who_hash)))
    assert "ada" not in kept
    assert HERE not in kept
    with clock.held_at(clock.now() + timedelta(days=2)):
        fail(session, 1, "leo@example.org", ELSEWHERE)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 2
