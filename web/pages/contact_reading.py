"""From the log form to a contact: words into ids, days and enums. What cannot be is for the service to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crm import dates
from crm.coalition.models import Visibility
from crm.errors import InvalidInput
from crm.outreach.around import Colleague, NamedOfficial
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.desk import Desk, DeskCampaign
from crm.outreach.models import Channel, Outcome
from crm.positions.stance import read_stance
from web.form_values import chosen_id, one_of
from web.pages import vague_date
from web.pages.contact_draft import Draft, OwedDraft, SaidDraft, TopicDraft


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
        channel=one_of(Channel, draft["channel"], "channel", "How was contact made?"),
        outcome=one_of(Outcome, draft["outcome"], "outcome", "How did it go?") if draft["outcome"] else None,
        officials=tuple(Official(official.id) for official in officials),
        staff=tuple(Staff(printed_name=name) for name in _names(draft["staff"])),
        organization_ids=tuple(_ids(draft.partners, "partner")),
        user_ids=(user_id, *(each.user_id for each in there.values())),
        topics=tuple(topic for each in draft.topics for topic in _topics(each, desk, by_slug, witnesses)),
        follow_ups=tuple(_owed(owed, place, by_slug) for place, owed in enumerate(draft.owed) if owed.what or owed.due),
        organization_id=chosen_id(draft["organization"], "organization"),
        campaign_id=campaign.id if campaign else None,
        visibility=(
            one_of(Visibility, draft["visibility"], "visibility", "Who may see it?") if draft["visibility"] else None
        ),
        happened=vague_date.edtf(vague_date.Typed(first=draft["happened"]), field="happened"),
        title=draft["title"] or None,
        notes=draft["notes"],
        place=draft["place"] or None,
        minutes=_minutes(draft["minutes"]),
        contact_point_id=chosen_id(draft["phone"], "phone"),
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
    ask_id = chosen_id(draft.ask, "ask")
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
        owed_by_id=chosen_id(owed.by, f"by-{place}"),
        person_id=by_slug.get(owed.whom),
    )


def due_day(text: str, field: str) -> date | None:
    """The day something is due; nothing for no day. Raises InvalidInput."""
    return dates.parse_day(text, field=field) if text else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _minutes(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInput("That is not a number.", hint="Write it in figures.", field="minutes")
    return int(text) if text else None


def _ids(texts: list[str], field: str) -> Iterable[int]:
    return (found for text in dict.fromkeys(texts) if (found := chosen_id(text, field)) is not None)
