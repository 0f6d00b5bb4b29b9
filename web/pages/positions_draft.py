"""A position as it stands in its form: every field as it was typed, and how that is read."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from starlette.datastructures import FormData

from crm import dates
from crm.coalition.models import Visibility
from crm.errors import InvalidInput
from crm.outreach.desk import Desk, DeskCampaign, DeskMeasure
from crm.positions.models import Capacity, EvidenceKind
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.single import SingleEntry
from crm.positions.stance import Stance, read_stance
from crm.positions.timeline import EvidenceLine
from web.deps import text_of
from web.form_values import chosen_id, one_of
from web.pages import vague_date

Typed = dict[str, str]

NAMES: Final = (
    "measure", "stance", "words", "condition", "said", "said_how", "said_until", "kind", "title", "outlet", "url",
    "quote", "published", "witnesses", "visibility", "organization", "ask", "capacity", "learned_on", "reason",
    "client_key",
)  # fmt: skip


def fresh(measure: str) -> Typed:
    """The empty form. Its key makes sure that a form sent twice is entered once."""
    given = {"measure": measure, "said_how": "on", "capacity": "officeholder", "client_key": secrets.token_urlsafe(18)}
    return dict.fromkeys(NAMES, "") | given


def sent(form: FormData) -> Typed:
    """The form as it was sent."""
    return {name: text_of(form, name) for name in NAMES}


def of_entry(found: SingleEntry) -> Typed:
    """The form filled with an entry that is to be corrected."""
    entry = found.entry
    proof = entry.evidence[0] if entry.evidence else None
    when = vague_date.shown(entry.said)
    filled = {
        "stance": entry.stance.value if entry.stance else "",
        "words": entry.words,
        "condition": entry.condition or "",
        "said": when.first,
        "said_how": when.how,
        "said_until": when.last,
        "capacity": entry.capacity.value,
        "kind": proof.kind.value if proof else "",
        "title": (proof.title if proof else None) or "",
        "outlet": (proof.outlet if proof else None) or "",
        "url": (proof.url if proof else None) or "",
        "quote": (proof.quote if proof else None) or "",
        "published": (proof.published if proof else None) or "",
        "witnesses": ", ".join(proof.witnesses) if proof else "",
        "learned_on": entry.learned_on.isoformat() if entry.learned_on else "",
    }
    return fresh(found.measure_slug) | filled


def read_new(
    typed: Typed, person_id: int, measure: DeskMeasure | None, campaign: DeskCampaign | None, offered: Desk
) -> NewPosition:
    """The position the form tells of. Raises InvalidInput with the field that cannot be read."""
    if measure is None:
        raise InvalidInput("On which measure?", hint="Choose one of the list.", field="measure")
    visibility = one_of(Visibility, typed["visibility"], "visibility", "Who may see it?")
    return NewPosition(
        person_id=person_id,
        measure_id=measure.id,
        visibility=visibility,
        organization_id=_organization(typed["organization"], offered),
        campaign_id=campaign.id if campaign else None,
        ask_id=chosen_id(typed["ask"], "ask"),
        evidence=(_evidence(typed),),
        fact_key=f"form:{typed['client_key'][:64]}" if typed["client_key"] else None,
        **_said(typed),
    )


def read_correction(typed: Typed, found: SingleEntry) -> NewPosition:
    """What takes the place of a wrong entry; what the form does not ask for stays as it was."""
    return NewPosition(
        person_id=found.person_id,
        measure_id=found.measure_id,
        ask_id=found.entry.ask_id,
        bill_id=found.bill_id,
        print_letter=found.print_letter,
        made_by=found.entry.made_by,
        evidence=(_evidence(typed), *(_again(each) for each in found.entry.evidence[1:])),
        **_said(typed),
    )


def _said(typed: Typed) -> dict[str, Any]:
    """What was said, when, as what: read alike for a new entry and for a correction."""
    if not typed["stance"]:
        raise InvalidInput("Where do they stand?", hint="Choose the step that fits best.", field="stance")
    if not typed["said"]:
        raise InvalidInput("When was it said?", hint="A day, a month or a year: as vaguely as you know.", field="said")
    stance: Stance = read_stance(typed["stance"])
    learned: date | None = dates.parse_day(typed["learned_on"], field="learned_on") if typed["learned_on"] else None
    return {
        "stance": stance,
        "words": typed["words"],
        "condition": typed["condition"] or None,
        "said": vague_date.edtf(vague_date.typed(typed, "said"), field="said"),
        "capacity": one_of(Capacity, typed["capacity"] or "officeholder", "capacity", "Said as what?"),
        "learned_on": learned,
    }


def _evidence(typed: Mapping[str, str]) -> NewEvidence:
    url = typed["url"]
    if url and not url.startswith(("https://", "http://")):
        raise InvalidInput("That is no web address.", hint="It begins with https://", field="url")
    published = typed["published"]
    return NewEvidence(
        one_of(EvidenceKind, typed["kind"], "kind", "How do we know?"),
        title=typed["title"] or None,
        outlet=typed["outlet"] or None,
        url=url or None,
        quote=typed["quote"] or None,
        published=vague_date.edtf(vague_date.Typed(first=published), field="published") if published else None,
        witnesses=tuple(name.strip() for name in typed["witnesses"].split(",") if name.strip()),
    )


def _again(line: EvidenceLine) -> NewEvidence:
    return NewEvidence(line.kind, line.title, line.outlet, line.url, line.quote, line.published, line.witnesses)


def _organization(text: str, offered: Desk) -> int | None:
    if len(offered.organizations) == 1:
        return offered.organizations[0][0]
    return chosen_id(text, "organization_id")
