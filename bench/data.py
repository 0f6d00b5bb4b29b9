"""The database that is measured: the story, the training state, and New York's roster where it is at hand."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.server import crm
from crm import clock
from crm.campaigns.models import Campaign
from crm.coalition.models import Visibility
from crm.outreach.models import ActionOfficial, Channel, Outcome, OutreachAction
from crm.people.models import Person
from crm.sessions import Database

ROSTER = Path(os.environ.get("WHIPCOUNT_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data") / (
    "openstates-people/ny"
)
ACTIONS = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """What the requests are about: slugs and ids of the measured rows."""

    official: str
    official_id: int
    campaign: str
    campaign_id: int
    measure: str


def load(url: str) -> str:
    """Load the database at ``url`` by the command line, as people do, and say what is in it."""
    subprocess.run(crm(url, "demo", "--load-only"), check=True, stdout=subprocess.DEVNULL)
    if not ROSTER.is_dir():
        return "the story and the training state (no roster: set WHIPCOUNT_SHARED_DATA)"
    subprocess.run(crm(url, "import", "openstates", str(ROSTER)), check=True, stdout=subprocess.DEVNULL)
    return "the story, the training state and New York's roster"


def choose(database: Database) -> Subject:
    """The official with most outreach in the campaign with most of it, filled up to fifty actions."""
    with database.write(reason="benchmark") as session:
        campaign = session.scalars(
            select(Campaign)
            .join(OutreachAction, OutreachAction.campaign_id == Campaign.id, isouter=True)
            .group_by(Campaign.id)
            .order_by(func.count(OutreachAction.id).desc(), Campaign.id)
            .limit(1)
        ).one()
        person, had = session.execute(
            select(Person, func.count(ActionOfficial.id))
            .join(ActionOfficial, ActionOfficial.person_id == Person.id)
            .join(OutreachAction, OutreachAction.id == ActionOfficial.action_id)
            .where(OutreachAction.campaign_id == campaign.id)
            .group_by(Person.id)
            .order_by(func.count(ActionOfficial.id).desc(), Person.id)
            .limit(1)
        ).one()
        for number in range(had, ACTIONS):
            _act(session, campaign, person, number)
        return Subject(person.slug, person.id, campaign.slug, campaign.id, campaign.measure.slug)


def _act(session: Session, campaign: Campaign, person: Person, number: int) -> None:
    today = clock.today()
    action = OutreachAction(
        campaign_id=campaign.id,
        organization_id=campaign.lead_organization_id,
        visibility=Visibility.COALITION,
        channel=Channel.CALL,
        outcome=Outcome.REACHED_STAFF,
        notes=f"Call {number}: they will get back to us about the amendment and the hearing next week.",
        happened=today.isoformat(),
        happened_earliest=today,
        happened_latest=today,
        recorded_at=clock.now(),
    )
    session.add(action)
    session.flush()
    session.add(ActionOfficial(action_id=action.id, person_id=person.id))
    session.flush()
