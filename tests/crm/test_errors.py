"""Errors meant for people say what went wrong, what to do next, and how a front end answers."""

from __future__ import annotations

import pytest

from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound, WhipcountError


@pytest.mark.parametrize(
    ("kind", "status"),
    [(InvalidInput, 422), (NotFound, 404), (NotAllowed, 403), (Conflict, 409), (WhipcountError, 400)],
)
def test_each_kind_knows_its_answer(kind: type[WhipcountError], status: int) -> None:
    assert kind("No.").status == status
    assert issubclass(kind, WhipcountError)


def test_the_hint_is_part_of_what_is_printed() -> None:
    error = InvalidInput("“2025-13” is not a date.", hint="Write 2025-12.", field="said")
    assert str(error) == "“2025-13” is not a date. Write 2025-12."
    assert (error.message, error.hint, error.field) == ("“2025-13” is not a date.", "Write 2025-12.", "said")
