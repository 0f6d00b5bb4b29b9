"""Gives the parts: draws by lot who sits where, in which party, and how the stance of each came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Final

from seeds.training.cast import Cast, Member, Term
from seeds.training.facts import lots, read
from seeds.training.houses import committees, posts, staff
from seeds.training.names import Namer

SILENT: Final = "silent"
"""Nothing was ever heard of them."""
LOYALTY: Final = 0.8
"""How much a party says about a stance: at 0 nothing, at 2 everything."""


Roles = dict[str, tuple[str, tuple[Term, ...]]]
"""Part and terms by the key under which somebody is known."""


@cache
def cast() -> Cast:
    """The cast, always the same."""
    namer = Namer(lots("names"))
    members = {member.key: member for member in (*_members(namer), *_executives(namer))}
    held = posts(Cast(members, {}, {}, ()))
    sits = committees(Cast(members, held, {}, ()), lots("committees"))
    return Cast(members, held, sits, staff(Cast(members, held, sits, ()), namer, lots("staff")))


def _members(namer: Namer) -> Iterator[Member]:
    """Members by seat: those who came, moved or left in between, and everybody who was there all the time."""
    state, random = read("state"), lots("parties")
    begins = state["terms"]["begins"]
    named = _named(begins)
    seats = [f"{row['key']}/{number}" for row in state["chamber"] for number in range(1, row["seats"] + 1)]
    vacant = {row["seat"] for row in state["former"]} - set(named)
    parties = {key: _party(key, random) for key in (*seats, *named)}
    parts = _parts([seat for seat in seats if seat not in vacant | set(named)], parties)
    for key, party in parties.items():
        if key not in vacant:
            part, terms = named.get(key) or (parts[key], (Term(key, begins),))
            often = state["terms"]["lines"][party]
            lines = tuple(line for line, share in often.items() if random.random() < share)
            yield _member(namer, key, part, party, lines, terms)


def _named(begins: int) -> Roles:
    """Part and terms of those who were not in one seat all the time, by the key under which they are known."""
    state = read("state")
    former: Roles = {
        f"{row['seat']}/former": (row["part"], (Term(row["seat"], begins, row["left"], row["reason"]),))
        for row in state["former"]
    }
    movers: Roles = {
        row["to"]: (row["part"], (Term(row["seat"], begins, row["left"], row["reason"]), Term(row["to"], row["sworn"])))
        for row in state["mover"]
    }
    entrants: Roles = {row["seat"]: (row["part"], (Term(row["seat"], row["sworn"]),)) for row in state["entrant"]}
    return former | movers | entrants


def _executives(namer: Namer) -> Iterator[Member]:
    for row in read("state")["post"]:
        if "chamber" not in row:
            yield _member(namer, row["role"], row["part"], "Lantern")


def _member(
    namer: Namer, key: str, part: str, party: str, lines: tuple[str, ...] = (), terms: tuple[Term, ...] = ()
) -> Member:
    given, family = namer.name()
    return Member(key, given, family, part, party, lines, terms, namer.town(), (namer.phone(), namer.phone()))


def _party(key: str, random: Random) -> str:
    shares: dict[str, int] = read("state")["terms"]["parties"][key.split("/", maxsplit=1)[0]]
    return random.choices(list(shares), list(shares.values()))[0]


def _parts(seats: Iterable[str], parties: dict[str, str]) -> dict[str, str]:
    """The part of each seat's member. The list of parts begins with friends, and so does the friendlier party."""
    random = lots("parts")
    given: dict[str, str] = {}
    for chamber in ("upper", "lower"):
        theirs = [seat for seat in seats if seat.split("/")[0] == chamber]
        warmth = {seat: random.random() * 2 + LOYALTY * (parties[seat] != "Lantern") for seat in theirs}
        parts = [row["name"] for row in read("parts")["part"] for _ in range(row.get(chamber, 0))]
        spare = len(theirs) - len(parts)
        if spare < 0:
            raise ValueError(f"{chamber}: {-spare} parts too many")
        # The silent sit among the undecided.
        middle = len(parts) // 2
        parts[middle:middle] = [SILENT] * spare
        given |= dict(zip(sorted(theirs, key=warmth.__getitem__), parts, strict=True))
    return given
