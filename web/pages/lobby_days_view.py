"""How the plan of a lobby day is laid out: by time, by team or by room; and what its words are on screen."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from crm.lobbying.clashes import by_meeting, clock_words
from crm.lobbying.lines import Meeting
from crm.lobbying.models import SlotState
from crm.lobbying.queries import WholeDay

STATES: Final = {
    SlotState.ASKED: "Asked",
    SlotState.AGREED: "Agreed",
    SlotState.HELD: "Held",
    SlotState.FELL_THROUGH: "Fell through",
}
TONES: Final = {SlotState.AGREED: "good", SlotState.HELD: "good", SlotState.FELL_THROUGH: "warn"}
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class By(enum.StrEnum):
    """What the plan is sorted by."""

    TIME = "time"
    TEAM = "team"
    ROOM = "room"


BY: Final = {By.TIME: "By time", By.TEAM: "By team", By.ROOM: "By room"}


@dataclass(frozen=True, slots=True)
class Group:
    """Meetings under one heading."""

    title: str
    aside: str
    meetings: tuple[Meeting, ...]


def groups(found: WholeDay, by: By) -> list[Group]:
    """The plan in this order. Without a team, or a room, they come last."""
    if by is By.TEAM:
        teams = [(team.id, team.name, ", ".join(each.name for each in team.members)) for team in found.teams]
        grouped = [
            Group(name, people, tuple(each for each in found.meetings if each.team_id == id_))
            for id_, name, people in teams
        ]
        rest = tuple(each for each in found.meetings if each.team_id is None)
        return [*grouped, *([Group("Without a team", "somebody has to go", rest)] if rest else [])]
    key: Callable[[Meeting], Any] = _room if by is By.ROOM else _hour
    ordered = sorted(found.meetings, key=lambda each: (key(each), each.starts_at, each.team or "~"))
    made: dict[Any, list[Meeting]] = {}
    for each in ordered:
        made.setdefault(key(each), []).append(each)
    return [
        Group(_title(by, there[0]), "", by_room(there) if by is By.ROOM else tuple(there)) for there in made.values()
    ]


def words() -> dict[str, Any]:
    """What the templates need beside the day itself."""
    return {
        "states": {each.value: text for each, text in STATES.items()},
        "tones": {each.value: text for each, text in TONES.items()},
        "clock": clock_words,
    }


def clashing(found: WholeDay) -> dict[int, list[str]]:
    """What clashes at each meeting, in words."""
    return {id_: [each.words for each in there] for id_, there in by_meeting(found.clashes).items()}


def numbers(found: WholeDay) -> list[tuple[str, int]]:
    """The few numbers that matter."""
    states = found.line.states
    shown = [
        ("Teams", found.line.teams),
        ("Meetings", found.line.meetings),
        ("Agreed", states.get(SlotState.AGREED, 0)),
        ("Held", states.get(SlotState.HELD, 0)),
        ("Fell through", states.get(SlotState.FELL_THROUGH, 0)),
    ]
    waiting = len(found.waiting)
    return [*shown, *([("Without a debrief", waiting)] if waiting else [])]


def unled(found: WholeDay) -> list[str]:
    """The teams in which nobody goes, or nobody leads."""
    return [team.name for team in found.teams if not any(each.leads for each in team.members)]


def _hour(each: Meeting) -> Any:
    return each.starts_at.hour


def _room(each: Meeting) -> Any:
    return (each.building is None, (each.building or "").casefold())


def _title(by: By, first: Meeting) -> str:
    if by is By.ROOM:
        return first.building or "Building not known"
    hour = first.starts_at.hour
    return f"{hour % 12 or 12} {'PM' if hour >= 12 else 'AM'}"


def by_room(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """As one walks: room after room, "512" after "98"."""
    return tuple(sorted(meetings, key=lambda each: (_number(each.room), each.starts_at)))


def _number(room: str | None) -> tuple[Any, ...]:
    digits = "".join(each for each in room or "" if each.isdecimal())
    return (room is None, int(digits) if digits else 0, room or "")
