"""The debrief of a meeting: the log form, filled in as far as the plan knows, for several officials at once."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.responses import Response

from crm import clock
from crm.campaigns.queries import asks_open
from crm.coalition.models import Visibility
from crm.datewords import day as in_words
from crm.errors import WhipcountError
from crm.lobbying import queries
from crm.lobbying.debriefs import debrief
from crm.outreach import around
from crm.outreach.around import Colleague
from crm.outreach.desk import desk
from crm.outreach.models import Outcome
from crm.people.queries import OfficialPage
from web.deps import Db, Form, Me, SignedIn
from web.pages import wording
from web.pages.contact_draft import Draft, fresh, is_saving, sent
from web.pages.contact_reading import read
from web.pages.lobby_days_view import WEEKDAYS, words
from web.pages.officials_found import look
from web.render import go, page
from web.trying import trying

router = APIRouter()

OUTCOMES: Final = {
    Outcome.REACHED_MEMBER: "Met the member",
    Outcome.REACHED_STAFF: "Met staff",
    Outcome.REFUSED: "Refused to talk",
    Outcome.LEFT_MESSAGE: "Left our papers",
}


@router.get("/lobby-days/meetings/{slot_id:int}/debrief")
def form(request: Request, session: Db, me: Me, slot_id: int) -> Response:
    """The form, with what the plan knows; whoever was not met after all is taken out of it."""
    screen = _Screen(session, me, slot_id)
    return screen.shown(request, screen.fresh())


@router.post("/lobby-days/meetings/{slot_id:int}/debrief")
def save(request: Request, session: Db, me: Me, form: Form, slot_id: int) -> Response:
    """Save the debrief; or show the form again, with what its other buttons wished for."""
    screen, draft = _Screen(session, me, slot_id), sent(form)
    if not is_saving(form):
        return screen.shown(request, draft, found=look(session, draft))
    with trying(session) as tried:
        screen.save(draft)
    if tried.wrong:
        return screen.shown(request, draft, wrong=tried.wrong)
    return go(f"/lobby-days/{screen.slot.day_id}#m-{slot_id}", "Thank you: the debrief is on file.")


class _Screen:
    """The form of one meeting, with all it offers."""

    def __init__(self, session: Session, me: SignedIn, slot_id: int) -> None:
        self.session, self.me = session, me
        self.slot, self.day = queries.meeting(session, me.viewer, slot_id)
        self.desk = desk(session, me.viewer)
        self.campaign = next(each for each in self.desk.campaigns if each.id == self.day.line.campaign_id)
        self.team = next((team for team in self.day.teams if team.id == self.slot.team_id), None)
        members = self.team.members if self.team else ()
        there = {each.user_id: each.name for each in members if each.user_id not in (None, me.user_id)}
        own = around.colleagues(session, me.viewer, clock.today())
        in_team = [Colleague(id_, name) for id_, name in there.items() if id_ is not None]
        self.in_team = frozenset(each.user_id for each in in_team)
        self.colleagues = (*in_team, *(each for each in own if each.user_id not in self.in_team))
        self.others = [each.name for each in members if each.user_id is None]

    def fresh(self) -> Draft:
        """The form as the plan fills it in."""
        slot, line = self.slot, self.day.line
        given = [
            ("channel", "lobby_visit"),
            ("campaign", self.campaign.slug),
            ("measure", self.campaign.measure.slug),
            ("ask", str(slot.ask_id or "")),
            ("happened", in_words(line.held_on)),
            ("title", ", ".join(filter(None, (line.name, slot.team)))),
            ("place", slot.where[:1].upper() + slot.where[1:]),
            ("staff", slot.with_staff or ""),
            ("witnesses", ", ".join(self.others)),
            ("visibility", slot.visibility.value),
            *(("official", each.slug) for each in slot.targets),
        ]
        draft = fresh(QueryParams(given))
        draft.colleagues = [str(id_) for id_ in sorted(self.in_team)]
        return draft

    def save(self, draft: Draft) -> None:
        """Write it. Raises what the services raise."""
        draft.plain["channel"] = "lobby_visit"
        told = read(
            draft,
            user_id=self.me.user_id,
            desk=self.desk,
            campaign=self.campaign,
            officials=self._officials(draft),
            colleagues=self.colleagues,
        )
        debrief(self.session, self.me.viewer, self.slot.id, told)

    def shown(
        self,
        request: Request,
        draft: Draft,
        *,
        wrong: WhipcountError | None = None,
        found: OfficialPage | None = None,
    ) -> Response:
        """The page, with the error where something was wrong, and with the officials ``found``."""
        line = self.day.line
        context: dict[str, Any] = {
            "slot": self.slot,
            "line": line,
            "draft": draft,
            "wrong": wrong,
            "found": found,
            "officials": self._officials(draft),
            "colleagues": self.colleagues,
            "desk": self.desk,
            "asks": asks_open(self.session, self.me.viewer, line.campaign_id, line.held_on),
            "partners": around.partners(self.session, self.me.viewer, line.campaign_id, clock.today()),
            "outcomes": [(each.value, text) for each, text in OUTCOMES.items()],
            "visibilities": [
                (each.value, *wording.VISIBILITIES[each]) for each in (Visibility.COALITION, Visibility.PRIVATE)
            ],
            "today": clock.today(),
            "weekdays": WEEKDAYS,
        }
        status = wrong.status if wrong else 200
        return page(request, self.me, "lobbying/debrief.html", nav="outreach", status=status, **context, **words())

    def _officials(self, draft: Draft) -> tuple[around.NamedOfficial, ...]:
        return around.named_officials(self.session, draft.officials, self.day.line.held_on)
