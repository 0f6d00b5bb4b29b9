"""Log a contact: with whom, how it went, what they said, what is owed. One form, which also works without script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.campaigns.queries import asks_open
from crm.errors import WhipcountError
from crm.outreach import around
from crm.outreach.desk import desk
from crm.outreach.outcomes import REACHED_NOBODY
from crm.outreach.service import log_contact
from crm.people.queries import OfficialPage
from web.deps import Db, Form, Me, SignedIn
from web.pages import wording
from web.pages.contact_draft import Draft, fresh, is_saving, sent
from web.pages.contact_reading import read
from web.pages.officials_found import look
from web.pages.sign_in import safe_next
from web.render import go, page

router = APIRouter()


@router.get("/outreach/new")
def new_contact(request: Request, session: Db, me: Me) -> Response:
    """The form; ``?official=slug`` names whom it was with."""
    return _Screen(session, me, fresh(request.query_params)).shown(request)


@router.post("/outreach/new")
def log(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Save the contact; or show the form again, with what its other buttons wished for."""
    draft = sent(form)
    if not is_saving(form):
        found = look(session, draft)
        return _Screen(session, me, draft).shown(request, found=found)
    screen = _Screen(session, me, draft)
    try:
        action_id = screen.save()
    except WhipcountError as wrong:
        return screen.shown(request, wrong)
    return go(safe_next(draft["next"]) if draft["next"] else f"/outreach/{action_id}", "Logged.")


def log_href(**fields: str | int | None) -> str:
    """The address that opens the form with these fields filled in."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    return "/outreach/new" + (f"?{urlencode(given)}" if given else "")


class _Screen:
    """The form with all it offers for what stands in it."""

    def __init__(self, session: Session, me: SignedIn, draft: Draft) -> None:
        self.session, self.me, self.draft = session, me, draft
        self.today = clock.today()
        self.desk = desk(session, me.viewer)
        self.officials = around.named_officials(session, draft.officials, self.today)
        self.colleagues = around.colleagues(session, me.viewer, self.today)
        where = [slug for official in self.officials for slug in official.jurisdictions]
        campaign = None if draft["campaign"] == "none" else self.desk.campaign(draft["campaign"] or None, where)
        self.campaign = campaign if campaign is not None and campaign.takes_part else None

    def save(self) -> int:
        """Log the contact and return its id. Raises what the services raise; then nothing was written."""
        contact = read(
            self.draft,
            user_id=self.me.user_id,
            desk=self.desk,
            campaign=self.campaign,
            officials=self.officials,
            colleagues=self.colleagues,
        )
        with self.session.begin_nested():
            return log_contact(self.session, self.me.viewer, contact).id

    def shown(
        self, request: Request, wrong: WhipcountError | None = None, found: OfficialPage | None = None
    ) -> Response:
        """The page, with the error where something was wrong, and with the officials ``found``."""
        campaign, first = self.campaign, self.draft.topics[0]
        if campaign is not None and not first.measure:
            first.measure = campaign.measure.slug
        viewer = self.me.viewer
        return page(
            request,
            self.me,
            "outreach/new.html",
            nav="outreach",
            status=wrong.status if wrong else 200,
            wrong=wrong,
            draft=self.draft,
            desk=self.desk,
            campaign=campaign,
            own_campaigns=[each for each in self.desk.campaigns if each.takes_part],
            officials=self.officials,
            found=found,
            colleagues=self.colleagues,
            partners=around.partners(self.session, viewer, campaign.id, self.today) if campaign else (),
            asks=asks_open(self.session, viewer, campaign.id, self.today) if campaign else (),
            words=_words(),
        )


def _words() -> dict[str, Any]:
    return {
        "channels": [(each.value, text) for each, text in wording.CHANNELS.items()],
        "outcomes": [(each.value, text) for each, text in wording.OUTCOMES.items()],
        "nobody": [each.value for each in REACHED_NOBODY],
        "visibilities": [(each.value, text, why) for each, (text, why) in wording.VISIBILITIES.items()],
        "contacts": {kind.value: text for kind, text in wording.CONTACTS.items()},
        "today": clock.today().isoformat(),
    }
