"""The import page: what is handed in, by whom it is seen, how it comes in once and goes again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.audit.models import ImportBatch
from crm.importers.kinds import KINDS, Kind
from crm.importers.models import ImportUpload
from crm.importers.report import ImportReport, Progress
from crm.people.models import Person
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

FIXTURE = Path(__file__).parents[1] / "fixtures" / "openstates" / "zz"
BILL = b'{"PrintNo": "S77", "Session": 2025}'


@pytest.fixture
def lead(site: Site, web_cast: WebCast) -> Site:
    """Leo, a lead, who may bring in public records."""
    return site.as_user(web_cast.leo)


def roster() -> bytes:
    """An invented state's folder, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for file in sorted(FIXTURE.rglob("*")):
            if file.is_file():
                archive.write(file, f"zz/{file.relative_to(FIXTURE)}")
    return made.getvalue()


def handed_in(site: Site, name: str, content: bytes, **fields: str) -> str:
    """The address of the upload's page."""
    answer = site.upload("/imports", [(name, content)], **fields)
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"]


def finish(site: Site, address: str) -> None:
    """Wait till the run of the upload has ended."""
    site.app.state.runs.wait(int(address.rpartition("/")[2]))


def number_of(site: Site, model: type) -> int:
    with site.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_is_kept_and_looked_at_before_anything_changes(lead: Site) -> None:
    address = handed_in(lead, "zz.zip", roster())
    html = lead.get(address).text
    assert "Open States people" in html
    assert "See what it would do" in html
    assert number_of(lead, ImportBatch) == 0
    assert "zz.zip" in lead.get("/imports").text


def test_a_preview_says_what_would_change_and_changes_nothing(lead: Site) -> None:
    before = number_of(lead, Person)
    address = handed_in(lead, "zz.zip", roster())
    answer = lead.post(f"{address}/preview")
    finish(lead, address)
    assert lead.get(answer.headers["location"]).headers["location"] == address
    html = lead.get(address).text
    assert "What it would do" in html
    assert re.search(r"Would be created</dt><dd>[1-9]", html)
    assert (number_of(lead, Person), number_of(lead, ImportBatch)) == (before, 0)


def test_an_upload_comes_in_once_however_often_it_is_clicked_and_goes_again(lead: Site) -> None:
    before = number_of(lead, Person)
    address = handed_in(lead, "zz.zip", roster())
    first, second = lead.post(f"{address}/apply"), lead.post(f"{address}/apply")
    assert {first.status_code, second.status_code} == {303}
    finish(lead, address)
    assert lead.post(f"{address}/apply").headers["location"] == "/imports/1", "too late: it has come in"
    finish(lead, address)
    assert number_of(lead, ImportBatch) == 1
    assert number_of(lead, Person) > before
    html = lead.get("/imports/1").text
    assert "What it did" in html
    assert "zz.zip" in html
    assert "/tmp" not in html, "where it was unpacked is nobody's business"

    would = lead.post("/imports/1/look")
    assert "Undoing it would do this" in would.text
    assert "removed" in would.text
    assert number_of(lead, Person) > before, "a look changes nothing"
    assert lead.post("/imports/1/undo").headers["location"] == "/imports/1"
    assert number_of(lead, Person) == before
    assert "undone" in lead.get("/imports/1").text


def test_whoever_brought_a_file_in_is_led_to_what_came_of_it_however_quick_it_was(lead: Site) -> None:
    address = handed_in(lead, "zz.zip", roster())
    answer = lead.post(f"{address}/apply")
    finish(lead, address)
    assert lead.get(answer.headers["location"]).headers["location"] == "/imports/1"


def test_whoever_brought_a_file_in_again_in_vain_is_not_led_to_what_came_of_it_before(
    lead: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = handed_in(lead, "zz.zip", roster())
    lead.post(f"{address}/apply")
    finish(lead, address)

    def broken(_session: object, _path: Path, _progress: Progress) -> ImportReport:
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "openstates", Kind("openstates", "Open States people", "", broken))
    answer = lead.post(f"{address}/apply", {"after": "1"})
    finish(lead, address)
    assert lead.get(answer.headers["location"]).headers["location"] == address
    assert "nothing was changed" in lead.get(address).text


