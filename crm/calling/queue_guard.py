"""So that no office is rung twice in a day by two organizations of one campaign: what a caller is told before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from crm import clock
from crm.calling.rules import REST
from crm.coalition.visibility import Viewer
from crm.datewords import away
from crm.outreach.outcomes import LABELS
from crm.outreach.queries import LastContact, last_contacts, touched_by_allies


@dataclass(frozen=True, slots=True)
class Guard:
    """A partner was in touch with the office within the days of rest. ``today``: ask before calling all the same."""

    words: str
    today: bool


def guards(session: Session, viewer: Viewer, campaign_id: int, person_ids: Collection[int]) -> dict[int, Guard]:
    """The warnings for these officials, by person id (three queries).

    Where the contact stands behind a partner's wall, it says neither who nor what: the office's peace is worth the
    word, and no more (field.md 4.8). Where it is shared, it says both.
    """
    if not person_ids:
        return {}
    day = clock.today()
    last = last_contacts(session, viewer, person_ids)
    lately = touched_by_allies(session, viewer, campaign_id, person_ids, day - REST)
    today = touched_by_allies(session, viewer, campaign_id, lately, day) if lately else frozenset()
    found = {person_id: guard for person_id, each in last.items() if (guard := _shared(viewer, each, day)) is not None}
    return found | _walled(lately, today, found)


def _shared(viewer: Viewer, last: LastContact, day: date) -> Guard | None:
    ours = viewer.sees_all or last.organization_id in viewer.organization_ids
    if ours or last.last_called is None or last.last_called != last.day or day - last.day > REST:
        return None
    who = last.organization or "A partner in the campaign"
    how = f": {LABELS[last.outcome]}" if last.outcome else ""
    return Guard(f"{who} was in touch with this office {away(last.day, day)}{how}.", last.day == day)


def _walled(lately: Collection[int], today: Collection[int], shared: Mapping[int, Guard]) -> dict[int, Guard]:
    """What is known of the contacts behind walls; the nearer in time tells."""
    return {
        person_id: Guard(
            "A partner in the campaign was in touch with this office "
            + ("today." if person_id in today else f"within the last {REST.days} days."),
            person_id in today,
        )
        for person_id in lately
        if person_id in today or person_id not in shared
    }
