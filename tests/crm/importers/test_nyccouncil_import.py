"""The Council brought in: once, in any order, and nothing ended by what a part of the files leaves out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm import clock
from crm.bills.models import Bill, BillLink, BillLinkKind, RollCall, Sponsorship
from crm.errors import InvalidInput
from crm.importers.nyccouncil.run import bring_council
from crm.importers.report import ImportReport
from crm.jurisdictions.models import Chamber, Jurisdiction, LegislativeSession
from crm.people.models import CommitteeSeat, Person
from crm.sessions import Database
from tests.builders import nyccouncil as nyc

DAY = date(2026, 3, 1)
Bring = Callable[[Path], ImportReport]


@pytest.fixture
def bring(database: Database) -> Bring:
    """Bring in a file or folder, and commit."""

    def run(path: Path) -> ImportReport:
        with clock.held_at(DAY), database.write() as session:
            return bring_council(session, path)

    return run


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """Two members, one bill in two sessions with its history, a meeting that voted on it."""
    ferns = {"body": 5, "name": "Committee on Ferns", "title": "Committee Member"}
    for name, district in (("Ada Fern", 7), ("Bo Moss", 8)):
        offices = [nyc.office("2024-01-01", "2029-12-31"), nyc.office("2024-01-20", "2029-12-31", **ferns)]
        raw = nyc.member(name, *offices, Email=f"District{district}@council.example")
        nyc.write(tmp_path, f"people/{raw['Slug']}.json", raw)
    nyc.write(tmp_path, "introduction/2022/0158.json", nyc.matter("Int 0158-2022", "Ada Fern", id_=500))
    nyc.write(tmp_path, "introduction/2024/0214.json", nyc.matter("Int 0214-2024", "Ada Fern", "", "Cy Reed"))
    for stamp, names in (
        ("2024-02-12T174154", ("Ada Fern", "Bo Moss")),
        ("2024-03-01T174147", ("Ada Fern", "Bo Moss", "")),
        ("2024-04-05T120000", ("Ada Fern", "", "Cy Reed")),
    ):
        nyc.write(tmp_path, f"history/2024-0214/{stamp}.json", nyc.matter("Int 0214-2024", *names))
    item = {
        "ID": 77, "MatterID": 501, "MatterFile": "Int 0214-2024", "MatterName": "Ferns", "Version": "*",
        "ActionName": "Approved by Committee", "PassedFlagName": "Pass",
        "Votes": nyc.named("Ada Fern", Vote="Affirmative") + nyc.named("Bo Moss", Vote="Negative"),
    }  # fmt: skip
    nyc.write(tmp_path, "events/2024/2024-04-02_10_00_ferns_900.json", nyc.meeting("2024-04-02", item))
    return tmp_path


def _sponsors(database: Database) -> set[tuple[str, str, str | None, str | None]]:
    with database.read() as session:
        rows = session.execute(
            select(Bill.number, Sponsorship.printed_name, Sponsorship.joined, Sponsorship.withdrawn).join(
                Bill, Bill.id == Sponsorship.bill_id
            )
        )
        return {tuple(row) for row in rows}


COMINGS = {
    ("Int 0158-2022", "Ada Fern", "2022-02-09", None),
    ("Int 0214-2024", "Ada Fern", "2024-02-09", None),
    ("Int 0214-2024", "Bo Moss", "2024-02-12", "2024-04-05"),
    ("Int 0214-2024", "Cy Reed", "2024-04-05", None),
}


def test_the_council_comes_in_once(bring: Bring, mirror: Path, database: Database) -> None:
    first = bring(mirror)
    assert not first.problems
    again = bring(mirror)
    assert (again.created, again.updated) == (0, 0)
    with database.read() as session:
        assert session.scalar(select(Chamber.seats)) == 51
        city = session.scalars(select(Jurisdiction).where(Jurisdiction.ocd_id.contains("place:new_york"))).one()
        assert city.parent is not None
        assert city.parent.name == "New York"
        assert set(session.scalars(select(LegislativeSession.slug))) == {"2022-2023", "2024-2025"}
        assert session.scalar(select(func.count()).select_from(RollCall)) == 1


def test_sponsors_come_and_go_as_the_history_shows(bring: Bring, mirror: Path, database: Database) -> None:
    (mirror / "introduction/2024/0214.json").unlink()
    bring(mirror)
    shown = {row for row in COMINGS if row[1] != "Ada Fern" or row[0] != "Int 0214-2024"}
    assert _sponsors(database) == shown | {("Int 0214-2024", "Ada Fern", "2024-02-12", None)}


def test_the_order_of_files_changes_nothing(bring: Bring, mirror: Path, database: Database) -> None:
    (mirror / "introduction/2024/0214.json").unlink()
    files = sorted((mirror / "history").rglob("*.json"), reverse=True)
    for part in (*files, mirror / "introduction", mirror / "events", mirror / "people", *files):
        bring(part)
    rows = {row for row in _sponsors(database) if row[0] == "Int 0214-2024"}
    assert rows == {
        ("Int 0214-2024", "Ada Fern", "2024-02-12", None),
        ("Int 0214-2024", "Bo Moss", "2024-02-12", "2024-04-05"),
        ("Int 0214-2024", "Cy Reed", "2024-04-05", None),
    }
    with database.read() as session:
        matched = set(session.scalars(select(Sponsorship.printed_name).where(Sponsorship.person_id.is_not(None))))
    assert matched == {"Ada Fern", "Bo Moss"}


def test_a_bill_brought_again_is_linked_to_its_former_self(bring: Bring, mirror: Path, database: Database) -> None:
    nyc.write(mirror, "introduction/2026/0209.json", nyc.matter("Int 0209-2026", "Ada Fern", id_=502))
    bring(mirror / "introduction/2026")
    bring(mirror / "introduction/2022")
    bring(mirror / "introduction/2024")
    with database.read() as session:
        numbers = dict(session.execute(select(Bill.id, Bill.number)).all())
        links = [
            (numbers[link.bill_id], numbers[link.other_id or 0])
            for link in session.scalars(
                select(BillLink).where(BillLink.kind == BillLinkKind.PREVIOUS_VERSION).order_by(BillLink.bill_id)
            )
        ]
    assert sorted(links) == [("Int 0209-2026", "Int 0214-2024"), ("Int 0214-2024", "Int 0158-2022")]


def test_one_member_s_file_ends_nobody_else_s_part(bring: Bring, mirror: Path, database: Database) -> None:
    bring(mirror)
    assert bring(mirror / "people/ada-fern.json").updated == 0
    with database.read() as session:
        assert {seat.ended_on for seat in session.scalars(select(CommitteeSeat))} == {date(2029, 12, 31)}


def test_a_broken_file_among_many_is_told_and_the_others_come_in(
    bring: Bring, mirror: Path, database: Database
) -> None:
    (mirror / "introduction/2024/0215.json").write_text('{"ID": 1, "File": "Int 02')
    (mirror / "introduction/2024/0216.json").write_bytes(b'{"File": "Int 0216-2024", "Name": "\xe9"}')
    (mirror / "introduction/2024/0217.json").write_text('{"File": "no number"}')
    (mirror / "people/nobody.json").write_text("[]")
    (mirror / "other.json").write_text('{"what": "ever"}')
    report = bring(mirror)
    assert {problem.where for problem in report.problems} == {
        "introduction/2024/0215.json", "introduction/2024/0216.json", "introduction/2024/0217.json",
        "people/nobody.json", "other.json",
    }  # fmt: skip
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 2
        assert session.scalar(select(func.count()).select_from(Bill)) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"File": "Int 02', "was cut short"),
        ('{"what": 1}', "none of Legistar's"),
        ("", "is empty"),
        ("[" * 99999, "anybody meant"),
    ],
)
def test_a_broken_file_by_itself_is_refused(text: str, says: str, bring: Bring, tmp_path: Path) -> None:
    file = tmp_path / "0214.json"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=says) as raised:
        bring(file)
    assert "0214.json" in raised.value.message


def test_a_folder_without_records_is_refused(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no JSON"):
        bring(tmp_path)
    with pytest.raises(InvalidInput, match="does not exist"):
        bring(tmp_path / "nowhere")
