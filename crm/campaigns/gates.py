"""What stands between a bill and the vote, in its order, and who holds the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.campaigns.models import Campaign, Gate, GateKind, GateState
from crm.campaigns.rights import may_lead
from crm.coalition.visibility import Viewer
from crm.errors import NotFound
from crm.people.models import Committee, Office


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate. Without ``chamber_id`` it stands before both chambers' bills (the governor)."""

    id: int
    chamber_id: int | None
    place: int
    kind: GateKind
    name: str
    office_id: int | None
    office: str | None
    committee_id: int | None
    committee: str | None
    state: GateState
    state_since: date | None
    source: str | None


def ensure_gate(
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    place: int,
    kind: GateKind,
    name: str,
    *,
    chamber_id: int | None = None,
    office_id: int | None = None,
    committee_id: int | None = None,
    state: GateState = GateState.AHEAD,
    state_since: date | None = None,
    source: str | None = None,
) -> Gate:
    """The gate at this place on a chamber's way, added where it is not on file. Raises as ``move_gate`` does."""
    _may_lead(session, viewer, campaign_id)
    there = session.scalar(
        select(Gate).where(
            Gate.campaign_id == campaign_id, Gate.chamber_id.is_not_distinct_from(chamber_id), Gate.place == place
        )
    )
    if there is None:
        there = Gate(
            campaign_id=campaign_id,
            chamber_id=chamber_id,
            place=place,
            kind=kind,
            name=name,
            office_id=office_id,
            committee_id=committee_id,
            state=state,
            state_since=state_since,
            source=source,
        )
        session.add(there)
        session.flush()
    return there


def move_gate(
    session: Session, viewer: Viewer, gate_id: int, state: GateState, since: date | None, source: str | None = None
) -> Gate:
    """Note where the bill stands at a gate, since when. Raises NotFound, NotAllowed for all but the campaign's lead."""
    gate = session.get(Gate, gate_id)
    if gate is None:
        raise NotFound("That gate is not on file.")
    _may_lead(session, viewer, gate.campaign_id)
    gate.state, gate.state_since, gate.source = state, since, source or gate.source
    session.flush()
    return gate


def gates(session: Session, viewer: Viewer, campaign_id: int, day: date | None = None) -> tuple[GateLine, ...]:
    """The gates of a campaign by chamber and place, those of both chambers last (one query).

    On a ``day`` before the bill came to a gate, that gate is still ahead, and nothing tells what became of it.
    """
    rows = session.execute(
        select(Gate, Office.title, Committee.name)
        .outerjoin(Office, Gate.office_id == Office.id)
        .outerjoin(Committee, Gate.committee_id == Committee.id)
        .where(Gate.campaign_id == campaign_id)
    ).all()
    ordered = sorted(rows, key=lambda row: (row[0].chamber_id is None, row[0].chamber_id or 0, row[0].place))
    return tuple(
        GateLine(
            gate.id,
            gate.chamber_id,
            gate.place,
            gate.kind,
            gate.name,
            gate.office_id,
            office,
            gate.committee_id,
            committee,
            *_stood(gate, day),
        )
        for gate, office, committee in ordered
    )


def _stood(gate: Gate, day: date | None) -> tuple[GateState, date | None, str | None]:
    if day is not None and gate.state_since is not None and gate.state_since > day:
        return GateState.AHEAD, None, None
    return gate.state, gate.state_since, gate.source


def _may_lead(session: Session, viewer: Viewer, campaign_id: int) -> None:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("That campaign is not on file.", hint="Look through the list of campaigns.")
    may_lead(viewer, campaign.lead_organization_id)
