"""Sources in the settings and on Today: administrators change them, leads see how they went, others neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from crm import clock
from crm.audit.models import AuditEntry, ImportBatch
from crm.coalition.visibility import OPERATOR
from crm.importers.models import RefreshSource
from crm.importers.refresh.claiming import claim, settle
from crm.importers.refresh.results import Result, State
from crm.importers.refresh.sources import add_source
from tests.packed_roster import WHOLE
from tests.serving import Said, Serving, serving
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

PAGE = "/settings/sources"
FIELDS = {"kind": "openstates", "location": "https://192.0.2.7/people.tar.gz#data/ny", "every_hours": "6"}
NEW = FIELDS | {"location": "https://1.1.1.1/people.tar.gz#data/ny"}


@pytest.fixture
def rosa(site: Site, web_cast: WebCast) -> Site:
    """The administrator at the application."""
    return site.as_user(web_cast.rosa)


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server that ends with the test."""
    with serving() as running:
        running.answers = [Said(body=WHOLE)]
        yield running


def _added(site: Site, location: str = "http://127.0.0.1:1/x") -> int:
    """A source that somebody at the server has added."""
    with site.database.write() as session:
        return add_source(session, OPERATOR, "openstates", location, at_the_server=True).id


def _went(site: Site, source_id: int, state: State, **told: object) -> None:
    with site.database.write() as session:
        held = claim(session, source_id, even_if_not_due=True)
        assert held is not None
        batch = ImportBatch(kind="openstates", source="x", started_at=clock.now(), summary={})
        session.add(batch)
        session.flush()
        settle(session, held, Result(state, clock.now(), **told), batch_id=batch.id)  # type: ignore[arg-type]


def _rows(site: Site) -> list[RefreshSource]:
    with site.database.read() as session:
        return list(session.scalars(select(RefreshSource)))


def test_an_empty_page_says_what_sources_are_for(rosa: Site) -> None:
    assert "No source is on file." in rosa.get(PAGE).text
    assert f'href="{PAGE}"' in rosa.get("/settings").text


