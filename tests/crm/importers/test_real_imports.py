"""LegiScan, the Council and Congress, where the folder with real data is present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from json import loads
from pathlib import Path

import pytest
from sqlalchemy import func, or_, select

from crm import clock
from crm.bills.models import Bill, BillLink, BillLinkKind, RollCall, Sponsorship, Stage, Vote
from crm.errors import InvalidInput
from crm.importers.kinds import kind_named
from crm.importers.report import ImportReport, quietly
from crm.jurisdictions.models import Chamber, ChamberKind, LegislativeSession
from crm.people.models import ContactKind, ContactPoint, Office, OfficeKind, Person, PersonIdentifier, Tenure
from crm.people.rosters import seats_of_chamber
from crm.people.seats import SeatState
from crm.sessions import Database

TODAY = date(2026, 8, 22)
Bring = Callable[[str, Path], ImportReport]


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder of a kind, and commit."""

    def run(kind: str, path: Path) -> ImportReport:
        with clock.held_at(TODAY), database.write() as session:
            return kind_named(kind).bring(session, path, quietly)

    return run


@pytest.mark.parametrize("kind", ["legiscan", "nyc-council", "congress-legislators"])
def test_every_file_reads_or_says_precisely_why_not(kind: str, shared_data: Path, bring: Bring) -> None:
    files = [file for file in sorted((shared_data / kind).rglob("*")) if file.is_file()]
    assert files
    for file in files:
        if "people" in file.parts and kind == "nyc-council" and file.name > "b":
            continue
        refused: InvalidInput | None = None
        report = ImportReport()
        try:
            report = bring(kind.removesuffix("-legislators"), file)
        except InvalidInput as error:
            refused = error
        read = report.created + report.updated + report.same + len(report.problems) or file.parts[-3] == "events"
        assert read or (refused and file.name in refused.message and refused.hint), file


def test_michigan_s_tables_come_in_once(shared_data: Path, bring: Bring, database: Database) -> None:
    folder = shared_data / "legiscan" / "csv-mi-2015-2016"
    first = bring("legiscan", folder)
    again = bring("legiscan", folder)
    assert (again.created, again.updated, again.same) == (0, 0, first.created)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Bill)) == 40
        assert session.scalar(select(func.count()).select_from(RollCall)) == 40
        assert session.scalar(select(func.count()).select_from(Vote).where(Vote.person_id.is_(None))) == 0
        assert session.scalar(select(LegislativeSession.slug)) == "2015-2016"
        assert {row.seats for row in session.scalars(select(Chamber))} == {110, 38}
        stages = Counter(row.stage for row in session.scalars(select(RollCall)))
        assert set(stages) == {Stage.COMMITTEE, Stage.FLOOR}
        terms = {(row.started_on, row.ended_on) for row in session.scalars(select(Tenure))}
        assert terms == {(date(2015, 1, 1), date(2016, 12, 31))}


def test_the_council_is_whole_and_its_sponsors_are_those_of_the_files(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    folder = shared_data / "nyc-council"
    bring("nyc-council", folder)
    again = bring("nyc-council", folder)
    assert (again.created, again.updated) == (0, 0)
    with database.read() as session:
        council = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.UNICAMERAL)).one()
        seats = seats_of_chamber(session, council.id, TODAY)
        assert (len(seats), sum(seat.state is SeatState.HELD for seat in seats)) == (51, 51)
        slugs = set(session.scalars(select(LegislativeSession.slug)))
        assert slugs == {"2022-2023", "2024-2025", "2026-2029"}
        numbers = dict(session.execute(select(Bill.id, Bill.number)).all())
        spells = [
            (numbers[row.bill_id], row.printed_id, row.joined, row.withdrawn)
            for row in session.scalars(select(Sponsorship))
        ]
        links = {
            (numbers[row.bill_id], numbers[row.other_id or 0])
            for row in session.scalars(select(BillLink).where(BillLink.kind == BillLinkKind.PREVIOUS_VERSION))
        }
    assert links == {("Int 0214-2024", "Int 0158-2022"), ("Int 0209-2026", "Int 0214-2024")}
    for number, place in (("Int 0214-2024", "2024-0214"), ("Int 0209-2026", "2026-0209")):
        # Of two looks on one day the later one is the longer.
        looks = {file.name[:10]: file for file in sorted((folder / "history" / place).glob("*.json"))}
        for day, file in looks.items():
            listed = {f"nyc-council:{row['ID']}" for row in loads(file.read_text())["Sponsors"] if row.get("FullName")}
            on_day = {
                id_
                for bill, id_, joined, withdrawn in spells
                if bill == number and (joined or "") <= day and (withdrawn is None or withdrawn > day)
            }
            assert on_day == listed, (number, day)


def test_new_york_s_delegation_has_its_seats_phones_and_ids(
    shared_data: Path, bring: Bring, database: Database
) -> None:
    folder = shared_data / "congress-legislators"
    first = bring("congress", folder)
    assert (first.created, first.problems) == (28, [])
    assert bring("congress", folder).same == 28
    with database.read() as session:
        current = or_(Tenure.ended_on.is_(None), Tenure.ended_on >= TODAY)
        held = session.execute(
            select(Chamber.kind, func.count())
            .join(Office, Office.chamber_id == Chamber.id)
            .join(Tenure, Tenure.office_id == Office.id)
            .where(Office.kind == OfficeKind.SEAT, current)
            .group_by(Chamber.kind)
        ).all()
        assert dict(held) == {ChamberKind.UPPER: 2, ChamberKind.LOWER: 26}
        assert {row.kind: row.seats for row in session.scalars(select(Chamber))} == {
            ChamberKind.UPPER: 100,
            ChamberKind.LOWER: 435,
        }
        points = Counter(row.kind for row in session.scalars(select(ContactPoint)))
        assert points == {ContactKind.CAPITOL: 28, ContactKind.DISTRICT: 68}
        with_bioguide = session.scalar(
            select(func.count()).select_from(PersonIdentifier).where(PersonIdentifier.scheme == "bioguide")
        )
        assert with_bioguide == session.scalar(select(func.count()).select_from(Person)) == 28
