"""The campaign board: counts that lead to their evidence, what moved, who holds the keys."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

from sqlalchemy import select

from crm import clock
from crm.campaigns import service
from crm.campaigns.gates import ensure_gate
from crm.campaigns.models import AskKind, Campaign, GateKind, GateState, ThresholdKind
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.jurisdictions.models import Jurisdiction
from crm.people.models import Person
from crm.positions import nameless
from crm.positions.models import EvidenceKind, Position
from crm.positions.nameless import NewCount
from tests import cast
from tests.builders import ledger, people
from tests.web.boards import board, card, chamber_of, links, part, rows, seated, stands
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


def test_each_chamber_says_what_it_has_of_what_it_needs(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    stands(site, web_cast, web_cast.other_senator, "leaning_yes", hard=False)
    html = site.get(board(web_cast)).text
    assert "Senate: 2 of 3 needed" in html
    assert "Assembly: 0 of 5 needed" in html
    senate = links(card(html, "upper"))
    assert {words: number for words, (number, _) in senate.items()} == {
        "Yes": 1, "Leaning yes": 1, "Undecided": 0, "Leaning no": 0, "No": 0, "Unknown": 0, "Vacant": 3,
        "Hard yes": 1, "With soft": 2,
    }  # fmt: skip


def test_the_governor_is_in_no_count(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.governor, "yes")
    html = site.get(board(web_cast)).text
    assert "Senate: 0 of 3 needed" in html
    assert cast.GOVERNOR in part(html, "holders-head")


def test_every_number_leads_to_just_as_many_officials_or_seats(site: Site, web_cast: WebCast) -> None:
    """A number on screen can be followed to its evidence, and is found there again."""
    seated(site, "Cy Doe", 3)
    seated(site, "Di Roe", 4)
    for slug, stance, hard in (
        (web_cast.senator, "yes", True),
        (web_cast.other_senator, "yes", False),
        ("cy-doe", "leaning_yes", False),
    ):
        stands(site, web_cast, slug, stance, hard=hard)
    # Presides without a vote, and has an opinion: in nobody's count.
    with site.database.write() as session:
        chamber = chamber_of(session, "Senate")
        presides = people.person(session, "Pia Chair")
        people.post(
            session, session.get_one(Jurisdiction, chamber.jurisdiction_id), "president", presides, chamber=chamber
        )
    stands(site, web_cast, "pia-chair", "yes")
    followed = {}
    for words, (number, href) in links(card(site.get(board(web_cast, "said=2025-07-01")).text, "upper")).items():
        answer = site.get(href)
        assert answer.status_code == 200, href
        listed = rows(answer.text) if "#seats" in href else re.findall(r'<tr[^>]*>\s*<th scope="row"', answer.text)
        followed[words] = (number, len(listed))
    assert set(followed) == {
        "Yes", "Leaning yes", "Undecided", "Leaning no", "No", "Unknown", "Vacant", "Hard yes", "With soft"
    }  # fmt: skip
    assert {words: shown for words, (_, shown) in followed.items()} == {words: n for words, (n, _) in followed.items()}


def test_every_seat_of_the_chart_names_its_holder_and_leads_to_the_official(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes", hard=False)
    chart = card(site.get(board(web_cast, "said=2025-07-01")).text, "upper").partition("</svg>")[0]
    assert chart.count("<title>") == 5
    assert f"<title>{cast.SENATOR}, district 1: Yes, soft</title>" in chart
    about = f"?measure={web_cast.measure}&amp;said=2025-07-01"
    assert f'<a href="/officials/{web_cast.senator}{about}">' in chart
    assert chart.count("<a ") == 2, "nobody sits in a vacant seat, so it leads nowhere"
    assert "<title>Vacant, district 3</title>" in chart


def test_a_name_with_markup_stays_a_name_in_charts_lists_and_tables(site: Site, web_cast: WebCast) -> None:
    name = """<script>alert(1)</script> "O'Dell" & Co"""
    seated(site, name, 3)
    with site.database.read() as session:
        slug = session.scalars(select(Person.slug).where(Person.name == name)).one()
    stands(site, web_cast, slug, "yes", "2025-05-01", words='<img src=x onerror="alert(2)">')
    stands(site, web_cast, slug, "no", "2025-06-01", words="</title><script>alert(3)</script>")
    html = site.get(board(web_cast, "since=2025-01-01&said=2025-07-01&q=<b>")).text
    assert "alert(1)" in html
    assert not re.search(r"<script>|<img src=x|<b>\"", html)
    assert 'value="&lt;b&gt;"' in html


def test_seats_are_those_of_the_day_and_a_successor_starts_as_unknown(site: Site, web_cast: WebCast) -> None:
    leaver = seated(site, "Lee Verr", 3, from_=date(2025, 1, 1), to=date(2025, 5, 31))
    seated(site, "New Comer", 3, from_=date(2025, 7, 1))
    stands(site, web_cast, leaver, "yes", "2025-03-01")
    before, between, after = (
        links(card(site.get(board(web_cast, f"said={day}")).text, "upper"))
        for day in ("2025-05-01", "2025-06-15", "2025-08-01")
    )
    assert [each["Yes"][0] for each in (before, between, after)] == [1, 0, 0]
    assert [each["Vacant"][0] for each in (before, between, after)] == [2, 3, 2]
    assert [each["Unknown"][0] for each in (before, between, after)] == [2, 2, 3]


def test_what_moved_is_told_since_the_day_asked_with_its_evidence(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "no", "2025-03-01", words="Never.")
    moved = stands(site, web_cast, web_cast.senator, "yes", "2025-06-10", words="I was wrong <about> it.")
    with site.database.write() as session:
        ledger.evidence(
            session, session.get_one(Position, moved), outlet="The Merrow Post", url="https://example.org/a"
        )
    told = part(site.get(board(web_cast, "said=2025-06-20&since=2025-06-01")).text, "moved")
    assert "1 toward us, 0 away" in told
    assert "I was wrong &lt;about&gt; it." in told
    assert "Sen. · 1" in told
    assert 'href="https://example.org/a"' in told
    assert "Never." not in told
    both = part(site.get(board(web_cast, "said=2025-06-20&since=2025-01-01")).text, "moved")
    assert both.index("I was wrong") < both.index("Never."), "the newest first"


def test_where_nothing_moved_the_last_change_is_offered(site: Site, web_cast: WebCast) -> None:
    assert "Nobody is on record yet." in part(site.get(board(web_cast)).text, "moved")
    stands(site, web_cast, web_cast.senator, "no", "2025-03-01")
    told = unescape(part(site.get(board(web_cast)).text, "moved"))
    assert "The last change was on March 1, 2025." in told
    assert "since=2025-03-01" in told


def test_a_move_of_somebody_without_a_vote_is_marked_and_moves_no_count(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.governor, "yes", "2025-06-10")
    told = part(site.get(board(web_cast, "said=2025-06-20")).text, "moved")
    assert "in no count" in told
    assert "0 toward us, 0 away" in told


def test_an_address_that_is_no_web_address_becomes_no_link(site: Site, web_cast: WebCast) -> None:
    moved = stands(site, web_cast, web_cast.senator, "yes", "2025-06-10")
    with site.database.write() as session:
        ledger.evidence(session, session.get_one(Position, moved), outlet="A trap", url="javascript:alert(1)")
        nameless.record_count(
            session,
            OPERATOR,
            NewCount(web_cast.measure_id, 9, "signers", "signed", "2025-06", "A letter", "javascript:alert(2)"),
        )
    html = site.get(board(web_cast, "said=2025-06-30&since=2025-06-01")).text
    assert "A trap" in html
    assert "A letter" in html
    assert "javascript:" not in html


def test_gates_stand_in_their_order_and_key_holders_with_what_we_ask_of_them(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        campaign = session.get_one(Campaign, web_cast.campaign_id)
        senate = chamber_of(session, "Senate")
        ensure_gate(session, OPERATOR, campaign.id, 2, GateKind.FLOOR, "Senate floor", chamber_id=senate.id)
        ensure_gate(
            session, OPERATOR, campaign.id, 1, GateKind.COMMITTEE, "Codes <committee>", chamber_id=senate.id,
            state=GateState.AT, state_since=date(2025, 2, 3),
        )  # fmt: skip
        ensure_gate(session, OPERATOR, campaign.id, 1, GateKind.EXECUTIVE, "Governor’s desk")
        ask = service.ensure_ask(session, OPERATOR, campaign.id, AskKind.SIGN, "Sign it")
        service.add_target(
            session, OPERATOR, ask.id, person_id=web_cast.governor_id, reason="Her desk.", added_on=date(2025, 1, 1)
        )
    stands(site, web_cast, web_cast.governor, "yes", condition="if the counties agree")
    html = site.get(board(web_cast)).text
    gates = part(html, "gates-head")
    assert gates.index("Codes &lt;committee&gt;") < gates.index("Senate floor") < gates.index("Governor’s desk")
    assert "here now since Feb 3" in gates
    assert "here now" not in part(site.get(board(web_cast, "said=2025-02-02")).text, "gates-head")
    holders = part(html, "holders-head")
    assert "We ask: Sign it" in holders
    assert "signs or vetoes bills" in holders
    assert "Yes, on a condition" in holders
    assert "Condition: if the counties agree" in holders


def test_the_leads_number_and_its_reason_stand_beside_the_rule(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate = chamber_of(session, "Senate")
        service.set_threshold(
            session,
            OPERATOR,
            web_cast.campaign_id,
            senate.id,
            ThresholdKind.COMFORT,
            4,
            "The leader wants one to spare.",
        )
    html = site.get(board(web_cast)).text
    assert "The lead wants 4: The leader wants one to spare." in html
    assert "Senate: 0 of 3 needed" in html


def test_what_is_old_is_due_and_what_is_disputed_is_marked(site: Site, web_cast: WebCast) -> None:
    shared = {"visibility": Visibility.COALITION, "campaign_id": web_cast.campaign_id}
    stands(site, web_cast, web_cast.senator, "yes", "2024-01-01")
    stands(site, web_cast, web_cast.other_senator, "yes", "2025-06-01", organization_id=web_cast.neighbors, **shared)
    stands(site, web_cast, web_cast.other_senator, "no", "2025-06-05", organization_id=web_cast.clinic, **shared)
    query = "said=2025-06-10"
    html = site.get(board(web_cast, query)).text
    assert "1 of the 1 hard yes is due for a new ask." in html
    assert "Reports disagree on 1 seat." in html
    assert rows(site.get(board(web_cast, f"{query}&marked=due")).text) == [cast.SENATOR]
    assert rows(site.get(board(web_cast, f"{query}&marked=contested")).text) == [cast.OTHER_SENATOR]
    assert "Reports disagree on" not in site.as_user(web_cast.otto).get(board(web_cast, query)).text


def test_a_count_is_of_what_the_reader_may_know(site: Site, web_cast: WebCast) -> None:
    stands(
        site, web_cast, web_cast.senator, "yes", words="Between us.",
        visibility=Visibility.PRIVATE, organization_id=web_cast.clinic,
    )  # fmt: skip
    stands(
        site, web_cast, web_cast.other_senator, "yes", words="For the coalition.",
        visibility=Visibility.COALITION, organization_id=web_cast.clinic, campaign_id=web_cast.campaign_id,
    )  # fmt: skip
    have = {}
    for who in ("ada", "paz", "otto", "rosa"):
        html = site.as_user(getattr(web_cast, who)).get(board(web_cast, "since=2025-01-01")).text
        have[who] = int(re.findall(r"Senate: (\d) of 3 needed", html)[0])
        assert ("Between us." in html) == (who == "paz")
        assert ("For the coalition." in html) == (who in ("ada", "paz"))
    assert have == {"ada": 1, "paz": 2, "otto": 0, "rosa": 0}


def test_the_board_says_whose_knowledge_it_counts(site: Site, web_cast: WebCast) -> None:
    ours = site.get(board(web_cast)).text
    assert f"what is public, {cast.NEIGHBORS}, what {cast.CLINIC} shared" in ours
    assert "counting <strong>what is public</strong>" in site.as_user(web_cast.otto).get(board(web_cast)).text


def test_a_number_without_names_is_shown_and_counted_in_no_seat(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        senate = chamber_of(session, "Senate")
        for number, chamber_id in ((30, senate.id), (9, None)):
            nameless.record_count(
                session,
                OPERATOR,
                NewCount(
                    web_cast.measure_id, number, "people", "are for it", "2025-06", "The <Post>",
                    "https://example.org/n", chamber_id=chamber_id,
                ),
            )  # fmt: skip
    html = site.get(board(web_cast)).text
    assert "Without names: 30 people are for it, June 2025" in html
    assert "9 people" in html
    assert "The &lt;Post&gt;" in html
    assert "Senate: 0 of 3 needed" in html
    assert "30 people" not in site.get(board(web_cast, "said=2025-06-29")).text


def test_the_board_takes_no_more_queries_for_many_seats_and_entries_than_for_few(site: Site, web_cast: WebCast) -> None:
    stands(site, web_cast, web_cast.senator, "yes")
    stands(site, web_cast, web_cast.governor, "yes")
    stands(site, web_cast, web_cast.member, "no", clock.today().isoformat())
    few = queries_of(site, board(web_cast))
    for district in range(2, 10):
        slug = seated(site, f"Member {district}", district, "Assembly")
        for month in range(1, 7):
            said = (clock.today() - timedelta(days=month)).isoformat()
            stands(site, web_cast, slug, ("yes", "no")[month % 2], said, hard=False)
    assert queries_of(site, board(web_cast)) == few
    assert few <= 30


def test_a_letter_makes_an_entry_that_says_so_in_what_moved(site: Site, web_cast: WebCast) -> None:
    made = stands(site, web_cast, web_cast.senator, "yes", "2025-06-10", hard=False)
    with site.database.write() as session:
        ledger.evidence(session, session.get_one(Position, made), EvidenceKind.LETTER, title=None)
    assert "In writing" in part(site.get(board(web_cast, "said=2025-06-20")).text, "moved")
