"""Sheets that organizers keep, where the folder with real data is present."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.bills.service import ensure_measure
from crm.campaigns.models import CampaignOrganization
from crm.campaigns.service import ensure_campaign
from crm.coalition.models import Organization
from crm.coalition.service import add_organization
from crm.coalition.visibility import OPERATOR
from crm.importers.matching.wording import bare, spoken
from crm.importers.openstates.run import apply_roster, read_roster
from crm.importers.report import ImportReport
from crm.importers.sheet.applying import apply_sheet, preview
from crm.importers.sheet.completing import completed
from crm.importers.sheet.mapping import Mapping, SheetKind, Use, constants_from, guess
from crm.importers.sheet.tables import Table, read_file
from crm.jurisdictions.models import Jurisdiction
from crm.people.models import Person, PersonName
from crm.positions.models import Position
from tests.crm.importers.sheet.conftest import told

LEGISLATORS = "nys-rtc-2023-legislators-bills.csv"
COALITION = "nys-rtc-2023-coalition-members.csv"
SCORECARD = "progressivemass-2017-cosponsor-tracking.csv"
TODAY = date(2026, 8, 6)


@pytest.fixture
def sheets(shared_data: Path) -> Path:
    """The folder of sheets."""
    return shared_data / "spreadsheets"


@pytest.fixture
def new_york(session: Session, shared_data: Path) -> Session:
    """New York's roster, an organization, and a campaign for each of four measures."""
    apply_roster(session, read_roster(shared_data / "openstates-people" / "ny"), day=TODAY)
    place = session.scalars(select(Jurisdiction).where(Jurisdiction.slug == "new-york")).one()
    ours = add_organization(session, OPERATOR, "Tenants Together")
    for name in ("Statewide Right to Counsel", "Winter Eviction Moratorium", "Clean Hands", "Defend Right to Counsel"):
        measure = ensure_measure(session, OPERATOR, name, place.id)
        ensure_campaign(session, OPERATOR, name, measure.id, "Pass it.", lead_organization_id=ours.id)
    return session


def mapped(session: Session, table: Table, kind: SheetKind | None = None, **constants: object) -> Mapping:
    """The guess, with the measures that a person would choose for the columns."""
    mapping = completed(session, guess(table, kind))
    mapping = replace(mapping, constants=constants_from({"organization": "tenants-together", **constants}))
    named = {"Statewide RTC": "statewide-right-to-counsel", "Defend RTC": "defend-right-to-counsel"}
    for column in mapping.all_for(Use.STANCE):
        mapping = mapping.with_column(replace(column, measure=column.measure or named.get(column.header)))
    return mapping


def apply(session: Session, table: Table, mapping: Mapping) -> ImportReport:
    return apply_sheet(session, OPERATOR, table, mapping, source=table.name)


def test_the_legislators_of_2023_are_found_as_of_today_and_none_of_them_wrongly(
    new_york: Session, sheets: Path
) -> None:
    """Every match that was made by itself has the name of the sheet, letter for letter or as another name on file, and
    the sheet's district; the others were each looked at once, by hand."""
    table = read_file(sheets / LEGISLATORS)
    mapping = mapped(new_york, table, said="2023")
    for day in ("2026-08-06", "2023-06-01"):
        looked = preview(
            new_york, OPERATOR, table, replace(mapping, constants=replace(mapping.constants, day=day)), limit=213
        )
        assert (looked.ready, looked.counts.rows, looked.counts.unusable) == (True, 213, 0)
        sure = {row.cells[0]: row.person for row in looked.rows if row.state == "sure"}
        assert sum(name == person for name, person in sure.items()) >= 116
        assert len(sure) >= 195
        assert all(row.why for row in looked.rows)
        named = new_york.execute(select(Person.name, PersonName.name).join(PersonName)).all()
        on_file = {(row[0], _plain(row[1])) for row in named}
        assert [(name, person) for name, person in sure.items() if (person, _plain(name)) not in on_file] == []
        asked = {row.cells[0]: row.why for row in looked.rows if row.state == "asked"}
        assert asked["Phillip Palmesano"] == "Same family name and district 132; Phil for Phillip"
        assert asked["Edward Braunstein"] == "The same name; district 26 on file, 25 printed"
        assert "Ari Brown" in asked


