"""What an example has put on file so far: ids by the keys that its data uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crm.coalition.visibility import OPERATOR, Viewer


@dataclass(slots=True)
class Book:
    """A writing session with the ids of what is on file, by kind and key ("chamber", "new-york/upper")."""

    session: Session
    viewer: Viewer = OPERATOR
    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, kind: str, key: str, id_: int) -> None:
        """Remember the id of what ``key`` names."""
        self.ids[kind, key] = id_

    def get(self, kind: str, key: str) -> int:
        """The id of what ``key`` names. Raises KeyError where a row names something that is not known on its day."""
        return self.ids[kind, key]

    def find(self, kind: str, key: str | None) -> int | None:
        """As ``get``, and nothing for no key."""
        return None if key is None else self.get(kind, key)


@dataclass(frozen=True, slots=True)
class Step:
    """One fact, and the day from which it is known."""

    known: date
    apply: Callable[[Any], None]
