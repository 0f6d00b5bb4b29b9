"""The two measures on their way: bills, prints, events, names on bills, and the roll calls in committee."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crm.bills import service
from crm.bills.models import BillLinkKind, Carries, EventKind, SponsorKind, Stage, VoteCode
from crm.bills.service import NewVote
from crm.positions.facts import enter_sponsorship, enter_votes
from seeds.book import Step
from seeds.training.book import Book
from seeds.training.cast import Cast, Member
from seeds.training.days import Days
from seeds.training.facts import JURISDICTION, MEASURE, NEIGHBOUR, SOURCE, Row, read
from seeds.training.setting import BEGINNING

FILE = "bills"
MORNING = 8 * 60 + 30


def steps(days: Days, cast: Cast) -> Iterator[Step]:
    """Measures first; each bill, print, link and event on its day."""
    bills = read(FILE)
    for row in bills["measure"]:
        yield Step(days.at(BEGINNING, 3), partial(_measure, row=row))
    for row in bills["bill"]:
        yield Step(days.at(max(row["introduced"], BEGINNING), MORNING), partial(_bill, row=row))
        for printed in row["prints"]:
            yield Step(days.at(max(printed["day"], BEGINNING), MORNING + 5), partial(_print, row=row, printed=printed))
        if "same_as" in row:
            yield Step(days.at(max(row["same_as"]["day"], BEGINNING), MORNING + 10), partial(_same_as, row=row))
    for row in bills["event"]:
        yield Step(days.at(row["day"], 18 * 60), partial(_event, row=row))
    for row in bills["rollcall"]:
        yield Step(days.at(row["day"], 17 * 60 + 30), partial(_roll_call, row=row, cast=cast))
    for row in bills["signed"]:
        yield Step(days.at(row["day"], MORNING + 15), partial(_signed, row=row, members=_signers(row, cast)))


def _measure(book: Book, row: Row) -> None:
    there = service.ensure_measure(
        book.session,
        book.viewer,
        row["name"],
        book.get("jurisdiction", JURISDICTION),
        summary=row["summary"],
        slug=row["slug"],
        source=SOURCE,
        is_invented=True,
    )
    book.put("measure", row["slug"], there.id)


def _bill(book: Book, row: Row) -> None:
    session, number = row["key"].split("/")
    there = service.ensure_bill(
        book.session,
        book.viewer,
        book.get("session", session),
        number,
        chamber_id=book.get("chamber", row["chamber"]),
        title=row["title"],
        introduced_on=book.days.day(row["introduced"]),
        source=SOURCE,
    )
    book.put("bill", row["key"], there.id)
    carries = Carries(row.get("carries", "carrier"))
    measure_id = book.get("measure", row["measure"])
    service.carry(book.session, book.viewer, measure_id, there.id, carries, row.get("part"), source=SOURCE)
    if "previous" in row:
        former = book.get("bill", row["previous"])
        kind = BillLinkKind.PREVIOUS_VERSION
        service.link_bills(book.session, book.viewer, there.id, kind, other_id=former, source=SOURCE)


def _print(book: Book, row: Row, printed: Row) -> None:
    bill_id, day = book.get("bill", row["key"]), book.days.day(printed["day"])
    service.add_print(book.session, book.viewer, bill_id, printed["letter"], day, source=SOURCE)


def _same_as(book: Book, row: Row) -> None:
    service.link_bills(
        book.session,
        book.viewer,
        book.get("bill", row["key"]),
        BillLinkKind.SAME_AS,
        other_id=book.get("bill", row["same_as"]["bill"]),
        started_on=book.days.day(row["same_as"]["day"]),
        source=SOURCE,
    )


def _event(book: Book, row: Row) -> None:
    service.add_event(
        book.session,
        book.viewer,
        EventKind(row["kind"]),
        row["words"],
        book.days.vague(book.days.day(row["day"]), row.get("vague")),
        SOURCE,
        measure_id=book.find("measure", row.get("measure")),
        bill_id=book.find("bill", row.get("bill")),
    )


def _roll_call(book: Book, row: Row, cast: Cast) -> None:
    votes = _votes(book, row, cast) if row.get("by_name") else ()
    ayes = sum(vote.code in (VoteCode.AYE, VoteCode.AYE_WITH_RESERVATIONS) for vote in votes)
    there = service.add_roll_call(
        book.session,
        book.viewer,
        book.get("bill", row["bill"]),
        book.get("chamber", row["chamber"]),
        Stage.COMMITTEE,
        book.days.day(row["day"]),
        SOURCE,
        committee_id=book.get("committee", row["committee"]),
        print_letter=row["letter"],
        motion=row["motion"],
        ayes=row.get("ayes", ayes),
        nays=row.get("nays", sum(vote.code is VoteCode.NAY for vote in votes)),
        passed=row["passed"],
        votes=votes,
    )
    enter_votes(book.session, book.viewer, there, book.get("measure", MEASURE))


def _votes(book: Book, row: Row, cast: Cast) -> list[NewVote]:
    codes = next(each["votes"] for each in read("state")["committee"] if each["key"] == row["committee"])
    members = [cast.members[key] for key in cast.committees[row["committee"]]]
    return [NewVote(each.name, VoteCode(codes[each.part]), book.get("person", each.key)) for each in members]


def _signers(row: Row, cast: Cast) -> list[Member]:
    chamber = next(bill["chamber"] for bill in read(FILE)["bill"] if bill["key"] == row["bill"])
    sitting = cast.sitting(chamber, row["day"])
    return [member for part, many in row["by"] for member in [m for m in sitting if m.part == part][:many]]


def _signed(book: Book, row: Row, members: list[Member]) -> None:
    for place, member in enumerate(members):
        there = service.add_sponsorship(
            book.session,
            book.viewer,
            book.get("bill", row["bill"]),
            member.name,
            SponsorKind.CO if place else SponsorKind.PRIME,
            SOURCE,
            person_id=book.get("person", member.key),
            joined=book.days.day(row["day"]).isoformat(),
        )
        enter_sponsorship(book.session, book.viewer, there, book.get("measure", NEIGHBOUR))
