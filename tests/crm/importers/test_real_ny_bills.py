"""New York's bills as they are mirrored, where the folder with real data is present."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Bill, BillLink, BillLinkKind, RollCall, SponsorKind, Sponsorship, Stage, Vote
from crm.bills.proposed import Gap, proposed_carriers
from crm.bills.service import carry, ensure_measure
from crm.coalition.visibility import OPERATOR
from crm.importers.nybills.run import bring_ny_bills
from crm.importers.openstates.run import apply_roster, read_roster
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Jurisdiction
from crm.people.models import Committee
from crm.positions.as_of import AsOf
from crm.positions.feeding import feed_measure
from crm.positions.queries import shifts, standing
from crm.positions.shifts import Reason
from crm.sessions import Database
from crm.whip.sponsors import ChamberSponsors, sponsor_counts

TODAY = date(2026, 8, 22)
STORY = ("S2235", "A3506", "S316", "A4181", "S8500", "A9076")
MEASURES = {"nyfa": ("S2235", "A3506"), "dignity": ("S316", "A4181"), "suits": ("S8500", "A9076")}
Bring = Callable[[Path], ImportReport]


@pytest.fixture
def bring(database: Database, shared_data: Path) -> Bring:
    """Import files of the mirror, after New York's roster, and commit."""
    with clock.held_at(TODAY), database.write() as session:
        apply_roster(session, read_roster(shared_data / "openstates-people" / "ny"))

    def run(path: Path) -> ImportReport:
        with clock.held_at(TODAY), database.write() as session:
            return bring_ny_bills(session, path)

    return run


def looks(shared_data: Path, number: str) -> dict[date, list[str]]:
    """The names in the files of a bill's history, by the day in the file's name; the files' own words."""
    found = {}
    for file in sorted((shared_data / "ny-bills" / "history" / number).iterdir()):
        told = json.loads(file.read_text())
        found[date.fromisoformat(file.name[:10])] = [each["Name"] for each in told.get("Sponsors") or ()]
    return found


def on_the_bill(session: Session, number: str, day: date) -> list[str]:
    rows = session.scalars(select(Sponsorship).join(Bill, Bill.id == Sponsorship.bill_id).where(Bill.number == number))
    return sorted(
        row.printed_name
        for row in rows
        if row.joined is not None
        and date.fromisoformat(row.joined) <= day
        and (row.withdrawn is None or date.fromisoformat(row.withdrawn) > day)
    )


def carry_all(database: Database) -> dict[str, int]:
    """The three measures of the story's bills, carried by them."""
    found = {}
    with clock.held_at(TODAY), database.write() as session:
        place = session.scalars(select(Jurisdiction.id).where(Jurisdiction.slug == "new-york")).one()
        for slug, numbers in MEASURES.items():
            measure = ensure_measure(session, OPERATOR, slug, place)
            for bill_id in session.scalars(select(Bill.id).where(Bill.number.in_(numbers))).all():
                carry(session, OPERATOR, measure.id, bill_id)
            feed_measure(session, OPERATOR, measure.id)
            found[slug] = measure.id
    return found


def moved(session: Session, measure_id: int, since: date = date(2025, 3, 5)) -> list[tuple[str, str, str, str]]:
    with clock.held_at(TODAY):
        found = shifts(session, OPERATOR, measure_id, since, AsOf.of())
    return sorted(
        (each.said, each.person, each.before.value, each.after.value)
        for each in found
        if each.reason is not Reason.VOTED
    )


def test_who_sponsors_on_any_day_is_what_the_files_say(shared_data: Path, bring: Bring, database: Database) -> None:
    for number in STORY:
        report = bring(shared_data / "ny-bills" / "history" / number)
        assert (report.created, report.problems, report.waiting) == (1, [], 0)
    with database.read() as session:
        assert set(session.scalars(select(Sponsorship.person_id.is_(None)))) == {False}
        for number in STORY:
            seen = looks(shared_data, number)
            day = min(seen) - timedelta(days=1)
            while day <= max(seen) + timedelta(days=3):
                newest = max((each for each in seen if each <= day), default=None)
                listed = sorted(seen[newest]) if newest else []
                assert on_the_bill(session, number, day) == listed, (number, day)
                day += timedelta(days=1)


def test_every_joining_and_leaving_is_a_shift_once(shared_data: Path, bring: Bring, database: Database) -> None:
    for number in STORY:
        bring(shared_data / "ny-bills" / "history" / number)
    measures = carry_all(database)
    with database.read() as session:
        for slug, numbers in MEASURES.items():
            since = min(min(looks(shared_data, number)) for number in numbers) + timedelta(days=1)
            expected = []
            for number in numbers:
                days: list[tuple[date, list[str]]] = [(date.min, []), *sorted(looks(shared_data, number).items())]
                for (_, before), (day, after) in pairwise(days):
                    if day >= since:
                        expected += [(day.isoformat(), "unknown", "yes")] * len(set(after) - set(before))
                        expected += [(day.isoformat(), "yes", "unknown")] * len(set(before) - set(after))
            told = [(said, before, after) for said, _, before, after in moved(session, measures[slug], since)]
            assert sorted(told) == sorted(expected)


def test_order_and_repetition_change_nothing(
    shared_data: Path, bring: Bring, database: Database, tmp_path: Path
) -> None:
    for number in ("S2235", "A3506"):
        bring(shared_data / "ny-bills" / "history" / number)
    measure_id = carry_all(database)["nyfa"]
    with database.read() as session:
        before = (moved(session, measure_id, date(2025, 1, 1)), _rows(session))
    files = sorted((shared_data / "ny-bills" / "history" / "S2235").iterdir())
    for file in random.Random(7).sample(files, len(files)):
        assert bring(file).same == 1
    with database.read() as session:
        assert (moved(session, measure_id, date(2025, 1, 1)), _rows(session)) == before


