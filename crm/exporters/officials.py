"""Officials: who holds an office, where each stands, when we last spoke, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from crm.bills.queries import find_measure
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotFound
from crm.exporters.asked import TIMES, Asked, Filter
from crm.exporters.pieces import pieces
from crm.exporters.tables import Table, Value, columns, phone_text
from crm.exporters.vcard import Version, vcard
from crm.jurisdictions.models import ChamberKind
from crm.outreach.desk import Desk, desk
from crm.outreach.queries import LastContact, last_contacts
from crm.outreach.roll import AskedRoll, OfficialOrder, narrowed, ordered_ids, stances_on
from crm.people.cards import Card, cards
from crm.people.models import ContactKind
from crm.people.profile import official
from crm.people.queries import OfficialFilters
from crm.positions.as_of import AsOf
from crm.positions.queries import Standing
from crm.positions.stance import Stance, read_stance

FILTERS: Final = (
    Filter("q", "Any name they go by."),
    Filter("official", "One official alone, by short name."),
    Filter("place", "Only this government, by short name."),
    Filter("chamber", "Only members of an upper, lower or unicameral chamber."),
    Filter("party", "Only this party."),
    Filter("campaign", "Stances on this campaign's measure, and its government."),
    Filter("measure", "Stances on this measure, by short name."),
    Filter("stance", "Only this stance: yes, leaning_yes, undecided, leaning_no, no, unknown."),
    Filter("quiet_since", "Only who has not been contacted since this day (YYYY-MM-DD)."),
    Filter("sort", "In order of name, office, stance or contact; with - before it the other way round."),
    *TIMES,
)
_COLUMNS: Final = columns(
    *("person: Short name", "name: Name", "office: Office", "government: Government", "chamber: Chamber"),
    *("district: District", "party: Party", "other_offices: Other offices", "measure: Measure", "stance: Stance"),
    *("hard: Hard", "condition: Condition", "contested: Reports differ", "said: Said", "said_latest: Said by"),
    *("last_contact: Last contact", "last_channel: How", "last_outcome: How it went"),
    *("capitol_phone: Capitol phone", "district_phone: District phone", "other_phones: Other phones"),
    *("email: E-mail", "capitol_address: Capitol address", "district_address: District address", "links: Links"),
    dates="said_latest last_contact",
)
_CAPITOL: Final = (ContactKind.CAPITOL, ContactKind.PRIMARY, ContactKind.CAPITOL_MAIL)
_DISTRICT: Final = (ContactKind.DISTRICT, ContactKind.DISTRICT_MAIL)


@dataclass(frozen=True, slots=True)
class _Found:
    """Who fits, in order; ``measure`` is the one whose stances are told."""

    ids: tuple[int, ...]
    measure_id: int | None
    measure: str | None
    stances: dict[int, Standing] | None
    as_of: AsOf


def officials_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The officials the page lists, with how to reach them. Raises InvalidInput and NotFound as the page does."""
    found = _found(session, viewer, asked)
    rows = _rows(session, viewer, found)
    return Table("officials", "Officials", found.as_of.said, _COLUMNS, rows, asked.given)


def officials_cards(session: Session, viewer: Viewer, asked: Asked, version: Version) -> Iterator[str]:
    """The same officials as cards for an address book: what is public, and no stance. Raises as the table does."""
    found = _found(session, viewer, asked)
    return (vcard(card, version) for ids in pieces(found.ids) for card in cards(session, ids, found.as_of.said))