def test_a_source_that_was_added_stands_on_the_page_and_is_asked_for_nothing(rosa: Site, web_cast: WebCast) -> None:
    answer = rosa.post(PAGE, NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    html = rosa.get(PAGE).text
    assert NEW["location"] in html
    assert "not asked yet" in html
    assert "every 6 hours" in html
    (row,) = _rows(rosa)
    assert (row.added_by_id, row.last_run_at) == (web_cast.rosa, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": ""}, "cannot be refreshed"),
        ({"kind": "sheet"}, "cannot be refreshed"),
        ({"location": ""}, "Where is the source?"),
        ({"location": "/etc/passwd"}, "A folder of the server is added there"),
        ({"location": "file:///etc/passwd"}, "is not an https address"),
        ({"location": "http://127.0.0.1:8000/x"}, "is this server itself"),
        ({"location": "https://localhost/x"}, "is this server itself"),
        ({"location": "https://192.168.1.1/x"}, "is inside a network"),
        ({"location": "http://example.org/<script>alert(1)</script>"}, "is not an https address"),
        ({"every_hours": "0"}, "How often?"),
        ({"every_hours": "often"}, "How often?"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    rosa: Site, change: dict[str, str], said: str
) -> None:
    answer = rosa.post(PAGE, NEW | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<script>alert" not in answer.text
    assert _rows(rosa) == []


def test_a_source_that_is_on_file_is_refused(rosa: Site) -> None:
    rosa.post(PAGE, NEW)
    assert rosa.post(PAGE, NEW).status_code == 409


def test_a_source_is_run_once_the_page_is_back(rosa: Site, server: Serving, web_cast: WebCast) -> None:
    number = _added(rosa, f"{server.url}/people.tar.gz#data/zz")
    answer = rosa.post(f"{PAGE}/{number}/run")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    html = rosa.get(PAGE).text
    assert "9 new" in html
    assert re.search(r'href="/imports/\d+"', html)
    with rosa.database.read() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert batch.user_id == web_cast.rosa


def test_a_failure_is_on_the_page_in_words(rosa: Site, server: Serving) -> None:
    server.answers = [Said(status=500)]
    rosa.post(f"{PAGE}/{_added(rosa, f'{server.url}/x')}/run")
    html = rosa.get(PAGE).text
    assert "1 failure in a row" in html
    assert "answered 500 for /x" in html


def test_a_source_is_paused_and_let_go_on_and_forgotten(rosa: Site) -> None:
    number = _added(rosa)
    rosa.post(f"{PAGE}/{number}/off")
    assert "Let it go on" in rosa.get(PAGE).text
    rosa.post(f"{PAGE}/{number}/on")
    assert "Pause" in rosa.get(PAGE).text
    rosa.post(f"{PAGE}/{number}/remove")
    assert _rows(rosa) == []
    with rosa.database.read() as session:
        noted = session.scalars(select(AuditEntry.change).where(AuditEntry.table_name == "refresh_sources")).all()
    assert [change.value for change in noted] == ["created", "updated", "updated", "deleted"]


def test_one_source_is_run_at_a_time(rosa: Site) -> None:
    first, second = _added(rosa), _added(rosa, "http://127.0.0.1:1/y")
    with rosa.database.write() as session:
        assert claim(session, first) is not None
    assert "being refreshed" in rosa.get(PAGE).text
    rosa.post(f"{PAGE}/{second}/run")
    assert {row.id: row.last_run_at for row in _rows(rosa)}[second] is None


@pytest.mark.parametrize("path", [f"{PAGE}/9/run", f"{PAGE}/9/off", f"{PAGE}/9/remove", f"{PAGE}/9/dance"])
def test_a_source_that_is_not_there_is_not_found(rosa: Site, path: str) -> None:
    assert rosa.post(path).status_code == 404


@pytest.mark.parametrize("who", ["ada", "leo", "otto"])
def test_only_an_administrator_sees_and_changes_sources(site: Site, web_cast: WebCast, who: str) -> None:
    other = site.as_user(getattr(web_cast, who))
    number = _added(site)
    assert other.get(PAGE).status_code == 403
    for path in (PAGE, *(f"{PAGE}/{number}/{verb}" for verb in ("run", "on", "off", "remove"))):
        assert other.post(path, NEW).status_code == 403
    (row,) = _rows(site)
    assert (row.is_on, row.last_run_at) == (True, None)
    assert PAGE not in other.get("/settings").text


def test_today_tells_leads_and_administrators_how_the_sources_went(site: Site, web_cast: WebCast) -> None:
    _went(site, _added(site), State.UPDATED, updated=3, problems=2)
    _went(site, _added(site, "http://127.0.0.1:1/y"), State.FAILED, message="It <b>broke</b>.", hint="Mend it.")
    for who in (web_cast.leo, web_cast.rosa):
        html = site.as_user(who).get("/").text
        assert "3 updated, 2 problems" in html
        assert "It &lt;b&gt;broke&lt;/b&gt;. Mend it." in html
        assert html.index("broke") < html.index("3 updated"), "what failed comes first"
    assert "Public records" not in site.get("/").text, "an organizer has nothing to do with it"


def test_today_says_nothing_where_nothing_was_asked(site: Site, web_cast: WebCast) -> None:
    _added(site)
    assert "Public records" not in site.as_user(web_cast.leo).get("/").text


def test_neither_page_takes_more_queries_for_many_sources(site: Site, rosa: Site, web_cast: WebCast) -> None:
    leo = site.as_user(web_cast.leo)
    _went(site, _added(site), State.UPDATED)
    few = queries_of(rosa, PAGE), queries_of(leo, "/")
    for number in range(12):
        _went(site, _added(site, f"http://127.0.0.1:1/{number}"), State.UPDATED)
    assert (queries_of(rosa, PAGE), queries_of(leo, "/")) == few
    assert few[0] <= 4
