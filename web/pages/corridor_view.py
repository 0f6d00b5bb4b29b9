"""A walk as the device keeps it: finished words, so that the device has nothing to work out without network."""

from __future__ import annotations

from typing import Any

from crm.calling.corridor import Door, Walk
from crm.calling.queries import ListLine, TargetLine
from crm.datewords import day, vague
from crm.outreach.outcomes import LABELS
from crm.people.phones import Phone
from crm.people.rooms import Room
from web.filters import instant, phone, shortday, tel
from web.pages.wording import CHANNELS


def line_json(line: ListLine) -> dict[str, Any]:
    """A list in a row."""
    return {
        "id": line.id,
        "name": line.name,
        "campaign": line.campaign,
        "before": day(line.deadline_on),
        "total": line.total,
        "done": line.reached,
    }


def walk_json(found: Walk) -> dict[str, Any]:
    """The list whole. ``seen`` comes back with each entry: what was recorded later, the device did not know."""
    kept = found.kept
    return line_json(kept.line) | {
        "campaign_slug": kept.line.campaign_slug,
        "measure": kept.measure_slug,
        "visibility": kept.line.visibility.value,
        "closed": kept.line.closed_at is not None,
        "seen": found.seen_at.isoformat(),
        "as_of": instant(found.seen_at),
        "measures": [{"slug": each.slug, "name": each.name} for each in found.measures],
        "asks": [{"id": each.id, "words": each.words} for each in found.asks],
        "organizations": [{"id": id_, "name": name} for id_, name in found.organizations],
        "doors": [_door(each) for each in found.doors],
    }


def _door(door: Door) -> dict[str, Any]:
    target = door.target
    return {
        "target": target.id,
        "official": target.slug,
        "name": target.name,
        "office": target.office,
        "rank": target.rank,
        "room": _room(door.room),
        "stance": _stance(target),
        "ask": target.ask,
        "ask_id": target.ask_id,
        "know": _know(door),
        "phones": [_phone(target.phone)] if target.phone else [],
        "aside": target.set_aside,
        "taken_by": None if target.taken_by_me else target.taken_by,
        "done": _done(target),
    }


def _room(room: Room | None) -> dict[str, str] | None:
    return {"short": room.short, "number": room.number, "where": room.where} if room else None


def _phone(found: Phone) -> dict[str, Any]:
    return {"id": found.id, "number": phone(found.number), "tel": tel(found.number), "office": found.office}


def _stance(target: TargetLine) -> dict[str, Any]:
    stands = target.stance
    if stands is None:
        return {"is": "unknown", "badge": "unknown"}
    badge = stands.stance.value
    if stands.condition is not None:
        badge += "-condition"
    elif badge == "yes":
        badge += "-hard" if stands.hard else "-soft"
    return {
        "is": stands.stance.value,
        "badge": badge,
        "words": stands.words,
        "condition": stands.condition,
        "said": vague(stands.said),
        "contested": stands.contested,
    }


def _done(target: TargetLine) -> dict[str, Any] | None:
    done = target.done
    if done is None:
        return None
    words = LABELS[done.outcome].capitalize() if done.outcome else "Contacted"
    return {"action": done.action_id, "words": f"{words}, {shortday(done.day)}"}


def _know(door: Door) -> list[str]:
    """What to know at the door, the freshest first."""
    lines = []
    last = door.last
    if last is not None:
        how = CHANNELS[last.channel].lower()
        came = f": {LABELS[last.outcome]}" if last.outcome else ""
        by = f", by {last.organization}" if last.organization else ""
        lines.append(f"Last contact {shortday(last.day)}{by}, {how}{came}.")
    if door.by_an_ally:
        lines.append("A partner was in touch with this office in the last days.")
    return [*lines, *(text for text in door.target.reasons if not text.startswith("Last contact"))]
