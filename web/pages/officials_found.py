"""Officials found by what was typed in a form, for the forms that name several."""

from __future__ import annotations

from typing import Final, Protocol

from sqlalchemy.orm import Session

from crm import clock
from crm.people.queries import OfficialFilters, OfficialPage
from crm.people.queries import officials as search

FOUND_AT_ONCE: Final = 8
"""How many officials a search offers; a longer list asks for more letters."""


class Naming(Protocol):
    """A form with a field ``find``, and the officials it names by their slugs."""

    plain: dict[str, str]
    officials: list[str]


def look(session: Session, draft: Naming) -> OfficialPage | None:
    """Officials that fit what was typed; the only one that fits is added at once."""
    if not draft.plain["find"]:
        return None
    found = search(session, OfficialFilters(text=draft.plain["find"]), clock.today(), size=FOUND_AT_ONCE)
    if found.total != 1:
        return found
    if found.rows[0].slug not in draft.officials:
        draft.officials.append(found.rows[0].slug)
    draft.plain["find"] = ""
    return None
