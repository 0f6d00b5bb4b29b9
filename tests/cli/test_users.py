"""``crm user``: who signs in. Links work once; nobody is told a password, and none is on file."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from crm.accounts import service
from crm.accounts.models import LinkPurpose, LoginSession, OneTimeLink, User
from crm.coalition.models import Membership, Role
from crm.errors import NotFound
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm, contents

LINK = re.compile(r"(https?://\S+)/welcome/(\S+)")


def _add(crm: Crm, *more: object) -> str:
    ran = crm("user", "add", "Ada@Example.org", "--name", cast.ADA, *more)
    assert ran.code == 0, ran.err
    found = LINK.search(ran.out)
    assert found, ran.out
    return found[2]


def test_a_new_user_gets_a_link_that_works_once_and_asks_for_a_password(crm: Crm, database: Database) -> None:
    token = _add(crm)
    with database.write() as session:
        welcome = service.welcome(session, token)
        assert (welcome.name, welcome.email, welcome.purpose) == (cast.ADA, "ada@example.org", LinkPurpose.SET_PASSWORD)
        service.use_link(session, token)
    with database.read() as session, pytest.raises(NotFound):
        service.welcome(session, token)


def test_no_link_can_be_read_from_the_database(crm: Crm, database: Database) -> None:
    token = _add(crm)
    assert token not in repr(contents(database))


def test_the_link_begins_with_the_servers_address(crm: Crm) -> None:
    ran = crm("user", "add", "ada@example.org", "--name", cast.ADA, "--address", "https://whip.example.org/")
    assert "https://whip.example.org/welcome/" in ran.out


def test_a_user_can_join_an_organization_as_they_are_added(crm: Crm, database: Database) -> None:
    with database.write() as session:
        builders.organization(session, cast.NEIGHBORS)
    _add(crm, "--organization", "neighbors-together", "--role", "lead", "--admin")
    with database.read() as session:
        assert session.scalars(select(Membership.role)).all() == [Role.LEAD]
        assert session.scalars(select(User.is_admin)).all() == [True]


def test_a_user_whose_organization_is_not_on_file_is_not_added(crm: Crm, database: Database) -> None:
    before = contents(database)
    ran = crm("user", "add", "ada@example.org", "--name", cast.ADA, "--organization", "nobodys")
    assert (ran.code, ran.out) == (2, "")
    assert contents(database) == before


def test_an_address_that_signs_in_already_is_not_added_again(crm: Crm, database: Database) -> None:
    _add(crm)
    before = contents(database)
    ran = crm("user", "add", "ADA@example.org", "--name", "Another Ada")
    assert (ran.code, ran.out) == (2, "")
    assert "already signs in" in ran.err
    assert contents(database) == before


@pytest.mark.parametrize(
    ("options", "purpose"), [((), LinkPurpose.SIGN_IN), (("--password",), LinkPurpose.SET_PASSWORD)]
)
def test_a_further_link_lets_in_or_asks_for_a_new_password(
    options: tuple[str, ...], purpose: LinkPurpose, crm: Crm, database: Database
) -> None:
    _add(crm)
    ran = crm("user", "link", "ada@example.org", *options)
    found = LINK.search(ran.out)
    assert found
    with database.read() as session:
        assert service.welcome(session, found[2]).purpose is purpose


def test_who_is_let_go_is_signed_out_and_their_links_are_void_and_their_record_stays(
    crm: Crm, database: Database
) -> None:
    token = _add(crm)
    with database.write() as session:
        builders.user(session, cast.ROOT, is_admin=True)
        user = service.find_user(session, "ada@example.org")
        service.start_session(session, user, "a browser")
    ran = crm("user", "off", "ada@example.org")
    assert (ran.code, ran.out) == (0, "")
    assert f"{cast.ADA} is signed out everywhere" in ran.err
    with database.read() as session:
        assert session.scalars(select(User.is_active).where(User.email == "ada@example.org")).one() is False
        assert None not in session.scalars(select(LoginSession.revoked_at)).all()
        assert session.scalars(select(OneTimeLink.used_at)).all() == [None]
        with pytest.raises(NotFound):
            service.welcome(session, token)


def test_the_last_administrator_stays(crm: Crm, database: Database) -> None:
    _add(crm, "--admin")
    before = contents(database)
    ran = crm("user", "off", "ada@example.org")
    assert ran.code == 2
    assert "only administrator" in ran.err
    assert contents(database) == before


def test_users_are_listed_for_people_and_for_programs(crm: Crm, database: Database) -> None:
    _add(crm, "--admin")
    (line,) = crm("user", "list", "--json").json["users"]
    assert (line["email"], line["is_admin"], line["has_password"], line["last_seen_at"]) == (
        "ada@example.org",
        True,
        False,
        None,
    )
    ran = crm("user", "list")
    assert (ran.code, ran.err) == (0, "")
    for words in ("ada@example.org", cast.ADA, "administrator", "by link", "never"):
        assert words in ran.out


def test_nobody_yet_is_an_empty_list(crm: Crm) -> None:
    assert crm("user", "list", "--json").json == {"users": []}
