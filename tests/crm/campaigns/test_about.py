"""Measures as campaigns see them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm.campaigns.about import campaigns_about, neighbours
from crm.campaigns.models import CampaignMeasure
from tests.builders import campaigns, law, states


def test_a_measure_names_its_own_campaign_before_those_that_watch_it(session: Session) -> None:
    where = states.state(session)
    ours, other, third = (law.measure(session, where, name) for name in ("Ours", "Other", "Third"))
    own = campaigns.campaign(session, ours, name="Zeal")
    watching = campaigns.campaign(session, other, name="Ardor")
    session.add(CampaignMeasure(campaign_id=watching.id, measure_id=ours.id))
    session.flush()
    found = campaigns_about(session)
    assert [(line.name, line.watches) for line in found[ours.id]] == [("Zeal", False), ("Ardor", True)]
    assert third.id not in found
    assert campaigns_about(session, (other.id,)).keys() == {other.id}
    assert own.id == found[ours.id][0].id


def test_neighbours_are_what_campaigns_name_beside_it_and_never_itself(session: Session) -> None:
    where = states.state(session)
    ours, watched, sibling, far = (law.measure(session, where, name) for name in ("Ours", "Watched", "Sib", "Far"))
    campaign = campaigns.campaign(session, ours, name="Zeal")
    session.add_all(CampaignMeasure(campaign_id=campaign.id, measure_id=each.id) for each in (watched, sibling))
    campaigns.campaign(session, far, name="Elsewhere")
    session.flush()
    assert [(line.name, line.campaigns) for line in neighbours(session, ours.id)] == [
        ("Sib", ("Zeal",)),
        ("Watched", ("Zeal",)),
    ]
    assert [line.name for line in neighbours(session, watched.id)] == ["Ours", "Sib"]
    assert neighbours(session, far.id) == ()