def test_it_can_be_brought_in_again_by_whoever_knows_that_it_came_in(lead: Site) -> None:
    address = handed_in(lead, "zz.zip", roster())
    lead.post(f"{address}/apply")
    finish(lead, address)
    assert "Bring it in again" in lead.get(address).text
    lead.post(f"{address}/apply", {"after": "1"})
    finish(lead, address)
    assert number_of(lead, ImportBatch) == 2
    with lead.database.read() as session:
        again = session.get_one(ImportBatch, 2).summary
    assert (again["created"], again["updated"]) == (0, 0), "twice is the same as once"


def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(lead: Site) -> None:
    address = handed_in(lead, "zz.yml", b"id: ocd-person/1\n")
    lead.post(f"{address}/apply")
    finish(lead, address)
    html = lead.get(address).text
    assert "is a file, not a state" in html
    assert "whipcount-import" not in html, "the name of the temporary folder helps nobody"
    assert number_of(lead, ImportBatch) == 0
    assert "is a file, not a state" in lead.get("/imports").text


def test_a_fault_of_ours_is_told_without_its_details(lead: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: object, _path: Path, _progress: Progress) -> ImportReport:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(KINDS, "openstates", Kind("openstates", "Open States people", "", broken))
    address = handed_in(lead, "zz.zip", roster())
    lead.post(f"{address}/apply")
    finish(lead, address)
    html = lead.get(address).text
    assert "nothing was changed" in html
    assert "secret detail" not in html


