"""What the page of one official shows: who they are, what they said and how we know, what we did, whom they know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from crm import clock
from crm.coalition.visibility import Viewer
from crm.errors import WhipcountError
from crm.importers.differing import differences_about
from crm.outreach import queries as outreach
from crm.outreach.desk import Desk, DeskMeasure, desk
from crm.people.queries import Official, proposals_about
from crm.positions.differing import differing
from crm.positions.freshness import is_due
from crm.positions.queries import Entry, Standing, standing_of_person, timeline
from web.as_of import AskedAsOf
from web.charts.steps import StepPoint, steps
from web.deps import SignedIn
from web.pages import wording
from web.pages.official_log import LogForm
from web.pages.official_measure import chosen_measure
from web.pages.outreach import words

SHOWN_CONTACTS: Final = 8
"""How many contacts stand on the page; the log of outreach has them all."""


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of the timeline. ``known`` is the day it was recorded; ``gone`` says why it counts no more."""

    entry: Entry
    known: date
    gone: str | None
    may_mend: bool


@dataclass(frozen=True, slots=True)
class OtherMeasure:
    """Where the official stands on another measure."""

    measure: DeskMeasure
    standing: Standing | None


def view(
    session: Session,
    me: SignedIn,
    official: Official,
    measure_slug: str,
    asked: AskedAsOf,
    query: QueryParams,
    log: LogForm | None = None,
    wrong: WhipcountError | None = None,
) -> dict[str, Any]:
    """Everything the page's template needs (a constant number of queries)."""
    viewer = me.viewer
    stands = standing_of_person(session, viewer, official.id, asked.as_of)
    offered = desk(session, viewer, stands)
    where = [office.jurisdiction_slug for office in official.offices]
    measure = chosen_measure(session, offered, measure_slug, where, stands)
    entries = timeline(session, viewer, official.id, measure.id, asked.as_of) if measure else ()
    history = outreach.history(session, viewer, official.id, limit=SHOWN_CONTACTS + 1)
    now = stands.get(measure.id) if measure else None
    return {
        "official": official,
        "asked": asked,
        "measure": measure,
        "standing": now,
        "due": now is not None and is_due(now.said_latest, now.kinds, asked.said),
        "steps": shown_steps(entries, viewer),
        "chart": chart(entries, asked.said),
        "differing": differing(entries),
        "may_rule": bool(viewer.lead_organization_ids),
        "others": _others(offered, stands, measure, where),
        "history": history[:SHOWN_CONTACTS],
        "more_history": len(history) > SHOWN_CONTACTS,
        "owed": outreach.follow_ups(session, viewer, person_id=official.id),
        "ties": outreach.ties(session, viewer, (official.id,)).get(official.id, ()),
        "proposals": proposals_about(session, official.id),
        "source_differences": differences_about(session, official.id),
        "may_join": viewer.is_admin or bool(viewer.lead_organization_ids),
        "log": log or LogForm.fresh(session, me, official, offered, measure, query),
        "wrong": wrong,
        "words": words(),
        "contact_kinds": {kind.value: text for kind, text in wording.CONTACTS.items()},
        "evidence_names": {kind.value: text for kind, text in wording.EVIDENCE_NAMES.items()},
        "visibilities": {kind.value: text for kind, (text, _why) in wording.VISIBILITIES.items()},
        "power": wording.power,
        "today": clock.today(),
    }


def shown_steps(entries: tuple[Entry, ...], viewer: Viewer) -> tuple[Step, ...]:
    """The entries, newest first; a retraction is told at the entry it took back."""
    by_id = {entry.id: entry for entry in entries}
    return tuple(
        Step(entry, clock.local(entry.recorded_at).date(), _gone(entry, by_id), may_mend(entry, viewer))
        for entry in reversed(entries)
        if entry.stance is not None
    )


def chart(entries: tuple[Entry, ...], day: date) -> Markup:
    """The entries that count, as steps over time."""
    points = [
        StepPoint(
            entry.said_earliest,
            entry.said_latest,
            entry.stance.value,
            conditional=bool(entry.condition),
            href=f"#p-{entry.id}",
        )
        for entry in entries
        if entry.stands and entry.stance is not None
    ]
    return steps(points, day)


def may_mend(entry: Entry, viewer: Viewer) -> bool:
    """Whether the viewer may correct the entry or take it back (the service decides again)."""
    if entry.corrected_by is not None or entry.stance is None:
        return False
    return viewer.is_admin if entry.organization_id is None else entry.organization_id in viewer.organization_ids


def _gone(entry: Entry, by_id: dict[int, Entry]) -> str | None:
    if entry.corrected_by is not None:
        by = by_id.get(entry.corrected_by)
        what = "Taken back" if entry.retracted else "Corrected"
        return f"{what}: {by.reason_given}" if by and by.reason_given else f"{what}."
    if entry.overruled:
        return f"Overruled: {entry.overruled_because}"
    return None


def _others(
    offered: Desk, stands: dict[int, Standing], measure: DeskMeasure | None, where: list[str]
) -> tuple[OtherMeasure, ...]:
    """The other measures put to the official's government, and whatever else they are on record for."""
    return tuple(
        OtherMeasure(each, stands.get(each.id))
        for each in offered.measures.values()
        if each != measure and (each.id in stands or each.jurisdiction in where)
    )
