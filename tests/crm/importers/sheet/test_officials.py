"""Officials out of sheets: matched, completed, and added only where the mapping says so."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from crm.importers.sheet.mapping import SheetKind
from crm.jurisdictions.models import Chamber, District, Jurisdiction
from crm.people.models import ContactPoint, Person, PersonLink, Tenure
from crm.positions.models import Position
from tests import builders, cast
from tests.crm.importers.sheet.conftest import Desk, told

BOOK = (
    "Name,House,District,Party,Phone,Email,Website\n"
    f"{cast.SENATOR},Senate,1,D,555.555.0101,sena@example.gov,www.sena.example.gov\n"
    f"{cast.MEMBER},Assembly,3,D,(555) 555-0909,,none\n"
)


def phones(desk: Desk, person: Person) -> list[str | None]:
    rows = desk.session.scalars(
        select(ContactPoint.phone).where(ContactPoint.person_id == person.id).order_by(ContactPoint.id)
    )
    return list(rows)


def test_what_is_new_of_an_official_is_added_and_what_is_on_file_stays(desk: Desk) -> None:
    report = desk.apply(BOOK)
    assert told(report) == (0, 2, 0)
    assert phones(desk, desk.senator) == ["(555) 555-0101"]
    assert phones(desk, desk.member) == ["(555) 555-0909"]
    assert desk.session.get_one(Person, desk.senator.id).email == "sena@example.gov"
    assert desk.session.scalars(select(PersonLink.url)).all() == ["https://www.sena.example.gov"]
    assert told(desk.apply(BOOK)) == (0, 0, 2)


def test_who_is_not_on_file_is_told_and_not_added(desk: Desk) -> None:
    report = desk.apply("Name,House,District\nZeno Quirk,Senate,4\n")
    assert told(report) == (0, 0, 0)
    assert report.problems[0].what == "“Zeno Quirk”: nobody on file is called so."


def test_where_the_mapping_says_so_people_are_added_with_their_seat_once(desk: Desk) -> None:
    text = (
        'Name,House,District,Party,Phone\n"Quirk, Zeno\u00a0",Senate,4,(D),555-555-0404\n'
        "Ida Stone,Senate,1,R,\nBo Reyes,Senate,44,R,\nAl Poe,,,D,\n"
    )
    report = desk.apply(text, viewer=desk.leo, add_people=True)
    assert told(report) == (1, 0, 0)
    zeno = desk.session.scalars(select(Person).where(Person.name == "Zeno Quirk")).one()
    assert (zeno.given_name, zeno.family_name, phones(desk, zeno)) == ("Zeno", "Quirk", ["555-555-0404"])
    tenure = desk.session.scalars(select(Tenure).where(Tenure.person_id == zeno.id)).one()
    assert (tenure.party, tenure.source) == ("Democratic", "Sheet “tracker”")
    assert [problem.what.partition(",")[0] for problem in report.problems] == [
        f"{cast.SENATOR} holds district 1 on file",
        "The Senate has no district “44”",
        "Al Poe is not on file",
    ]
    assert told(desk.apply(text, viewer=desk.leo, add_people=True)) == (0, 0, 1)


def test_doubtful_names_are_asked_and_never_added(desk: Desk) -> None:
    report = desk.apply("Name,House,District\nSina Abbara,Senate,4\n", viewer=desk.leo, add_people=True)
    assert (told(report), report.waiting) == ((0, 0, 0), 1)


@pytest.mark.parametrize("kind", [SheetKind.OFFICIALS, SheetKind.POSITIONS, SheetKind.CONTACTS, SheetKind.SPONSORS])
def test_leads_and_administrators_alone_add_people(desk: Desk, kind: SheetKind) -> None:
    text = "Name,House,District,Stance\nSina Abbara,Senate,44,yes\n"
    looked = desk.preview(text, kind, add_people=True)
    assert "add_people" in [each.about for each in looked.missing]
    looked = desk.preview(text, kind, viewer=desk.leo, add_people=True)
    assert "add_people" not in [each.about for each in looked.missing]


def test_a_state_that_is_not_on_file_comes_in_with_its_first_sheet(desk: Desk) -> None:
    builders.measure(desk.session, desk.state, "Fair Wages")
    text = (
        "Legislator,Chamber,Dist.,Party,Fair Wages\n"
        '"Rush, Michael ",SEN,Norfolk and Suffolk,(D),Y\n"Garlick, Denise",HSE,Thirteenth Norfolk,(D),Y\n'
        '"Ross, Richard",SEN,"Norfolk, Bristol",(R),N\n'
    )
    chosen = {"jurisdiction": "Massachusetts", "said": "2017"}
    assert not desk.preview(text, viewer=desk.leo, **chosen).ready
    looked = desk.preview(text, viewer=desk.leo, add_people=True, **chosen)
    assert (looked.ready, looked.counts.added) == (True, 3)
    assert looked.rows[0].becomes[0] == "Adds Michael Rush"
    report = desk.apply(text, viewer=desk.leo, add_people=True, **chosen)
    assert told(report) == (6, 0, 0)
    chambers = desk.session.execute(
        select(Chamber.name, Chamber.seats).join(Jurisdiction).where(Jurisdiction.slug == "massachusetts")
    )
    assert {tuple(row) for row in chambers} == {("Senate", 40), ("House of Representatives", 160)}
    assert desk.session.scalar(select(func.count()).select_from(District).where(District.name.like("%Norfolk%"))) == 3
    assert desk.session.scalar(select(func.count()).select_from(Position)) == 3
    assert told(desk.apply(text, viewer=desk.leo, add_people=True, **chosen)) == (0, 0, 3)