def _plain(name: str) -> str:
    """The name without initials, accents and titles."""
    return bare(spoken(name)[0])


def test_their_positions_come_in_once_private_and_with_the_sheet_as_evidence(new_york: Session, sheets: Path) -> None:
    table = read_file(sheets / LEGISLATORS)
    mapping = mapped(new_york, table, said="2023")
    first = apply(new_york, table, mapping)
    assert (first.created >= 100, first.waiting > 0, first.problems) == (True, True, [])
    assert told(apply(new_york, table, mapping)) == (0, 0, first.created)
    assert set(new_york.scalars(select(Position.visibility))) == {"private"}


def test_the_coalition_is_220_organizations_with_their_four_levels(new_york: Session, sheets: Path) -> None:
    before = new_york.scalar(select(func.count()).select_from(Organization)) or 0
    table = read_file(sheets / COALITION)
    mapping = mapped(new_york, table)
    assert mapping.kind is SheetKind.ORGANIZATIONS
    assert told(apply(new_york, table, mapping)) == (220, 0, 0)
    assert new_york.scalar(select(func.count()).select_from(Organization)) == before + 220
    levels: Counter[str | None] = Counter()
    for _, level in {
        (row.organization_id, row.level) for row in new_york.scalars(select(CampaignOrganization)) if row.level
    }:
        levels[level] += 1
    assert set(levels) == {"Coalition Member", "Campaign Member", "Endorser", "Supporter"}
    assert table.column("Phone").count("") == 29
    assert told(apply(new_york, table, mapping)) == (0, 0, 220)


def test_the_scorecard_reads_with_its_headers_over_three_rows_its_names_clean_and_200_rows_left_out(
    sheets: Path,
) -> None:
    table = read_file(sheets / SCORECARD)
    assert (len(table.headers), table.header_rows, len(table.rows)) == (84, (3, 5), 200)
    assert table.notes[1].startswith("200 rows hold nothing, or nothing but a number")
    mapping = guess(table)
    assert mapping.kind is SheetKind.POSITIONS
    name, chamber = mapping.column(Use.NAME), mapping.column(Use.CHAMBER)
    assert name is not None
    assert chamber is not None
    assert table.column(name.header)[:2] == ("Rush, Michael", "Garlick, Denise")
    assert Counter(table.column(chamber.header)) == {"SEN": 40, "HSE": 160}
    stances = mapping.all_for(Use.STANCE)
    assert len(stances) == 16
    assert all(column.values == {"y": "yes", "n": ""} for column in stances)
    assert stances[0].header == "HD 2719 / S.1004 · $15 minimum wage · Fight for 15"
    ignored = {column.header for column in mapping.columns if column.use is Use.IGNORE}
    assert {"BARRETT", "WELCH", "L'ITALIEN"} <= ignored


def test_the_scorecard_comes_in_with_its_people_where_a_person_says_so(new_york: Session, sheets: Path) -> None:
    place = Jurisdiction(slug="massachusetts", name="Massachusetts", kind="state", abbreviation="MA")
    new_york.add(place)
    new_york.flush()
    table = read_file(sheets / SCORECARD)
    mapping = guess(table)
    for column in mapping.all_for(Use.STANCE):
        measure = ensure_measure(new_york, OPERATOR, column.header.rpartition(" · ")[2], place.id)
        mapping = mapping.with_column(replace(column, measure=measure.slug))
    chosen = {"jurisdiction": "MA", "said": "2017", "add_people": True, "organization": "tenants-together"}
    mapping = replace(mapping, constants=constants_from(chosen))
    report = apply(new_york, table, mapping)
    yeses = sum(cell == "Y" for column in mapping.all_for(Use.STANCE) for cell in table.column(column.header))
    assert (report.created, report.problems, report.waiting) == (200 + yeses, [], 0)
    assert told(apply(new_york, table, mapping)) == (0, 0, yeses)