def _found(session: Session, viewer: Viewer, asked: Asked) -> _Found:
    as_of = asked.as_of
    offered = desk(session, viewer)
    place, measure_id, measure = _about(session, offered, asked)
    stance = read_stance(asked.text("stance")) if asked.text("stance") else None
    if stance is not None and measure_id is None:
        raise InvalidInput("On which measure?", hint="Choose the measure as well.", field="stance")
    order, descending = asked.order
    if order and order not in set(OfficialOrder):
        raise InvalidInput(f"“{order}” is no order.", hint=f"Use one of: {', '.join(OfficialOrder)}.", field="sort")
    filters = OfficialFilters(asked.text("q"), place, asked.word(ChamberKind, "chamber"), asked.text("party") or None)
    roll = AskedRoll(
        filters, measure_id, stance, asked.day("quiet_since"), OfficialOrder(order or OfficialOrder.NAME), descending
    )
    if asked.text("official"):
        ids: tuple[int, ...] = (official(session, asked.text("official"), as_of.said).id,)
        return _Found(ids, measure_id, measure, stances_on(session, viewer, measure_id, as_of, ids), as_of)
    stances = stances_on(session, viewer, measure_id, as_of) if roll.needs_stances else None
    narrow = narrowed(session, viewer, roll, stances)
    return _Found(
        ordered_ids(session, viewer, roll, narrow, as_of.said, stances or {}), measure_id, measure, stances, as_of
    )


def _about(session: Session, offered: Desk, asked: Asked) -> tuple[str | None, int | None, str | None]:
    """The government, and the measure whose stances are told: the one asked for, else the viewer's own campaign's."""
    place, slug = asked.text("place"), asked.text("measure")
    if asked.text("campaign"):
        named = next((each for each in offered.campaigns if each.slug == asked.text("campaign")), None)
        if named is None:
            raise NotFound("That campaign is not on file.", hint="Choose one under Board.")
        place, slug = place or named.measure.jurisdiction, slug or named.measure.slug
    if slug:
        measure = find_measure(session, slug)
        return place or None, measure.id, measure.name
    campaign = offered.campaign(None)
    own = campaign.measure if campaign else None
    return place or None, own.id if own else None, own.name if own else None


def _rows(session: Session, viewer: Viewer, found: _Found) -> Iterator[tuple[Value, ...]]:
    for ids in pieces(found.ids):
        stances = found.stances
        if stances is None:
            stances = stances_on(session, viewer, found.measure_id, found.as_of, ids)
        last = last_contacts(session, viewer, ids)
        for card in cards(session, ids, found.as_of.said):
            yield (
                *_office(card),
                found.measure,
                *_stance(stances.get(card.id), found.measure_id),
                *_last(last.get(card.id)),
                *_reach(card),
            )


def _office(card: Card) -> tuple[Value, ...]:
    first = card.offices[0] if card.offices else None
    if first is None:
        return card.slug, card.name, None, None, None, None, None, ()
    others = tuple(f"{each.label}, {each.jurisdiction}" for each in card.offices[1:])
    return (
        card.slug,
        card.name,
        first.title,
        first.jurisdiction,
        first.chamber,
        first.district,
        first.party,
        others,
    )


def _stance(stands: Standing | None, measure_id: int | None) -> tuple[Value, ...]:
    if stands is None:
        return (Stance.UNKNOWN.value if measure_id is not None else None, False, None, False, None, None)
    return stands.stance.value, stands.hard, stands.condition, stands.contested, stands.said, stands.said_latest


def _last(last: LastContact | None) -> tuple[Value, ...]:
    if last is None:
        return None, None, None
    return last.day, last.channel.value, last.outcome.value if last.outcome else None


def _reach(card: Card) -> tuple[Value, ...]:
    phones = [(each.kind, phone_text(each.phone) or "") for each in card.contacts if each.phone]
    capitol = next((phone for kind, phone in phones if kind in _CAPITOL), None)
    district = next((phone for kind, phone in phones if kind in _DISTRICT), None)
    others = dict.fromkeys(phone for _, phone in phones if phone not in (capitol, district))
    addresses = [(each.kind, each.address.replace(";", ", ")) for each in card.contacts if each.address]
    return (
        capitol,
        district,
        tuple(others),
        card.email or next((each.email for each in card.contacts if each.email), None),
        next((address for kind, address in addresses if kind in _CAPITOL), None),
        next((address for kind, address in addresses if kind in _DISTRICT), None),
        tuple(url for url, _note in card.links),
    )
