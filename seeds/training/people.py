"""The people of the state on file: members with their terms and phones, holders of posts, staff, committees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.people import service
from crm.people.committees import ensure_committee, seat_on_committee
from crm.people.contacts import add_contact_point
from crm.people.models import CommitteeRole, ContactKind
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.cast import Cast, Member, Staffer, Term
from seeds.training.days import Days
from seeds.training.facts import JURISDICTION, SOURCE
from seeds.training.setting import BEGINNING

CAPITOL = "State Capitol, Wexmoor"


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Everybody at the beginning; whoever comes or leaves later, on the day on which they do."""
    start = days.at(BEGINNING, 1)
    for member in cast.members.values():
        comes = max(BEGINNING, member.terms[0].begins if member.terms else BEGINNING)
        yield Step(days.at(comes, 1), partial(_person, member=member))
        for term in member.terms:
            yield Step(days.at(max(BEGINNING, term.begins), 2), partial(_begin, member=member, term=term))
            if term.ends is not None:
                yield Step(days.at(term.ends, 18 * 60), partial(_end, member=member, term=term))
    for post, holder in (*cast.posts.items(), *((key, keys[0]) for key, keys in cast.committees.items())):
        yield Step(start, partial(_hold, post=post, member=cast.members[holder]))
    for key, keys in cast.committees.items():
        yield Step(start, partial(_committee, key=key, members=[cast.members[each] for each in keys]))
    for staffer in cast.staff:
        yield Step(start, partial(_staffer, staffer=staffer))
        if staffer.before is None:
            yield Step(start, partial(_works_for, staffer=staffer, boss=staffer.boss))
        else:
            # They changed from one office to another.
            yield Step(start, partial(_works_for, staffer=staffer, boss=staffer.before, ends=staffer.since - 1))
            change = days.at(staffer.since, 9 * 60)
            yield Step(change, partial(_works_for, staffer=staffer, boss=staffer.boss, begins=staffer.since))


def room(member: Member) -> str:
    """The number on a member's door in the capitol."""
    capitol = member.phones[0]
    return f"{int(capitol[2]) + 1}{capitol[-2:]}"


def _person(book: Book, member: Member) -> None:
    person = service.add_person(
        book.session, member.name, given_name=member.given, family_name=member.family, is_invented=True
    )
    book.put("person", member.key, person.id)
    capitol, district = member.phones
    for kind, name, address, phone in (
        (ContactKind.CAPITOL, "Capitol office", f"Room {room(member)}, {CAPITOL}", capitol),
        (ContactKind.DISTRICT, "District office", f"{int(district[-2:]) + 1} Market Street, {member.town}", district),
    ):
        point = add_contact_point(book.session, person.id, kind, SOURCE, phone=phone, address=address, name=name)
        book.put(f"{kind} phone", member.key, point.id)


def _begin(book: Book, member: Member, term: Term) -> None:
    tenure = service.begin_tenure(
        book.session,
        book.get("person", member.key),
        book.get("office", term.seat),
        book.days.day(term.begins),
        party=member.party,
        ballot_lines=member.lines,
        source=SOURCE,
    )
    book.put("tenure", f"{member.key} in {term.seat}", tenure.id)


def _end(book: Book, member: Member, term: Term) -> None:
    assert term.ends is not None
    tenure_id = book.get("tenure", f"{member.key} in {term.seat}")
    service.end_tenure(book.session, tenure_id, book.days.day(term.ends), reason=term.reason)


def _hold(book: Book, post: str, member: Member) -> None:
    service.begin_tenure(
        book.session,
        book.get("person", member.key),
        book.get("office", post),
        book.days.day(member.terms[0].begins if member.terms else BEGINNING),
        party=member.party,
        source=SOURCE,
    )


def _committee(book: Book, key: str, members: list[Member]) -> None:
    chamber, name = key.split("/")
    there = ensure_committee(
        book.session, book.get("jurisdiction", JURISDICTION), name, chamber_id=book.get("chamber", chamber)
    )
    book.put("committee", key, there.id)
    for place, member in enumerate(members):
        seat_on_committee(
            book.session,
            there.id,
            member.name,
            CommitteeRole.CHAIR if place == 0 else CommitteeRole.MEMBER,
            person_id=book.get("person", member.key),
            started_on=book.days.day(member.terms[-1].begins),
            source=SOURCE,
        )


def _staffer(book: Book, staffer: Staffer) -> None:
    person = service.add_person(
        book.session, staffer.name, given_name=staffer.given, family_name=staffer.family, is_invented=True
    )
    book.put("person", staffer.key, person.id)


def _works_for(book: Book, staffer: Staffer, boss: str, begins: int | None = None, ends: int | None = None) -> None:
    service.add_staff(
        book.session,
        book.get("person", boss),
        staffer.name,
        staffer.title,
        SOURCE,
        person_id=book.get("person", staffer.key),
        started_on=book.day(begins),
        ended_on=book.day(ends),
        phone=staffer.phone,
    )
