"""Exports from the pages: what the page shows and no more, however long, and noted where it is not public record."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from crm import clock
from crm.audit.models import AuditEntry, Change
from crm.bills.models import Measure
from crm.calling.models import CallList
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.jurisdictions.models import Deadline, Jurisdiction, LegislativeSession
from crm.outreach import service
from crm.outreach.contact import NewContact, Official, Owed, Topic
from crm.outreach.models import Channel, Outcome
from crm.people.models import Person
from crm.positions.stance import Stance
from tests import cast
from tests.builders import law, ledger, people
from tests.web.conftest import WebCast
from tests.web.site import Site, statements_of


def lines(site: Site, path: str) -> list[dict[str, str]]:
    """The rows of a CSV at the address, by their titles."""
    answer = site.get(path)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def names(site: Site, path: str) -> list[str]:
    return [line["Name"] for line in lines(site, path)]


def call(site: Site, web_cast: WebCast, **given) -> None:
    viewer = Viewer(web_cast.ada, frozenset({web_cast.neighbors}), frozenset({web_cast.campaign_id}))
    usual = {
        "channel": Channel.CALL, "outcome": Outcome.REACHED_STAFF, "officials": (Official(web_cast.senator_id),),
        "campaign_id": web_cast.campaign_id,
    }  # fmt: skip
    with site.database.write(user_id=web_cast.ada) as session:
        service.log_contact(session, viewer, NewContact(**(usual | given)))


def stand(site: Site, web_cast: WebCast, person_id: int, stance: str, **columns) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        ledger.position(session, session.get_one(Person, person_id), measure, stance, **columns)


@pytest.mark.parametrize(
    "query",
    [
        "", "q=pena", "chamber=upper", "chamber=lower", "place=merrow", "party=Blue", "stance=yes", "stance=unknown",
        "campaign=open-kitchens-act&chamber=upper", "sort=-name", "sort=stance", "sort=-contact", "sort=office",
        "quiet_since=2025-06-01", "stance=no&said=2025-04-01", "said=2020-01-01",
    ],
)  # fmt: skip
def test_the_officials_of_the_file_are_those_of_the_page_in_its_order(
    site: Site, web_cast: WebCast, query: str
) -> None:
    stand(site, web_cast, web_cast.senator_id, "no", said="2025-03-01")
    stand(site, web_cast, web_cast.senator_id, "yes", said="2025-09-01")
    call(site, web_cast, happened="2025-06-10")
    shown = re.findall(r'class="officials__name" href="[^"]*">([^<]+)<', site.get(f"/officials?{query}").text)
    assert names(site, f"/officials/export.csv?{query}") == [unescape(name) for name in shown]


@pytest.mark.parametrize(
    "query", ["", "marked=hard", "stance=yes", "stance=vacant", "sort=name", "order=desc", "q=abara"]
)
def test_the_seats_of_the_file_are_those_of_the_page(site: Site, web_cast: WebCast, query: str) -> None:
    stand(site, web_cast, web_cast.senator_id, "yes")
    page = site.get(f"/campaigns/{web_cast.campaign}?seats=upper&{query}").text
    shown = re.findall(r'<td data-label="District">([^<]+)</td>', page)
    rows = lines(site, f"/campaigns/{web_cast.campaign}/export.csv?seats=upper&{query}")
    assert [row["District"] for row in rows] == shown


@pytest.mark.parametrize("path", ["/outreach", "/organizations", "/measures", "/calendar", "/officials", "/call-lists"])
def test_each_list_links_to_its_own_files_with_its_query(site: Site, web_cast: WebCast, path: str) -> None:
    call(site, web_cast, follow_ups=(Owed("quill"),))
    with site.database.write() as session:
        session.add(
            Deadline(
                jurisdiction_id=session.scalars(select(Jurisdiction.id)).first(), kind="adjournment", name="The end",
                falls_on=date(2030, 6, 12), certainty="announced", source="a test", recorded_at=clock.now(),
            )
        )  # fmt: skip
    html = site.get(f"{path}?said=2030-01-01").text if path == "/call-lists" else site.get(path).text
    links = [unescape(link) for link in re.findall(rf'href="({path}/export\.[^"]*)"', html)]
    assert [link.partition("?")[0].rpartition(".")[2] for link in links][:3] == ["csv", "xlsx", "json"]
    for link in links:
        assert site.get(link).status_code == 200, link


def test_a_file_says_in_its_name_what_it_is_and_of_which_day(site: Site, web_cast: WebCast) -> None:
    answer = site.get(f"/campaigns/{web_cast.campaign}/export.xlsx?said=2025-06-17")
    assert answer.headers["content-disposition"] == 'attachment; filename="board-open-kitchens-act-2025-06-17.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert len(book.get_sheet_by_index(0).to_python()) == 1 + 14


def test_the_count_adds_up_and_what_moved_is_told(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.senator_id, "yes", said="2025-06-10")
    (upper, lower) = lines(site, f"/campaigns/{web_cast.campaign}/count/export.csv?said=2025-06-17")
    assert (upper["Seats"], upper["Hard yes"], lower["Hard yes"]) == ("5", "1", "0")
    (moved,) = lines(site, f"/campaigns/{web_cast.campaign}/moved/export.csv?said=2025-06-17")
    assert (moved["Name"], moved["From"], moved["To"], moved["Day"]) == (cast.SENATOR, "unknown", "yes", "2025-06-10")
    assert lines(site, f"/campaigns/{web_cast.campaign}/moved/export.csv?said=2025-06-17&since=2025-06-11") == []


def test_the_ledger_tells_entries_that_no_longer_count_as_such(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        measure, who = session.get_one(Measure, web_cast.measure_id), session.get_one(Person, web_cast.senator_id)
        first = ledger.position(session, who, measure, "yes", "2025-06-01", words="Count me in.")
        ledger.position(
            session, who, measure, "no", "2025-06-01", words="Never.", corrects_id=first.id, reason_given="misheard"
        )
    told = lines(site, f"/officials/{web_cast.senator}/positions/export.csv")
    assert [(row["In their words"], row["Counts"], row["Corrected by entry"]) for row in told] == [
        ("Count me in.", "", "2"), ("Never.", "yes", ""),
    ]  # fmt: skip
    assert told[0]["Evidence"] == "public statement, A note"


def test_the_bills_of_a_measure_and_the_names_on_them_are_told(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        sitting = session.scalars(select(LegislativeSession)).one()
        law.bill(session, sitting, "S1", carries=session.get_one(Measure, web_cast.measure_id), prints=("", "A"))
    (bill,) = lines(site, f"/measures/{web_cast.measure}/bills/export.csv")
    assert (bill["Bill"], bill["Newest print"]) == ("S1", "S1-A")
    for what in ("sponsors", "roll-calls", "votes"):
        assert lines(site, f"/measures/{web_cast.measure}/{what}/export.csv") == []


def private(site: Site, web_cast: WebCast) -> None:
    """The neighbors keep a call, a stance and a follow-up to themselves."""
    walls = {"visibility": Visibility.PRIVATE}
    topic = Topic(web_cast.measure_id, stance=Stance.YES, answer="quoxanswer", condition="quoxcondition")
    call(site, web_cast, notes="quoxnotes", topics=(topic,), follow_ups=(Owed("quoxowed", date(2030, 1, 1)),), **walls)


EVERYWHERE = (
    "/officials", "/officials/sena-abara/positions", "/campaigns/open-kitchens-act", "/outreach", "/follow-ups",
    *(f"/campaigns/open-kitchens-act/{part}" for part in ("moved", "positions", "count")),
)  # fmt: skip


@pytest.mark.parametrize("who", ["paz", "otto", "rosa"])
def test_nobody_takes_out_what_they_cannot_see(site: Site, web_cast: WebCast, who: str) -> None:
    before = [lines(site.as_user(getattr(web_cast, who)), f"{path}/export.csv") for path in EVERYWHERE]
    private(site, web_cast)
    other = site.as_user(getattr(web_cast, who))
    assert [lines(other, f"{path}/export.csv") for path in EVERYWHERE] == before
    whole = "".join(site.get(f"{path}/export.json").text for path in EVERYWHERE)
    assert all(secret in whole for secret in ("quoxanswer", "quoxcondition", "quoxnotes", "quoxowed"))


def test_a_private_call_list_is_behind_its_wall_in_every_format(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        session.add(
            CallList(
                name="quoxlist", campaign_id=web_cast.campaign_id, organization_id=web_cast.neighbors,
                visibility=Visibility.PRIVATE, deadline_on=date(2030, 1, 1), rule={}, left_out={},
                built_at=clock.now(),
            )
        )  # fmt: skip
    assert names(site, "/call-lists/kept/export.csv") == ["quoxlist"]
    assert site.get("/call-lists/1/export.json").status_code == 200
    partner = site.as_user(web_cast.paz)
    assert names(partner, "/call-lists/kept/export.csv") == []
    assert partner.get("/call-lists/1/export.json").status_code == 404


def test_only_those_who_are_signed_in_take_anything_out(site: Site) -> None:
    answer = site.signed_out.get("/officials/export.csv?chamber=upper")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fofficials%2Fexport.csv%3Fchamber%3Dupper"


def exported(site: Site) -> list[AuditEntry]:
    with site.database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.change == Change.EXPORTED)))


def test_what_is_not_public_record_is_noted_as_it_leaves(site: Site, web_cast: WebCast) -> None:
    site.get("/measures/export.csv")
    site.get("/officials/export.vcf")
    assert exported(site) == []
    size = len(site.get("/outreach/export.json?channel=call&page=3").content)
    (noted,) = exported(site)
    assert (noted.user_id, noted.table_name) == (web_cast.ada, "exports")
    assert noted.after == {"export": "outreach", "format": "json", "asked": {"channel": "call"}, "bytes": size}


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/officials/export.pdf", 422, "Use one of: csv, xlsx, json, vcf3, vcf4"),
        ("/officials/export.csv?stance=maybe", 422, "not on the scale"),
        ("/officials/export.csv?sort=height", 422, "no order"),
        ("/officials/export.csv?said=2025-13", 422, "is not a day"),
        ("/outreach/export.csv?campaign=nope", 404, "No campaign"),
        ("/outreach/export.csv?user=me", 422, "no number"),
        ("/campaigns/nope/export.csv", 404, "nope"),
        ("/campaigns/open-kitchens-act/export.csv?marked=nope", 422, "choice of seats"),
        ("/measures/nope/bills/export.csv", 404, "nope"),
        ("/officials/nobody/export.vcf", 404, "not on file"),
        ("/call-lists/export.csv", 422, "no deadline ahead"),
    ],
)
def test_what_cannot_be_asked_gets_a_page_that_says_so_and_no_file(
    site: Site, path: str, status: int, says: str
) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert says in unescape(answer.text)
    assert "content-disposition" not in answer.headers
    assert exported(site) == []


def test_officials_come_as_cards_in_both_versions_and_one_alone(site: Site, web_cast: WebCast) -> None:
    stand(site, web_cast, web_cast.senator_id, "no", words="quoxwords")
    three = site.get("/officials/export.vcf?chamber=upper")
    assert three.headers["content-type"] == "text/vcard; charset=utf-8"
    assert three.text.count("BEGIN:VCARD") == 2
    assert "VERSION:4.0" in site.get("/officials/export.vcf4").text
    one = site.get(f"/officials/{web_cast.other_senator}/export.vcf")
    assert f"FN:{cast.OTHER_SENATOR}\r\n" in one.content.decode()
    assert web_cast.other_senator in one.headers["content-disposition"]
    assert "quox" not in three.text
    assert "no" not in re.findall(r"NOTE:(.*)", three.text)


def many(site: Site, web_cast: WebCast, number: int) -> None:
    with site.database.write() as session:
        government = session.scalars(select(Jurisdiction)).first()
        measure = session.get_one(Measure, web_cast.measure_id)
        for each in range(number):
            who = people.person(session, f"Mayor Number{each:03}", phone="(555) 555-0199")
            people.post(session, government, f"mayor-{each}", who)
            ledger.position(session, who, measure, "yes")


@pytest.mark.parametrize("path", [*EVERYWHERE, "/organizations", "/measures", "/calendar", "/imports"])
def test_a_longer_list_takes_no_more_queries(site: Site, web_cast: WebCast, path: str) -> None:
    call(site, web_cast, follow_ups=(Owed("a letter"),))
    stand(site, web_cast, web_cast.senator_id, "yes")
    few = len(statements_of(site, f"{path}/export.csv"))
    many(site, web_cast, 25)
    for _ in range(6):
        call(site, web_cast, follow_ups=(Owed("a letter"),))
    assert len(statements_of(site, f"{path}/export.csv")) == few
