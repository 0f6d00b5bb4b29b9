"""Organizations: who works together, who works for them, and what they did as far as one may see."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.accounts.service import active_user
from crm.campaigns import service as campaign_service
from crm.campaigns.joined import campaigns_joined, campaigns_led
from crm.campaigns.queries import find_campaign
from crm.coalition import queries, service
from crm.coalition.models import OrganizationKind, Role
from crm.errors import Conflict, InvalidInput, NotAllowed, WhipcountError
from crm.outreach.queries import Filters, recent
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import wording_organizations as wording
from web.pages.outreach import words as outreach_words
from web.render import go, page, partial, wants_part

router = APIRouter()

_FIELDS = ("name", "kind", "place", "website", "about")


@router.get("/organizations")
def listed(request: Request, session: Db, me: Me, q: str = "", kind: str = "") -> Response:
    """Every organization on file, by name; words and kind are in the address."""
    today = clock.today()
    chosen = OrganizationKind(kind) if kind in set(OrganizationKind) else None
    context: dict[str, Any] = {
        "rows": queries.organizations(session, today, q=q, kind=chosen),
        "joined": campaigns_joined(session, today),
        "given": {"q": q, "kind": chosen.value if chosen else ""},
        "kinds": wording.KINDS,
        "mine": me.viewer.organization_ids,
    }
    if wants_part(request, "organizations"):
        return partial(request, "organizations/_rows.html", **context)
    return page(request, me, "organizations/list.html", nav="organizations", **context, may_add=_may_add(me))


@router.get("/organizations/new")
def new(request: Request, me: Me) -> Response:
    """The form for a new organization."""
    return _form(request, me, dict.fromkeys(_FIELDS, ""))


@router.post("/organizations/new")
def add(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Add an organization."""
    typed = {name: text_of(form, name) for name in _FIELDS}
    try:
        kind = _kind(typed["kind"])
        place, website, about = (typed[name] or None for name in ("place", "website", "about"))
        found = service.add_organization(
            session, me.viewer, typed["name"], kind, place=place, website=website, about=about
        )
    except (InvalidInput, Conflict) as wrong:
        return _form(request, me, typed, wrong)
    return go(f"/organizations/{found.slug}", f"{found.name} is on file.")


@router.get("/organizations/{slug}")
def shown(request: Request, session: Db, me: Me, slug: str) -> Response:
    """One organization: its members, campaigns, speakers, and its outreach as far as the reader may see it."""
    return _page(request, session, me, slug)


@router.post("/organizations/{slug}/members")
def admit(request: Request, session: Db, me: Me, form: Form, slug: str) -> Response:
    """Let somebody who signs in here work for the organization."""
    found = queries.find_organization(session, slug)
    typed = {"email": text_of(form, "email"), "role": text_of(form, "role")}
    try:
        service.may_admit(session, me.viewer, found.id)
        user = active_user(session, typed["email"])
        if user is None:
            raise InvalidInput(
                "Nobody signs in here with that address.",
                hint="An administrator adds them first, under “Your account”.",
                field="email",
            )
        service.add_member(session, me.viewer, found.id, user.id, _role(typed["role"]))
    except (InvalidInput, Conflict) as wrong:
        return _page(request, session, me, slug, wrong=wrong, typed=typed)
    return go(f"/organizations/{slug}", f"{user.name} works for {found.name} from today.")


@router.post("/organizations/{slug}/members/{user_id}/end")
def part(session: Db, me: Me, slug: str, user_id: int) -> Response:
    """Let somebody go: they see nothing of the organization from now on."""
    found = queries.find_organization(session, slug)
    service.end_membership(session, me.viewer, found.id, user_id)
    return go(f"/organizations/{slug}", "They work for the organization no more.", "info")


@router.post("/organizations/{slug}/campaigns")
def join(request: Request, session: Db, me: Me, form: Form, slug: str) -> Response:
    """Let the organization take part in a campaign: what is shared there becomes visible to its members."""
    found = queries.find_organization(session, slug)
    try:
        if not text_of(form, "campaign"):
            raise InvalidInput("Which campaign?", hint="Choose one of the list.", field="campaign")
        campaign = find_campaign(session, text_of(form, "campaign"))
        campaign_service.add_organization(session, me.viewer, campaign.id, found.id)
    except InvalidInput as wrong:
        return _page(request, session, me, slug, wrong=wrong)
    return go(f"/organizations/{slug}", f"{found.name} takes part in {campaign.name}.")


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    slug: str,
    *,
    wrong: WhipcountError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    today = clock.today()
    found = queries.find_organization(session, slug)
    joined = campaigns_joined(session, today, (found.id,)).get(found.id, ())
    taking_part = {each.campaign_id for each in joined}
    # Partners have been investigated for working together: who they are is for those who work with them.
    knows = bool(found.id in me.viewer.organization_ids or me.is_admin or taking_part & me.viewer.campaign_ids)
    people = queries.members(session, found.id, today)
    done = recent(session, me.viewer, Filters(organization_id=found.id), size=8)
    return page(
        request,
        me,
        "organizations/organization.html",
        nav="organizations",
        status=wrong.status if wrong else 200,
        organization=found,
        kind=wording.KINDS[found.kind.value],
        members=people if knows else (),
        members_total=len(people),
        knows=knows,
        may_admit=_may_admit(session, me, found.id),
        roles=list(wording.ROLES.items()),
        role_names=wording.ROLES,
        speakers=queries.contacts(session, found.id) if knows else (),
        joined=joined,
        may_join=[each for each in campaigns_led(session, me.viewer) if each.id not in taking_part],
        contacts=done,
        words=outreach_words(),
        wrong=wrong,
        typed={"email": "", "role": Role.ORGANIZER.value} | (typed or {}),
        own=found.id in me.viewer.organization_ids,
    )


def _form(request: Request, me: SignedIn, typed: dict[str, str], wrong: WhipcountError | None = None) -> Response:
    if not _may_add(me):
        raise NotAllowed("Only a lead or an administrator adds organizations.", hint="Ask the lead of your own.")
    return page(
        request,
        me,
        "organizations/new.html",
        nav="organizations",
        status=wrong.status if wrong else 200,
        typed=typed,
        wrong=wrong,
        kinds=list(wording.KINDS.items()),
    )


def _may_add(me: SignedIn) -> bool:
    return me.is_admin or bool(me.viewer.lead_organization_ids)


def _may_admit(session: Session, me: SignedIn, organization_id: int) -> bool:
    try:
        service.may_admit(session, me.viewer, organization_id)
    except NotAllowed:
        return False
    return True


def _kind(text: str) -> OrganizationKind:
    try:
        return OrganizationKind(text or OrganizationKind.UNKNOWN)
    except ValueError:
        raise InvalidInput("That is no kind of organization.", hint="Choose one of the list.", field="kind") from None


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise InvalidInput("What will they do there?", hint="Choose one of the list.", field="role") from None
