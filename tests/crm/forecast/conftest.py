"""The usual scene, on a day in June."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from tests.builders.scene import Scene

JUNE = date(2025, 6, 20)


@pytest.fixture
def scene(session: Session) -> Iterator[Scene]:
    """The scene; the clock is held at ``JUNE``."""
    with clock.held_at(JUNE):
        yield Scene(session)
