"""Contacts in which somebody said where they stand: calls, meetings, visits, a letter. Entries come of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Final

from crm.coalition.models import Visibility
from crm.outreach.contact import NewContact, Official, Staff, Topic
from crm.outreach.models import Channel, Outcome, Part
from crm.positions.stance import SCALE
from seeds.book import Step
from seeds.training import asked, words
from seeds.training.book import Book
from seeds.training.cast import Cast, Member, Staffer
from seeds.training.coalition import users_of
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, Row, lots
from seeds.training.log import Logged, log, phone
from seeds.training.owed import promise
from seeds.training.turns import CONTACTS, How, Turn, turns

TWO_TOPICS: Final = 0.3
"""How often the neighbouring measure comes up as well."""
WAYS: Final = {
    # Two of three are by phone.
    How.TOLD: (*((Channel.CALL, Outcome.REACHED_MEMBER),) * 2, (Channel.MEETING, Outcome.HELD)),
    How.TWO_HEARD: ((Channel.MEETING, Outcome.HELD), (Channel.LOBBY_VISIT, Outcome.HELD)),
    How.STAFF: ((Channel.CALL, Outcome.REACHED_STAFF),),
    How.LETTER: ((Channel.LETTER, Outcome.SENT),),
}


@dataclass(frozen=True, slots=True)
class Talk:
    """A turn with who takes part in it: the member, their staff where on file, and those of ours who only listen."""

    turn: Turn
    member: Member
    staffer: Staffer | None
    others: list[Row]


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """One contact for each turn of which we learned ourselves."""
    for planned in turns(cast):
        if planned.how in CONTACTS:
            turn = replace(planned, day=days.office_day(planned.day))
            random = lots(f"talk {turn.key}")
            at = days.office_hours(turn.day, random)
            able = users_of(turn.organization, turn.day)
            users = random.sample(able, min(len(able), 2 if turn.how is How.TWO_HEARD else 1))
            contact = Logged(
                turn.key,
                turn.day,
                at,
                tuple(user["key"] for user in users),
                turn.member,
                promise(turn.day, random),
            )
            talk = Talk(turn, cast.members[turn.member], cast.staff_of(turn.member, turn.day), users[1:])
            yield from log(days, contact, partial(_contact, contact=contact, talk=talk, random=random))


def _contact(book: Book, contact: Logged, talk: Talk, random: Random) -> NewContact:
    turn = talk.turn
    channel, outcome = random.choice(WAYS[turn.how])
    person_id = book.get("person", turn.member)
    return NewContact(
        channel=channel,
        outcome=outcome,
        officials=(Official(person_id, Part.SENT if turn.how is How.LETTER else Part.TARGET),),
        staff=_staff(book, talk) if outcome is Outcome.REACHED_STAFF else (),
        user_ids=tuple(book.get("user", key) for key in contact.users),
        topics=tuple(_topics(book, talk, random)),
        organization_id=book.get("organization", turn.organization),
        campaign_id=book.get("campaign", CAMPAIGN),
        visibility=Visibility.PRIVATE if turn.private else Visibility.COALITION,
        happened_at=contact.at,
        place=f"{talk.member.town} office" if channel is Channel.MEETING else None,
        minutes=random.randint(4, 35) if channel is not Channel.LETTER else None,
        language="es" if random.random() < 0.04 else None,
        contact_point_id=phone(book, turn.member, turn.day) if channel is Channel.CALL else None,
    )


def _staff(book: Book, talk: Talk) -> tuple[Staff, ...]:
    """Who answered: somebody on file, or whoever sat at the desk."""
    boss_id = book.get("person", talk.member.key)
    if talk.staffer is None:
        return (Staff(printed_name="Front desk", boss_id=boss_id),)
    return (Staff(staff_id=book.get("person", talk.staffer.key), boss_id=boss_id),)


def _topics(book: Book, talk: Talk, random: Random) -> Iterator[Topic]:
    turn = talk.turn
    assert turn.stance is not None
    yield asked.topic(
        book,
        turn.day,
        talk.member.chamber_on(turn.day),
        answer=words.said(turn, random),
        stance=turn.stance,
        condition=words.condition(random) if turn.conditional else None,
        witnesses=tuple(user["name"] for user in talk.others),
        # Whoever writes it down later remembers the month.
        said=book.days.vague(book.days.day(turn.day), turn.vague) if turn.vague else None,
    )
    if turn.how is not How.LETTER and random.random() < TWO_TOPICS:
        # Mostly they see the fund a little more kindly.
        stance = SCALE[max(0, SCALE.index(turn.stance) - random.randint(0, 2))]
        yield asked.neighbour(book, words.neighbour(stance, random), stance)
