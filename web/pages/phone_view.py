"""What the phone bank shows one caller: the card they hold, or what is ahead, or why nobody is left to ring."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.callers import LANGUAGES
from crm.calling.models import Skip
from crm.calling.over import over
from crm.calling.queries import ListLine, call_lists
from crm.calling.queue import Queue, queue, ran_out
from crm.calling.queue_card import Card, card
from crm.calling.rules import RULES
from crm.calling.slipped import slips
from crm.calling.undo_tap import last_tap
from crm.calling.waiting import Where, next_at, when, why_empty
from crm.errors import NotFound, WhipcountError
from crm.outreach import around, queries
from crm.outreach.desk import Desk, DeskMeasure, desk
from crm.outreach.models import Outcome
from web.deps import SignedIn
from web.pages import phone_form, wording
from web.pages.phone_form import Draft

ONE_TAP: Final = (Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.WRONG_NUMBER)
"""Outcomes that need not be told more of: the tap itself logs them."""
SKIPS: Final = (
    (Skip.LATER, "Not now", "They come back to you later."),
    (Skip.NOT_ME, "Somebody else should call", "They go to other callers, and not to you again."),
    (Skip.NOBODY, "Nobody should call", "They are set aside for everybody; say why."),
)


def open_lists(session: Session, me: SignedIn) -> list[ListLine]:
    """The lists the viewer may call from."""
    return [line for line in call_lists(session, me.viewer) if line.closed_at is None and line.may_work]


def screen(session: Session, me: SignedIn, list_id: int, *, anyway: bool, again: int | None) -> dict[str, Any]:
    """The page of a list for a caller: with a card where they have one. Raises NotFound as ``queue`` does."""
    found = queue(session, me.viewer, list_id)
    line = next((each for each in call_lists(session, me.viewer, only=list_id)), None)
    if line is None:
        raise NotFound("That call list is not on file.", hint="It may be behind another organization's wall.")
    shared = _shared(session, me, found, line)
    if found.mine is None:
        return shared | {"card": None, "ran_out": ran_out(session, me.user_id, list_id)}
    undone = queries.contact(session, me.viewer, again) if again is not None else None
    draft = phone_form.of_contact(undone) if undone is not None and undone.retracted_at else phone_form.fresh()
    return shared | card_of(session, me, card(session, me.viewer, found.mine.target_id), draft, anyway=anyway)


def card_of(
    session: Session,
    me: SignedIn,
    shown: Card,
    draft: Draft,
    wrong: WhipcountError | None = None,
    *,
    anyway: bool = False,
) -> dict[str, Any]:
    """What a card needs beside the list it belongs to."""
    offered = desk(session, me.viewer)
    return {
        "card": shown,
        "draft": draft,
        "wrong": wrong,
        "measures": measures_of(offered, shown),
        "organizations": offered.organizations,
        "colleagues": around.colleagues(session, me.viewer, clock.today()),
        "outcomes": [(each.value, text, each in ONE_TAP) for each, text in wording.CALL_OUTCOMES.items()],
        "call_back_times": phone_form.call_back_times(),
        "skips": [(kind.value, text, why) for kind, text, why in SKIPS],
        "languages": tuple(LANGUAGES.items()),
        "visibilities": [(each.value, text, why) for each, (text, why) in wording.VISIBILITIES.items()],
        "channel_words": {kind.value: text for kind, text in wording.CHANNELS.items()},
        "contact_kinds": {kind.value: text for kind, text in wording.CONTACTS.items()},
        "outcome_words": {kind.value: text for kind, text in wording.OUTCOMES.items()},
        "evidence_names": {kind.value: text for kind, text in wording.EVIDENCE_NAMES.items()},
        "asks_first": shown.guard is not None and shown.guard.today and not anyway,
        "today": clock.today(),
    }


def around_card(session: Session, me: SignedIn, shown: Card) -> dict[str, Any]:
    """What stands around a card that is shown again, whether or not the caller still holds it."""
    line = next(iter(call_lists(session, me.viewer, only=shown.call_list_id)))
    return _shared(session, me, queue(session, me.viewer, shown.call_list_id), line)


def measures_of(offered: Desk, shown: Card) -> tuple[DeskMeasure, ...]:
    """The campaign's measure first, then those it watches."""
    campaign = next(each for each in offered.campaigns if each.id == shown.campaign_id)
    return (campaign.measure, *campaign.watched)


def _shared(session: Session, me: SignedIn, found: Queue, line: ListLine) -> dict[str, Any]:
    now = clock.now()
    opens = next_at(found.piles)
    slip = slips(session, me.viewer, [line.id]).get(line.id)
    return {
        "line": line,
        "slip": slip,
        "over": over(session, me.viewer, line.id, moved_ahead=slip is not None and slip.ahead),
        "found": found,
        "ready": len(found.ready),
        "reached": found.number(Where.DONE),
        "reasons": why_empty(found.piles, now),
        "opens": when(opens, now) if opens else None,
        "tap": last_tap(session, me.viewer, line.id),
        "promises": {each.value: rule.words for each, rule in RULES.items()},
        "outcome_words": {kind.value: text for kind, text in wording.OUTCOMES.items()},
    }