def test_files_one_by_one_in_any_order_are_the_folder_at_once(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    files = [
        file for number in ("S2235", "A3506") for file in (shared_data / "ny-bills" / "history" / number).iterdir()
    ]
    files.sort()
    shuffled = random.Random(11).sample(files, len(files))
    bring(shuffled[0])
    measure_id = 0
    for file in shuffled[1:]:
        measure_id = measure_id or carry_all(database)["nyfa"]
        bring(file)
    measure_id = carry_all(database)["nyfa"]
    with database.read() as session:
        for number in ("S2235", "A3506"):
            for day, names in looks(shared_data, number).items():
                assert on_the_bill(session, number, day) == sorted(names)
                stands = standing(session, OPERATOR, measure_id, AsOf.of(day))
                yes = {person_id for person_id, each in stands.items() if each.stance == "yes"}
                listed = set(
                    session.scalars(
                        select(Sponsorship.person_id)
                        .join(Bill, Bill.id == Sponsorship.bill_id)
                        .where(Bill.number == number, Sponsorship.printed_name.in_(names))
                    )
                )
                assert listed <= yes
        said = Counter(each[:2] for each in moved(session, measure_id))
        assert set(said.values()) == {1}


def _rows(session: Session) -> list[Any]:
    return sorted(
        (row.bill_id, row.printed_name, row.joined, row.withdrawn) for row in session.scalars(select(Sponsorship))
    )


def counted(database: Database, measure_id: int, day: date) -> ChamberSponsors:
    with clock.held_at(TODAY), database.read() as session:
        return sponsor_counts(session, measure_id, AsOf.of(day))[0]


def test_the_senate_s_sponsors_are_counted_as_printed_and_by_seats_and_both_explained(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    for number in ("S2235", "A3506"):
        bring(shared_data / "ny-bills" / "history" / number)
    measure_id = carry_all(database)["nyfa"]
    for day, printed in ((date(2025, 6, 15), 31), (date(2026, 3, 15), 32)):
        senate = counted(database, measure_id, day)
        assert len(senate.printed) == printed
        assert senate.seats_held + len(senate.differences) == printed
        assert all(each.words for each in senate.differences)
    assert "Brad Hoylman-Sigal" in {each.name for each in senate.differences}


def test_companions_and_former_selves_are_proposed_with_the_days_they_were_missing(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    for folder in ("history/S2235", "history/A3506", "bills/2023", "bills/2021", "bills/2019"):
        bring(shared_data / "ny-bills" / folder)
    with clock.held_at(TODAY), database.write() as session:
        place = session.scalars(select(Jurisdiction.id).where(Jurisdiction.slug == "new-york")).one()
        measure = ensure_measure(session, OPERATOR, "nyfa", place)
        carry(session, OPERATOR, measure.id, session.scalars(select(Bill.id).where(Bill.number == "S2235")).one())
        proposed = {each.number: each for each in proposed_carriers(session, measure.id)}
    assert set(proposed) == {"A3506", "S987", "S3076", "S7562"}
    assert proposed["A3506"].reasons[0] == "the same as S2235"
    assert Gap(date(2025, 6, 9), date(2025, 6, 11)) in proposed["A3506"].missing
    assert proposed["S987"].reasons == ("came before S2235",)


def test_bills_of_a_session_that_is_over_were_so_at_its_end(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    bring(shared_data / "ny-bills" / "bills" / "2019")
    with database.read() as session:
        assert set(session.scalars(select(Sponsorship.joined))) == {"2020-12-31"}


def test_the_odd_ones_of_the_session_come_in_with_their_traps_told(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    folder = shared_data / "ny-bills" / "bills" / "2025"
    report = bring(folder)
    assert report.created == len(list(folder.iterdir()))
    assert {problem.what for problem in report.problems} == {
        "The record is incomplete: it has neither a title nor a history."
    }
    assert (bring(folder).same, bring(folder).updated) == (report.created, 0)
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Sponsorship.person_id.is_(None))) == 0
        primes = select(func.count()).where(Sponsorship.kind == SponsorKind.PRIME).group_by(Sponsorship.bill_id)
        assert set(session.scalars(primes)) == {1}
        double = (
            select(Vote.roll_call_id)
            .where(Vote.person_id.is_not(None))
            .group_by(Vote.roll_call_id, Vote.person_id)
            .having(func.count() > 1)
        )
        assert session.scalars(double).all() == []
        # Each committee's own members vote, not those of the committees before it once more.
        sizes = session.execute(
            select(Committee.name, func.count())
            .join(RollCall, RollCall.committee_id == Committee.id)
            .join(Vote, Vote.roll_call_id == RollCall.id)
            .where(RollCall.motion.is_not(None), RollCall.stage == Stage.COMMITTEE)
            .group_by(Committee.name, RollCall.id)
        ).all()
        assert {size for name, size in sizes if name == "Ways and Means"} <= {34, 35}
        assert {size for name, size in sizes if name == "Codes"} <= {21, 22}
        linked = session.scalars(select(BillLink.kind).distinct()).all()
        assert {BillLinkKind.SAME_AS, BillLinkKind.PREVIOUS_VERSION, BillLinkKind.SUBSTITUTED_BY} == set(linked)
