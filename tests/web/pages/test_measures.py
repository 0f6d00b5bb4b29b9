"""Measures: the list and what narrows it; one measure with its bills, votes, steps, and who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills import service
from crm.bills.models import Bill, BillLinkKind, Carries, EventKind, Measure, SponsorKind, Stage, VoteCode
from crm.campaigns.models import CampaignMeasure
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import Chamber, Jurisdiction, LegislativeSession
from crm.people.models import Person
from crm.positions.models import NamelessCount
from tests import cast
from tests.builders import campaigns, law, ledger, people, users
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of

PAGE = "/measures/open-kitchens-act"


def sitting(session: Session, slug: str = "2025-26") -> LegislativeSession:
    found = session.query(LegislativeSession).filter_by(slug=slug).one_or_none()
    if found is None:
        where = session.query(Jurisdiction).filter_by(slug="merrow").one()
        found = LegislativeSession(jurisdiction_id=where.id, slug=slug, name=f"{slug} Regular Session")
        session.add(found)
        session.flush()
    return found


def bill(
    session: Session,
    number: str,
    kind: str = "upper",
    *,
    slug: str = "2025-26",
    prints: Sequence[str] = ("",),
    measure: Measure | None = None,
    carries: Carries = Carries.CARRIER,
    part: str | None = None,
) -> Bill:
    chamber = session.query(Chamber).filter_by(kind=kind).one()
    found = law.bill(session, sitting(session, slug), number, chamber=chamber, prints=tuple(prints))
    carried = measure or session.query(Measure).filter_by(slug="open-kitchens-act").one()
    service.carry(session, OPERATOR, carried.id, found.id, carries, part)
    return found


def test_the_list_says_where_each_is_carried_how_far_it_is_and_whose_campaign_it_is(
    site: Site, web_cast: WebCast
) -> None:
    with site.database.write() as session:
        senate = bill(session, "S100", prints=("", "A", "B"))
        service.add_sponsorship(session, OPERATOR, senate.id, "Abara", SponsorKind.PRIME, "a test")
        service.add_sponsorship(session, OPERATOR, senate.id, "Doe", SponsorKind.CO, "a test")
        service.add_event(session, OPERATOR, EventKind.REPORTED, "Out 8 to 5.", "2025-05-01", "t", bill_id=senate.id)
    html = site.get("/measures").text
    for words in (cast.MEASURE, "Merrow", "invented", "S100-B", "Abara and 1 more", "Out of committee", "Out 8 to 5."):
        assert words in html
    assert f'href="/campaigns/{web_cast.campaign}"' in html


def test_filters_are_in_the_address_and_answer_htmx_with_the_rows_alone(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        where = session.get_one(Measure, web_cast.measure_id).jurisdiction
        law.measure(session, where, "Fair Wages Act")
    assert "Fair Wages Act" in site.get("/measures?place=merrow").text
    for query in ("q=kitchens", "campaign=any", f"campaign={web_cast.campaign}"):
        html = site.get(f"/measures?{query}").text
        assert cast.MEASURE in html
        assert "Fair Wages Act" not in html
        assert "Clear all filters" in html
    part = site.get("/measures?q=wages", hx_request="true", hx_target="div#measures").text
    assert "<html" not in part
    assert "Fair Wages Act" in part


def test_the_list_is_sorted_by_its_address_and_says_so(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        where = session.get_one(Measure, web_cast.measure_id).jurisdiction
        law.measure(session, where, "Fair Wages Act")
    html = site.get("/measures?sort=-name").text
    assert html.index(cast.MEASURE) < html.index("Fair Wages Act")
    assert 'aria-sort="descending"' in html
    assert site.get("/measures?sort=colour").status_code == 422


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/measures?q=zzz", "No measure fits."),
        ("/measures?place=atlantis", "No measure fits."),
        ("/measures?known=2001-01-01", "No measure was on file then."),
    ],
)
def test_an_empty_list_says_what_to_do(site: Site, path: str, said: str) -> None:
    html = site.get(path).text
    assert said in html
    assert 'href="/measures' in html


def test_on_a_new_server_the_list_says_how_to_begin(nobody: Site) -> None:
    with nobody.database.write() as session:
        user_id = users.user(session, cast.ADA).id
    assert "No measure is on file yet." in nobody.as_user(user_id).get("/measures").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/measures/nothing-of-that-name", 404),
        ("/measures?campaign=nothing", 404),
        ("/measures?said=2025-13-01", 422),
        ("/measures?known=yesterday", 422),
        (f"{PAGE}?said=2025-02-30", 422),
        (f"{PAGE}?known=x", 422),
    ],
)
def test_what_is_not_there_and_days_that_are_none_get_a_page_that_helps(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_a_bill_shows_its_prints_companions_and_the_bills_before_it(site: Site) -> None:
    with site.database.write() as session:
        old = bill(session, "S9", slug="2023-24")
        senate, house = bill(session, "S100", prints=("", "A")), bill(session, "A200", "lower")
        service.link_bills(session, OPERATOR, senate.id, BillLinkKind.PREVIOUS_VERSION, other_id=old.id)
        service.link_bills(
            session, OPERATOR, house.id, BillLinkKind.SAME_AS, other_id=senate.id, started_on=date(2025, 6, 11)
        )
        service.link_bills(session, OPERATOR, house.id, BillLinkKind.SUBSTITUTED_BY, printed_number="S100")
        senate_id, old_id = senate.id, old.id
    html = site.get(PAGE).text
    assert "S100-A" in html
    assert "since June 11, 2025" in html
    assert f'href="#bill-{old_id}"' in html
    assert f'after it <a class="tap" href="#bill-{senate_id}">S100</a>' in html
    assert "Substituted by" in html
    assert "In earlier sessions" in html
    before = site.get(f"{PAGE}?said=2025-06-10").text
    assert "Same as" not in before
    assert "You are looking at the past" in before


def test_a_vehicle_is_told_on_the_page_of_each_measure_inside_it(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        ours = session.get_one(Measure, web_cast.measure_id)
        other = law.measure(session, ours.jurisdiction, "Fair Wages Act")
        budget = bill(session, "S9005", prints=("C",), carries=Carries.VEHICLE, part="Part LL")
        service.carry(session, OPERATOR, other.id, budget.id, Carries.VEHICLE, "Part C")
        service.add_event(
            session, OPERATOR, EventKind.ENACTED_IN_PART, "Signed.", "2025-05-27", "t", measure_id=ours.id
        )
    html = site.get(PAGE).text
    assert "Enacted in part" in html
    assert "S9005-C" in html
    assert "Part LL" in html
    assert 'href="/measures/fair-wages-act"' in html
    back = site.get("/measures/fair-wages-act").text
    assert "Part C" in back
    assert f'href="{PAGE}"' in back


def test_names_on_a_bill_lead_to_officials_and_unmatched_ones_stay_as_printed(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate = bill(session, "S100")
        service.add_sponsorship(
            session, OPERATOR, senate.id, "ABARA", SponsorKind.PRIME, "t", person_id=web_cast.senator_id,
            joined="2025-01-16",
        )  # fmt: skip
        service.add_sponsorship(session, OPERATOR, senate.id, "QUENCH <3", SponsorKind.MULTI, "t")
        left = service.add_sponsorship(
            session, OPERATOR, senate.id, "P-O", SponsorKind.CO, "t", person_id=web_cast.other_senator_id
        )
        service.withdraw(session, OPERATOR, left.id, "2025-05-02")
    html = site.get(f"{PAGE}?said=2025-06-01").text
    assert f'href="/officials/{web_cast.senator}?measure=open-kitchens-act&amp;said=2025-06-01"' in html
    assert cast.SENATOR in html
    assert "QUENCH &lt;3" in html
    assert "as printed" in html
    assert "1 prime sponsor, 1 multi-sponsor; 1 left" in html
    for words in ("January 16, 2025", "left May 2, 2025", "first seen"):
        assert words in html


def test_a_roll_call_shows_all_six_codes_and_who_voted_how(site: Site, web_cast: WebCast) -> None:
    votes = [
        service.NewVote("ABARA", VoteCode.AYE, web_cast.senator_id),
        service.NewVote("P-O", VoteCode.AYE_WITH_RESERVATIONS, web_cast.other_senator_id),
        service.NewVote("QUENCH", VoteCode.EXCUSED),
    ]
    with site.database.write() as session:
        senate = bill(session, "S100")
        service.add_roll_call(
            session, OPERATOR, senate.id, senate.chamber_id, Stage.FLOOR, date(2025, 6, 3), "t",
            print_letter="A", ayes=2, nays=0, passed=True, votes=votes,
        )  # fmt: skip
        service.add_roll_call(
            session, OPERATOR, senate.id, senate.chamber_id, Stage.COMMITTEE, date(2025, 5, 3), "t", ayes=8, nays=5
        )
    html = site.get(PAGE).text
    for words in ("Aye", "Nay", "Aye with reservations", "Excused", "Absent", "Abstained", "print A", "passed"):
        assert words in html
    assert f'<a href="/officials/{web_cast.other_senator}?measure=open-kitchens-act">{cast.OTHER_SENATOR}</a>' in html
    assert "QUENCH" in html
    assert "do not add up" not in html
    assert "The record gives totals alone" in html
    assert html.index("Floor vote") < html.index("Committee vote")


def test_names_that_do_not_add_up_to_the_record_are_said_to(site: Site) -> None:
    with site.database.write() as session:
        senate = bill(session, "S100")
        service.add_roll_call(
            session, OPERATOR, senate.id, senate.chamber_id, Stage.FLOOR, date(2025, 6, 3), "t",
            ayes=3, nays=0, votes=[service.NewVote("ABARA", VoteCode.AYE)],
        )  # fmt: skip
    assert "do not add up to the totals of the record" in site.get(PAGE).text


def test_steps_come_newest_first_with_their_source_and_the_day_we_learned_of_them(site: Site) -> None:
    with site.database.write() as session, clock.held_at(date(2025, 8, 1)):
        senate = bill(session, "S100")
        service.add_event(session, OPERATOR, EventKind.INTRODUCED, "In.", "2025-01-16", "The record", bill_id=senate.id)
        service.add_event(
            session, OPERATOR, EventKind.STALLED, "Stuck <here>.", "2025-06", "A paper", bill_id=senate.id,
            source_url="javascript:alert(1)",
        )  # fmt: skip
    html = site.get(PAGE).text
    assert html.index("Stuck &lt;here&gt;.") < html.index("In.")
    assert "Stalled" in html
    assert "known to us since August 1, 2025" in html
    assert "javascript:" not in html
    assert "Stuck" not in site.get(f"{PAGE}?said=2025-06-15").text
    assert "Stuck" not in site.get(f"{PAGE}?known=2025-07-31").text


def test_where_members_stand_is_counted_and_whoever_has_no_seat_is_named_apart(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        ledger.position(session, session.get_one(Person, web_cast.senator_id), measure)
        ledger.position(session, session.get_one(Person, web_cast.governor_id), measure, condition="only in cities")
    html = site.get(PAGE).text
    assert "Senate: <strong>1</strong>" in html
    assert "of 3 needed" in html
    assert f'href="/campaigns/{web_cast.campaign}"' in html
    apart = html.partition("On record without a seat")[2]
    assert cast.GOVERNOR in apart
    assert "Governor, Merrow" in apart
    assert "only in cities" in apart
    assert cast.SENATOR not in apart


def test_what_a_partner_keeps_to_itself_is_in_no_count_here(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        ledger.position(
            session, session.get_one(Person, web_cast.governor_id), measure, words="Between us.",
            visibility=Visibility.PRIVATE, organization_id=web_cast.clinic, campaign_id=web_cast.campaign_id,
        )  # fmt: skip
        session.add(_counted(web_cast, "told the clinic", Visibility.PRIVATE, web_cast.clinic))
    html = site.get(PAGE).text
    assert cast.GOVERNOR not in html
    assert "told the clinic" not in html
    theirs = site.as_user(web_cast.paz).get(PAGE).text
    assert cast.GOVERNOR in theirs
    assert "told the clinic" in theirs


def test_counts_without_names_and_measures_beside_it_are_shown(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        ours = session.get_one(Measure, web_cast.measure_id)
        other = law.measure(session, ours.jurisdiction, "Fair Wages Act")
        session.add(CampaignMeasure(campaign_id=web_cast.campaign_id, measure_id=other.id))
        session.add(_counted(web_cast, "signed the letter", Visibility.PUBLIC, None))
    html = site.get(PAGE).text
    assert "9</p>" in html
    assert "signed the letter" in html
    assert "Measures beside it" in html
    other_page = site.get("/measures/fair-wages-act").text
    assert "watches it" in other_page
    assert "Nobody’s position is on record." not in html
    assert "Fair Wages Act" in site.get(f"/measures?campaign={web_cast.campaign}").text
    assert "Fair Wages Act" not in site.get("/measures?campaign=any").text


def _counted(web_cast: WebCast, what: str, visibility: Visibility, organization_id: int | None) -> NamelessCount:
    return NamelessCount(
        measure_id=web_cast.measure_id, number=9, of_whom="members", did_what=what, said="2025-06",
        said_earliest=date(2025, 6, 1), said_latest=date(2025, 6, 30), source="a test", recorded_at=clock.now(),
        visibility=visibility, organization_id=organization_id, campaign_id=web_cast.campaign_id,
    )  # fmt: skip


def test_a_change_of_day_answers_htmx_with_the_page_s_part_alone(site: Site) -> None:
    part = site.get(f"{PAGE}?said=2025-06-01", hx_request="true", hx_target="div#measure").text
    assert "<html" not in part
    assert 'id="measure"' in part


def test_a_name_with_markup_in_it_is_shown_as_text(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        measure.name, measure.summary = "<b>Open</b>", "<i>What</i> it does"
    for html in (site.get("/measures").text, site.get(PAGE).text):
        assert "&lt;b&gt;Open&lt;/b&gt;" in html
        assert "<i>What</i>" not in html


def test_the_pages_take_no_more_queries_for_thirty_than_for_three(site: Site, web_cast: WebCast) -> None:
    def fill(numbers: range) -> None:
        with site.database.write() as session:
            ours = session.get_one(Measure, web_cast.measure_id)
            for number in numbers:
                other = law.measure(session, ours.jurisdiction, f"Act {number}")
                campaigns.campaign(session, other, name=f"For act {number}")
                session.add(CampaignMeasure(campaign_id=web_cast.campaign_id, measure_id=other.id))
                carrier = bill(session, f"S{number}", prints=("", "A"))
                bill(session, f"S{number}", measure=other, slug="2023-24")
                vehicle = bill(session, f"S9{number:03}", carries=Carries.VEHICLE)
                service.carry(session, OPERATOR, other.id, vehicle.id, Carries.VEHICLE)
                service.link_bills(session, OPERATOR, carrier.id, BillLinkKind.SAME_AS, other_id=vehicle.id)
                who = people.person(session, f"Member {number}")
                service.add_sponsorship(session, OPERATOR, carrier.id, "M", SponsorKind.CO, "t", person_id=who.id)
                service.add_event(
                    session, OPERATOR, EventKind.OTHER, f"{number}.", "2025-05-01", "t", bill_id=carrier.id
                )
                service.add_roll_call(
                    session, OPERATOR, carrier.id, carrier.chamber_id, Stage.FLOOR, date(2025, 6, 3), "t",
                    votes=[service.NewVote("M", VoteCode.AYE, who.id)],
                )  # fmt: skip
                ledger.position(session, who, ours)

    fill(range(3))
    few = [queries_of(site, path) for path in ("/measures", "/measures?q=act&sort=step", PAGE)]
    fill(range(3, 30))
    many = [queries_of(site, path) for path in ("/measures", "/measures?q=act&sort=step", PAGE)]
    assert many == few
    assert max(few[:2]) <= 12
    assert few[2] <= 36


def test_sponsors_alone_are_counted_as_printed_and_by_seats(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate = bill(session, "S100")
        service.add_sponsorship(session, OPERATOR, senate.id, "QUENCH", SponsorKind.PRIME, "a test")
    html = site.get(PAGE).text
    assert "Sponsors alone" in html
    assert "QUENCH is on the list as printed" in html


def test_a_lead_says_that_a_proposed_bill_carries_the_measure(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate, other = bill(session, "S100"), law.bill(session, sitting(session), "A9")
        service.link_bills(session, OPERATOR, senate.id, BillLinkKind.SAME_AS, other_id=other.id)
        lead = users.user(session, "Lena Stone", is_admin=True).id
        other_id = other.id
    as_lead = site.as_user(lead)
    assert "May carry it" in as_lead.get(PAGE).text
    assert as_lead.post(f"{PAGE}/carried", {"bill": str(other_id)}).status_code == 303
    html = as_lead.get(PAGE).text
    assert "May carry it" not in html
    assert 'id="bill-' in html
    for wrong in ("", "x", "99999"):
        assert as_lead.post(f"{PAGE}/carried", {"bill": wrong}).status_code == 404


def test_who_leads_nothing_is_not_asked_which_bills_carry_it(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate, other = bill(session, "S100"), law.bill(session, sitting(session), "A9")
        service.link_bills(session, OPERATOR, senate.id, BillLinkKind.SAME_AS, other_id=other.id)
        nobody, other_id = users.user(session, "Ned Plain").id, other.id
    plain = site.as_user(nobody)
    assert "May carry it" not in plain.get(PAGE).text
    assert plain.post(f"{PAGE}/carried", {"bill": str(other_id)}).status_code == 403
