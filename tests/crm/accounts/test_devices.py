"""Keys of devices: one for each person and device, the same each time, gone for good once forgotten."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crm import migrate
from crm.accounts import devices
from crm.accounts.models import DeviceKey, User
from crm.accounts.service import deactivate
from crm.audit.models import AuditEntry
from crm.errors import Conflict, InvalidInput, NotFound
from crm.sessions import open_database
from tests import cast
from tests.builders import users


@pytest.fixture
def ada(session: Session) -> int:
    return users.user(session, cast.ADA).id


@pytest.fixture
def vera(session: Session) -> int:
    return users.user(session, cast.VERA).id


def test_a_device_gets_the_same_key_each_time(session: Session, ada: int) -> None:
    device = str(uuid4())
    first = devices.key_of(session, ada, device, "a phone")
    assert devices.key_of(session, ada, device) == first
    assert len(base64.b64decode(first)) == 32
    assert [each.user_agent for each in devices.devices(session, ada)] == ["a phone"]


def test_another_person_on_the_same_device_gets_a_key_of_their_own(session: Session, ada: int, vera: int) -> None:
    device = str(uuid4())
    assert devices.key_of(session, ada, device) != devices.key_of(session, vera, device)


def test_a_forgotten_device_gets_no_key_any_more(session: Session, ada: int, vera: int) -> None:
    device = str(uuid4())
    hers = devices.key_of(session, vera, device)
    devices.key_of(session, ada, device)
    devices.forget(session, ada, device)
    with pytest.raises(devices.Forgotten):
        devices.key_of(session, ada, device)
    assert session.scalars(sa.select(DeviceKey.secret).where(DeviceKey.user_id == ada)).all() == [None]
    assert devices.devices(session, ada) == ()
    assert devices.key_of(session, vera, device) == hers


def test_one_forgets_one_s_own_devices_alone(session: Session, ada: int, vera: int) -> None:
    devices.key_of(session, ada, str(uuid4()))
    [found] = devices.devices(session, ada)
    with pytest.raises(NotFound):
        devices.forget_by_id(session, vera, found.id)
    devices.forget_by_id(session, ada, found.id)
    with pytest.raises(NotFound):
        devices.forget_by_id(session, ada, found.id)


def test_the_devices_of_somebody_who_was_let_go_open_nothing_any_more(session: Session, ada: int, vera: int) -> None:
    device = str(uuid4())
    devices.key_of(session, ada, device)
    devices.key_of(session, vera, device)
    deactivate(session, session.get_one(User, ada))
    assert devices.devices(session, ada) == ()
    assert len(devices.devices(session, vera)) == 1


@pytest.mark.parametrize("name", ["", "my phone", "x" * 200, "0" * 36])
def test_a_name_that_no_device_of_ours_has_is_refused(session: Session, ada: int, name: str) -> None:
    with pytest.raises(InvalidInput):
        devices.key_of(session, ada, name)


def test_nobody_has_more_devices_than_anybody_carries(session: Session, ada: int) -> None:
    for _ in range(devices.MOST):
        devices.key_of(session, ada, str(uuid4()))
    with pytest.raises(Conflict, match="forgotten first"):
        devices.key_of(session, ada, str(uuid4()))


def test_no_key_gets_into_the_audit_trail(session: Session, ada: int) -> None:
    devices.key_of(session, ada, str(uuid4()))
    assert session.scalars(sa.select(AuditEntry.id).where(AuditEntry.table_name == "device_keys")).all() == []


def test_going_down_takes_the_keys_and_leaves_the_people(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        devices.key_of(session, users.user(session, cast.ADA).id, str(uuid4()))
    migrate.downgrade(database.engine, "0014")
    database.upgrade()
    with database.read() as session:
        assert session.scalars(sa.select(DeviceKey.id)).all() == []
        assert session.scalar(sa.text("SELECT name FROM users")) == cast.ADA
    database.close()
