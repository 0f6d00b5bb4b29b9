"""One card of the phone bank: whom to ring, at which number, what to know, what to ask, what to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds
from crm.calling.queue_guard import Guard, guards
from crm.calling.service import target_of
from crm.campaigns.models import Ask, Campaign, PointKind
from crm.campaigns.queries import PointLine, talking_points
from crm.coalition.visibility import Viewer
from crm.outreach.outcomes import REACHED_NOBODY
from crm.outreach.queries import LastContact, Tie, last_contacts, ties
from crm.people.directory import offices_held
from crm.people.models import Person
from crm.people.phones import NEVER_RUNG, Phone, phones_of
from crm.positions.as_of import AsOf
from crm.positions.freshness import is_due
from crm.positions.queries import Standing, standing
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class Script:
    """What to say: ``opening`` for that stance, ``everybody`` for all, arguments, objections with their answers."""

    opening: tuple[PointLine, ...]
    everybody: tuple[PointLine, ...]
    arguments: tuple[PointLine, ...]
    objections: tuple[PointLine, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An official on the line. ``until`` is when the lease runs out; nothing where the viewer has none on them.

    ``phones`` come in the order to try. ``promised``: the time at which this caller said they would call back.
    """

    target_id: int
    call_list_id: int
    list_name: str
    campaign_id: int
    claim_id: int | None
    until: datetime | None
    person_id: int
    slug: str
    name: str
    office: str
    holds_office: bool
    party: str | None
    ask: str | None
    ask_id: int | None
    reasons: tuple[str, ...]
    standing: Standing | None
    due: bool
    last: LastContact | None
    tie: Tie | None
    guard: Guard | None
    phones: tuple[Phone, ...]
    script: Script
    promised: datetime | None


def card(session: Session, viewer: Viewer, target_id: int) -> Card:
    """The card of an official of a list (13 queries at most). Raises NotFound and NotAllowed as ``take`` does."""
    target, call_list = target_of(session, viewer, target_id)
    person = session.get_one(Person, target.person_id)
    ids = (person.id,)
    ask = session.get(Ask, target.ask_id) if target.ask_id is not None else None
    measure_id = session.get_one(Campaign, call_list.campaign_id).measure_id
    stands = standing(session, viewer, measure_id, AsOf.of(), ids).get(person.id)
    last = last_contacts(session, viewer, ids).get(person.id)
    held = offices_held(session, ids, clock.today()).get(person.id, ())
    known = ties(session, viewer, ids).get(person.id, ())
    claim = holds.has(session, viewer.user_id, person.id) if viewer.user_id is not None else None
    mine = target.call_back_to_id is not None and target.call_back_to_id == viewer.user_id
    return Card(
        target_id=target.id,
        call_list_id=call_list.id,
        list_name=call_list.name,
        campaign_id=call_list.campaign_id,
        claim_id=claim.id if claim else None,
        until=claim.expires_at if claim else None,
        person_id=person.id,
        slug=person.slug,
        name=person.name,
        office=held[0].label if held else "holds no office now",
        holds_office=bool(held),
        party=held[0].party if held else None,
        ask=ask.words if ask else None,
        ask_id=target.ask_id,
        reasons=tuple(target.reasons),
        standing=stands,
        due=stands is not None and is_due(stands.said_latest, stands.kinds, clock.today()),
        last=last,
        tie=known[0] if known else None,
        guard=guards(session, viewer, call_list.campaign_id, ids).get(person.id),
        phones=in_order(phones_of(session, ids).get(person.id, ()), target.contact_point_id, last),
        script=_script(session, viewer, call_list.campaign_id, stands, target.ask_id),
        promised=target.call_back_at if mine else None,
    )


def in_order(phones: Sequence[Phone], chosen_id: int | None, last: LastContact | None) -> tuple[Phone, ...]:
    """The numbers to try: the one the list chose first, unless it was tried last and reached nobody; never a home."""
    in_vain = last.contact_point_id if last is not None and last.outcome in REACHED_NOBODY else None
    rung = [phone for phone in phones if phone.kind not in NEVER_RUNG]
    return tuple(sorted(rung, key=lambda phone: (phone.id == in_vain, phone.id != chosen_id)))


def _script(session: Session, viewer: Viewer, campaign_id: int, stands: Standing | None, ask_id: int | None) -> Script:
    stance = stands.stance if stands else Stance.UNKNOWN
    points = [
        point for point in talking_points(session, viewer, campaign_id, stance.value) if point.ask_id in (None, ask_id)
    ]
    scripts = [point for point in points if point.kind is PointKind.SCRIPT]
    return Script(
        opening=tuple(point for point in scripts if point.stance is not None),
        everybody=tuple(point for point in scripts if point.stance is None),
        arguments=tuple(point for point in points if point.kind is PointKind.ARGUMENT),
        objections=tuple(point for point in points if point.kind is PointKind.OBJECTION),
    )
