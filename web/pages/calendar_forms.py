"""The forms of the calendar, read: a new deadline, and the new day of one that moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.datastructures import FormData

from crm import dates
from crm.errors import InvalidInput
from crm.jurisdictions.models import Certainty, DeadlineKind
from crm.jurisdictions.queries import ChamberRow
from web.deps import text_of

NEW: Final = ("name", "where", "kind", "falls_on", "certainty", "source", "source_url")
MOVE: Final = ("falls_on", "certainty", "reason", "source", "source_url")
CERTAINTIES: Final = (
    (Certainty.ANNOUNCED.value, "Announced"),
    (Certainty.PREDICTED.value, "Expected from the rules"),
    (Certainty.ACTED.value, "It happened"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a deadline binds: a whole government, or one chamber of it."""

    value: str
    words: str
    jurisdiction_id: int
    chamber_id: int | None


def places(governments: Sequence[tuple[int, str, str]], chambers: Sequence[ChamberRow]) -> list[Place]:
    """Whom a deadline can bind, for the form's choices: each government, then its chambers."""
    found: list[Place] = []
    for id_, slug, name in governments:
        own = [row for row in chambers if row.jurisdiction_id == id_]
        found.append(Place(slug, f"{name}, all of it" if own else name, id_, None))
        found += [Place(f"{slug}/{row.kind.value}", f"{name}, {row.name}", id_, row.id) for row in own]
    return found


def typed(form: FormData, names: Sequence[str]) -> dict[str, str]:
    """What was typed, to be shown again where it is wrong."""
    return {name: text_of(form, name) for name in names}


def place(given: Mapping[str, str], offered: Sequence[Place]) -> Place:
    """Whom the deadline binds. Raises InvalidInput."""
    for each in offered:
        if each.value == given["where"]:
            return each
    raise InvalidInput("Whose deadline is it?", hint="Choose a government or a chamber.", field="where")


def kind(given: Mapping[str, str]) -> DeadlineKind:
    """What ends. Raises InvalidInput."""
    try:
        return DeadlineKind(given["kind"])
    except ValueError:
        raise InvalidInput("What kind of deadline is it?", hint="Choose one of the list.", field="kind") from None


def certainty(given: Mapping[str, str]) -> Certainty:
    """How firm the day is. Raises InvalidInput."""
    try:
        return Certainty(given["certainty"])
    except ValueError:
        raise InvalidInput("How sure is the day?", hint="Choose one of the list.", field="certainty") from None


def falls_on(given: Mapping[str, str]) -> date:
    """The day. Raises InvalidInput."""
    if not given["falls_on"]:
        raise InvalidInput("On which day?", hint="Give the day itself.", field="falls_on")
    return dates.parse_day(given["falls_on"], field="falls_on")
