"""Whom and what the log form offers beside the desk: officials with their phones, colleagues, partners, asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from crm.accounts.models import User
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Membership, Organization
from crm.coalition.queries import works_on
from crm.coalition.visibility import Viewer
from crm.people.directory import offices_held
from crm.people.models import Person
from crm.people.phones import Phone, phones_of


@dataclass(frozen=True, slots=True)
class NamedOfficial:
    """An official named in a contact, with the office held on the day and the phones that are not known to be wrong."""

    id: int
    slug: str
    name: str
    office: str
    jurisdictions: tuple[str, ...]
    phones: tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user who works for one of the viewer's organizations."""

    user_id: int
    name: str


def named_officials(session: Session, slugs: Sequence[str], day: date) -> tuple[NamedOfficial, ...]:
    """The officials of these slugs, in that order; a slug nobody has is left out (three queries).

    The slug of a record that was joined to another names the one that stayed, and is kept: forms know it by that.
    """
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return ()
    stayed = aliased(Person)
    rows = session.execute(
        select(Person.slug, stayed.id, stayed.name)
        .join(stayed, stayed.id == func.coalesce(Person.merged_into_id, Person.id))
        .where(Person.slug.in_(wanted))
    )
    people = {row.slug: row for row in rows}
    ids = [person.id for person in people.values()]
    offices = offices_held(session, ids, day)
    phones = phones_of(session, ids)
    found = []
    for slug in wanted:
        if slug not in people:
            continue
        person = people[slug]
        held = offices.get(person.id, ())
        found.append(
            NamedOfficial(
                id=person.id,
                slug=slug,
                name=person.name,
                office=f"{held[0].label}, {held[0].jurisdiction}" if held else "",
                jurisdictions=tuple(office.jurisdiction_slug for office in held),
                phones=phones.get(person.id, ()),
            )
        )
    return tuple(found)


def colleagues(session: Session, viewer: Viewer, day: date) -> tuple[Colleague, ...]:
    """Who else works for the viewer's organizations on the day, by name (one query)."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organization_id.in_(sorted(viewer.organization_ids)),
            User.is_active,
            User.id != (viewer.user_id or 0),
            works_on(day),
        )
        .distinct()
        .order_by(User.name, User.id)
    )
    return tuple(Colleague(*row) for row in rows)


def partners(session: Session, viewer: Viewer, campaign_id: int, day: date) -> tuple[tuple[int, str], ...]:
    """The other organizations that take part in the campaign on the day, by name (one query)."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .join(CampaignOrganization, CampaignOrganization.organization_id == Organization.id)
        .where(
            CampaignOrganization.campaign_id == campaign_id,
            CampaignOrganization.joined_on <= day,
            or_(CampaignOrganization.left_on.is_(None), CampaignOrganization.left_on >= day),
            Organization.id.not_in(sorted(viewer.organization_ids)),
        )
        .distinct()
        .order_by(Organization.name, Organization.id)
    )
    return tuple((row.id, row.name) for row in rows)
