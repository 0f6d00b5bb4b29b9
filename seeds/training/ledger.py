"""What was said in public, and what others reported; and the numbers that came without names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from crm.coalition.models import Visibility
from crm.positions import service
from crm.positions.models import Capacity, EvidenceKind
from crm.positions.nameless import NewCount, record_count
from crm.positions.service import NewEvidence, NewPosition
from seeds.book import Step
from seeds.training import words
from seeds.training.asked import about
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.coalition import some_user
from seeds.training.days import Days
from seeds.training.facts import CAMPAIGN, MEASURE, Row, lots, read, sourced
from seeds.training.turns import How, Turn, turns

EVENING: Final = 17 * 60 + 45
"""After the day's contacts."""


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Each statement and report in the evening of its day, each number on the day of its source."""
    for turn in turns(cast):
        if turn.how in (How.IN_PUBLIC, How.REPORTED):
            enter = _in_public if turn.how is How.IN_PUBLIC else _reported
            yield Step(days.at(turn.day, EVENING), partial(enter, turn=turn, member=cast.members[turn.member]))
    for row in read("bills")["count"]:
        yield Step(days.at(row["day"], EVENING), partial(_count, row=row))


def _in_public(book: Book, turn: Turn, member: Member) -> None:
    """The public record is no organization's report: it stands beside them, and contests nobody."""
    random = lots(turn.key)
    text = words.said(turn, random)
    proof = NewEvidence(
        EvidenceKind.PUBLIC_STATEMENT,
        title=f"{member.name} on school meals",
        outlet=words.outlet(random),
        url=f"https://news.example/{turn.key.replace('/', '-').replace('#', '-')}",
        quote=words.quoted(text),
        published=book.days.day(turn.day).isoformat(),
    )
    new = replace(_new(book, turn, member, text), evidence=(proof,), visibility=Visibility.PUBLIC, campaign_id=None)
    if turn.conditional:
        new = replace(new, condition=words.condition(random))
    book.put("entry", turn.key, service.record(book.session, book.viewer, new).id)


def _reported(book: Book, turn: Turn, member: Member) -> None:
    """Somebody else says so, and one of us writes it down."""
    random = lots(turn.key)
    user = some_user(turn.organization, turn.day, random)
    new = replace(
        _new(book, turn, member, words.said(turn, random)),
        evidence=(NewEvidence(EvidenceKind.THIRD_PARTY, title=f"Told to {user['name']} at second hand"),),
        organization_id=book.get("organization", turn.organization),
    )
    book.put("entry", turn.key, service.record(book.session, book.acting(user["key"]), new).id)


def _new(book: Book, turn: Turn, member: Member, text: str) -> NewPosition:
    assert turn.stance is not None
    subject = about(turn.day, member.chamber_on(turn.day))
    return NewPosition(
        person_id=book.get("person", member.key),
        measure_id=book.get("measure", MEASURE),
        stance=turn.stance,
        words=text,
        said=book.days.vague(book.days.day(turn.day), turn.vague),
        campaign_id=book.get("campaign", CAMPAIGN),
        bill_id=book.find("bill", subject.bill),
        print_letter=subject.letter,
        capacity=Capacity.CANDIDATE if turn.candidate else Capacity.OFFICEHOLDER,
    )


def _count(book: Book, row: Row) -> None:
    record_count(
        book.session,
        book.viewer,
        NewCount(
            measure_id=book.get("measure", row["measure"]),
            number=row["number"],
            of_whom=row["of_whom"],
            did_what=row["did_what"],
            said=book.days.vague(book.days.day(row["day"]), row.get("vague")),
            source=sourced(row),
            chamber_id=book.find("chamber", row.get("chamber")),
        ),
    )
