"""A campaign with seats in both chambers, a deadline each, and somebody to ask by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.bills.models import Measure
from crm.campaigns.models import Ask, AskKind, AskTarget, Campaign
from crm.coalition.models import Organization
from crm.jurisdictions.models import Certainty, Deadline, DeadlineKind
from crm.people.models import Office, Person, Power
from tests import cast
from tests.builders import campaigns, law, people, states
from tests.builders.states import State

TODAY = date(2025, 6, 13)
ENDS = date(2025, 6, 17)


@dataclass(frozen=True)
class Calls:
    """What is on file."""

    state: State
    measure: Measure
    campaign: Campaign
    neighbors: Organization
    clinic: Organization
    outsiders: Organization
    senator: Person
    member: Person
    other: Person
    speaker: Person
    governor: Person
    vote: Ask


@pytest.fixture
def calls(session: Session) -> Calls:
    """The Senate went home on June 12, the Assembly will on June 17; it is June 13, 2025."""
    where = states.state(session, upper=2, lower=4)
    upper, lower = where.chambers
    names = ("Sena Abara", "Mo Lindqvist", "Oda Pine", "Spike Hall", "Gwen Hale")
    senator, member, other, speaker, governor = (
        people.person(session, name, phone=f"(555) 555-010{place}") for place, name in enumerate(names)
    )
    people.seat(session, upper, 1, senator)
    for number, person in enumerate((member, other, speaker), start=1):
        people.seat(session, lower, number, person)
    people.post(session, where.jurisdiction, "speaker", speaker, power=Power.FLOOR, chamber=lower)
    people.post(session, where.jurisdiction, "governor", governor)
    measure = law.measure(session, where)
    partners = [campaigns.organization(session, name) for name in (cast.NEIGHBORS, cast.CLINIC)]
    campaign = campaigns.campaign(session, measure, partners)
    vote = campaigns.ask(session, campaign)
    for kind, role in ((AskKind.BRING_TO_FLOOR, "speaker"), (AskKind.SIGN, "governor")):
        asked = campaigns.ask(session, campaign, kind)
        office = session.query(Office).filter_by(role=role).one()
        session.add(AskTarget(ask_id=asked.id, office_id=office.id, added_on=date(2025, 1, 1), reason="Holds the key."))
    end(session, where, date(2025, 1, 8), kind=DeadlineKind.OPENING)
    end(session, where, date(2025, 6, 12), chamber_id=upper.id)
    end(session, where, ENDS, chamber_id=lower.id)
    outsiders = campaigns.organization(session, cast.OUTSIDERS)
    session.flush()
    return Calls(
        where, measure, campaign, *partners, outsiders, senator, member, other, speaker, governor, vote
    )  # fmt: skip


def end(session: Session, where: State, day: date, **columns: Any) -> Deadline:
    """A deadline known since January 2025."""
    found = Deadline(
        **{
            "jurisdiction_id": where.jurisdiction.id,
            "kind": DeadlineKind.ADJOURNMENT,
            "name": "The session ends",
            "falls_on": day,
            "certainty": Certainty.ANNOUNCED,
            "source": "the calendar",
            "recorded_at": clock.start_of_day(date(2025, 1, 2)),
            **columns,
        }
    )
    session.add(found)
    session.flush()
    return found
