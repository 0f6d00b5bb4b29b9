"""Two callers on two phones work a list of twelve to its end; a third sees why nobody is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.accounts.service import start_session
from crm.calling.models import CallTarget, Claim, OfficeHold
from crm.calling.service import keep
from crm.calling.sheet import call_sheet
from crm.campaigns.models import Campaign
from crm.campaigns.viewer import viewer_of
from crm.coalition.models import Membership, Organization
from crm.config import Settings
from crm.outreach.models import OutreachAction
from crm.positions.as_of import AsOf
from tests.browser.conftest import Device, Served, context_of
from tests.browser.test_every_page import CONTRAST, NARROWEST, TOO_WIDE, WCAG
from web.deps import cookie_name

PHONE = Device("phone").options
NAMES = ("Vera Quist", "Nils Okoro", "Zoe Ash")


@pytest.fixture
def callers(served: Served) -> list[int]:
    """Three volunteers of the organization that leads the invented campaign."""
    with served.database.write(reason="browser test") as session:
        organization = session.scalars(
            select(Organization)
            .join(Campaign, Campaign.lead_organization_id == Organization.id)
            .where(Campaign.slug == "every-plate")
        ).one()
        people = []
        for name in NAMES:
            address = f"{name.split()[0].lower()}-{session.scalar(select(func.count(User.id)))}@example.org"
            user = User(email=address, name=name, is_invented=True, created_at=clock.now())
            session.add(user)
            session.flush()
            session.add(
                Membership(user_id=user.id, organization_id=organization.id, role="volunteer", started_on=clock.today())
            )
            people.append(user.id)
        return people


@pytest.fixture
def listed(served: Served, callers: list[int]) -> int:
    """Twelve calls before the next deadline; nobody is on the line, and nobody has been rung from it."""
    with served.database.write(reason="browser test") as session:
        as_if_nobody_had_called(session)
        viewer = viewer_of(session, callers[0], is_admin=False, today=clock.today())
        sheet = call_sheet(session, viewer, "every-plate", AsOf.of(), limit=12)
        kept = keep(session, viewer, sheet, "Twelve calls")
        assert session.scalar(select(func.count()).where(CallTarget.call_list_id == kept.id)) == 12
        return kept.id


def as_if_nobody_had_called(session: Session) -> None:
    """What the tests before this one did with the same officials binds nobody."""
    now = clock.now()
    before = select(User.id).where(User.name.in_(NAMES))
    session.execute(update(OutreachAction).where(OutreachAction.recorded_by_id.in_(before)).values(retracted_at=now))
    session.execute(update(OfficeHold).values(user_id=None, expires_at=None))
    session.execute(update(Claim).where(Claim.released_at.is_(None)).values(released_at=now))


@contextmanager
def unwatched(browser: Browser, served: Served, **options: Any) -> Iterator[BrowserContext]:
    """A browser whose requests may fail."""
    context = browser.new_context(base_url=served.address, **options)
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def phone_of(browser: Browser, served: Served, user_id: int, *, watched: bool = True, **options: Any) -> Iterator[Page]:
    """The phone of a caller."""
    with (context_of if watched else unwatched)(browser, served, **{**PHONE, **options}) as context:
        with served.database.write(reason="browser test") as session:
            token = start_session(session, session.get_one(User, user_id), "browser test")
        name = cookie_name(Settings(insecure_cookies=True))
        context.add_cookies([{"name": name, "value": token, "url": served.address}])
        yield context.new_page()


def name_on(page: Page) -> str:
    """Whose card it is, or what stands there instead."""
    return page.get_by_role("heading", level=1).inner_text()


def settle(page: Page) -> None:
    """The moment is over in which a second tap still means the card before."""
    expect(page.locator(".page--phone[data-settled]")).to_be_attached()


def begin(page: Page, listed: int) -> str:
    page.goto(f"/phone?list={listed}")
    settle(page)
    page.get_by_role("button", name=re.compile("Take the (first|next) call")).click()
    expect(page.locator("#phone-form")).to_be_visible()
    return name_on(page)


def tap(page: Page, name: str) -> str:
    """Press one of the outcomes that save at once; whose card comes next."""
    before = name_on(page)
    settle(page)
    page.locator(".phone__tap", has_text=name).click()
    expect(page.locator(".phone__undo")).to_contain_text(f"{before}: {name.lower()}")
    return name_on(page)


def run_out(served: Served, user_id: int) -> None:
    """Twenty minutes pass for this caller."""
    past = clock.now() - timedelta(seconds=1)
    with served.database.write(reason="browser test") as session:
        session.execute(update(OfficeHold).where(OfficeHold.user_id == user_id).values(expires_at=past))
        session.execute(
            update(Claim).where(Claim.user_id == user_id, Claim.released_at.is_(None)).values(expires_at=past)
        )


def test_two_callers_work_a_list_of_twelve_to_its_end_and_the_third_sees_why_it_is_empty(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with ExitStack() as phones:
        vera, nils, zoe = (phones.enter_context(phone_of(browser, served, each)) for each in callers)
        seen = [begin(vera, listed), begin(nils, listed)]
        for number in range(5):
            seen.append(tap(vera, ("No answer", "Left a message")[number % 2]))
            seen.append(tap(nils, ("Busy", "No answer")[number % 2]))
        assert len(seen) == len(set(seen)) == 12, "no office twice"
        zoe.goto(f"/phone?list={listed}")
        expect(zoe.get_by_role("heading", level=1)).to_have_text("Nobody is left to ring just now")
        expect(zoe.locator(".phone__reasons")).to_contain_text(re.compile(r"10\s*in cool-down"))
        expect(zoe.locator(".phone__reasons")).to_contain_text(re.compile(r"2\s*held by others"))

        settle(vera)
        vera.locator(".phone__choice", has_text="Reached staff").click()
        vera.locator(".choice--leaning_yes").first.click()
        vera.get_by_label("In their words").first.fill("She asks for the cost sheet first.")
        vera.get_by_role("button", name="Save and next").click()
        assert tap(nils, "Left a message") == "Nobody is left to ring just now"
        zoe.goto(f"/phone?list={listed}")
        expect(zoe.locator(".phone__reasons")).to_contain_text(re.compile(r"11\s*in cool-down"))
        expect(zoe.locator(".phone__reasons")).to_contain_text(re.compile(r"1\s*reached"))
    with served.database.read() as session:
        logged = session.scalar(
            select(func.count()).select_from(OutreachAction).where(OutreachAction.recorded_by_id.in_(callers))
        )
        assert logged == 12


def test_a_lease_that_ran_out_hands_the_card_on_and_who_comes_back_late_is_told(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with ExitStack() as phones:
        vera, nils, _ = (phones.enter_context(phone_of(browser, served, each)) for each in callers)
        first = begin(vera, listed)
        vera.get_by_label("Note").fill("The scheduler promised an answer.")
        run_out(served, callers[0])
        assert begin(nils, listed) == first, "the card is handed on"
        settle(vera)
        vera.locator(".phone__tap", has_text="Left a message").click()
        expect(vera.get_by_text("somebody else has this office now")).to_be_visible()
        assert name_on(vera) != first
        expect(nils.get_by_role("heading", level=1)).to_have_text(first)
    with served.database.read() as session:
        notes = select(OutreachAction.notes).where(OutreachAction.recorded_by_id == callers[0])
        assert session.scalars(notes).all() == ["The scheduler promised an answer."]


@pytest.mark.parametrize("device", [Device("phone"), Device("phone", script=False)], ids=["script", "no-script"])
def test_a_wrong_tap_is_undone_and_the_card_is_back(
    browser: Browser, served: Served, callers: list[int], listed: int, device: Device
) -> None:
    with phone_of(browser, served, callers[0], **device.options) as page:
        page.goto(f"/phone?list={listed}")
        if device.script:
            settle(page)
        page.get_by_role("button", name="Take the first call").click()
        first = name_on(page)
        if device.script:
            settle(page)
        page.get_by_label("Note").fill("Rang out, twice.")
        page.locator(".phone__tap", has_text="Wrong number").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
        if device.script:
            settle(page)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(first)
        expect(page.get_by_label("Note")).to_have_value("Rang out, twice.")
        expect(page.locator(".phone__call")).to_be_visible()


def test_at_a_desk_the_keyboard_does_it_all(browser: Browser, served: Served, callers: list[int], listed: int) -> None:
    with phone_of(browser, served, callers[0], **Device("desktop").options) as page:
        first = begin(page, listed)
        settle(page)
        page.keyboard.press("/")
        expect(page.get_by_label("Note")).to_be_focused()
        page.keyboard.type("1 2 n u are words here")
        page.keyboard.press("Tab")
        page.locator("body").press("?")
        expect(page.locator("#phone-keys")).to_have_attribute("open", "")
        page.locator("body").press("6")
        expect(page.locator("input[value=reached_staff]")).to_be_checked()
        page.locator("body").press("n")
        expect(page.locator(".phone__undo")).to_contain_text(f"{first}: reached staff")
        second = name_on(page)
        settle(page)
        page.locator("body").press("2")
        expect(page.locator(".phone__undo")).to_contain_text(f"{second}: no answer")
        settle(page)
        page.locator("body").press("u")
        expect(page.get_by_role("heading", level=1)).to_have_text(second)


def test_an_open_card_asks_for_its_lease_anew_when_it_is_looked_at_again(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0]) as page:
        page.clock.install()
        page.goto(f"/phone?list={listed}")
        page.clock.run_for(1000)
        page.get_by_role("button", name="Take the first call").click()
        expect(page.locator("#lease")).to_contain_text("Yours until")
        with served.database.write(reason="browser test") as session:
            claim = session.scalars(select(Claim).where(Claim.user_id == callers[0])).one()
            claim.expires_at = clock.now() + timedelta(minutes=1)
            session.execute(
                update(OfficeHold).where(OfficeHold.claim_id == claim.id).values(expires_at=claim.expires_at)
            )
        with page.expect_response(re.compile("/renew")) as answer:
            page.clock.run_for(5 * 60 * 1000)
        assert answer.value.ok
        with served.database.read() as session:
            found = session.scalars(select(Claim).where(Claim.user_id == callers[0])).one()
            assert found.expires_at > clock.now() + timedelta(minutes=10)


def logged_by(served: Served, user_id: int) -> list[str]:
    with served.database.read() as session:
        mine = select(OutreachAction.notes).where(OutreachAction.recorded_by_id == user_id)
        return list(session.scalars(mine))


def test_a_tap_without_network_waits_on_the_open_card_and_is_sent_once_the_network_is_back(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0], watched=False) as page:
        first = begin(page, listed)
        settle(page)
        page.get_by_label("Note").fill("Ask for Ms. Okafor next time.")
        page.context.set_offline(True)
        page.locator(".phone__tap", has_text="No answer").click()
        expect(page.locator("#phone-unsent")).to_contain_text("Not sent yet")
        expect(page.get_by_role("heading", level=1)).to_have_text(first)
        expect(page.get_by_label("Note")).to_have_value("Ask for Ms. Okafor next time.")
        assert logged_by(served, callers[0]) == []
        page.context.set_offline(False)
        expect(page.locator(".phone__undo")).to_contain_text(f"{first}: no answer")
        assert logged_by(served, callers[0]) == ["Ask for Ms. Okafor next time."]


def test_a_tap_whose_answer_was_lost_is_one_entry(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0], watched=False) as page:
        first = begin(page, listed)
        settle(page)
        lost: list[int] = []

        def cut(route: Route) -> None:
            """The server has written it, and the answer never comes."""
            if lost:
                route.continue_()
            else:
                lost.append(route.fetch(max_redirects=0).status)
                route.abort()

        page.route(re.compile("/phone/[0-9]+/log"), cut)
        page.locator(".phone__tap", has_text="Left a message").click()
        expect(page.locator("#phone-unsent")).to_contain_text("Not sent yet")
        assert lost == [303]
        settle(page)
        page.locator(".phone__tap", has_text="Left a message").click()
        expect(page.locator(".phone__undo")).to_contain_text(f"{first}: left a message")
        assert len(logged_by(served, callers[0])) == 1


def test_what_the_server_refuses_is_shown_with_every_word(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0], watched=False) as page:
        first = begin(page, listed)
        settle(page)
        page.locator(".phone__choice", has_text="Call back").click()
        page.get_by_label("Note").fill("After the hearing.")
        page.get_by_role("button", name="Save and next").click()
        expect(page.get_by_role("alert")).to_contain_text("When shall we call back?")
        expect(page.locator("#lease")).to_contain_text("Yours until")
        expect(page.get_by_role("heading", level=1)).to_have_text(first)
        expect(page.get_by_label("Note")).to_have_value("After the hearing.")


def test_whose_access_is_withdrawn_during_a_call_gets_every_word_back(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0], watched=False) as page:
        begin(page, listed)
        settle(page)
        page.get_by_label("Note").fill("She will ask the chair on Monday.")
        with served.database.write(reason="browser test") as session:
            session.get_one(User, callers[0]).is_active = False
        page.locator(".phone__tap", has_text="Left a message").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("This call could not be saved here")
        expect(page.get_by_role("textbox", name="Your notes of the call")).to_have_value(
            re.compile("ask the chair on Monday")
        )


def test_the_number_that_was_rung_is_the_number_that_is_wrong(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0]) as page:
        begin(page, listed)
        settle(page)
        second = page.locator(".phone__second")
        number = second.get_attribute("data-phone")
        second.evaluate("each => { each.removeAttribute('href'); each.click() }")
        expect(page.get_by_label("Number called")).to_have_value(number or "")
        page.locator(".phone__tap", has_text="Wrong number").click()
        expect(page.locator(".phone__undo")).to_contain_text("wrong number")
    with served.database.read() as session:
        action = session.scalars(select(OutreachAction).where(OutreachAction.recorded_by_id == callers[0])).one()
        assert action.contact_point_id == int(number or 0)


def test_on_a_phone_one_tap_leads_past_the_script_to_the_outcomes(
    browser: Browser, served: Served, callers: list[int], listed: int
) -> None:
    with phone_of(browser, served, callers[0]) as page:
        begin(page, listed)
        jump = page.get_by_role("link", name="Log it", exact=True)
        expect(jump).to_be_in_viewport(ratio=1)
        jump.click()
        expect(page.locator(".phone__tap", has_text="No answer")).to_be_in_viewport(ratio=1)


# Whatever can be tapped and is shown, but links within a sentence; a choice is as large as the box around it.
SMALL = """() => [...document.querySelectorAll('.page--phone :is(a, button, input, select, textarea, summary)')]
  .map(each => each.closest('.choice, .check') || each)
  .filter(each => each.getClientRects().length && !each.closest('p:not(.actions), h1, .phone-bar'))
  .filter(each => each.getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_fits_the_narrowest_phone_can_be_hit_and_breaks_no_rule(
    browser: Browser, served: Served, callers: list[int], listed: int, scheme: str
) -> None:
    with phone_of(
        browser, served, callers[0], viewport={"width": NARROWEST, "height": 740}, color_scheme=scheme
    ) as page:
        begin(page, listed)
        for outcome in ("", "Call back", "Reached member"):
            if outcome:
                page.locator(".phone__choice", has_text=outcome).click()
                page.locator(".phone__more > summary").click()
            assert page.evaluate(TOO_WIDE) == [], outcome
            assert page.evaluate(SMALL) == [], outcome
            for rules in (WCAG, CONTRAST):
                broken = Axe().run(page, options=rules).response["violations"]
                assert [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in broken] == []
        page.goto("/phone")
        assert page.evaluate(TOO_WIDE) == []
