"""How the chambers are ordered: who holds their posts, who sits in their committees, who works for whom."""

from __future__ import annotations

from random import Random
from typing import Final

from seeds.training.cast import Cast, Member, Staffer
from seeds.training.facts import Row, read
from seeds.training.names import Namer

STAFFED: Final = 44
"""So many members have somebody of their staff on file."""
TITLES: Final = ("Chief of staff", "Legislative director", "Scheduler", "Counsel")


def post_key(row: Row) -> str:
    """The key of a post: "governor", "lower/speaker"."""
    return f"{row['chamber']}/{row['role']}" if "chamber" in row else str(row["role"])


def posts(cast: Cast) -> dict[str, str]:
    """Who holds each post: the first who plays the part that the post asks for, of its party where one does."""
    held: dict[str, str] = {}
    for row in read("state")["post"]:
        among = cast.sitting(row["chamber"]) if "chamber" in row else list(cast.members.values())
        able = [member for member in among if member.part == row["part"]]
        held[post_key(row)] = next((each for each in able if each.party == row.get("party")), able[0]).key
    return held


def committees(cast: Cast, random: Random) -> dict[str, tuple[str, ...]]:
    """Who sits in each committee, its chair first. Leaders sit in none."""
    leaders, busy = set(cast.posts.values()), set[str]()
    found: dict[str, tuple[str, ...]] = {}
    for row in read("state")["committee"]:
        chosen: list[str] = []
        for part, many in row["members"]:
            able = [
                member.key
                for member in cast.sitting(row["key"].split("/")[0])
                if member.part == part and member.key not in leaders
            ]
            random.shuffle(able)
            # Whoever has no committee yet comes first.
            able.sort(key=lambda key: key in busy)
            if len(able) < many:
                raise ValueError(f"{row['key']}: too few play “{part}”")
            chosen += able[:many]
        busy.update(chosen)
        found[row["key"]] = tuple(chosen)
    return found


def staff(cast: Cast, namer: Namer, random: Random) -> tuple[Staffer, ...]:
    """Who works for leaders, chairs and some others. The last one changed from one office to another."""
    bosses = dict.fromkeys([*cast.posts.values(), *(members[0] for members in cast.committees.values())])
    others = [member.key for member in cast.members.values() if _can_be_called(member) and member.key not in bosses]
    bosses |= dict.fromkeys(random.sample(others, STAFFED - len(bosses)))
    found = [_staffer(namer, random, number, boss) for number, boss in enumerate(bosses)]
    last = found[-1]
    # Nobody else worked for the office that the last one left.
    before = next(key for key in others if key not in bosses)
    return (
        *found[:-1],
        Staffer(last.key, last.given, last.family, last.title, last.boss, -180, last.phone, before),
    )


def _can_be_called(member: Member) -> bool:
    return len(member.terms) == 1 and member.chamber_on(-730) is not None and member.chamber_on(0) is not None


def _staffer(namer: Namer, random: Random, number: int, boss: str) -> Staffer:
    given, family = namer.name()
    return Staffer(f"staff/{number}", given, family, random.choice(TITLES), boss, -1200, namer.phone())
