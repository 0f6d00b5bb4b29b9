"""What was done together: rallies, letters, a hearing, and lobby days with several officials in one visit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Final

from crm.coalition.models import Visibility
from crm.outreach.contact import NewContact, Official, Topic
from crm.outreach.models import Channel, Outcome, Part
from crm.positions.stance import Stance
from seeds.book import Step
from seeds.training import asked, words
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.coalition import lead_of, users_of
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, Row, lots, read
from seeds.training.log import Logged, log
from seeds.training.owed import promise
from seeds.training.rounds import SETTLED
from seeds.training.turns import joined_by

NOON: Final = 12 * 60
DEBRIEFED: Final = 0.6
"""How often a visit leaves something to be done."""


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Each gathering at noon, logged by the lead of the first organization; each visit of a lobby day by its team."""
    for row in read("outreach")["gathering"]:
        users = tuple(lead_of(key) for key in row["organizations"])
        day = days.office_day(row["day"])
        contact = Logged(row["title"], day, days.at(day, NOON), users, None, None)
        yield from log(days, contact, partial(_gathering, row=row, contact=contact, people=_people(row, cast)))
    random = lots("lobby days")
    for row in read("outreach")["lobby_day"]:
        yield from _lobby_day(days, cast, row, random)


def _people(row: Row, cast: Cast) -> list[tuple[Member, Part]]:
    """Who took part, and how: by the parts they play, by their posts, or by their committee."""
    there = [member for member in cast.members.values() if member.chamber_on(row["day"])]
    found: dict[str, Part] = {}
    for part, groups in row.get("parts", {}).items():
        for name, many in groups:
            new = [member.key for member in there if member.part == name and member.key not in found]
            found |= dict.fromkeys(new[:many], Part(part))
    found |= {cast.posts[post]: Part.TARGET for post in row.get("posts", ())}
    found |= dict.fromkeys(cast.committees.get(row.get("committee", ""), ()), Part.ATTENDED)
    return [(cast.members[key], part) for key, part in found.items()]


def _gathering(book: Book, row: Row, contact: Logged, people: list[tuple[Member, Part]]) -> NewContact:
    return NewContact(
        channel=Channel(row["channel"]),
        outcome=Outcome(row.get("outcome", "held")),
        officials=tuple(Official(book.get("person", member.key), part) for member, part in people),
        organization_ids=tuple(book.get("organization", key) for key in row["organizations"]),
        user_ids=tuple(book.get("user", key) for key in contact.users),
        topics=tuple(_said(book, contact.day, row, people)) or (asked.topic(book, contact.day, None),),
        organization_id=book.get("organization", row["organizations"][0]),
        campaign_id=book.get("campaign", CAMPAIGN),
        visibility=Visibility.PUBLIC if row.get("public") else Visibility.COALITION,
        happened_at=contact.at,
        title=row["title"],
        place=row.get("place"),
        notes=row.get("notes", ""),
        unnamed_people=row.get("unnamed"),
    )


def _said(book: Book, day: int, row: Row, people: list[tuple[Member, Part]]) -> Iterator[Topic]:
    """Whoever spoke, spoke in public."""
    for member, part in people:
        if part is Part.SPOKE:
            yield asked.topic(
                book,
                day,
                member.chamber_on(day),
                answer=row["words"],
                stance=Stance(row["stance"]),
                person=member.key,
            )


def _lobby_day(days: Days, cast: Cast, row: Row, random: Random) -> Iterator[Step]:
    """Teams of two organizations visit one or two members each; none is visited twice."""
    day = days.office_day(row["day"])
    there = [each for each in cast.members.values() if each.chamber_on(day) and each.part not in SETTLED]
    random.shuffle(there)
    for team in range(1, row["visits"] + 1):
        hosts = [there.pop() for _ in range(random.choice((1, 1, 2)))]
        organizations = random.sample(sorted(joined_by(day)), 2)
        users = tuple(random.choice(users_of(key, day))["key"] for key in organizations)
        at = days.at(day, 9 * 60 + 30 + 20 * team)
        after = promise(day, random, DEBRIEFED)
        contact = Logged(f"{row['name']}, team {team}", day, at, users, hosts[0].key, after)
        held = Outcome.CANCELLED if random.random() < 0.15 else Outcome.HELD
        visit = partial(_visit, contact=contact, hosts=hosts, organizations=organizations, outcome=held)
        yield from log(days, contact, partial(visit, notes=words.note(held, random)))


def _visit(
    book: Book, contact: Logged, hosts: list[Member], organizations: list[str], outcome: Outcome, notes: str
) -> NewContact:
    return NewContact(
        channel=Channel.LOBBY_VISIT,
        outcome=outcome,
        officials=tuple(Official(book.get("person", host.key)) for host in hosts),
        organization_ids=tuple(book.get("organization", key) for key in organizations),
        user_ids=tuple(book.get("user", key) for key in contact.users),
        topics=(asked.topic(book, contact.day, hosts[0].chamber_on(contact.day)),),
        organization_id=book.get("organization", organizations[0]),
        campaign_id=book.get("campaign", CAMPAIGN),
        happened_at=contact.at,
        title=contact.key,
        place="State Capitol, Wexmoor",
        notes=notes,
        minutes=15,
    )
