"""An entry that a device kept while it had no network: from its fields to a contact, and what to say of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from crm import clock
from crm.calling.meanwhile import Meanwhile, entered, meanwhile
from crm.datewords import day
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach.around import NamedOfficial, named_officials
from crm.outreach.contact import NewContact
from crm.outreach.desk import Desk, DeskCampaign, desk
from crm.outreach.models import OutreachAction
from crm.outreach.outcomes import LABELS
from crm.outreach.queries import touched_by_allies
from crm.outreach.service import log_contact
from web.deps import SignedIn, text_of
from web.filters import instant
from web.pages.contact_draft import sent
from web.pages.contact_reading import read
from web.pages.wording import CHANNELS

_KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def keep(session: Session, me: SignedIn, form: FormData) -> dict[str, Any]:
    """Log the entry once, however often it is sent, and return what to say of it: the same each time.

    Raises Conflict for an entry of somebody else on this device, and what the services raise; then nothing was written.
    """
    if text_of(form, "owner") != str(me.user_id):
        raise Conflict(
            "This was written by somebody else on this device.", hint="They sign in to send it.", field="owner"
        )
    found = named_officials(session, [text_of(form, "official")], clock.today())
    if not found:
        raise NotFound("That official is not on file any more.", hint="Log it from their page.", field="official")
    key, seen = text_of(form, "client_key"), _instant(form, "seen")
    if not _KEY.fullmatch(key):
        raise InvalidInput("This entry has no key of its own.", hint="Write it once more.", field="client_key")
    action = entered(session, me.viewer, key)
    if action is None:
        with session.begin_nested():
            action = log_contact(session, me.viewer, _contact(session, me, form, found[0]))
        if action.recorded_by_id != me.user_id:
            raise Conflict("That entry was used by somebody else.", hint="Log the contact from the official's page.")
    return {
        "action": action.id,
        "href": f"/outreach/{action.id}",
        "said": list(_said(session, me, action, found[0], seen)),
    }


def _contact(session: Session, me: SignedIn, form: FormData, official: NamedOfficial) -> NewContact:
    draft = sent(form)
    draft.officials = [official.slug]
    offered = desk(session, me.viewer)
    at = _instant(form, "happened_at")
    draft.plain["happened"] = day(clock.today())
    contact = read(
        draft,
        user_id=me.user_id,
        desk=offered,
        campaign=_campaign(offered, draft["campaign"]),
        officials=(official,),
        colleagues=(),
    )
    return replace(contact, happened=None, happened_at=at)


def _campaign(offered: Desk, slug: str) -> DeskCampaign | None:
    """The campaign of the list. Raises NotAllowed where the viewer's organizations left it meanwhile."""
    found = next((each for each in offered.campaigns if each.slug == slug), None)
    if slug and (found is None or not found.takes_part):
        raise NotAllowed(
            "You no longer take part in that campaign.",
            hint="The entry stays on this device. Ask your lead to add you again, or discard it.",
            field="campaign",
        )
    return found


def _instant(form: FormData, name: str) -> datetime:
    try:
        found: datetime | None = datetime.fromisoformat(text_of(form, name))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year < 2200:
        raise InvalidInput("When was it?", hint="Give the day and the time.", field=name)
    return found


def _said(session: Session, me: SignedIn, action: OutreachAction, official: NamedOfficial, seen: datetime) -> list[str]:
    """A sentence for each thing that others recorded meanwhile."""
    other = meanwhile(session, me.viewer, action, seen)
    lines = [*_contacts(other, official), *_stances(other, official)]
    if action.campaign_id is not None and not other.contacts:
        # Behind a wall: that somebody was there may be known, and no more.
        touched = touched_by_allies(
            session, me.viewer, action.campaign_id, [official.id], clock.local(seen).date(), known=action.recorded_at
        )
        if touched:
            lines.append(f"A partner was in touch with the office of {official.name} as well. Your entry is kept.")
    return lines


def _contacts(other: Meanwhile, official: NamedOfficial) -> list[str]:
    return [
        f"{each.by or 'Somebody else'} also logged a contact with {official.name} "
        f"({CHANNELS[each.channel].lower()}{f': {LABELS[each.outcome]}' if each.outcome else ''}; "
        f"{instant(each.recorded_at)}). Both are kept."
        for each in other.contacts
    ]


def _stances(other: Meanwhile, official: NamedOfficial) -> list[str]:
    return [
        f"On {each.measure}, {each.by or 'somebody else'} recorded “{each.stance.label}” for {official.name}; "
        f"you recorded “{each.ours.label}”. Both stay on record: talk to each other."
        for each in other.stances
    ]
