"""What the public record tells of a stance: names on bills, names that left, bills that died, votes. Pure.

A fact is known by what it is (which bill, who, what, when), never by the number of a row: an import that was undone and
made again tells the same facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crm.bills.models import Bill, RollCall, Sponsorship, Stage, Vote, VoteCode
from crm.coalition.models import Visibility
from crm.jurisdictions.models import Jurisdiction, LegislativeSession
from crm.jurisdictions.years import named_by_years
from crm.names import fold
from crm.positions.models import EvidenceKind, ShiftReason
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.stance import Stance

VOTED: Final = {
    VoteCode.AYE: Stance.YES,
    VoteCode.AYE_WITH_RESERVATIONS: Stance.LEANING_YES,
    VoteCode.NAY: Stance.NO,
}
"""Who was excused, absent or abstained has not said where they stand."""

AGAINST: Final = {
    VoteCode.AYE: Stance.LEANING_NO,
    VoteCode.AYE_WITH_RESERVATIONS: Stance.LEANING_NO,
    VoteCode.NAY: Stance.LEANING_YES,
}
"""What a vote says on a motion that stops a bill: New York's Assembly holds bills "for consideration"."""

_WORDS: Final = {
    VoteCode.AYE: "Voted aye",
    VoteCode.AYE_WITH_RESERVATIONS: "Voted aye with reservations",
    VoteCode.NAY: "Voted nay",
}
_STOPS: Final = re.compile(
    r"(held|hold) for consideration|(lay|laid) (on the table|over)|tabled?$|postpone indefinitely"
)

SPONSORED: Final = "sponsored"
WITHDREW: Final = "withdrew"
LAPSED: Final = "lapsed"
VOTE: Final = "voted"
KINDS: Final = (SPONSORED, VOTE, WITHDREW, LAPSED)
"""How the keys of facts begin, in the order in which those of one day are entered: the later word answers."""


@dataclass(frozen=True, slots=True)
class BillNamed:
    """A bill as facts name it: "new-york/2025-2026/S2235"."""

    id: int
    number: str
    name: str

    @classmethod
    def of(cls, bill: Bill, sitting: LegislativeSession, place: Jurisdiction) -> BillNamed:
        """The name of a bill, out of its session and government."""
        return cls(bill.id, bill.number, f"{place.slug}/{named_by_years(sitting.slug)}/{bill.number}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the record about one person. ``when`` tells it from others of its kind on the same bill."""

    kind: str
    bill: BillNamed
    person_id: int
    when: str
    stance: Stance
    words: str
    said: str
    source: str
    made_by: ShiftReason
    letter: str | None = None

    @property
    def identity(self) -> tuple[str, str, int, str]:
        """What the fact is, whoever wrote it down."""
        return self.kind, self.bill.name, self.person_id, self.when

    def key(self, measure: str, person: str) -> str:
        """The key of its entry in the ledger of a measure (both by slug)."""
        return f"{self.kind}:{measure}:{self.bill.name}:{person}:{self.when}"

    def position(self, measure_id: int, fact_key: str) -> NewPosition:
        """The entry that says so: public, with the record as evidence."""
        kind = EvidenceKind.VOTE if self.kind == VOTE else EvidenceKind.SPONSORSHIP
        return NewPosition(
            person_id=self.person_id,
            measure_id=measure_id,
            stance=self.stance,
            words=self.words,
            said=self.said,
            evidence=(NewEvidence(kind, title=self.source),),
            visibility=Visibility.PUBLIC,
            bill_id=self.bill.id,
            print_letter=self.letter,
            made_by=self.made_by,
            fact_key=fact_key,
        )


def sponsored(bill: BillNamed, row: Sponsorship, person_id: int, seen: str) -> Fact:
    """A name on a bill is a public yes from the day it joined; without one, from the day it was ``seen`` there."""
    said = row.joined or f"../{seen}"
    return Fact(
        SPONSORED, bill, person_id, row.joined or "", Stance.YES, f"Sponsors {bill.number}.", said, row.source,
        ShiftReason.SPONSORED,
    )  # fmt: skip


def withdrew(bill: BillNamed, row: Sponsorship, person_id: int) -> Fact:
    """A name that left a bill: from that day on nothing is on record, which is not a no."""
    assert row.withdrawn is not None
    return Fact(
        WITHDREW, bill, person_id, row.withdrawn, Stance.UNKNOWN, f"No longer sponsors {bill.number}.", row.withdrawn,
        row.source, ShiftReason.SPONSORSHIP_WITHDRAWN,
    )  # fmt: skip


def lapsed(last: Fact, day: str) -> Fact:
    """A bill that died with its session carries nothing into the next: from ``day`` on all must be asked anew."""
    number = last.bill.number
    words = f"{number} died with its session, and the {'vote' if last.kind == VOTE else 'name'} on it is history."
    return Fact(LAPSED, last.bill, last.person_id, day, Stance.UNKNOWN, words, day, last.source, ShiftReason.LAPSED)


def voted(bill: BillNamed, roll_call: RollCall, vote: Vote, person_id: int) -> Fact | None:
    """What a vote says; nothing for an absence. On a motion that stops the bill an aye is a step against it."""
    stops = roll_call.motion is not None and _STOPS.search(fold(roll_call.motion)) is not None
    stance = (AGAINST if stops else VOTED).get(vote.code)
    if stance is None:
        return None
    printed = f"{bill.number}-{roll_call.print_letter}" if roll_call.print_letter else bill.number
    where = "in committee" if roll_call.stage is Stage.COMMITTEE else "on the floor"
    what = f" ({roll_call.motion})" if stops else ""
    return Fact(
        VOTE, bill, person_id, roll_call_named(roll_call), stance, f"{_WORDS[vote.code]} {where} on {printed}{what}.",
        roll_call.held_on.isoformat(), roll_call.source, ShiftReason.VOTED, roll_call.print_letter,
    )  # fmt: skip


def roll_call_named(roll_call: RollCall) -> str:
    """A roll call by what it is: its stage, day, chamber and motion, as its own key tells it behind the bill."""
    if roll_call.fact_key is not None:
        return "|".join(roll_call.fact_key.split("|")[3:])
    return f"{roll_call.stage.value}|{roll_call.held_on.isoformat()}|{fold(roll_call.motion or '')}"


def in_place_of(fact: Fact, other: tuple[str, str, int, str]) -> bool:
    """Whether the fact is what another one was meant to be: the same but for its day."""
    return fact.identity[:3] == other[:3]
