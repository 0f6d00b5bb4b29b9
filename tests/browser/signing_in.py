"""Signing a browser in without the sign-in page, by a login session that the accounts feature made."""

from __future__ import annotations

from playwright.sync_api import BrowserContext
from sqlalchemy.orm import Session

from crm.accounts.models import LinkPurpose, User
from crm.accounts.queries import first_administrator
from crm.accounts.service import new_link, start_session
from crm.config import Settings
from crm.sessions import Database
from web.deps import cookie_name


def sign_in(context: BrowserContext, database: Database, address: str) -> None:
    """Every page of the context is opened by the demo's administrator from now on."""
    with database.write(reason="browser test") as session:
        token = start_session(session, _administrator(session), "browser test")
    name = cookie_name(Settings(insecure_cookies=True))
    context.add_cookies([{"name": name, "value": token, "url": address, "httpOnly": True, "sameSite": "Lax"}])


def one_time_link(database: Database) -> str:
    """The path of a link that signs the demo's administrator in, once, as ``crm demo`` prints it."""
    with database.write(reason="browser test") as session:
        return f"/welcome/{new_link(session, _administrator(session), LinkPurpose.SIGN_IN)}"


def _administrator(session: Session) -> User:
    user = first_administrator(session)
    assert user is not None, "the example has no administrator"
    return user
