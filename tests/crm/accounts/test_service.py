"""Who may sign in: users, links that work once, browsers that stay signed in for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts import queries, service
from crm.accounts.models import LinkPurpose, LoginSession, OneTimeLink, User
from crm.accounts.secrets import hash_token
from crm.config import get_settings
from crm.errors import Conflict, InvalidInput, NotFound, WhipcountError
from tests import cast
from tests.builders import users

JUNE = date(2025, 6, 20)


@pytest.fixture(autouse=True)
def june():
    with clock.held_at(JUNE):
        yield


@pytest.fixture
def ada(session: Session) -> User:
    return users.user(session, cast.ADA)


def in_days(days: float) -> Any:
    return clock.held_at(clock.now() + timedelta(days=days))


def test_an_address_is_kept_in_lower_case_and_signs_in_one_user(session: Session) -> None:
    user = service.add_user(session, "  Ada@Example.org ", "  Ada   Okafor ")
    assert (user.email, user.name) == ("ada@example.org", "Ada Okafor")
    with pytest.raises(Conflict, match="already signs in"):
        service.add_user(session, "ADA@example.ORG", "Somebody Else")
    assert service.find_user(session, " Ada@example.org").id == user.id
    with pytest.raises(NotFound):
        service.find_user(session, "nobody@example.org")


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c", "x" * 250 + "@b.org"]
)
def test_what_is_no_address_is_refused(session: Session, address: str) -> None:
    with pytest.raises(InvalidInput, match="not an e-mail"):
        service.add_user(session, address, cast.ADA)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_user_has_a_name(session: Session, name: str) -> None:
    with pytest.raises(InvalidInput, match="name is missing"):
        service.add_user(session, "ada@example.org", name)


def test_an_address_can_be_changed_to_one_that_is_free(session: Session, ada: User) -> None:
    users.user(session, cast.LEO)
    with pytest.raises(Conflict):
        service.rename(session, ada, cast.ADA, "LEO@example.org")
    service.rename(session, ada, "Ada O.", "Ada@Okafor.example")
    assert (ada.name, ada.email) == ("Ada O.", "ada@okafor.example")
    service.rename(session, ada, "Ada O.", "ada@okafor.example")


@pytest.mark.parametrize(("length", "good"), [(11, False), (12, True), (256, True), (257, False)])
def test_a_password_is_long_rather_than_strange(length: int, good: bool) -> None:
    password = "p" * length
    if good:
        assert service.checked_password(password) == password
    else:
        with pytest.raises(InvalidInput, match="12 characters"):
            service.checked_password(password)


def test_a_link_works_once_within_its_day_and_only_its_hash_is_kept(session: Session, ada: User) -> None:
    token = service.new_link(session, ada, LinkPurpose.SIGN_IN)
    kept = session.scalars(select(OneTimeLink)).one()
    assert kept.token_hash == hash_token(token)
    assert token not in str(vars(kept))
    for _ in range(2):
        assert service.welcome(session, token).user_id == ada.id, "looking does not use it up"
    assert service.use_link(session, token).id == ada.id
    for again in (service.welcome, service.use_link):
        with pytest.raises(NotFound, match="has been used"):
            again(session, token)


def test_a_link_is_over_after_its_day_and_no_other_token_is_one(session: Session, ada: User) -> None:
    token = service.new_link(session, ada, LinkPurpose.SET_PASSWORD)
    with in_days(0.99):
        assert service.welcome(session, token).purpose is LinkPurpose.SET_PASSWORD
    with in_days(1), pytest.raises(NotFound):
        service.use_link(session, token)
    for other in ("", "x", token[:-1], hash_token(token)):
        with pytest.raises(NotFound):
            service.welcome(session, other)


def test_of_many_who_use_one_link_in_one_instant_one_gets_in(database: Any) -> None:
    with database.write() as session:
        token = service.new_link(session, users.user(session, cast.ADA), LinkPurpose.SIGN_IN)
    start = threading.Barrier(4)
    told: list[str] = []

    def use() -> None:
        start.wait(10)
        try:
            with database.write() as session:
                told.append(service.use_link(session, token).name)
        except NotFound:
            told.append("too late")

    # Each with a copy of this thread's context, in which the clock is held.
    guests = [threading.Thread(target=copy_context().run, args=(use,)) for _ in range(4)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join(30)
    assert sorted(told) == [cast.ADA, *["too late"] * 3]


def test_a_browser_stays_signed_in_for_its_days_and_only_the_tokens_hash_is_kept(session: Session, ada: User) -> None:
    token = service.start_session(session, ada, "A browser" * 100)
    kept = session.scalars(select(LoginSession)).one()
    assert kept.token_hash == hash_token(token)
    assert len(kept.user_agent) == 200
    found = queries.user_of_token(session, token)
    assert found is not None
    assert (found.user_id, found.is_admin) == (ada.id, False)
    days = get_settings().session_days
    with in_days(days - 0.01):
        assert queries.user_of_token(session, token) is not None
    with in_days(days):
        assert queries.user_of_token(session, token) is None
        assert queries.browsers(session, ada.id) == ()
    assert queries.user_of_token(session, hash_token(token)) is None, "who reads the database cannot sign in with it"


def test_one_browser_is_signed_out_or_all_of_them_and_nobody_elses(session: Session, ada: User) -> None:
    leo = users.user(session, cast.LEO)
    first, second = (service.start_session(session, ada, name) for name in ("first", "second"))
    theirs = service.start_session(session, leo, "theirs")
    service.end_session(session, first)
    service.end_session(session, "nobody’s token")
    assert [each.user_agent for each in queries.browsers(session, ada.id)] == ["second"]
    service.end_all_sessions(session, ada.id)
    assert queries.user_of_token(session, second) is None
    assert queries.user_of_token(session, theirs) is not None


def test_a_new_password_signs_out_every_browser_and_voids_every_link(session: Session, ada: User) -> None:
    """Whoever changes it because somebody else got in must not leave that somebody another way."""
    browser = service.start_session(session, ada, "lost laptop")
    link = service.new_link(session, ada, LinkPurpose.SIGN_IN)
    leos = service.new_link(session, users.user(session, cast.LEO), LinkPurpose.SIGN_IN)
    service.set_password(session, ada, "a hash")
    assert queries.user_of_token(session, browser) is None
    with pytest.raises(NotFound):
        service.use_link(session, link)
    assert service.welcome(session, leos)


def test_who_is_let_go_has_no_way_in_and_stays_on_file(session: Session, ada: User) -> None:
    browser = service.start_session(session, ada, "a browser")
    link = service.new_link(session, ada, LinkPurpose.SIGN_IN)
    service.deactivate(session, ada)
    assert queries.user_of_token(session, browser) is None
    assert service.active_user(session, ada.email) is None
    with pytest.raises(NotFound):
        service.welcome(session, link)
    ada.is_active = True
    session.flush()
    with pytest.raises(NotFound):
        service.welcome(session, link)
    assert [(user.email, user.is_active) for user in queries.users(session)] == [(ada.email, True)]


def test_the_last_administrator_cannot_be_let_go(session: Session) -> None:
    rosa, other = (users.user(session, name, is_admin=True) for name in (cast.ROOT, "Nia Marsh"))
    service.deactivate(session, other)
    with pytest.raises(Conflict, match="only administrator"):
        service.deactivate(session, rosa)
    assert queries.first_administrator(session) is rosa
    assert not queries.an_administrator_can_sign_in(session)
    service.set_password(session, rosa, "a hash")
    assert queries.an_administrator_can_sign_in(session)


def test_the_list_of_users_tells_when_each_was_last_here_and_no_secret(session: Session, ada: User) -> None:
    service.set_password(session, ada, "$argon2id$secret")
    token = service.start_session(session, ada, "a browser")
    (line,) = queries.users(session)
    assert (line.has_password, line.last_seen_at) == (True, clock.now())
    assert "secret" not in repr(line)
    assert token not in repr(queries.browsers(session, ada.id))


def test_a_refusal_says_what_to_do(session: Session, ada: User) -> None:
    refusals: list[Callable[[], object]] = [
        lambda: service.add_user(session, "ada@example.org", "Ada"),
        lambda: service.find_user(session, "x"),
        lambda: service.welcome(session, "x"),
        lambda: service.checked_password("x"),
    ]
    for refusal in refusals:
        with pytest.raises(WhipcountError) as told:
            refusal()
        assert told.value.hint
