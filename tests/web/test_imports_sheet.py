"""A sheet of people's own: mapped with a look at every step, kept as a recipe, brought in, and matched afterwards."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter
from sqlalchemy import event, func, select

from crm.audit.models import ImportBatch
from crm.bills.models import Measure
from crm.importers.models import ImportRecipe, ImportUpload
from crm.positions.models import Position
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site

SHEET = f"""Lobby day,,
,,
Senator,District,Kitchens,Notes
"{cast.SENATOR.split()[-1]}, {cast.SENATOR.split()[0]}",1,Yes,called
{cast.OTHER_SENATOR},2,maybe so,
Nobody Here,9,No,
""".encode()


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would send of the mapping's form, without any button."""
    form = html.partition('id="map"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not ("radio" in tag and "checked" not in tag) and not ("checkbox" in tag and "checked" not in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent.setdefault(name, []).append(chosen[1] if chosen else "")
    return sent


@pytest.fixture
def address(site: Site) -> str:
    """The page of a sheet that Ada has handed in."""
    return site.upload("/imports", [("Lobby day.csv", SHEET)]).headers["location"]


def as_positions(site: Site, address: str, web_cast: WebCast, **more: list[str]) -> dict[str, list[str]]:
    """The form with the third column as stances on the campaign's measure, and all its values said."""
    given = fields(site.get(address).text) | {
        "kind": ["positions"],
        "use-2": ["stance"],
        "measure-2": [web_cast.measure],
    }
    html = site.post(f"{address}/map/look", given, hx_request="true").text
    given = fields(html) | {"all-said": ["June 2026"]}
    meanings = dict(zip(given["cell-2"], given["means-2"], strict=True))
    meanings["maybe so"] = "undecided"
    return given | {"means-2": list(meanings.values())} | more


def test_a_sheet_is_shown_with_its_columns_guessed_and_what_each_row_becomes(site: Site, address: str) -> None:
    html = site.get(address).text
    assert "column names in row 3" in html
    assert re.search(r'<option value="name" selected>', html)
    assert re.search(r'<option value="district" selected>', html)
    assert cast.SENATOR in html.partition("What becomes of it")[2]


def test_a_column_called_after_a_measure_is_guessed_to_tell_of_it(site: Site, web_cast: WebCast) -> None:
    with site.database.read() as session:
        name = session.scalars(select(Measure.name).where(Measure.slug == web_cast.measure)).one()
    table = f"Senator,District,{name}\n{cast.SENATOR},1,Yes\n{cast.OTHER_SENATOR},2,No\n"
    html = site.get(site.upload("/imports", [("where they stand.csv", table.encode())]).headers["location"]).text
    assert fields(html)["measure-2"] == [web_cast.measure]


def test_a_change_is_looked_at_at_once_and_kept_by_nobody(site: Site, address: str, web_cast: WebCast) -> None:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    given = as_positions(site, address, web_cast)
    event.listen(site.database.engine, "before_cursor_execute", note)
    try:
        part = site.post(f"{address}/map/look", given, hx_request="true")
    finally:
        event.remove(site.database.engine, "before_cursor_execute", note)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "Undecided on" in part.text
    assert "June 2026" in part.text
    assert not [each for each in seen if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    with site.database.read() as session:
        assert "mapping" not in session.get_one(ImportUpload, 1).options


def test_a_value_that_nobody_explained_is_asked_about(site: Site, address: str, web_cast: WebCast) -> None:
    given = fields(site.get(address).text) | {
        "kind": ["positions"],
        "use-2": ["stance"],
        "measure-2": [web_cast.measure],
    }
    html = site.post(f"{address}/map/look", given, hx_request="true").text
    assert 'class="meaning meaning--open"' in html
    assert html.index("maybe so") < html.index("What holds for every row")


def test_what_is_missing_is_named_before_anything_comes_in(site: Site, address: str) -> None:
    given = fields(site.get(address).text) | {"kind": ["positions"], "use-2": ["stance"]}
    answer = site.post(f"{address}/map", given | {"do": "apply"})
    assert answer.status_code == 422
    assert "Which measure is “Kitchens”?" in answer.text
    with site.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_a_mapped_sheet_comes_in_once_and_is_undone_by_its_owner(site: Site, address: str, web_cast: WebCast) -> None:
    given = as_positions(site, address, web_cast)
    assert site.post(f"{address}/map", given | {"do": "apply"}).headers["location"] == f"{address}/progress"
    site.app.state.runs.wait(1)
    assert site.post(f"{address}/map", given | {"do": "apply"}).headers["location"] == "/imports/1"
    with site.database.read() as session:
        entries = session.scalars(select(Position)).all()
        assert {(entry.person_id, entry.stance.value if entry.stance else None) for entry in entries} == {
            (web_cast.senator_id, "yes"), (web_cast.other_senator_id, "undecided"),
        }  # fmt: skip
        assert {entry.organization_id for entry in entries} == {web_cast.neighbors}
        assert {entry.visibility.value for entry in entries} == {"private"}, "nobody said that others may see it"
    html = site.get("/imports/1").text
    assert "Lobby day.csv" in html
    assert "Nobody Here" in html
    assert "Undoing it would do this" in site.post("/imports/1/look").text
    site.post("/imports/1/undo")
    with site.database.read() as session:
        assert session.scalar(select(func.count()).where(Position.is_retraction)) == 2


def test_other_organizations_find_neither_the_sheet_nor_its_import(site: Site, address: str, web_cast: WebCast) -> None:
    given = as_positions(site, address, web_cast)
    site.post(f"{address}/map", given | {"do": "apply"})
    site.app.state.runs.wait(1)
    for who in (web_cast.paz, web_cast.otto, web_cast.rosa):
        other = site.as_user(who)
        for path in ("/imports/1", address):
            assert other.get(path).status_code == 404
        for verb in ("look", "undo"):
            assert other.post(f"/imports/1/{verb}").status_code == 404
        assert other.post(f"{address}/map", given | {"do": "apply"}).status_code == 404
        assert other.post(f"{address}/map/look", given).status_code == 404
        assert "Lobby day.csv" not in other.get("/imports").text


def test_a_mapping_kept_as_a_recipe_is_offered_for_the_next_sheet(site: Site, address: str, web_cast: WebCast) -> None:
    given = as_positions(site, address, web_cast)
    answer = site.post(f"{address}/map", given | {"do": "recipe", "recipe_name": "Lobby days"})
    assert answer.headers["location"] == address
    again = site.upload("/imports", [("Next.csv", SHEET.replace(b"Lobby day", b"Next"))]).headers["location"]
    html = site.get(again).text
    assert "A recipe of yours fits these columns" in html
    assert "Lobby days" in html
    with site.database.read() as session:
        recipe = session.scalars(select(ImportRecipe.id)).one()
    site.post(f"{again}/map", {"do": "use", "recipe": str(recipe)})
    html = site.get(again).text
    assert '<option value="stance" selected>' in html
    assert f'<option value="{web_cast.measure}" selected>' in html
    assert "A recipe of yours" not in site.as_user(web_cast.paz).upload("/imports", [("x.csv", SHEET)]).text


def test_a_preview_without_script_is_kept_and_shown(site: Site, address: str, web_cast: WebCast) -> None:
    answer = site.post(f"{address}/map", as_positions(site, address, web_cast) | {"do": "preview"})
    assert answer.headers["location"] == f"{address}#preview"
    html = site.get(address).text
    assert "Undecided on" in html


def test_another_sheet_of_a_workbook_and_other_header_rows_can_be_chosen(site: Site) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, who in (("First", cast.SENATOR), ("Second", cast.MEMBER)):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate((("Name", "District"), (who, "1"))):
                sheet.write_row(row, 0, cells)
    address = site.upload("/imports", [("book.xlsx", made.getvalue())]).headers["location"]
    assert cast.SENATOR in site.get(address).text
    site.post(f"{address}/map", {"do": "table", "sheet": "Second", "header_first": "1", "header_last": "1"})
    html = site.get(address).text
    assert "of the sheet “Second”" in html
    assert cast.MEMBER in html
    wrong = site.post(f"{address}/map", {"do": "table", "sheet": "Second", "header_first": "9", "header_last": "9"})
    assert wrong.status_code == 422
    assert "cannot be the column names" in wrong.text
    assert "of the sheet “Second”" in site.get(address).text, "what was chosen before stands"


def test_what_is_no_sheet_says_so_and_can_be_read_as_something_else(site: Site) -> None:
    address = site.upload("/imports", [("broken.xlsx", b"PK\x03\x04broken")]).headers["location"]
    answer = site.get(address)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "Read it so" in answer.text


def test_a_wide_sheet_lists_the_columns_in_use_and_all_when_asked(site: Site) -> None:
    names = ["Name", "District", *(f"Score {number}" for number in range(900))]
    rows = [",".join(names), ",".join([cast.SENATOR, "1", *["7"] * 900])]
    address = site.upload("/imports", [("wide.csv", "\n".join(rows).encode())]).headers["location"]
    html = site.get(address).text
    assert "Score 17<" not in html
    assert "Score 17<" in site.get(f"{address}?all=1").text
    given = fields(site.get(f"{address}?all=1").text)
    assert site.post(f"{address}/map/look", given | {"all": "1"}).status_code == 200, "thousands of fields are read"


def test_what_a_decided_name_lets_in_is_part_of_the_import_and_goes_with_it(
    site: Site, address: str, web_cast: WebCast
) -> None:
    doubtful = SHEET.replace(cast.OTHER_SENATOR.encode(), b"Tom Pena")
    address = site.upload("/imports", [("Lobby day 2.csv", doubtful)]).headers["location"]
    site.post(f"{address}/map", as_positions(site, address, web_cast) | {"do": "apply"})
    site.app.state.runs.wait(2)
    assert "was not sure" in site.get("/imports/1").text
    lead = site.as_user(web_cast.leo)
    answer = lead.post("/imports/names/1", {"person": str(web_cast.other_senator_id)})
    assert answer.headers["location"] == "/imports/names"
    with site.database.read() as session:
        assert {entry.person_id for entry in session.scalars(select(Position))} == {
            web_cast.senator_id, web_cast.other_senator_id,
        }  # fmt: skip
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.id, batch.summary["created"], batch.summary["waiting"]) == (1, 2, 0)
    html = site.get("/imports/1").text
    assert "was not sure" not in html
    assert "Created</dt><dd>2" in html
    site.post("/imports/1/undo")
    with site.database.read() as session:
        assert session.scalar(select(func.count()).where(Position.is_retraction)) == 2


def test_of_a_long_sheet_the_beginning_is_looked_at_and_all_of_it_comes_in(site: Site, web_cast: WebCast) -> None:
    rows = "".join(f"Nobody Number{number},9,No\n" for number in range(1600))
    content = f"Senator,District,Kitchens\n{rows}{cast.SENATOR},1,Yes\n".encode()
    address = site.upload("/imports", [("long.csv", content)]).headers["location"]
    given = as_positions(site, address, web_cast)
    html = site.post(f"{address}/map/look", given, hx_request="true").text
    assert "From the first 1,500 of 1,601 rows" in html
    site.post(f"{address}/map", given | {"do": "apply"})
    site.app.state.runs.wait(1)
    with site.database.read() as session:
        assert session.scalars(select(Position)).one().person_id == web_cast.senator_id
