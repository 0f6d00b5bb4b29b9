"""What a form asks for, tried: where it cannot be, nothing is written, and the form comes back with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.errors import WhipcountError


@dataclass(slots=True)
class Tried:
    """How it went: ``wrong`` is what to say, at its field where it has one; nothing where all went well."""

    wrong: WhipcountError | None = None


@contextmanager
def trying(session: Session) -> Iterator[Tried]:
    """Do what stands inside, or nothing of it.

    Every error meant for people is caught, one without a field as well: whoever filled in a form gets it back as it was
    typed. A record that may not be seen is still a page of its own: the form cannot be shown without it.
    """
    tried = Tried()
    try:
        with session.begin_nested():
            yield tried
    except WhipcountError as wrong:
        tried.wrong = wrong
