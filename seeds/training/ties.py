"""Who knows whom, and how well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.outreach.service import set_relationship
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.coalition import lead_of
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, lots, read


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Some members known to each organization, noted by its lead."""
    random = lots("ties")
    sitting = [member for member in cast.members.values() if member.chamber_on(0)]
    for row in read("campaign")["relationship"]:
        for member in random.sample(sitting, row["many"]):
            noted = days.office_hours(days.office_day(random.randint(-200, -100)), random)
            kind, strength = random.choice(row["kinds"]), random.randint(1, 5)
            tie = partial(_tie, organization=row["organization"], member=member, kind=kind, strength=strength)
            yield Step(noted, tie)


def _tie(book: Book, organization: str, member: Member, kind: str, strength: int) -> None:
    set_relationship(
        book.session,
        book.acting(lead_of(organization)),
        book.get("person", member.key),
        strength,
        kind,
        campaign_id=book.get("campaign", CAMPAIGN),
    )
