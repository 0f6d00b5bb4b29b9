"""What all verbs of the bill records share: who may note something, and that it may come twice."""

from __future__ import annotations

from typing import Any

from crm.coalition.visibility import Viewer
from crm.errors import NotAllowed


def may_note(viewer: Viewer) -> None:
    """Return if the viewer may add to the public records: whoever is signed in. Raises NotAllowed otherwise."""
    if viewer.user_id is None and not viewer.sees_all:
        raise NotAllowed("Only people who are signed in may add to the bill records.", hint="Sign in first.")


def complete(row: Any, **values: Any) -> None:
    """Fill in what the row does not know yet; what it knows stays."""
    for column, value in values.items():
        if value is not None and getattr(row, column) is None:
            setattr(row, column, value)
