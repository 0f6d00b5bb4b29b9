"""What the shared fixtures promise, and what a session writes beside the change itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.audit.models import AuditEntry, Change
from crm.sessions import Database


def test_every_change_is_noted_with_who_and_why(database: Database) -> None:
    with database.write() as session:
        admin = User(email="ada@example.org", name="Ada", password_hash="secret", created_at=clock.now())
        session.add(admin)
    with database.write(user_id=admin.id, reason="married") as session:
        session.get_one(User, admin.id).name = "Ada B."
    with database.read() as session:
        created, updated = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert (created.change, created.table_name, created.row_id) == (Change.CREATED, "users", admin.id)
    assert (updated.change, updated.user_id, updated.reason) == (Change.UPDATED, admin.id, "married")
    assert (updated.before, updated.after) == ({"name": "Ada"}, {"name": "Ada B."})


def test_the_audit_never_holds_a_secret(database: Database) -> None:
    with database.write() as session:
        session.add(User(email="ada@example.org", name="Ada", password_hash="old", created_at=clock.now()))
    with database.write() as session:
        session.scalars(select(User)).one().password_hash = "new"
    with database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.change == Change.UPDATED)).one()
    assert noted.after == {"password_hash": "(secret)"}


def test_a_test_starts_on_an_empty_database(session: Session) -> None:
    session.add(User(email="ada@example.org", name="Ada", created_at=clock.now()))
    session.flush()
    assert session.scalars(select(User.email)).all() == ["ada@example.org"]


def test_and_so_does_the_next_one(session: Session) -> None:
    assert session.scalars(select(User.email)).all() == []
