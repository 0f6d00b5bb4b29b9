"""The log form on an official's page: outcome, stance, words, save. It is the form of Outreach, for one official."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData, QueryParams

from crm import clock
from crm.calling.queue_guard import Guard, guards
from crm.campaigns.queries import AskLine, asks_open
from crm.datewords import day
from crm.outreach.around import NamedOfficial
from crm.outreach.desk import Desk, DeskCampaign, DeskMeasure
from crm.outreach.service import log_contact
from crm.people.phones import Phone
from crm.people.queries import Official
from web.deps import SignedIn
from web.pages import wording
from web.pages.contact_draft import Draft, fresh, sent
from web.pages.contact_reading import read
from web.pages.official_measure import campaign_about


@dataclass(frozen=True, slots=True)
class LogForm:
    """The form as it stands, and what it offers. ``guard``: a partner was in touch with the office lately."""

    draft: Draft
    official: NamedOfficial
    desk: Desk
    campaign: DeskCampaign | None
    asks: tuple[AskLine, ...]
    is_open: bool
    guard: Guard | None = None

    @classmethod
    def fresh(
        cls,
        session: Session,
        me: SignedIn,
        official: Official,
        offered: Desk,
        measure: DeskMeasure | None,
        query: QueryParams,
    ) -> LogForm:
        """The empty form, folded away; open, with phone, ask and the way back filled in, for who comes from a list."""
        given = {name: query[name] for name in ("phone", "ask", "next") if name in query}
        draft = fresh(QueryParams(given | {"official": official.slug, "measure": measure.slug if measure else ""}))
        campaign = campaign_about(offered, measure)
        return cls(
            draft,
            named(official),
            offered,
            campaign,
            _asks(session, me, campaign),
            is_open="next" in given,
            guard=_guard(session, me, official.id, campaign),
        )

    @classmethod
    def sent(cls, official: NamedOfficial, offered: Desk, form: FormData) -> LogForm:
        """The form as it was sent; what it leaves out is a call, today, in the campaign about the measure."""
        draft = sent(form)
        draft.officials = [official.slug]
        draft.plain["channel"] = draft["channel"] or "call"
        draft.plain["happened"] = draft["happened"] or day(clock.today())
        return cls(draft, official, offered, _campaign(offered, draft), (), is_open=True)

    def save(self, session: Session, me: SignedIn) -> int:
        """Log the contact and return its id. Raises what the services raise; then nothing was written."""
        contact = read(
            self.draft,
            user_id=me.user_id,
            desk=self.desk,
            campaign=self.campaign,
            officials=(self.official,),
            colleagues=(),
        )
        with session.begin_nested():
            return log_contact(session, me.viewer, contact).id

    def with_asks(self, session: Session, me: SignedIn) -> LogForm:
        """The same form, with the asks it offers when it is shown again."""
        return LogForm(
            self.draft,
            self.official,
            self.desk,
            self.campaign,
            _asks(session, me, self.campaign),
            self.is_open,
            _guard(session, me, self.official.id, self.campaign),
        )

    @property
    def words(self) -> dict[str, list[tuple[str, ...]]]:
        """What the choices are called."""
        return {
            "channels": [(each.value, text) for each, text in wording.CHANNELS.items()],
            "outcomes": [(each.value, text) for each, text in wording.OUTCOMES.items()],
            "visibilities": [(each.value, text, why) for each, (text, why) in wording.VISIBILITIES.items()],
        }


def named(official: Official) -> NamedOfficial:
    """The official as a contact names them."""
    held = official.offices
    return NamedOfficial(
        official.id,
        official.slug,
        official.name,
        f"{held[0].label}, {held[0].jurisdiction}" if held else "",
        tuple(office.jurisdiction_slug for office in held),
        tuple(Phone(each.id, each.kind, each.name, each.phone) for each in official.phones if each.phone),
    )


def _campaign(offered: Desk, draft: Draft) -> DeskCampaign | None:
    if draft["campaign"] == "none":
        return None
    if draft["campaign"]:
        found = next((each for each in offered.campaigns if each.slug == draft["campaign"]), None)
        return found if found is not None and found.takes_part else None
    about = next((each for each in offered.measures.values() if each.slug == draft.topics[0].measure), None)
    return campaign_about(offered, about)


def _guard(session: Session, me: SignedIn, person_id: int, campaign: DeskCampaign | None) -> Guard | None:
    """What a partner has just done there, told before anybody calls."""
    return guards(session, me.viewer, campaign.id, (person_id,)).get(person_id) if campaign else None


def _asks(session: Session, me: SignedIn, campaign: DeskCampaign | None) -> tuple[AskLine, ...]:
    return asks_open(session, me.viewer, campaign.id, clock.today()) if campaign else ()
