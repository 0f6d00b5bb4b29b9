"""The scene of the ledger's tests: a senator, a measure, a campaign of two organizations, and one outside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm import clock
from crm.coalition.visibility import Viewer
from crm.positions import queries
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.stance import Stance
from tests import builders, cast

JUNE = date(2025, 6, 20)


class Scene:
    """A senator, a measure, a campaign of two organizations, and one outside it."""

    def __init__(self, session) -> None:
        self.session = session
        self.state = builders.state(session)
        self.measure = builders.measure(session, self.state)
        self.senator = builders.person(session, cast.SENATOR)
        builders.seat(session, self.state.upper, 1, self.senator)
        self.ours = builders.organization(session, cast.NEIGHBORS)
        self.ally = builders.organization(session, cast.CLINIC)
        self.outside = builders.organization(session, cast.OUTSIDERS)
        self.campaign = builders.campaign(session, self.measure, [self.ours, self.ally])
        both = frozenset({self.campaign.id})
        self.ada = Viewer(organization_ids=frozenset({self.ours.id}), campaign_ids=both)
        self.partner = Viewer(
            organization_ids=frozenset({self.ally.id}),
            campaign_ids=both,
            lead_organization_ids=frozenset({self.ally.id}),
        )
        self.outsider = Viewer(organization_ids=frozenset({self.outside.id}))

    def new(self, stance: Stance = Stance.YES, said: str = "2025-06-10", **more) -> NewPosition:
        given = NewPosition(
            person_id=self.senator.id,
            measure_id=self.measure.id,
            stance=stance,
            words="I am with you",
            said=said,
            evidence=(NewEvidence(EvidenceKind.CONVERSATION, witnesses=(cast.ADA, cast.LEO)),),
            organization_id=self.ours.id,
            campaign_id=self.campaign.id,
        )
        return replace(given, **more)

    def stance(self, viewer: Viewer, said: date = JUNE, known: date | None = None) -> str:
        answer = queries.standing(self.session, viewer, self.measure.id, AsOf.of(said, known))
        return answer[self.senator.id].stance.value if self.senator.id in answer else "unknown"

    def hard(self) -> bool:
        return queries.standing(self.session, self.ada, self.measure.id, AsOf.of(JUNE))[self.senator.id].hard


@pytest.fixture
def scene(session):
    with clock.held_at(JUNE):
        yield Scene(session)
