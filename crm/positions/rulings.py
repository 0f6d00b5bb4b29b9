"""Verbs for the rare cases: ruling between reports, and erasing by law."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm import clock
from crm.campaigns.joined import takes_part_on
from crm.campaigns.models import Campaign, CampaignOrganization
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.positions.models import Erasure, Evidence, Position, Ruling
from crm.positions.reading import may_see

ERASED = "(erased)"


def rule(session: Session, viewer: Viewer, upheld_id: int, overruled_id: int, reason: str) -> Ruling:
    """Uphold one of two reports that disagree, and return the ruling. The overruled entry stays and no longer counts.

    Raises NotAllowed unless the viewer leads an organization that takes part in a campaign for the measure, or that
    made both reports; InvalidInput for entries that are not two reports on the same person and measure, and for one
    upheld that others see less of than of the one overruled; Conflict when one of the two counts no more.
    """
    pair = session.scalars(select(Position).where(Position.id.in_((upheld_id, overruled_id)), may_see(viewer))).all()
    if len(pair) != 2:
        raise NotFound("One of the two entries is not on file.", hint="Open the timeline and choose both again.")
    upheld, overruled = sorted(pair, key=lambda entry: entry.id != upheld_id)
    if (upheld.person_id, upheld.measure_id) != (overruled.person_id, overruled.measure_id):
        raise InvalidInput("The two entries are not about the same thing.", hint="Choose two of one timeline.")
    _may_rule(session, viewer, upheld, overruled)
    if not reason.strip():
        raise InvalidInput("A ruling carries its reason.", hint="Say why one report is upheld.", field="reason")
    _check_pair(session, upheld, overruled)
    ruling = Ruling(
        upheld_id=upheld_id,
        overruled_id=overruled_id,
        reason=reason.strip(),
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
    )
    session.add(ruling)
    session.flush()
    return ruling


def _may_rule(session: Session, viewer: Viewer, *pair: Position) -> None:
    leads = viewer.lead_organization_ids
    if viewer.sees_all or all(entry.organization_id in leads for entry in pair):
        return
    partaking = (
        select(CampaignOrganization.id)
        .join(Campaign, Campaign.id == CampaignOrganization.campaign_id)
        .where(
            Campaign.measure_id == pair[0].measure_id,
            Campaign.id.in_(sorted(viewer.campaign_ids)),
            CampaignOrganization.organization_id.in_(sorted(leads)),
            takes_part_on(clock.today()),
        )
    )
    if session.scalar(partaking.limit(1)) is None:
        raise NotAllowed(
            "Only a lead of an organization in the campaign may rule between reports.",
            hint="Ask the lead of your organization.",
        )


def _check_pair(session: Session, upheld: Position, overruled: Position) -> None:
    if upheld.organization_id is None or overruled.organization_id is None:
        raise InvalidInput(
            "A public record is nobody's report.", hint="If it is wrong, an administrator corrects it.", field="upheld"
        )
    if not _seen_as_widely(upheld, overruled):
        raise InvalidInput(
            "Others see the report you overrule, and not the one you uphold.",
            hint="Record the one you uphold where they see it, too; then rule.",
            field="upheld",
        )
    if session.scalar(select(Ruling.id).where(Ruling.overruled_id.in_((upheld.id, overruled.id)))) is not None:
        raise Conflict("One of the two has been overruled already.", hint="Record the position anew if it was right.")
    if session.scalar(select(Position.id).where(Position.corrects_id.in_((upheld.id, overruled.id)))) is not None:
        raise Conflict("One of the two has been corrected since.", hint="Open the timeline and choose both again.")


def _seen_as_widely(upheld: Position, overruled: Position) -> bool:
    """Whether those who see the overruled entry see the upheld one, so that to nobody an entry just vanishes."""
    if upheld.visibility is Visibility.PUBLIC:
        return True
    if overruled.visibility is Visibility.PRIVATE:
        return upheld.visibility is Visibility.COALITION or upheld.organization_id == overruled.organization_id
    both_in_coalition = upheld.visibility is overruled.visibility is Visibility.COALITION
    return both_in_coalition and upheld.campaign_id == overruled.campaign_id


def erase(session: Session, viewer: Viewer, position_id: int, reason: str) -> Erasure:
    """Erase the words of one entry and of its evidence, because the law demands it, and return the erasure.

    Person, stance, dates and walls stay, so that no past count changes. The database lets nothing else through.
    Raises NotAllowed unless the viewer is an administrator, InvalidInput without a reason.
    """
    if not (viewer.sees_all or viewer.is_admin):
        raise NotAllowed("Only an administrator may erase.", hint="Send the request to your administrator.")
    if not reason.strip():
        raise InvalidInput("An erasure carries its legal reason.", field="reason")
    entry = session.get(Position, position_id)
    if entry is None:
        raise NotFound("That entry is not on file.")
    erasure = Erasure(
        position_id=position_id, reason=reason.strip(), recorded_at=clock.now(), recorded_by_id=viewer.user_id
    )
    session.add(erasure)
    session.flush()
    # Core statements on the connection: the ORM's guard refuses every update, the trigger admits just these columns.
    connection = session.connection()
    table, evidence = Position.__table__, Evidence.__table__
    connection.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == position_id)
        .values(words=ERASED, condition=ERASED if entry.condition else None)
    )
    connection.execute(
        update(evidence)  # type: ignore[arg-type]
        .where(evidence.c.position_id == position_id)
        .values(title=ERASED, outlet=None, url=None, quote=None, witnesses=[])
    )
    session.expire_all()
    return erasure
