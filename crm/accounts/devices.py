"""Keys of what people keep on their devices: one for each person and device, handed out to that person alone.

The device encrypts what it needs without network, and drops the key when its sign-in ends; only the same person, signed
in again, gets it back. Forgetting a device destroys the key, and with it all that is still on the device.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import DeviceKey
from crm.errors import Conflict, InvalidInput, NotFound

MOST: Final = 20
"""Devices of one person at once: more than anybody carries, and a forged request cannot fill the table."""
_NAME: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Forgotten(Conflict):
    """The device was told to forget what it keeps; it begins anew under another name."""

    status = 410


@dataclass(frozen=True, slots=True)
class Device:
    """A device that keeps something of its owner's."""

    id: int
    user_agent: str
    created_at: datetime
    last_used_at: datetime


def key_of(session: Session, user_id: int, device: str, user_agent: str = "") -> str:
    """The key of what the user keeps on the device, in base64: made at the first call, the same at each one after.

    Raises InvalidInput for a name that no device of ours gives itself, Forgotten for a device that was forgotten, and
    Conflict for one device too many.
    """
    if not _NAME.fullmatch(device):
        raise InvalidInput("This device did not say which one it is.", hint="Reload the page.", field="device")
    there = _found(session, user_id, device)
    if there is None:
        there = _made(session, user_id, device, user_agent)
    if there.secret is None:
        raise Forgotten("What was kept on this device is to be forgotten.", hint="Open the list again with network.")
    there.last_used_at = clock.now()
    session.flush()
    return there.secret


def devices(session: Session, user_id: int) -> tuple[Device, ...]:
    """The user's devices that keep something, the one used last first (one query)."""
    rows = session.execute(
        select(DeviceKey.id, DeviceKey.user_agent, DeviceKey.created_at, DeviceKey.last_used_at)
        .where(DeviceKey.user_id == user_id, DeviceKey.secret.is_not(None))
        .order_by(DeviceKey.last_used_at.desc(), DeviceKey.id.desc())
    )
    return tuple(Device(*row) for row in rows)


def forget(session: Session, user_id: int, device: str) -> None:
    """Destroy the key of what the user keeps on the device. A device nobody knows changes nothing."""
    there = _found(session, user_id, device)
    if there is not None:
        _destroy(there)
        session.flush()


def forget_by_id(session: Session, user_id: int, device_id: int) -> None:
    """Destroy the key of one of the user's devices, wherever it is now. Raises NotFound for another's."""
    there = session.scalar(
        select(DeviceKey).where(DeviceKey.id == device_id, DeviceKey.user_id == user_id, DeviceKey.secret.is_not(None))
    )
    if there is None:
        raise NotFound("That device is not yours, or is forgotten already.", hint="Reload the page.")
    _destroy(there)
    session.flush()


def forget_all(session: Session, user_id: int) -> None:
    """Destroy the keys of all the user's devices."""
    for there in session.scalars(select(DeviceKey).where(DeviceKey.user_id == user_id, DeviceKey.secret.is_not(None))):
        _destroy(there)
    session.flush()


def _found(session: Session, user_id: int, device: str) -> DeviceKey | None:
    return session.scalar(select(DeviceKey).where(DeviceKey.user_id == user_id, DeviceKey.device == device))


def _made(session: Session, user_id: int, device: str, user_agent: str) -> DeviceKey:
    there = session.scalar(select(func.count()).where(DeviceKey.user_id == user_id, DeviceKey.secret.is_not(None)))
    if (there or 0) >= MOST:
        raise Conflict(f"{MOST} devices keep lists of yours already.", hint="Let one of them be forgotten first.")
    now = clock.now()
    made = DeviceKey(
        user_id=user_id,
        device=device,
        secret=base64.b64encode(secrets.token_bytes(32)).decode(),
        user_agent=user_agent[:200],
        created_at=now,
        last_used_at=now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Two tabs of the device asked at once: both get the key of the first.
        there_now = _found(session, user_id, device)
        if there_now is None:
            raise
        return there_now
    return made


def _destroy(key: DeviceKey) -> None:
    key.secret, key.forgotten_at = None, clock.now()
