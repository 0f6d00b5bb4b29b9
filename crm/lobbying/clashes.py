"""What cannot be in the plan of a lobby day: a team in two places at once, an official asked twice. A pure rule."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations
from typing import Final

LENGTH: Final = 20
"""Minutes a meeting takes where nobody said: fifteen to twenty-five are usual (field.md 3.2)."""
WALK: Final = 5
"""Minutes from one building to another; within one building nobody is that late."""
_DAY: Final = 24 * 60


class Kind(enum.StrEnum):
    """What is wrong."""

    TEAM = "team"
    OFFICIAL = "official"
    MEMBER = "member"
    WALK = "walk"


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting as far as it can clash with others. People by key and name; without a team nobody is sent there yet."""

    id: int
    starts_at: time
    ends_at: time | None = None
    team: tuple[int, str] | None = None
    officials: Mapping[int, str] = field(default_factory=dict)
    building: str | None = None

    @property
    def begins(self) -> int:
        """The minute of the day it begins."""
        return self.starts_at.hour * 60 + self.starts_at.minute

    @property
    def ends(self) -> int:
        """The minute of the day it is over."""
        if self.ends_at is None:
            return min(self.begins + LENGTH, _DAY)
        return self.ends_at.hour * 60 + self.ends_at.minute


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings that cannot both be, the earlier one first, with the reason in a sentence."""

    kind: Kind
    first: int
    second: int
    words: str


def overlap(a: Planned, b: Planned) -> bool:
    """Whether both take place in one minute. One that ends as the other begins does not."""
    return a.begins < b.ends and b.begins < a.ends


def clashes(meetings: Iterable[Planned], members: Mapping[int, Sequence[str]] | None = None) -> tuple[Clash, ...]:
    """Every pair that clashes, by time; ``members`` are the names in each team, by its id.

    Somebody who is in both teams of two meetings at one time is told of as well, and a team that has no time to walk
    from one building to another.
    """
    ordered = sorted(meetings, key=lambda each: (each.begins, each.ends, each.id))
    found: list[Clash] = []
    for first, second in combinations(ordered, 2):
        found += _between(first, second, members or {})
    return tuple(found)


def _between(first: Planned, second: Planned, members: Mapping[int, Sequence[str]]) -> list[Clash]:
    same_team = first.team is not None and first.team == second.team
    if not overlap(first, second):
        return [_walk(first, second)] if same_team and _runs(first, second) else []
    at = clock_words(second.starts_at)
    found = []
    if same_team:
        assert first.team is not None
        found.append(Clash(Kind.TEAM, first.id, second.id, f"{first.team[1]} is in two places at {at}."))
    for person_id in sorted(first.officials.keys() & second.officials.keys()):
        words = f"{first.officials[person_id]} is to meet us twice at {at}."
        found.append(Clash(Kind.OFFICIAL, first.id, second.id, words))
    if first.team is not None and second.team is not None and not same_team:
        both = set(members.get(first.team[0], ())) & set(members.get(second.team[0], ()))
        for name in sorted(both):
            words = f"{name} is in {first.team[1]} and in {second.team[1]}, which both have a meeting at {at}."
            found.append(Clash(Kind.MEMBER, first.id, second.id, words))
    return found


def _runs(first: Planned, second: Planned) -> bool:
    here, there = (first.building or "").strip().casefold(), (second.building or "").strip().casefold()
    return bool(here and there) and here != there and second.begins - first.ends < WALK


def _walk(first: Planned, second: Planned) -> Clash:
    assert first.team is not None
    left = second.begins - first.ends
    way = f"from {first.building} to {second.building}, before {clock_words(second.starts_at)}"
    return Clash(Kind.WALK, first.id, second.id, f"{first.team[1]} has {left} minutes to walk {way}.")


def by_meeting(found: Iterable[Clash]) -> dict[int, tuple[Clash, ...]]:
    """The clashes at each meeting that has any."""
    there: dict[int, list[Clash]] = defaultdict(list)
    for clash in found:
        there[clash.first].append(clash)
        there[clash.second].append(clash)
    return {id_: tuple(each) for id_, each in there.items()}


def clock_words(at: time) -> str:
    """3:04 PM."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'PM' if at.hour >= 12 else 'AM'}"
