"""Recording a position and mending the ledger by hand: once, with reasons, behind the walls, losing no word."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.people.models import Person
from crm.positions.models import Evidence, Position, Ruling
from crm.positions.stance import Stance
from tests.builders import ledger
from tests.web.conftest import WebCast
from tests.web.site import Site


def new(web_cast: WebCast) -> str:
    return f"/officials/{web_cast.senator}/positions/new"


def filled(web_cast: WebCast, **changes: str) -> dict[str, str]:
    return {
        "measure": web_cast.measure,
        "stance": "yes",
        "words": "I will vote for it.",
        "said_how": "by",
        "said": "June 2025",
        "kind": "conversation",
        "witnesses": "Ada Okafor, Leo Brandt",
        "visibility": "coalition",
        "client_key": "a-key-of-the-form",
    } | changes


def enter(site: Site, web_cast: WebCast, stance: str = "yes", said: str = "2025-06-01", **columns) -> int:
    shared = {
        "visibility": Visibility.COALITION,
        "campaign_id": web_cast.campaign_id,
        "organization_id": web_cast.neighbors,
    }
    with site.database.write() as session:
        measure = session.get_one(Measure, web_cast.measure_id)
        person = session.get_one(Person, web_cast.senator_id)
        return ledger.position(session, person, measure, stance, said, **(shared | columns)).id


def count(site: Site, model: type) -> int:
    with site.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_said_is_put_on_record_as_vaguely_as_it_is_known(site: Site, web_cast: WebCast) -> None:
    answer = site.post(new(web_cast), filled(web_cast, condition="Counties are paid back", ask=str(web_cast.ask_id)))
    assert answer.status_code == 303
    with site.database.read() as session:
        entry = session.scalars(select(Position)).one()
        proof = session.scalars(select(Evidence)).one()
    assert (entry.stance, entry.said, entry.condition) == (Stance.YES, "../2025-06", "Counties are paid back")
    assert (entry.organization_id, entry.campaign_id, entry.ask_id) == (
        web_cast.neighbors,
        web_cast.campaign_id,
        web_cast.ask_id,
    )
    assert proof.witnesses == ["Ada Okafor", "Leo Brandt"]
    assert proof.is_firm
    assert answer.headers["location"] == f"/officials/{web_cast.senator}?measure={web_cast.measure}#p-{entry.id}"


def test_a_form_sent_twice_is_one_entry(site: Site, web_cast: WebCast) -> None:
    first, second = (site.post(new(web_cast), filled(web_cast)) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert count(site, Position) == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stance": ""}, "Where do they stand?"),
        ({"stance": "perhaps"}, "is not on the scale"),
        ({"words": ""}, "What was said is missing."),
        ({"said": ""}, "When was it said?"),
        ({"said": "2025-13"}, "2025-13"),
        ({"said_how": "on", "said": "2999"}, "That day has not come yet."),
        ({"said_how": "between", "said_until": ""}, "Until when?"),
        ({"kind": ""}, "How do we know?"),
        ({"url": "javascript:alert(1)"}, "That is no web address."),
        ({"published": "2025-13"}, "2025-13"),
        ({"said_how": "on", "published": "2025-01"}, "It cannot have been said after it was published."),
        ({"visibility": "all"}, "Who may see it?"),
        ({"ask": "99"}, "That ask is about another measure."),
        ({"learned_on": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_keeps_every_word_and_says_so_at_its_field(
    site: Site, web_cast: WebCast, changes: dict[str, str], told: str
) -> None:
    kept = {"quote": "Kept <word> for word.", "title": "The title stays", "condition": "Only if it rains"}
    answer = site.post(new(web_cast), filled(web_cast, **(kept | changes)))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'class="field__error"' in answer.text
    assert "Kept &lt;word&gt; for word." in answer.text
    assert "The title stays" in answer.text
    assert "Only if it rains" in answer.text
    assert count(site, Position) == 0


def test_who_works_for_nobody_records_nothing(site: Site, web_cast: WebCast) -> None:
    answer = site.as_user(web_cast.rosa).post(new(web_cast), filled(web_cast, visibility="private"))
    assert answer.status_code == 422
    assert count(site, Position) == 0


def test_an_outsider_cannot_record_for_a_coalition_it_is_not_in(site: Site, web_cast: WebCast) -> None:
    answer = site.as_user(web_cast.otto).post(new(web_cast), filled(web_cast))
    assert answer.status_code == 422
    assert "I will vote for it." in answer.text
    assert count(site, Position) == 0


def test_the_form_offers_the_measure_of_the_address(site: Site, web_cast: WebCast) -> None:
    html = site.get(f"{new(web_cast)}?measure={web_cast.measure}").text
    assert f'<option value="{web_cast.measure}" selected>' in html
    assert "Warm words or a first step, but no promise." in html


def test_a_correction_takes_the_place_of_the_wrong_entry_and_keeps_it_in_sight(site: Site, web_cast: WebCast) -> None:
    wrong = enter(site, web_cast, "no", words="Misheard words.")
    form = site.get(f"/positions/{wrong}/correct").text
    assert "Misheard words." in form
    fields = filled(web_cast, said_how="on", said="2025-06-01", reason="We misheard.")
    answer = site.post(f"/positions/{wrong}/correct", fields)
    assert answer.status_code == 303
    html = site.get(f"/officials/{web_cast.senator}").text
    assert "Corrected: We misheard." in html
    assert "Misheard words." in html
    assert "I will vote for it." in html
    again = site.post(f"/positions/{wrong}/correct", fields)
    assert again.status_code == 303
    assert count(site, Position) == 2
    other = site.post(f"/positions/{wrong}/correct", fields | {"words": "Something else."})
    assert other.status_code == 409
    assert "Something else." in other.text


def test_a_correction_keeps_further_evidence(site: Site, web_cast: WebCast) -> None:
    wrong = enter(site, web_cast)
    with site.database.write() as session:
        ledger.evidence(session, session.get_one(Position, wrong), title="The second source")
    site.post(f"/positions/{wrong}/correct", filled(web_cast, reason="The day was wrong."))
    with site.database.read() as session:
        latest = session.scalar(select(func.max(Position.id)))
        titles = session.scalars(select(Evidence.title).where(Evidence.position_id == latest)).all()
    assert "The second source" in titles


@pytest.mark.parametrize("verb", ["correct", "retract"])
def test_mending_needs_a_reason_and_loses_no_word(site: Site, web_cast: WebCast, verb: str) -> None:
    wrong = enter(site, web_cast)
    answer = site.post(f"/positions/{wrong}/{verb}", filled(web_cast, reason=" ", quote="Typed with care"))
    assert answer.status_code == 422
    assert "Why is the entry wrong?" in answer.text
    if verb == "correct":
        assert "Typed with care" in answer.text
    assert count(site, Position) == 1


def test_a_retraction_leaves_nothing_on_record(site: Site, web_cast: WebCast) -> None:
    wrong = enter(site, web_cast, "yes")
    assert "Why was it wrong?" in site.get(f"/positions/{wrong}/retract").text
    for _ in range(2):
        answer = site.post(f"/positions/{wrong}/retract", {"reason": "It was <i>another</i> senator."})
        assert answer.status_code == 303
    html = site.get(f"/officials/{web_cast.senator}").text
    assert "Taken back: It was &lt;i&gt;another&lt;/i&gt; senator." in html
    assert "badge--unknown" in html
    assert count(site, Position) == 2


@pytest.mark.parametrize("verb", ["correct", "retract", "rule"])
def test_a_private_entry_is_not_even_there_for_others(site: Site, web_cast: WebCast, verb: str) -> None:
    theirs = enter(
        site, web_cast, visibility=Visibility.PRIVATE, organization_id=web_cast.clinic, campaign_id=None, words="Hush."
    )
    for reader in (web_cast.ada, web_cast.leo, web_cast.rosa):
        for answer in (
            site.as_user(reader).get(f"/positions/{theirs}/{verb}"),
            site.as_user(reader).post(f"/positions/{theirs}/{verb}", {"reason": "x"}),
        ):
            assert answer.status_code == 404
            assert "Hush." not in answer.text


def test_a_partners_entry_is_mended_by_the_partner_alone(site: Site, web_cast: WebCast) -> None:
    theirs = enter(site, web_cast, organization_id=web_cast.clinic)
    assert site.get(f"/positions/{theirs}/correct").status_code == 403
    assert site.get(f"/positions/{theirs}/retract").status_code == 403
    assert site.post(f"/positions/{theirs}/retract", {"reason": "x"}).status_code == 403
    assert f"/positions/{theirs}/correct" not in site.get(f"/officials/{web_cast.senator}").text
    assert site.as_user(web_cast.paz).get(f"/positions/{theirs}/correct").status_code == 200


def test_a_lead_rules_between_two_reports_with_a_reason(site: Site, web_cast: WebCast) -> None:
    ours = enter(site, web_cast, "yes", "2025-06-01", words="Yes to us.")
    theirs = enter(site, web_cast, "no", "2025-06-05", organization_id=web_cast.clinic, words="No to them.")
    lead, where = site.as_user(web_cast.leo), f"/positions/{theirs}/rule"
    assert site.get(where).status_code == 403
    assert site.post(where, {"upheld": str(ours), "reason": "x"}).status_code == 403
    form = lead.get(where).text
    assert "Yes to us." in form
    assert "No to them." in form
    for typed, told in (({"upheld": "", "reason": "Kept reason"}, "Which report holds?"),
                        ({"upheld": str(ours), "reason": ""}, "A ruling carries its reason.")):  # fmt: skip
        answer = lead.post(where, typed)
        assert answer.status_code == 422
        assert told in answer.text
        assert typed["reason"] in answer.text
    assert lead.post(where, {"upheld": str(ours), "reason": "Two of us heard it."}).status_code == 303
    html = site.get(f"/officials/{web_cast.senator}").text
    assert "Overruled: Two of us heard it." in html
    assert "Reports differ." not in html
    assert lead.post(where, {"upheld": str(ours), "reason": "Again."}).status_code == 303
    assert count(site, Ruling) == 1


def test_entries_that_are_not_there_get_a_page_that_says_so(site: Site) -> None:
    for verb in ("correct", "retract", "rule"):
        assert site.get(f"/positions/999/{verb}").status_code == 404
