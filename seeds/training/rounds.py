"""The daily rounds: calls, messages and letters of which nobody's stance came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import Final

from crm.coalition.models import Visibility
from crm.outreach.contact import NewContact, Official, Staff
from crm.outreach.models import Channel, Outcome
from crm.people.models import ContactKind
from seeds.book import Step
from seeds.training import asked, words
from seeds.training.book import Book
from seeds.training.cast import Cast, Member, Staffer
from seeds.training.coalition import some_user
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, lots
from seeds.training.log import Logged, log, phone
from seeds.training.owed import promise
from seeds.training.turns import some_organization

ROUNDS: Final = (
    (-724, -716, 16),
    (-715, -516, 30),
    (-515, -352, 75),
    (-351, -151, 45),
    (-150, -15, 110),
    (-14, -4, 34),
)
"""From day to day, so many contacts."""
LAST_DAYS: Final = (-3, -1, 18)
"""So many offices were called in the last three days, each by one of us: they wait now."""
OUTCOMES: Final = {
    Outcome.REACHED_STAFF: 27,
    Outcome.LEFT_MESSAGE: 22,
    Outcome.NO_ANSWER: 14,
    Outcome.BUSY: 7,
    Outcome.CALL_BACK: 9,
    Outcome.REFUSED: 6,
    Outcome.REACHED_MEMBER: 6,
    Outcome.WRONG_NUMBER: 2,
}
BESIDE_CALLS: Final = {
    (Channel.EMAIL, Outcome.SENT): 9,
    (Channel.MEETING, Outcome.HELD): 5,
    (Channel.MEETING, Outcome.CANCELLED): 2,
    (Channel.TEXT, Outcome.SENT): 2,
    (Channel.LETTER, Outcome.SENT): 2,
    (Channel.SOCIAL, Outcome.SENT): 1,
}
CALLS: Final = 0.78
PRIVATE: Final = 0.08
WANTED: Final = 16
"""Leaders and chairs are called far more often than others."""
SETTLED: Final = frozenset({"champion", "prime sponsor", "early sponsor", "public no", "told us no", "voted no"})
"""Parts of those on whom nobody spends many calls."""


@dataclass(frozen=True, slots=True)
class Round:
    """One contact of the rounds, before it is made."""

    contact: Logged
    organization: str
    member: Member
    staffer: Staffer | None
    channel: Channel
    outcome: Outcome


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """All rounds of two years; most of them go to those who are not settled."""
    random = lots("rounds")
    keyholders = dict.fromkeys([*cast.posts.values(), *(members[0] for members in cast.committees.values())], WANTED)
    number = 0
    for first, last, many in ROUNDS:
        for _ in range(many):
            day, number = days.office_day(random.randint(first, last)), number + 1
            able = [member for member in cast.members.values() if member.chamber_on(day)]
            member = random.choices(able, [keyholders.get(each.key) or _weight(each) for each in able])[0]
            yield from _round(days, cast, number, day, member, random)
    first, last, many = LAST_DAYS
    unsettled = [each for each in cast.members.values() if each.chamber_on(0) and each.part not in SETTLED]
    for member in random.sample(unsettled, many):
        number += 1
        yield from _round(days, cast, number, random.randint(first, last), member, random, calls=1)


def _weight(member: Member) -> int:
    return 1 if member.part in SETTLED else 3


def _round(
    days: Days, cast: Cast, number: int, day: int, member: Member, random: Random, calls: float = CALLS
) -> Iterator[Step]:
    organization = some_organization(day, random)
    user = some_user(organization, day, random)["key"]
    if random.random() < calls:
        channel, outcome = Channel.CALL, random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    else:
        channel, outcome = random.choices(list(BESIDE_CALLS), list(BESIDE_CALLS.values()))[0]
    at = days.office_hours(day, random)
    contact = Logged(f"round {number}", day, at, (user,), member.key, promise(day, random))
    round_ = Round(contact, organization, member, cast.staff_of(member.key, day), channel, outcome)
    yield from log(days, contact, partial(_contact, round_=round_, random=random))


def _contact(book: Book, round_: Round, random: Random) -> NewContact:
    contact, outcome = round_.contact, round_.outcome
    person_id = book.get("person", round_.member.key)
    back_at = contact.at + timedelta(days=random.randint(1, 2)) if outcome is Outcome.CALL_BACK else None
    return NewContact(
        channel=round_.channel,
        outcome=outcome,
        officials=(Official(person_id),),
        staff=_staff(book, round_) if outcome in (Outcome.REACHED_STAFF, Outcome.REFUSED) else (),
        topics=(asked.topic(book, contact.day, round_.member.chamber_on(contact.day)),),
        organization_id=book.get("organization", round_.organization),
        campaign_id=book.get("campaign", CAMPAIGN),
        visibility=Visibility.PRIVATE if random.random() < PRIVATE else Visibility.COALITION,
        happened_at=contact.at,
        call_back_at=back_at,
        notes=words.note(outcome, random),
        minutes=random.randint(1, 9) if outcome in (Outcome.REACHED_STAFF, Outcome.REACHED_MEMBER) else None,
        language="es" if random.random() < 0.03 else None,
        contact_point_id=_phone(book, round_),
    )


def _staff(book: Book, round_: Round) -> tuple[Staff, ...]:
    if round_.staffer is None:
        return ()
    return (Staff(staff_id=book.get("person", round_.staffer.key), boss_id=book.get("person", round_.member.key)),)


def _phone(book: Book, round_: Round) -> int | None:
    """The phone that was called. Capitol numbers are right; it is district offices that move."""
    if round_.channel is not Channel.CALL:
        return None
    if round_.outcome is Outcome.WRONG_NUMBER:
        return book.get(f"{ContactKind.DISTRICT} phone", round_.member.key)
    return phone(book, round_.member.key, round_.contact.day)
