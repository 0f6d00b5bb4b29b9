"""Reports of one timeline that disagree, for whoever rules between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from crm.positions.standing import CONTESTED_WITHIN
from crm.positions.timeline import Entry


def differing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The reports of organizations between which somebody must rule, the newest first; nothing where none disagree.

    The same rule as ``Standing.contested``: the newest report that stands is another organization's than one that
    stands shortly before it and says something else. Public records contest nobody.
    """
    latest: dict[int | None, Entry] = {}
    for entry in entries:
        if entry.stands and (
            entry.organization_id not in latest or _order(entry) > _order(latest[entry.organization_id])
        ):
            latest[entry.organization_id] = entry
    if not latest:
        return ()
    newest, *others = sorted(latest.values(), key=_order, reverse=True)
    if newest.organization_id is None:
        return ()
    against = [
        other
        for other in others
        if other.organization_id is not None
        and other.stance is not newest.stance
        and newest.said_latest - other.said_latest <= CONTESTED_WITHIN
    ]
    return (newest, *against) if against else ()


def _order(entry: Entry) -> tuple[date, datetime, int]:
    return entry.said_latest, entry.recorded_at, entry.id