def test_while_it_runs_the_page_says_how_far_it_is(lead: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    there, go_on = threading.Event(), threading.Event()
    bring: Callable[..., ImportReport] = KINDS["openstates"].bring

    def slow(session: object, path: Path, progress: Progress) -> ImportReport:
        progress("Reading files", 1, 4)
        there.set()
        assert go_on.wait(30)
        return bring(session, path, progress)

    monkeypatch.setitem(KINDS, "openstates", Kind("openstates", "Open States people", "", slow))
    address = handed_in(lead, "zz.zip", roster())
    lead.post(f"{address}/preview")
    try:
        assert there.wait(30)
        html = lead.get(address).text
        assert "Reading files: 1 of 4" in html
        assert 'value="25"' in html
        assert "Reading files: 1 of 4" in lead.get(f"{address}/progress").text, "nothing can end between two pages"
        part = lead.get(f"{address}/progress", hx_request="true")
        assert "<html" not in part.text
        assert "hx-redirect" not in part.headers
    finally:
        go_on.set()
    finish(lead, address)
    ended = lead.get(f"{address}/progress", hx_request="true")
    assert ended.headers["hx-redirect"] == address


def test_a_run_that_ends_while_the_page_is_read_is_not_taken_for_lost(
    lead: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    go_on = threading.Event()
    bring: Callable[..., ImportReport] = KINDS["openstates"].bring

    def slow(session: object, path: Path, progress: Progress) -> ImportReport:
        assert go_on.wait(30)
        return bring(session, path, progress)

    runs = lead.app.state.runs

    def running(upload_id: int) -> object:
        go_on.set()
        runs.wait(upload_id)
        return None

    monkeypatch.setitem(KINDS, "openstates", Kind("openstates", "Open States people", "", slow))
    address = handed_in(lead, "zz.zip", roster())
    lead.post(f"{address}/apply")
    monkeypatch.setattr(runs, "running", running)
    assert lead.get(f"{address}/progress").headers["location"] == "/imports/1"


def test_a_run_that_was_interrupted_can_be_started_anew(lead: Site) -> None:
    address = handed_in(lead, "zz.zip", roster())
    with lead.database.write() as session:
        upload = session.get_one(ImportUpload, 1)
        upload.options = {**upload.options, "run": {"what": "apply", "state": "running", "token": "of another process"}}
    assert "Try again, and it is done once." in lead.get(address).text
    lead.post(f"{address}/apply")
    finish(lead, address)
    assert number_of(lead, ImportBatch) == 1


def test_several_records_are_one_upload_and_several_tables_are_several(lead: Site) -> None:
    answer = lead.upload("/imports", [("S77.json", BILL), ("S78.json", BILL)])
    assert "S77.json and 1 more.zip" in lead.get(answer.headers["location"]).text
    tables = [("a.csv", b"Name,Stance\nAnn Doe,yes\n"), ("b.csv", b"Name,Stance\nBea Doe,no\n")]
    answer = lead.upload("/imports", tables)
    assert answer.headers["location"] == "/imports#open"
    assert number_of(lead, ImportUpload) == 3


def test_text_can_be_pasted(lead: Site) -> None:
    answer = lead.post("/imports", {"pasted": "Name\tStance\nAnn Doe\tyes\n"})
    assert answer.status_code == 303
    with lead.database.read() as session:
        assert session.get_one(ImportUpload, 1).kind == "sheet"


def test_nothing_handed_in_and_too_much_get_a_clear_sentence(lead: Site) -> None:
    answer = lead.upload("/imports", [])
    assert answer.status_code == 422
    assert "Nothing was handed in." in answer.text
    answer = lead.upload("/imports", [("big.csv", b"a,b\n" * 11_000_000)])
    assert answer.status_code == 422
    assert "44 MB; up to 40 MB are taken here." in answer.text
    assert number_of(lead, ImportUpload) == 0


def test_of_strangers_nothing_is_read(lead: Site) -> None:
    answer = lead.signed_out.upload("/imports", [("a.csv", b"a,b\n")])
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert number_of(lead, ImportUpload) == 0


def test_the_kind_can_be_changed(lead: Site) -> None:
    address = handed_in(lead, "S77.json", BILL)
    assert lead.post(f"{address}/kind", {"kind": "openstates"}).status_code == 303
    assert "Open States people" in lead.get(address).text
    assert lead.post(f"{address}/kind", {"kind": "nonsense"}).status_code == 422


def test_an_organizer_hands_in_records_and_leaves_it_to_a_lead_to_bring_them_in(site: Site, web_cast: WebCast) -> None:
    address = handed_in(site, "zz.zip", roster())
    assert "a lead or an administrator brings them in" in site.get(address).text
    assert site.post(f"{address}/apply").status_code == 403
    assert "See what it would do" in site.as_user(web_cast.leo).get(address).text


def test_an_upload_is_not_there_for_another_organization(site: Site, web_cast: WebCast) -> None:
    address = handed_in(site, "quox list.csv", b"Name,Stance\nAnn Doe,yes\n")
    for who in (web_cast.paz, web_cast.otto, web_cast.rosa):
        other = site.as_user(who)
        assert "quox" not in other.get("/imports").text
        assert other.get(address).status_code == 404
        assert other.get(f"{address}/progress").status_code == 404
        for verb in ("kind", "preview", "apply", "drop"):
            assert other.post(f"{address}/{verb}", {"kind": "openstates"}).status_code == 404


def test_an_upload_can_be_thrown_away(site: Site) -> None:
    address = handed_in(site, "a.csv", b"Name,Stance\nAnn Doe,yes\n")
    assert site.post(f"{address}/drop").headers["location"] == "/imports"
    assert site.get(address).status_code == 404


def test_the_page_takes_as_many_queries_for_many_imports_as_for_one(site: Site, web_cast: WebCast) -> None:
    from crm import clock

    def more(number: int) -> None:
        with site.database.write() as session:
            session.add_all(
                ImportBatch(kind="ny-bills", source=f"S{n}", started_at=clock.now(), summary={"created": n})
                for n in range(number)
            )

    more(1)
    one = queries_of(site, "/imports")
    more(40)
    assert queries_of(site, "/imports") == one
    assert "Next page" in site.get("/imports").text
    assert "Earlier page" in site.get("/imports?page=2").text
