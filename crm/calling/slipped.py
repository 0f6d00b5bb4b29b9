"""Lists whose deadline has slipped since: they say so, and can be drawn up again with the same choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.calling.effort import Choices
from crm.calling.models import CallList
from crm.calling.service import close, keep
from crm.calling.sheet import call_sheet
from crm.campaigns.models import Campaign
from crm.coalition.visibility import Viewer, visible
from crm.datewords import day_near
from crm.errors import Conflict, NotFound
from crm.jurisdictions.models import Chamber, ChamberKind, Deadline, DeadlineKind
from crm.positions.as_of import AsOf


@dataclass(frozen=True, slots=True)
class Slip:
    """A list's deadline that has moved: from which day, to which, and why; ``words`` say it.

    ``ahead``: the day it moved to is not over, so that a new list can be drawn up for it.
    """

    call_list_id: int
    name: str
    was_on: date
    now_on: date
    words: str
    source: str
    reason: str | None
    ahead: bool


def slips(session: Session, viewer: Viewer, list_ids: Collection[int] | None = None) -> dict[int, Slip]:
    """The slips of the open lists the viewer may see (or of these lists, open or closed), by list id. Two queries."""
    query = select(CallList.id, CallList.name, CallList.deadline_on, CallList.deadline_id, CallList.rule).where(
        visible(CallList, viewer)
    )
    if list_ids is None:
        query = query.where(CallList.closed_at.is_(None))
    else:
        query = query.where(CallList.id.in_(sorted(set(list_ids))))
    rows = session.execute(query.order_by(CallList.id)).all()
    built_for = {row.id: _deadlines(row) for row in rows}
    wanted = {key for keys in built_for.values() for key in keys}
    if not wanted:
        return {}
    chains = _Chains(session, wanted)
    found = {}
    for row in rows:
        moved = [last for key in built_for[row.id] if (last := chains.last(key)) and last.falls_on != row.deadline_on]
        if moved:
            found[row.id] = _slip(row, max(moved, key=lambda each: each.falls_on))
    return found


def rebuild(session: Session, viewer: Viewer, call_list_id: int, *, close_old: bool = False) -> CallList:
    """Draw up a list anew for the day its deadline has moved to, with the choices it was built from, and keep it.

    The old list stays; it is closed where that is asked for. Raises NotFound outside of what the viewer may see,
    Conflict for a list whose deadline has not moved, InvalidInput where the new day is over or nobody is to be called,
    and the rest as ``keep`` and ``close`` do.
    """
    row = session.execute(
        select(CallList, Campaign.slug)
        .join(Campaign, Campaign.id == CallList.campaign_id)
        .where(CallList.id == call_list_id, visible(CallList, viewer))
    ).one_or_none()
    if row is None:
        raise NotFound("That call list is not on file.", hint="It may be behind another organization's wall.")
    old, slug = row
    slip = slips(session, viewer, [call_list_id]).get(call_list_id)
    if slip is None:
        raise Conflict("The deadline of this list has not moved.", hint="Draw up a new list on the page of call lists.")
    if close_old:
        viewer.may_write_for(old.organization_id)
    rule: Mapping[str, Any] = old.rule
    chamber, limit = rule.get("chamber"), rule.get("limit")
    sheet = call_sheet(
        session,
        viewer,
        slug,
        AsOf.of(),
        deadline=slip.now_on,
        chamber=ChamberKind(chamber) if chamber else None,
        # Lists of former versions did not note the number they were cut at.
        limit=limit if "limit" in rule else rule.get("rows"),
        choices=Choices.of_rule(rule.get("choices")),
    )
    owner = old.organization_id if old.organization_id in viewer.organization_ids else None
    made = keep(session, viewer, sheet, old.name, organization_id=owner, visibility=old.visibility)
    if close_old:
        close(session, viewer, call_list_id)
    return made


def _deadlines(row: Any) -> tuple[int, ...]:
    """The deadlines a list was built for: all that fell on its day, where it noted them."""
    ids = row.rule.get("deadlines") or ([row.deadline_id] if row.deadline_id is not None else [])
    return tuple(int(key) for key in ids)


class _Chains:
    """Every entry of the calendars in question, and which one replaced which."""

    def __init__(self, session: Session, wanted: Collection[int]) -> None:
        theirs = select(Deadline.jurisdiction_id).where(Deadline.id.in_(sorted(wanted)))
        rows: Any = session.execute(
            select(Deadline.id, Deadline.replaces_id, Deadline.falls_on, Deadline.kind, Deadline.name, Deadline.source,
                   Deadline.reason, Chamber.name.label("chamber"))
            .outerjoin(Chamber, Chamber.id == Deadline.chamber_id)
            .where(Deadline.jurisdiction_id.in_(theirs))
        ).all()  # fmt: skip
        self._by_id = {row.id: row for row in rows}
        self._replaced_by = {row.replaces_id: row.id for row in rows if row.replaces_id is not None}

    def last(self, deadline_id: int) -> Any:
        """The entry that holds now in place of this one; the same one where it never moved."""
        while deadline_id in self._replaced_by:
            deadline_id = self._replaced_by[deadline_id]
        return self._by_id.get(deadline_id)


def _slip(row: Any, last: Any) -> Slip:
    today = clock.today()
    day = day_near(last.falls_on, today)
    if last.kind is DeadlineKind.ADJOURNMENT and last.chamber is not None:
        now = f"the {last.chamber} now adjourns {day}"
    else:
        now = f"“{last.name}” is now on {day}"
    words = f"Drawn up for {day_near(row.deadline_on, today)}; {now}."
    ahead = last.falls_on >= today
    return Slip(row.id, row.name, row.deadline_on, last.falls_on, words, last.source, last.reason, ahead)
