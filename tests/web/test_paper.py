"""Sheets on paper and the form for what comes back, with script and without."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from crm import clock
from crm.calling.models import CallTarget
from crm.calling.paper_codes import code_of
from crm.outreach.models import ActionUser, OutreachAction
from crm.people.models import Person
from crm.positions.models import Evidence
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of
from tests.web.test_corridor import list_id

__all__ = ["list_id"]


@pytest.fixture
def codes(site: Site, list_id: str) -> dict[str, str]:
    """The code of each official's row."""
    with site.database.read() as session:
        rows = session.execute(
            select(Person.name, CallTarget.id)
            .join(CallTarget, CallTarget.person_id == Person.id)
            .where(CallTarget.call_list_id == int(list_id))
        )
        return {name: code_of(target_id) for name, target_id in rows}


def sheet(*lines: tuple[str, ...], **head: str) -> dict[str, str]:
    """Rows as they are typed."""
    fields = {"rows": str(len(lines)), **head}
    for place, line in enumerate(lines):
        fields |= {
            f"{name}-{place}": text for name, text in zip(("code", "outcome", "stance", "words"), line, strict=False)
        }
    return fields


def count(site: Site) -> int:
    with site.database.read() as session:
        return len(session.scalars(select(OutreachAction.id)).all())


def test_a_sheet_has_a_code_and_boxes_for_each_official(site: Site, list_id: str, codes: dict[str, str]) -> None:
    for order in ("calls", "room", "sideways"):
        page = site.get(f"/call-lists/{list_id}/paper?order={order}").text
        for name, code in codes.items():
            assert name in page
            assert f">{code}</td>" in page
        assert page.count('class="tick__box"') == 13 * len(codes)
    assert queries_of(site, f"/call-lists/{list_id}/paper") <= 30


def test_a_sheet_is_for_those_who_see_the_list(site: Site, web_cast: WebCast, list_id: str) -> None:
    assert site.as_user(web_cast.paz).get(f"/call-lists/{list_id}/paper").status_code == 200
    assert site.as_user(web_cast.otto).get(f"/call-lists/{list_id}/paper").status_code == 404


def test_rows_are_entered_and_an_empty_one_is_ready(site: Site, codes: dict[str, str]) -> None:
    day = clock.today().isoformat()
    page = site.post("/paper", sheet((codes[cast.SENATOR], "s", "ly", "Reads it."), (codes[cast.MEMBER], "a"), day=day))
    assert page.status_code == 200
    assert "2 rows entered." in page.text
    assert re.search(r'name="code-0" type="text" value=""', page.text)
    assert "Leaning yes" in page.text
    assert count(site) == 2


def test_what_is_wrong_stays_beside_its_error_and_nothing_typed_is_lost(site: Site, codes: dict[str, str]) -> None:
    code = codes[cast.SENATOR]
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    page = site.post(
        "/paper",
        sheet((slip, "S", "", "quoxone"), (codes[cast.MEMBER], "S"), (code, "Z", "", "quoxtwo"), (code, "A", "Y", "")),
    )
    assert page.status_code == 422
    for words in ("There is a slip in this code.", "quoxone", "“Z” is no outcome", "quoxtwo", "Nobody was reached"):
        assert words in page.text
    assert "1 row entered." in page.text
    assert "3 rows wait to be put right." in page.text
    assert count(site) == 1


def test_who_stands_on_the_sheet_called_and_heard_it_and_not_who_types_it(
    site: Site, web_cast: WebCast, codes: dict[str, str]
) -> None:
    assert f'<option value="{web_cast.leo}">{cast.LEO}</option>' in site.get("/paper").text
    line = (codes[cast.SENATOR], "M", "Y")
    page = site.post("/paper", sheet(line, caller=str(web_cast.leo)))
    assert f'<option value="{web_cast.leo}" selected>' in page.text, "for the rows that follow"
    with site.database.read() as session:
        action = session.scalars(select(OutreachAction)).one()
        assert action.recorded_by_id == web_cast.ada
        assert session.scalars(select(ActionUser.user_id)).all() == [web_cast.leo]
        assert session.scalars(select(Evidence.witnesses)).one() == [cast.LEO]
    for other in (str(web_cast.paz), "x"):
        wrong = site.post("/paper", sheet((codes[cast.MEMBER], "S", "", "quoxkept"), caller=other))
        assert wrong.status_code == 422
        assert "They do not work with you any more." in wrong.text
        assert "quoxkept" in wrong.text
    assert count(site) == 1


def test_the_same_row_twice_is_caught_and_said(site: Site, web_cast: WebCast, codes: dict[str, str]) -> None:
    line = (codes[cast.SENATOR], "S")
    page = site.post("/paper", sheet(line, line))
    assert f"Row {line[0]} ({cast.SENATOR}) was entered before: spoke with staff" in page.text
    again = site.as_user(web_cast.leo).post("/paper", sheet(line, day="2026-01-05"))
    assert f"by {cast.ADA}" in again.text
    assert count(site) == 1


def test_a_date_that_is_none_loses_no_row(site: Site, codes: dict[str, str]) -> None:
    page = site.post("/paper", sheet((codes[cast.SENATOR], "S", "", "quoxkept"), day="yesterday"))
    assert page.status_code == 422
    assert "is not a day" in page.text
    assert "quoxkept" in page.text
    ahead = site.post("/paper", sheet((codes[cast.SENATOR], "S", "", "quoxkept"), day="2199-01-01"))
    assert "That day is still ahead." in ahead.text
    assert "quoxkept" in ahead.text
    assert count(site) == 0


def test_only_the_part_is_sent_to_who_types_with_script(site: Site, codes: dict[str, str]) -> None:
    part = site.post("/paper", sheet((codes[cast.SENATOR], "A", "Y", "")), hx_request="true", hx_target="div#paper")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "Nobody was reached" in part.text


def test_a_tick_without_words_is_entered_and_its_official_shows_the_sheet(
    site: Site, web_cast: WebCast, codes: dict[str, str]
) -> None:
    code = codes[cast.SENATOR]
    page = site.post("/paper", sheet((code, "m", "y"), day=clock.today().isoformat()))
    assert page.status_code == 200
    assert "1 row entered." in page.text
    official = site.get(f"/officials/{web_cast.senator}?measure={web_cast.measure}").text
    assert "Ticked “yes” on paper." in official
    assert f", row {code}" in official


@pytest.mark.parametrize("rows", ["", "x", "-1", "99999999", "1"])
def test_a_forged_form_enters_nothing(site: Site, list_id: str, rows: str) -> None:
    assert site.post("/paper", {"rows": rows, "code-0": "<b>", "channel": "rally"}).status_code == 422
    assert site.post("/paper", {"rows": rows, "organization": "x"}).status_code == 422
    assert count(site) == 0
