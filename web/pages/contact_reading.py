"""From the log form to a contact: words into ids, days and enums. What cannot be is for the service to say."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from crm import dates
from crm.coalition.models import Visibility
from crm.errors import InvalidInput
from crm.outreach.around import Colleague, NamedOfficial
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.desk import Desk, DeskCampaign
from crm.outreach.models import Channel, Outcome
from crm.positions.stance import read_stance
from web.pages import vague_date
from web.pages.contact_draft import Draft, OwedDraft, SaidDraft, TopicDraft

_Word = TypeVar("_Word", bound=enum.StrEnum)


def read(
    draft: Draft,
    *,
    user_id: int,
    desk: Desk,
    campaign: DeskCampaign | None,
    officials: tuple[NamedOfficial, ...],
    colleagues: tuple[Colleague, ...],
) -> NewContact:
    """The contact the form tells of. Raises InvalidInput with the field that cannot be read."""
    by_slug = {official.slug: official.id for official in officials}
    there = {str(each.user_id): each for each in colleagues if str(each.user_id) in draft.colleagues}
    # Whoever took part on our side heard it as well.
    witnesses = (*_names(draft["witnesses"]), *(each.name for each in there.values()))
    return NewContact(
        channel=_one_of(Channel, draft["channel"], "channel", "How was contact made?"),
        outcome=_one_of(Outcome, draft["outcome"], "outcome", "How did it go?") if draft["outcome"] else None,
        officials=tuple(Official(official.id) for official in officials),
        staff=tuple(Staff(printed_name=name) for name in _names(draft["staff"])),
        organization_ids=tuple(_ids(draft.partners, "partner")),
        user_ids=(user_id, *(each.user_id for each in there.values())),
        topics=tuple(topic for each in draft.topics for topic in _topics(each, desk, by_slug, witnesses)),
        follow_ups=tuple(_owed(owed, place, by_slug) for place, owed in enumerate(draft.owed) if owed.what or owed.due),
        organization_id=_id(draft["organization"], "organization"),
        campaign_id=campaign.id if campaign else None,
        visibility=(
            _one_of(Visibility, draft["visibility"], "visibility", "Who may see it?") if draft["visibility"] else None
        ),
        happened=vague_date.edtf(vague_date.Typed(first=draft["happened"]), field="happened"),
        title=draft["title"] or None,
        notes=draft["notes"],
        place=draft["place"] or None,
        minutes=_id(draft["minutes"], "minutes"),
        contact_point_id=_id(draft["phone"], "phone"),
        client_key=draft["client_key"] or None,
    )


def _topics(draft: TopicDraft, desk: Desk, by_slug: dict[str, int], witnesses: tuple[str, ...]) -> Iterable[Topic]:
    """A topic for every official who said something; one for the measure alone where nobody did."""
    said = {slug: each for slug, each in draft.said.items() if not each.is_empty and (slug in by_slug or not slug)}
    if not draft.measure:
        if any(each.has_stance or each.answer for each in said.values()):
            raise InvalidInput("On which measure?", hint="Choose the measure they spoke about.", field="measure")
        return
    measure = next((each for each in desk.measures.values() if each.slug == draft.measure), None)
    if measure is None:
        raise InvalidInput("That measure is not on file.", hint="Choose one of the list.", field="measure")
    ask_id = _id(draft.ask, "ask")
    if not said:
        yield Topic(measure.id, ask_id=ask_id)
    for slug, each in said.items():
        yield _topic(each, measure.id, ask_id, by_slug.get(slug), witnesses)


def _topic(
    said: SaidDraft, measure_id: int, ask_id: int | None, person_id: int | None, witnesses: tuple[str, ...]
) -> Topic:
    if not said.has_stance:
        return Topic(measure_id, ask_id=ask_id, answer=said.answer or None, person_id=person_id)
    return Topic(
        measure_id,
        ask_id=ask_id,
        answer=said.answer or None,
        stance=read_stance(said.stance),
        person_id=person_id,
        condition=said.condition or None,
        witnesses=witnesses,
    )


def _owed(owed: OwedDraft, place: int, by_slug: dict[str, int]) -> Owed:
    if not owed.what:
        raise InvalidInput("What is owed?", hint="Say it in a few words: “send the fact sheet”.", field=f"what-{place}")
    return Owed(
        what=owed.what,
        due_on=due_day(owed.due, f"due-{place}"),
        owed_by_id=_id(owed.by, f"by-{place}"),
        person_id=by_slug.get(owed.whom),
    )


def due_day(text: str, field: str) -> date | None:
    """The day something is due; nothing for no day. Raises InvalidInput."""
    return dates.parse_day(text, field=field) if text else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _id(text: str, field: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise InvalidInput(
            "That is not a number." if field == "minutes" else "That choice is gone.",
            hint="Write it in figures." if field == "minutes" else "Choose again.",
            field=field,
        )
    return int(text)


def _ids(texts: list[str], field: str) -> Iterable[int]:
    return (found for text in dict.fromkeys(texts) if (found := _id(text, field)) is not None)


def _one_of(words: type[_Word], text: str, field: str, question: str) -> _Word:
    try:
        return words(text)
    except ValueError:
        raise InvalidInput(question, hint="Choose one of the list.", field=field) from None
