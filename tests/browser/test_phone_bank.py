"""Two callers on two phones work a list of twelve to its end; a third sees why nobody is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select, update

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
        viewer = viewer_of(session, callers[0], is_admin=False, today=clock.today())
        sheet = call_sheet(session, viewer, "every-plate", AsOf.of(), limit=12)
        kept = keep(session, viewer, sheet, "Twelve calls")
        assert session.scalar(select(func.count()).where(CallTarget.call_list_id == kept.id)) == 12
        return kept.id


@contextmanager
def phone_of(browser: Browser, served: Served, user_id: int, **options: Any) -> Iterator[Page]:
    """The phone of a caller."""
    with context_of(browser, served, **{**PHONE, **options}) as context:
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
        for outcome in ("", "Call back", "Reached the member"):
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
