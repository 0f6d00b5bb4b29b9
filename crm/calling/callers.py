"""Who calls: the languages they speak, the districts they live in, how many calls they make in an hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from crm.accounts.models import User
from crm.bills.models import Measure
from crm.calling.effort import USUAL_PER_HOUR
from crm.calling.models import CallerDistrict, CallerProfile
from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import Campaign, CampaignOrganization
from crm.coalition.models import Membership, Organization
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed
from crm.jurisdictions.models import Chamber, District, Jurisdiction
from crm.people.seats import natural

LANGUAGES: Final = {
    "en": "English", "es": "Spanish", "zh": "Chinese", "bn": "Bengali", "ru": "Russian", "ht": "Haitian Creole",
    "ko": "Korean", "ar": "Arabic", "yi": "Yiddish", "pl": "Polish", "fr": "French", "ur": "Urdu", "it": "Italian",
    "pt": "Portuguese", "vi": "Vietnamese", "tl": "Tagalog",
}  # fmt: skip
"""Languages that callers are asked about, by code: those most spoken at home in the United States' large cities."""
MOST_PER_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """What one caller said of themselves."""

    languages: tuple[str, ...] = ()
    calls_per_hour: int = int(USUAL_PER_HOUR)
    district_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller of a campaign. ``name`` is known to their own colleagues alone; partners know their organization."""

    user_id: int
    name: str | None
    organization: str
    languages: tuple[str, ...]
    calls_per_hour: int
    district_ids: frozenset[int]
    organization_ids: frozenset[int] = frozenset()

    @property
    def who(self) -> str:
        """Ana Ortiz; "somebody at the Clinic" where they work for a partner."""
        return self.name or f"somebody at {self.organization}"


@dataclass(frozen=True, slots=True)
class HomeChamber:
    """A chamber in whose districts callers live: ``districts`` are (id, name), in their order."""

    id: int
    name: str
    districts: tuple[tuple[int, str], ...]


def profile_of(session: Session, user_id: int) -> Profile:
    """What a user said of themselves as a caller; the usual where they said nothing (two queries)."""
    row = session.scalar(select(CallerProfile).where(CallerProfile.user_id == user_id))
    lives = session.scalars(select(CallerDistrict.district_id).where(CallerDistrict.user_id == user_id))
    if row is None:
        return Profile(district_ids=frozenset(lives))
    return Profile(tuple(row.languages), row.calls_per_hour, frozenset(lives))


def set_profile(
    session: Session,
    viewer: Viewer,
    *,
    languages: Iterable[str],
    calls_per_hour: int,
    district_ids: Collection[int],
) -> CallerProfile:
    """Keep what the viewer says of themselves as a caller, in place of what they said before.

    Raises NotAllowed for who signs in nowhere, InvalidInput for a language that is not offered, a number of calls
    nobody makes, a district that is not on file, and two districts of one chamber.
    """
    if viewer.user_id is None:
        raise NotAllowed("Only somebody who is signed in can say how they call.")
    spoken = tuple(dict.fromkeys(languages))
    if unknown := [each for each in spoken if each not in LANGUAGES]:
        offered = ", ".join(LANGUAGES.values())
        raise InvalidInput(f"“{unknown[0]}” is not offered.", hint=f"Choose among: {offered}.", field="languages")
    if not 1 <= calls_per_hour <= MOST_PER_HOUR:
        raise InvalidInput(
            f"{calls_per_hour:,} calls in an hour are nobody's pace.", hint=f"Give a number from 1 to {MOST_PER_HOUR}.",
            field="calls_per_hour",
        )  # fmt: skip
    _check_districts(session, district_ids)
    row = session.scalar(select(CallerProfile).where(CallerProfile.user_id == viewer.user_id))
    if row is None:
        row = CallerProfile(user_id=viewer.user_id)
        session.add(row)
    row.languages, row.calls_per_hour = list(spoken), calls_per_hour
    session.execute(delete(CallerDistrict).where(CallerDistrict.user_id == viewer.user_id))
    session.add_all(CallerDistrict(user_id=viewer.user_id, district_id=key) for key in sorted(set(district_ids)))
    session.flush()
    return row


def callers_of(session: Session, viewer: Viewer, campaign_id: int, day: date) -> tuple[Caller, ...]:
    """The callers of a campaign's organizations on a day who said something of themselves (two queries).

    Where somebody lives is known by name to their colleagues, and to partners as their organization; outside of the
    campaign to nobody.
    """
    if not viewer.sees_all and campaign_id not in viewer.campaign_ids:
        return ()
    rows = session.execute(
        select(User.id, User.name, Organization.id.label("organization_id"), Organization.name.label("organization"),
               CallerProfile.languages, CallerProfile.calls_per_hour)
        .join(CallerProfile, CallerProfile.user_id == User.id)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(CampaignOrganization, CampaignOrganization.organization_id == Organization.id)
        .where(
            CampaignOrganization.campaign_id == campaign_id,
            takes_part_on(day),
            Membership.started_on <= day,
            or_(Membership.ended_on.is_(None), Membership.ended_on >= day),
            User.is_active,
        )
        .order_by(User.id, Organization.id)
    ).all()  # fmt: skip
    lives = _districts_of(session, {row.id for row in rows})
    works_for: dict[int, set[int]] = {}
    for row in rows:
        works_for.setdefault(row.id, set()).add(row.organization_id)
    found: dict[int, Caller] = {}
    for row in rows:
        colleague = viewer.sees_all or row.organization_id in viewer.organization_ids
        if row.id in found and not colleague:
            continue
        name, languages = row.name if colleague else None, tuple(row.languages)
        homes = lives.get(row.id, frozenset())
        theirs = frozenset(works_for[row.id])
        found[row.id] = Caller(row.id, name, row.organization, languages, row.calls_per_hour, homes, theirs)
    return tuple(found.values())


def pace(callers: Collection[Caller]) -> float:
    """The calls one caller makes in an hour, on average; the usual number where nobody said."""
    return round(fmean(caller.calls_per_hour for caller in callers), 1) if callers else USUAL_PER_HOUR


def homes(session: Session, viewer: Viewer) -> tuple[HomeChamber, ...]:
    """The chambers of the viewer's campaigns with the districts one may live in (one query)."""
    theirs = select(Measure.jurisdiction_id).join(Campaign, Campaign.measure_id == Measure.id)
    if not viewer.sees_all:
        theirs = theirs.where(Campaign.id.in_(sorted(viewer.campaign_ids)))
    rows = session.execute(
        select(Chamber.id, Chamber.name, Jurisdiction.name.label("place"), District.id.label("district_id"),
               District.name.label("district"))
        .join(District, District.chamber_id == Chamber.id)
        .join(Jurisdiction, Jurisdiction.id == Chamber.jurisdiction_id)
        .where(Jurisdiction.id.in_(theirs), District.on_map)
        .order_by(Jurisdiction.name, Chamber.id)
    ).all()  # fmt: skip
    grouped: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for row in rows:
        grouped.setdefault((row.id, f"{row.place}, {row.name}"), []).append((row.district_id, row.district))
    return tuple(
        HomeChamber(key, name, tuple(sorted(districts, key=lambda each: natural(each[1]))))
        for (key, name), districts in grouped.items()
    )


def _check_districts(session: Session, district_ids: Collection[int]) -> None:
    wanted = set(district_ids)
    rows = session.execute(select(District.id, District.chamber_id).where(District.id.in_(sorted(wanted)))).all()
    if len(rows) < len(wanted):
        raise InvalidInput("That district is not on file.", hint="Choose one of the list.", field="districts")
    if len({row.chamber_id for row in rows}) < len(rows):
        raise InvalidInput("Nobody lives in two districts of one chamber.", hint="Choose one.", field="districts")


def _districts_of(session: Session, user_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    rows = session.execute(
        select(CallerDistrict.user_id, CallerDistrict.district_id).where(CallerDistrict.user_id.in_(sorted(user_ids)))
    )
    found: dict[int, set[int]] = {}
    for user_id, district_id in rows:
        found.setdefault(user_id, set()).add(district_id)
    return {user_id: frozenset(ids) for user_id, ids in found.items()}
