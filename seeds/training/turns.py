"""How stances came about: the turns of every part, on days drawn by lot. A pure rule."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from crm.positions.stance import Stance
from seeds.training.cast import Cast, Member
from seeds.training.facts import Row, lots, read


class How(enum.StrEnum):
    """How we learned of a turn, or what was done to an earlier one."""

    TOLD = "told"
    TWO_HEARD = "two_heard"
    STAFF = "staff"
    LETTER = "letter"
    IN_PUBLIC = "in_public"
    REPORTED = "reported"
    NAME_ON_BILL = "name_on_bill"
    PRIME = "prime"
    NAME_OFF_BILL = "name_off_bill"
    CORRECT = "correct"
    RETRACT = "retract"
    RULE = "rule"


CONTACTS: Final = frozenset({How.TOLD, How.TWO_HEARD, How.STAFF, How.LETTER})
"""What comes of a contact of ours; the rest is entered by itself."""


SETTLE_IN: Final = 2
"""Nobody is called before the second day (a weekend's calls are made on the Friday before)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one member; ``entry`` numbers their turns. ``organization`` is the key of who learned of it.

    ``vague`` says how vaguely its day is told.
    """

    member: str
    day: int
    how: How
    entry: int
    organization: str
    stance: Stance | None = None
    conditional: bool = False
    private: bool = False
    candidate: bool = False
    vague: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """The key of its entry."""
        return self.before(0)

    def before(self, many: int) -> str:
        """The key of the member's entry so many turns earlier."""
        return f"{self.member}#{self.entry - many}"


def turns(cast: Cast) -> list[Turn]:
    """The turns of everybody, by member; those of one member in their order."""
    random = lots("turns")
    parts = {row["name"]: row["turns"] for row in read("parts")["part"]}
    return [turn for member in cast.members.values() for turn in _of(member, parts.get(member.part, []), random)]


def joined_by(day: int) -> dict[str, int]:
    """The organizations that take part on a day, with how much of the work each does."""
    return {row["key"]: row["weight"] for row in read("coalition")["organization"] if row["joined"] < day - SETTLE_IN}


def some_organization(day: int, random: Random, other_than: str | None = None) -> str:
    """One of those that take part on a day, by how much of the work each does."""
    weights = {key: weight for key, weight in joined_by(day).items() if key != other_than}
    return random.choices(list(weights), list(weights.values()))[0]


def _of(member: Member, rows: list[Row], random: Random) -> Iterator[Turn]:
    day, organization = 0, ""
    for number, row in enumerate(rows):
        day = day + random.randint(*row["after"]) if "after" in row else random.randint(row["from"], row["to"])
        how = How(row.get("do") or row["how"])
        if "by" in row:
            organization = some_organization(day, random, other_than=organization)
        elif "do" not in row and (not organization or random.random() < 0.4):
            # An official is mostly asked by those who asked before.
            organization = some_organization(day, random)
        yield Turn(
            member=member.key,
            day=day,
            how=how,
            entry=number,
            organization=organization,
            stance=Stance(row["stance"]) if "stance" in row else None,
            conditional=row.get("conditional", False),
            private=row.get("private", False),
            candidate=random.random() < row.get("candidate", 0),
            vague=row.get("vague"),
            reason=row.get("reason"),
        )
