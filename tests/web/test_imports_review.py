"""Doubtful names and differences: decided one by one, by those who may, and remembered."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm import clock
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import OPERATOR
from crm.importers.doubts import doubt as read_doubt
from crm.importers.doubts import doubts
from crm.importers.matching.printed import Candidate, Match, Printed
from crm.importers.matching.review import note_doubt
from crm.importers.models import DifferenceState, ImportUpload, MatchState, NameMatch, SourceDifference
from crm.importers.uploads import keep_upload
from crm.jurisdictions.models import Chamber
from crm.people.merging import decide_merge, propose_merge
from crm.people.models import ContactPoint, MergeState
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

DAY = date(2025, 3, 4)


@pytest.fixture
def lead(site: Site, web_cast: WebCast) -> Site:
    """Leo, a lead, who may say who is meant."""
    return site.as_user(web_cast.leo)


def doubt(site: Site, web_cast: WebCast, name: str, *, upload_id: int | None = None) -> int:
    """A printed name that may mean either senator."""
    with site.database.write() as session:
        chamber = session.scalars(select(Chamber).order_by(Chamber.id)).first()
        assert chamber is not None
        candidates = (
            Candidate(web_cast.senator_id, 0.7, "Same family name."),
            Candidate(web_cast.other_senator_id, 0.4, "Another family name, the same district."),
        )
        return note_doubt(
            session, "ny-bills", Printed(name, chamber.jurisdiction_id, chamber.id, DAY, district="1", party="D"),
            Match(None, False, candidates, "Two may be meant."), upload_id=upload_id,
        ).id  # fmt: skip


def state(site: Site, name_id: int) -> tuple[MatchState, int | None]:
    with site.database.read() as session:
        found = session.get_one(NameMatch, name_id)
        return found.state, found.person_id


def test_a_name_stands_beside_who_may_be_meant_with_the_reasons(lead: Site, web_cast: WebCast) -> None:
    name_id = doubt(lead, web_cast, "SENATOR X")
    assert "1 name waits" in lead.get("/imports/names").text
    html = lead.get(f"/imports/names/{name_id}").text
    for shown in ("SENATOR X", "Same family name.", cast.SENATOR, cast.OTHER_SENATOR, "March 4, 2025", "70"):
        assert shown in html
    assert 'data-key="1"' in html
    assert 'data-key="n"' in html


def test_a_decision_leads_to_the_next_name_and_can_be_changed(lead: Site, web_cast: WebCast) -> None:
    first, second = doubt(lead, web_cast, "SENATOR X"), doubt(lead, web_cast, "SENATOR Y")
    answer = lead.post(f"/imports/names/{first}", {"person": str(web_cast.senator_id)})
    assert answer.headers["location"] == f"/imports/names/{second}"
    assert state(lead, first) == (MatchState.MATCHED, web_cast.senator_id)
    answer = lead.post(f"/imports/names/{second}", {"person": "nobody"})
    assert answer.headers["location"] == "/imports/names", "none waits any more"
    assert state(lead, second) == (MatchState.NOBODY, None)
    decided = lead.get("/imports/names?decided=1").text
    assert "SENATOR X" in decided
    assert "nobody on file" in decided
    lead.post(f"/imports/names/{first}", {"person": "again"})
    assert state(lead, first) == (MatchState.WAITING, None)


def test_somebody_else_can_be_named(lead: Site, web_cast: WebCast) -> None:
    name_id = doubt(lead, web_cast, "SENATOR X")
    wrong = lead.post(f"/imports/names/{name_id}", {"person": "other", "other": "Zed Nobody"})
    assert wrong.status_code == 404
    assert "Nobody on file is called" in wrong.text
    assert "Zed Nobody" in wrong.text, "what was typed stays"
    lead.post(f"/imports/names/{name_id}", {"person": "other", "other": cast.MEMBER})
    assert state(lead, name_id) == (MatchState.MATCHED, web_cast.member_id)


def test_whoever_was_merged_meanwhile_stands_there_once_as_the_record_that_stayed(
    lead: Site, web_cast: WebCast
) -> None:
    name_id = doubt(lead, web_cast, "SENATOR X")
    with lead.database.write() as session:
        proposal = propose_merge(session, web_cast.senator_id, web_cast.other_senator_id, "The same phone.")
        decide_merge(session, OPERATOR, proposal.id, MergeState.SAME, keep_id=web_cast.other_senator_id)
    html = lead.get(f"/imports/names/{name_id}").text
    assert f'value="{web_cast.other_senator_id}"' in html
    assert f'value="{web_cast.senator_id}"' not in html
    with lead.database.read() as session:
        found = read_doubt(session, OPERATOR, name_id)
        (line,) = doubts(session, OPERATOR)
    assert [card.person_id for card in found.candidates] == [web_cast.other_senator_id]
    assert (found.candidates[0].score, line.likeliest) == (0.7, cast.OTHER_SENATOR)


def test_skipping_leads_round_all_that_wait(lead: Site, web_cast: WebCast) -> None:
    first, second = doubt(lead, web_cast, "SENATOR X"), doubt(lead, web_cast, "SENATOR Y")
    assert f'href="/imports/names/{second}" data-key="s"' in lead.get(f"/imports/names/{first}").text
    assert f'href="/imports/names/{first}" data-key="s"' in lead.get(f"/imports/names/{second}").text


def test_an_organizer_sees_what_waits_and_leaves_it_to_a_lead(site: Site, web_cast: WebCast) -> None:
    name_id = doubt(site, web_cast, "SENATOR X")
    html = site.get(f"/imports/names/{name_id}").text
    assert "A lead or an administrator says who is meant" in html
    assert "<button" not in html.partition("<main")[2].partition("</main>")[0]
    assert site.post(f"/imports/names/{name_id}", {"person": "nobody"}).status_code == 403
    assert state(site, name_id)[0] is MatchState.WAITING


def test_a_name_in_a_sheet_is_seen_by_its_own_organization_alone(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        viewer = viewer_of(session, web_cast.leo, is_admin=False, today=clock.today())
        upload_id = keep_upload(session, viewer, "quox.csv", b"Name,Stance\nQuox,yes\n").id
    name_id = doubt(site, web_cast, "QUOX", upload_id=upload_id)
    assert "QUOX" in site.as_user(web_cast.leo).get("/imports/names").text
    for who in (web_cast.paz, web_cast.otto, web_cast.rosa):
        other = site.as_user(who)
        assert "QUOX" not in other.get("/imports/names").text
        assert other.get(f"/imports/names/{name_id}").status_code == 404
        assert other.post(f"/imports/names/{name_id}", {"person": "nobody"}).status_code == 404
    with site.database.read() as session:
        assert session.get_one(ImportUpload, upload_id).organization_id == web_cast.neighbors


def test_the_list_of_names_takes_as_many_queries_for_many_as_for_one(lead: Site, web_cast: WebCast) -> None:
    doubt(lead, web_cast, "SENATOR X")
    one = queries_of(lead, "/imports/names")
    for number in range(12):
        doubt(lead, web_cast, f"SENATOR X{number}")
    assert queries_of(lead, "/imports/names") == one


def difference(site: Site, web_cast: WebCast, theirs: str = "(555) 555-0999") -> int:
    """A roster says another phone of the senator than somebody verified."""
    with site.database.write() as session:
        point = session.scalars(select(ContactPoint).where(ContactPoint.person_id == web_cast.senator_id)).one()
        point.verified_on = date(2025, 1, 2)
        found = SourceDifference(
            table_name="contact_points", row_id=point.id, column_name="phone", person_id=web_cast.senator_id,
            ours=point.phone, theirs=theirs, source="A roster", seen_at=clock.now(), state=DifferenceState.WAITING,
        )  # fmt: skip
        session.add(found)
        session.flush()
        return found.id


def phone(site: Site, web_cast: WebCast) -> tuple[str | None, date | None]:
    with site.database.read() as session:
        found = session.scalars(select(ContactPoint).where(ContactPoint.person_id == web_cast.senator_id)).one()
        return found.phone, found.verified_on


def test_a_difference_is_shown_with_both_sides_and_taken_by_one_click(site: Site, web_cast: WebCast) -> None:
    found = difference(site, web_cast)
    html = site.get("/imports/differences").text
    for shown in ("(555) 555-0101", "(555) 555-0999", "A roster", cast.SENATOR):
        assert shown in html
    assert phone(site, web_cast)[0] == "(555) 555-0101", "ours stays until then"
    assert site.post(f"/imports/differences/{found}/take").headers["location"] == "/imports/differences"
    assert phone(site, web_cast) == ("(555) 555-0999", None), "nobody has tried the new one"
    assert "Theirs was taken" in site.get("/imports/differences?decided=1").text


def test_keeping_ours_changes_nothing_and_is_remembered(site: Site, web_cast: WebCast) -> None:
    found = difference(site, web_cast)
    site.post(f"/imports/differences/{found}/keep")
    assert phone(site, web_cast) == ("(555) 555-0101", date(2025, 1, 2))
    assert "Nothing differs." in site.get("/imports/differences").text
    again = site.post(f"/imports/differences/{found}/take")
    assert again.headers["location"] == "/imports/differences"
    assert phone(site, web_cast)[0] == "(555) 555-0101", "decided once"


def test_what_somebody_changed_meanwhile_is_not_overwritten(site: Site, web_cast: WebCast) -> None:
    found = difference(site, web_cast)
    with site.database.write() as session:
        session.scalars(select(ContactPoint).where(ContactPoint.person_id == web_cast.senator_id)).one().phone = "911"
    site.post(f"/imports/differences/{found}/take")
    assert phone(site, web_cast)[0] == "911"


def test_the_official_s_page_asks_beside_the_phone(site: Site, web_cast: WebCast) -> None:
    found = difference(site, web_cast)
    here = f"/officials/{web_cast.senator}"
    html = site.get(here).text
    assert "(555) 555-0999" in html
    answer = site.post(f"/imports/differences/{found}/keep", {"next": here})
    assert answer.headers["location"] == here
    assert "(555) 555-0999" not in site.get(here).text


def test_who_works_for_no_organization_decides_nothing(site: Site, web_cast: WebCast) -> None:
    from tests.builders import users

    found = difference(site, web_cast)
    with site.database.write() as session:
        stranger = users.user(session, "Sam Free").id
    assert site.as_user(stranger).post(f"/imports/differences/{found}/take").status_code == 403
