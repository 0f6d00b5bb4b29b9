"""Who plays: people with an office and the part they play, and who works for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A seat ("upper/17") held from one numbered day to another; no end: still."""

    seat: str
    begins: int
    ends: int | None = None
    reason: str | None = None

    @property
    def chamber(self) -> str:
        """The chamber of the seat."""
        return self.seat.split("/")[0]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an office. ``part`` says how their stance came about; ``phones`` are capitol's and district's."""

    key: str
    given: str
    family: str
    part: str
    party: str
    lines: tuple[str, ...]
    terms: tuple[Term, ...]
    town: str
    phones: tuple[str, str]

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given} {self.family}"

    def chamber_on(self, number: int) -> str | None:
        """The chamber in which they sit on a day, or nothing."""
        for term in self.terms:
            if term.begins <= number and (term.ends is None or number <= term.ends):
                return term.chamber
        return None


@dataclass(frozen=True, slots=True)
class Staffer:
    """Somebody who works for a member (``boss``, by key) since a day; ``before``: for whom until then."""

    key: str
    given: str
    family: str
    title: str
    boss: str
    since: int
    phone: str
    before: str | None = None

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody. ``posts`` ("governor", "lower/speaker") and ``committees`` name members by key; chairs come first."""

    members: dict[str, Member]
    posts: dict[str, str]
    committees: dict[str, tuple[str, ...]]
    staff: tuple[Staffer, ...]

    def sitting(self, chamber: str, number: int = 0) -> list[Member]:
        """Who sits in a chamber on a day, in the order of their seats."""
        return [member for member in self.members.values() if member.chamber_on(number) == chamber]

    def staff_of(self, boss: str, number: int) -> Staffer | None:
        """Who works for a member on a day, as far as it is on file."""
        for staffer in self.staff:
            if boss == (staffer.boss if staffer.since <= number else staffer.before):
                return staffer
        return None
