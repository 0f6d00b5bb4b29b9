"""The corridor in real Chromium: no network, cut answers, other people at the same phone, and what is on its disk."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from crm import clock
from crm.accounts import devices, service
from crm.calling.models import CallList
from crm.campaigns.models import Campaign, CampaignOrganization
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Membership, Visibility
from crm.outreach.contact import NewContact, Official, Topic
from crm.outreach.models import ActionTopic, Channel, FollowUp, Outcome
from crm.outreach.service import log_contact
from crm.people.models import Person
from crm.positions.models import Position
from crm.positions.stance import Stance
from tests.browser import corridor
from tests.browser.conftest import Served
from tests.browser.corridor import PATH, Someone, door, log, logged, on_disk


def waiting(page: Page) -> int:
    """How many entries the page says are waiting."""
    found = re.search(r"(\d+) waiting", page.locator("#net").inner_text())
    return int(found[1]) if found else 0


def test_five_contacts_logged_without_network_come_in_once_each_though_the_first_answer_is_cut(
    served: Served, walking: Someone, names: list[str]
) -> None:
    page, before = walking.page, {each.client_key for each in logged(served)}
    walking.without_network()
    log(page, names[0], "Spoke with the member", "Leaning yes", "I could live with the amended print.")
    for name in names[1:4]:
        log(page, name, "Left a note")
    page.reload()
    log(page, names[4], "Nobody there")
    page.reload()
    expect(page.locator(".door__line")).to_have_count(5)
    assert waiting(page) == 5
    assert logged(served, before) == []

    cut: list[int] = []

    def cut_the_answer(route: Route) -> None:
        answer = route.fetch()
        cut.append(answer.status)
        route.abort("connectionreset")

    page.context.route("**/corridor/entries", cut_the_answer)
    walking.without_network(False)
    expect(page.get_by_text("Sent, no answer yet")).to_be_visible()
    assert cut == [200], "the server took the first one, and the phone did not hear of it"
    assert len(logged(served, before)) == 1
    assert waiting(page) == 5
    page.context.unroute("**/corridor/entries")

    walking.without_network()
    walking.without_network(False)
    expect(page.locator("#net-words")).to_have_text("Online")
    found = logged(served, before)
    assert len(found) == 5
    assert len({each.client_key for each in found}) == 5
    assert [each.channel for each in found] == [Channel.LOBBY_VISIT] * 5
    for each in found:
        assert each.happened_at is not None
        assert each.happened_at < each.recorded_at, "the time at the door is kept beside the time it came in"
    with served.database.read() as session:
        said = session.scalars(
            select(Position.stance).where(Position.words == "I could live with the amended print.")
        ).all()
        assert said == [Stance.LEANING_YES]
    page.reload()
    expect(page.get_by_text("✓ Logged")).to_have_count(5)


def test_doors_are_in_the_order_of_a_walk_and_unknown_rooms_come_last(walking: Someone, names: list[str]) -> None:
    rooms = walking.page.locator(".door__room").all_inner_texts()
    assert rooms[:3] == ["112", "323", "323"]
    assert rooms[-2:] == ["?", "?"]
    places = walking.page.locator(".floor__title").all_inner_texts()
    assert [" ".join(each.split()) for each in places] == [
        "Capitol floor 1", "Capitol floor 3", "Legislative Office Building floor 5",
        "Legislative Office Building floor 7", "Legislative Office Building floor 9", "Room not on file",
    ]  # fmt: skip


def test_nothing_about_anybody_can_be_read_on_the_phone_s_disk(walking: Someone, names: list[str]) -> None:
    page = walking.page
    walking.without_network()
    log(page, names[5], "Spoke with staff", "Leaning no", "quoxwords at the door")
    at = door(page, names[6])
    at.get_by_role("button", name="Log").first.click()
    at.get_by_label("In their words").fill("quoxbegun and not kept yet")
    expect(page.locator("#net-words")).to_contain_text("1 waiting")
    page.evaluate("new Promise(resolve => setTimeout(resolve, 500))")
    found = on_disk(page)
    assert any(line.startswith("queue: ") for line in found)
    assert any(line.startswith("sealed: ") for line in found)
    assert sum(line.startswith("cache ") for line in found) > 10
    whole = "\n".join(found)
    people = [part for name in names for part in (name, name.split()[-1])]
    for secret in (*people, "quoxwords", "quoxbegun", "Every Plate", "Demo desk", "555-01"):
        assert secret not in whole, [line[:300] for line in found if secret in line]
    assert "extractable: false" in whole
    page.reload()
    door(page, names[6]).get_by_role("button", name="Log").first.click()
    expect(door(page, names[6]).get_by_label("In their words")).to_have_value("quoxbegun and not kept yet")
    walking.without_network(False)
    expect(page.locator("#net-words")).to_have_text("Online")


def test_signing_out_warns_of_what_is_not_sent_and_empties_the_phone(walking: Someone, names: list[str]) -> None:
    page = walking.page
    page.context.route("**/corridor/entries", lambda route: route.abort())
    log(page, names[7], "Left a note")
    expect(page.locator("#net-words")).to_contain_text("1 waiting")
    sign_out = page.get_by_role("button", name="Sign out")
    page.get_by_text("Menu", exact=True).click()
    sign_out.click()
    expect(page.get_by_role("dialog")).to_contain_text("1 entry on this device is not sent yet")
    page.get_by_role("button", name="Stay").click()
    expect(door(page, names[7]).locator(".door__line")).to_be_visible()
    if not sign_out.is_visible():
        page.get_by_text("Menu", exact=True).click()
    sign_out.click()
    page.get_by_role("button", name="Sign out and delete").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert [line for line in on_disk(page) if not line.startswith("storage theme")] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_another_page_signs_out_just_as_cleanly(walking: Someone) -> None:
    page = walking.page
    page.goto("/settings")
    page.get_by_text("More").last.click()
    page.get_by_role("button", name="Sign out").last.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert on_disk(page) == []


def test_an_ended_sign_in_closes_the_phone_and_the_same_person_goes_on(
    served: Served, walking: Someone, names: list[str], ada: int
) -> None:
    page, before = walking.page, {each.client_key for each in logged(served)}
    walking.without_network()
    log(page, names[8], "Spoke with staff", words="quoxafter the sign-in ended")
    with served.database.write(reason="browser test") as session:
        service.end_session(session, walking.token)
    walking.without_network(False)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.locator(".door")).to_have_count(0)
    assert "a key, extractable" not in "\n".join(on_disk(page))
    assert logged(served, before) == []
    corridor.signed_in(page, served, ada)
    page.reload()
    expect(page.locator("#net-words")).to_have_text("Online")
    expect(door(page, names[8]).get_by_text("✓ Logged")).to_be_visible()
    assert len(logged(served, before)) == 1


def test_another_person_at_the_phone_neither_reads_nor_sends_what_waits(
    served: Served, walking: Someone, names: list[str], ada: int, vera: int
) -> None:
    page, before = walking.page, {each.client_key for each in logged(served)}
    walking.without_network()
    log(page, names[9], "Spoke with staff", words="quoxfor ada alone")
    with served.database.write(reason="browser test") as session:
        service.end_session(session, walking.token)
    corridor.signed_in(page, served, vera)
    page.goto("about:blank")
    walking.without_network(False)
    # Vera signs in on any page, and then loses the network before the corridor ever saw her.
    page.goto("/call-lists")
    page.wait_for_load_state("networkidle")
    walking.without_network()
    page.goto(PATH)
    expect(page.get_by_text("Closed until there is network.")).to_be_visible()
    walking.without_network(False)
    expect(door(page, names[9])).to_be_visible()
    expect(door(page, names[9]).locator(".door__line")).to_have_count(0)
    assert waiting(page) == 0
    assert logged(served, before) == []
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    left = on_disk(page)
    assert sum(line.startswith("queue: ") for line in left) == 1, "hers is wiped; what Ada has not sent stays, closed"
    assert [line for line in left if line.startswith("sealed: ")] == [], "Ada's list is the server's, and goes"
    corridor.signed_in(page, served, ada)
    page.goto(PATH)
    expect(door(page, names[9]).get_by_text("✓ Logged")).to_be_visible()
    [came] = logged(served, before)
    assert came.recorded_by_id == ada


def test_what_somebody_else_logged_meanwhile_is_kept_too_and_said(
    served: Served, walking: Someone, names: list[str], vera: int
) -> None:
    page, name = walking.page, names[10]
    walking.without_network()
    log(page, name, "Spoke with the member", "Leaning yes", "Count on me if it is amended.")
    with served.database.write(user_id=vera, reason="browser test") as session:
        kept = session.get_one(CallList, corridor.LIST)
        person = session.scalars(select(Person).where(Person.name == name)).one()
        mine = session.scalars(select(Membership.organization_id).where(Membership.user_id == vera)).one()
        viewer = viewer_of(session, vera, is_admin=False, today=clock.today())
        measure_id = session.get_one(Campaign, kept.campaign_id).measure_id
        log_contact(
            session, viewer,
            NewContact(
                Channel.CALL, Outcome.REACHED_MEMBER, (Official(person.id),), campaign_id=kept.campaign_id,
                organization_id=mine,
                topics=(Topic(measure_id, stance=Stance.NO, answer="Not this year."),),
            ),
        )  # fmt: skip
    walking.without_network(False)
    said = door(page, name).locator(".note--warn")
    expect(said.first).to_contain_text(f"Vera Quist also logged a contact with {name}")
    expect(said.first).to_contain_text("Both are kept.")
    expect(said.nth(1)).to_contain_text("Vera Quist recorded “No”")
    page.reload()
    expect(door(page, name).locator(".note--warn")).to_have_count(2)


def test_an_entry_that_is_refused_stays_with_the_reason_and_can_be_changed(
    served: Served, walking: Someone, names: list[str], ada: int
) -> None:
    page, before, name = walking.page, {each.client_key for each in logged(served)}, names[11]
    walking.without_network()
    log(page, name, "Spoke with staff", words="Sned the fact sheet.")

    def take_part(until_yesterday: bool) -> None:
        with served.database.write(reason="browser test") as session:
            kept = session.get_one(CallList, corridor.LIST)
            ours = session.scalars(select(Membership.organization_id).where(Membership.user_id == ada)).all()
            rows = session.scalars(
                select(CampaignOrganization).where(
                    CampaignOrganization.campaign_id == kept.campaign_id,
                    CampaignOrganization.organization_id.in_(ours),
                )
            )
            for row in rows:
                row.left_on = clock.today() - timedelta(days=1) if until_yesterday else None

    take_part(until_yesterday=True)
    walking.without_network(False)
    expect(page.get_by_text("You no longer take part in that campaign.").first).to_be_visible()
    assert waiting(page) == 1
    assert logged(served, before) == []
    take_part(until_yesterday=False)
    page.reload()
    at = door(page, name)
    at.get_by_role("button", name="Change it").click()
    at.get_by_label("In their words").fill("Send the fact sheet.")
    at.get_by_role("button", name="Keep it").click()
    expect(page.locator("#net-words")).to_have_text("Online")
    [came] = logged(served, before)
    page.goto(f"/outreach/{came.id}")
    expect(page.get_by_role("main")).to_contain_text("Send the fact sheet.")


def test_an_entry_that_the_server_cannot_answer_keeps_no_other_one_waiting(
    served: Served, walking: Someone, names: list[str]
) -> None:
    page, before = walking.page, {each.client_key for each in logged(served)}
    walking.without_network()
    log(page, names[1], "Left a note")
    log(page, names[2], "Left a note")
    first: list[Route] = []

    def stumble_once(route: Route) -> None:
        if first:
            route.continue_()
        else:
            first.append(route)
            route.fulfill(status=413, content_type="text/html", body="<h1>A proxy's own page</h1>")

    page.context.route("**/corridor/entries", stumble_once)
    walking.without_network(False)
    expect(page.locator("#net-words")).to_have_text("Online · 1 waiting")
    assert len(logged(served, before)) == 1
    page.context.unroute("**/corridor/entries")
    page.reload()
    expect(page.locator("#net-words")).to_have_text("Online")
    assert len(logged(served, before)) == 2


def test_several_measures_a_note_and_what_is_owed_come_in_with_one_entry(
    served: Served, walking: Someone, names: list[str]
) -> None:
    page, before = walking.page, {each.client_key for each in logged(served)}
    walking.without_network()
    at = door(page, names[3])
    at.get_by_role("button", name="Log").first.click()
    corridor.choice(at, "Spoke with the member").click()
    at.get_by_role("button", name="Another measure came up").click()
    for place, (stance, words) in enumerate((("Undecided", "Let me think."), ("Yes", "That one, yes."))):
        topic = at.get_by_role("group").filter(has=page.get_by_label("In their words")).nth(place)
        corridor.choice(topic, stance).click()
        topic.get_by_label("In their words").fill(words)
    at.get_by_text("Note, follow-up, when, who sees it").click()
    at.get_by_role("textbox", name="Note").fill("Met on the stairs.")
    at.get_by_label("What is owed next").fill("Send the comparison")
    at.get_by_label("When it was").fill("2026-01-12T15:30")
    at.get_by_label("Seen by").select_option("private")
    at.get_by_role("button", name="Keep it").click()
    walking.without_network(False)
    expect(page.locator("#net-words")).to_have_text("Online")
    [came] = logged(served, before)
    assert (came.notes, came.visibility, came.happened) == ("Met on the stairs.", Visibility.PRIVATE, "2026-01-12")
    with served.database.read() as session:
        topics = select(ActionTopic.answer, Position.stance).join(Position, Position.id == ActionTopic.position_id)
        said = session.execute(topics.where(ActionTopic.action_id == came.id).order_by(ActionTopic.id)).all()
        owed = session.scalars(select(FollowUp.what).where(FollowUp.action_id == came.id)).all()
    assert [tuple(each) for each in said] == [("Let me think.", Stance.UNDECIDED), ("That one, yes.", Stance.YES)]
    assert owed == ["Send the comparison"]


def test_a_lost_phone_that_is_told_to_forget_empties_itself(
    served: Served, walking: Someone, ada: int, names: list[str]
) -> None:
    page = walking.page
    walking.without_network()
    log(page, names[0], "Left a note")
    with served.database.write(reason="browser test") as session:
        for each in devices.devices(session, ada):
            devices.forget_by_id(session, ada, each.id)
    walking.without_network(False)
    expect(page.locator("#net-words")).to_have_text("Online")
    assert [line for line in on_disk(page) if line.startswith("queue: ")] == []
