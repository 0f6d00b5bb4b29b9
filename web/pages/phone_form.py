"""The form of a phone card: every field as it was typed, and the contact it tells of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from starlette.datastructures import FormData

from crm import clock
from crm.calling.queue_card import Card
from crm.coalition.models import Visibility
from crm.datewords import time_of_day
from crm.errors import InvalidInput
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.desk import DeskMeasure
from crm.outreach.lines import ContactLine
from crm.outreach.models import Channel, Outcome
from crm.positions.stance import read_stance
from web.deps import text_of
from web.form_values import chosen_id, one_of
from web.pages.contact_reading import due_day

_PLAIN: Final = (
    "client_key", "outcome", "phone", "call_back", "call_back_other", "staff", "notes", "what", "due", "by",
    "language", "organization", "visibility", "witnesses",
)  # fmt: skip
_NAMED: Final = {"notes": "Note", "staff": "Staff", "what": "Owed next", "due": "By when", "witnesses": "Who heard it"}
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on one measure, as it was typed."""

    stance: str = ""
    answer: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it stands. ``said`` is by the measure's slug."""

    plain: dict[str, str]
    said: dict[str, Said]

    def __getitem__(self, name: str) -> str:
        return self.plain[name]

    def of(self, slug: str) -> Said:
        """What was typed on a measure; empty where nothing was."""
        return self.said.get(slug, Said())

    def to_copy(self) -> str:
        """Everything that was typed, as text: for who may no longer log it here."""
        lines = [f"{label}: {self[name]}" for name, label in _NAMED.items() if self[name]]
        for slug, said in self.said.items():
            told = ", ".join(part for part in (said.stance.replace("_", " "), said.answer, said.condition) if part)
            lines += [f"On {slug}: {told}"] if told else []
        outcome = [f"Outcome: {self['outcome'].replace('_', ' ')}"] if self["outcome"] else []
        return "\n".join([*outcome, *lines])


def fresh() -> Draft:
    """The empty form."""
    return Draft(dict.fromkeys(_PLAIN, "") | {"client_key": secrets.token_urlsafe(18)}, {})


def of_contact(line: ContactLine) -> Draft:
    """The form filled in with a contact that was undone, so that nothing has to be typed twice."""
    owed = line.follow_ups[0] if line.follow_ups else None
    plain = fresh().plain | {
        "outcome": line.outcome.value if line.outcome else "",
        "phone": str(line.contact_point_id or ""),
        "notes": line.notes,
        "staff": ", ".join(line.staff),
        "what": owed.what if owed else "",
        "due": owed.due_on.isoformat() if owed and owed.due_on else "",
        "visibility": line.visibility.value,
        "organization": str(line.organization_id or ""),
    }
    said = {
        topic.measure_slug: Said(topic.stance.value if topic.stance else "", topic.answer or "")
        for topic in line.topics
        if topic.stance or topic.answer
    }
    return Draft(plain, said)


def sent(form: FormData) -> Draft:
    """The form as it was sent. A button of one tap says the outcome by itself."""
    plain = {name: text_of(form, name) for name in _PLAIN}
    plain["outcome"] = text_of(form, "tap") or plain["outcome"]
    slugs = [name.removeprefix("answer-") for name in form if name.startswith("answer-")]
    said = {
        slug: Said(*(text_of(form, f"{field}-{slug}") for field in ("stance", "answer", "condition"))) for slug in slugs
    }
    return Draft(plain, said)


def read(draft: Draft, card: Card, user_id: int, measures: Iterable[DeskMeasure]) -> NewContact:
    """The contact the form tells of. Raises InvalidInput with the field that cannot be read."""
    try:
        outcome = Outcome(draft["outcome"])
    except ValueError:
        raise InvalidInput("What happened?", hint="Press one of the outcomes.", field="outcome") from None
    witnesses = tuple(name.strip() for name in draft["witnesses"].split(",") if name.strip())
    main, *watched = measures
    topics = [_topic(draft.of(main.slug), main.id, card.ask_id, witnesses)]
    topics += [_topic(said, each.id, None, witnesses) for each in watched if (said := draft.of(each.slug)) != Said()]
    return NewContact(
        channel=Channel.CALL,
        outcome=outcome,
        officials=(Official(card.person_id),),
        staff=tuple(Staff(printed_name=name.strip()) for name in draft["staff"].split(",") if name.strip()),
        user_ids=(user_id,),
        topics=tuple(topics),
        follow_ups=_owed(draft),
        organization_id=chosen_id(draft["organization"], "organization_id"),
        campaign_id=card.campaign_id,
        visibility=(
            one_of(Visibility, draft["visibility"], "visibility", "Who may see it?") if draft["visibility"] else None
        ),
        happened_at=clock.now(),
        call_back_at=_call_back(draft) if outcome is Outcome.CALL_BACK else None,
        notes=draft["notes"],
        language=draft["language"][:12] or None,
        contact_point_id=chosen_id(draft["phone"], "phone"),
        client_key=draft["client_key"] or None,
    )


def call_back_times() -> list[tuple[str, str]]:
    """Times one often hears, as (value, words): later today while offices are open, tomorrow, another time."""
    local = clock.local(clock.now()).replace(second=0, microsecond=0)
    soon = local + timedelta(minutes=30 + (-local.minute) % 15)
    times = [(soon, "Today, "), (soon + timedelta(hours=2), "Today, ")]
    times = [each for each in times if each[0].date() == local.date() and 9 <= each[0].hour < 18]
    tomorrow = local.date() + timedelta(days=1)
    times += [(datetime.combine(tomorrow, time(hour), local.tzinfo), "Tomorrow, ") for hour in (10, 14)]
    return [
        *((at.strftime("%Y-%m-%dT%H:%M"), day + time_of_day(at)) for at, day in times),
        (OTHER, "Another time"),
    ]


def _call_back(draft: Draft) -> datetime | None:
    text = draft["call_back_other"] if draft["call_back"] in ("", OTHER) else draft["call_back"]
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.zone())
    except ValueError:
        raise InvalidInput(
            f"“{text}” is no time.", hint="Choose the day and the time, such as June 17, 3 PM.", field="call_back"
        ) from None


def _topic(said: Said, measure_id: int, ask_id: int | None, witnesses: tuple[str, ...]) -> Topic:
    if said.stance in ("", "unknown"):
        return Topic(measure_id, ask_id=ask_id, answer=said.answer or None)
    return Topic(
        measure_id,
        ask_id=ask_id,
        answer=said.answer or None,
        stance=read_stance(said.stance),
        condition=said.condition or None,
        witnesses=witnesses,
    )


def _owed(draft: Draft) -> tuple[Owed, ...]:
    if not (draft["what"] or draft["due"]):
        return ()
    if not draft["what"]:
        raise InvalidInput("What is owed?", hint="Say it in a few words: “send the fact sheet”.", field="what")
    return (Owed(draft["what"], due_day(draft["due"], "due"), chosen_id(draft["by"], "by")),)
