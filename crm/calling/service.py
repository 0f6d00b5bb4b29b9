"""Verbs of call lists: keep a sheet, take one official, give them back, set one aside, close the list."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling import holds
from crm.calling.holds import LEASE
from crm.calling.models import CallList, CallTarget, Claim, Skip, TargetState
from crm.calling.sheet import CallSheet, redrawn, rule_of
from crm.campaigns.viewer import audience
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.outreach.checks import walls_of

__all__ = ["LEASE", "close", "give_back", "keep", "put_back", "renew", "set_aside", "take", "target_of"]

LONGEST: Final = 500
"""Nobody calls more in one go, and a forged form cannot ask for more."""


def keep(
    session: Session,
    viewer: Viewer,
    sheet: CallSheet,
    name: str,
    *,
    organization_id: int | None = None,
    visibility: Visibility | None = None,
) -> CallList:
    """Keep a call sheet as a list to work through, with the reasons of each row, as those who see it may know them.

    Default: seen by the campaign's coalition. Raises InvalidInput for a sheet without calls, NotAllowed and the rest as
    logging a contact does.
    """
    organization_id, visibility = walls_of(session, viewer, organization_id, sheet.campaign.id, visibility)
    seen_by = audience(session, visibility, organization_id, sheet.campaign.id, clock.today())
    sheet = redrawn(session, seen_by, sheet)
    if not sheet.rows:
        raise InvalidInput("Nobody is on this list.", hint="Choose another day or chamber.", field="deadline")
    ahead = sheet.horizon
    kept = CallList(
        campaign_id=sheet.campaign.id,
        name=name.strip() or f"Calls before {ahead.day.isoformat()}",
        organization_id=organization_id,
        visibility=visibility,
        deadline_id=ahead.deadlines[0].id if ahead.deadlines else None,
        deadline_on=ahead.day,
        rule=rule_of(sheet),
        left_out={"people": [[each.person_id, each.name, each.reason] for each in sheet.left_out]},
        built_at=clock.now(),
        built_by_id=viewer.user_id,
    )
    session.add(kept)
    session.flush()
    session.add_all(
        CallTarget(
            call_list_id=kept.id,
            person_id=row.candidate.person_id,
            ask_id=row.asked.ask.id if row.asked.ask else None,
            contact_point_id=row.phone.id if row.phone else None,
            rank=row.rank,
            reasons=[*row.worth.reasons, *([row.planned.lost_without] if row.planned else [])],
            tier=row.planned.tier if row.planned else None,
            gain=row.planned.gain if row.planned else None,
            caller_number=row.planned.by.number if row.planned and row.planned.by else None,
            caller_id=row.planned.caller_id if row.planned else None,
        )
        for row in sheet.rows[:LONGEST]
    )
    session.flush()
    return kept


def take(session: Session, viewer: Viewer, target_id: int) -> Claim:
    """Take an official of a list for the length of a call. Taken again by the same caller, the lease begins anew.

    Raises NotFound outside of what the viewer may see, NotAllowed for who signs in nowhere, Conflict while somebody
    else has them in whatever list, and for an official set aside or a list that is closed.
    """
    if viewer.user_id is None:
        raise NotAllowed("Only somebody who is signed in can take a call.")
    target, call_list = target_of(session, viewer, target_id)
    if call_list.closed_at is not None:
        raise Conflict("This list is closed.", hint="Draw up a new one.")
    if target.state is TargetState.SKIPPED:
        raise Conflict("They were set aside.", hint="Put them back first.")
    claim = holds.hold(session, viewer.user_id, target_id, target.person_id)
    if claim is None:
        raise Conflict("Somebody else is on the line with this office.", hint="Take the next one.")
    return claim


def renew(session: Session, viewer: Viewer, claim_id: int) -> Claim:
    """Let the lease of an open card begin anew, as the card asks from time to time, and return the claim in force.

    A lease that ran out is taken again where nobody else has the office by now. Raises NotFound for another's claim and
    outside of what the viewer may see, NotAllowed as ``take`` does, Conflict where somebody else has the office, where
    it was given back, and once the list is closed.
    """
    claim = session.get(Claim, claim_id)
    if claim is None or viewer.user_id is None or claim.user_id != viewer.user_id:
        raise NotFound("That call is not yours.", hint="Open the list again.")
    _, call_list = target_of(session, viewer, claim.call_target_id)
    if call_list.closed_at is not None:
        raise Conflict("This list was closed.", hint="Finish the call and save it; no further one comes.")
    kept = holds.renew(session, viewer.user_id, claim)
    if kept is None:
        raise Conflict(
            "Your twenty minutes ran out, and somebody else is on the line with this office now.",
            hint="Save what you have written all the same: nothing is lost.",
        )
    return kept


def give_back(session: Session, viewer: Viewer, target_id: int) -> None:
    """End the viewer's own lease on an official, if there is one. Raises NotFound as ``take`` does."""
    target, _ = target_of(session, viewer, target_id)
    if viewer.user_id is not None:
        holds.release(session, viewer.user_id, target.person_id)


def set_aside(session: Session, viewer: Viewer, target_id: int, *, reason: str | None = None) -> CallTarget:
    """Set an official of a list aside; they stay on it, below the rest. Raises NotFound as ``take`` does."""
    target, _ = target_of(session, viewer, target_id)
    target.state = TargetState.SKIPPED
    if viewer.user_id is not None:
        holds.release(session, viewer.user_id, target.person_id, skipped=Skip.NOBODY, reason=reason)
    session.flush()
    return target


def put_back(session: Session, viewer: Viewer, target_id: int) -> CallTarget:
    """Put an official who was set aside back into the list. Raises NotFound as ``take`` does."""
    target, _ = target_of(session, viewer, target_id)
    target.state = TargetState.WAITING
    session.flush()
    return target


def close(session: Session, viewer: Viewer, call_list_id: int, *, closed: bool = True) -> CallList:
    """Close a list (nobody takes calls from it any more), or open it again.

    Raises NotFound outside of what the viewer may see, NotAllowed for another organization's list.
    """
    found = session.scalar(select(CallList).where(CallList.id == call_list_id, visible(CallList, viewer)))
    if found is None:
        raise _no_list()
    viewer.may_write_for(found.organization_id)
    found.closed_at = clock.now() if closed else None
    session.flush()
    return found


def target_of(session: Session, viewer: Viewer, target_id: int) -> tuple[CallTarget, CallList]:
    """A target and its list. Raises NotFound outside of what the viewer may see, NotAllowed for who only looks on."""
    row = session.execute(
        select(CallTarget, CallList)
        .join(CallList, CallList.id == CallTarget.call_list_id)
        .where(CallTarget.id == target_id, visible(CallList, viewer))
    ).one_or_none()
    if row is None:
        raise _no_list()
    target, call_list = row
    # Who sees a list by its being public works for nobody in it.
    if not viewer.sees_all and call_list.campaign_id not in viewer.campaign_ids:
        viewer.may_write_for(call_list.organization_id)
    return target, call_list


def _no_list() -> NotFound:
    return NotFound("That call list is not on file.", hint="It may be behind another organization's wall.")
