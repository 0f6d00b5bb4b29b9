"""Contacts of a sheet into the log, each once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from crm import dates
from crm.errors import WhipcountError
from crm.importers.sheet.items import Contact
from crm.importers.sheet.writing import Found, Writing
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.models import OutreachAction
from crm.outreach.service import log_contact

_UNDONE = re.compile(r"Import \d+ was undone\.\Z")


def write_contacts(writing: Writing, found: Sequence[Found]) -> None:
    """Log what is not in the log. What an undone import brought may come again; what somebody took back may not."""
    there = _on_file(writing)
    for reading, person_id in found:
        for item in reading.items:
            if not isinstance(item, Contact):
                continue
            key, turn = _key(writing, person_id, item), 1
            while there.get(_numbered(key, turn)):
                turn += 1
            key = _numbered(key, turn)
            if key in there:
                writing.report.same += 1
                continue
            try:
                with writing.session.begin_nested():
                    log_contact(writing.session, writing.viewer, _new(writing, person_id, item, key))
            except WhipcountError as wrong:
                writing.problem(reading, wrong.message, wrong.hint)
                continue
            there[key] = False
            writing.report.created += 1


def _on_file(writing: Writing) -> dict[str | None, bool]:
    """The keys of what came of this sheet before, and whether its import was taken back (one query)."""
    rows = writing.session.execute(
        select(OutreachAction.client_key, OutreachAction.retracted_reason).where(
            OutreachAction.client_key.startswith(writing.source.prefix, autoescape=True)
        )
    )
    return {key: bool(_UNDONE.match(reason or "")) for key, reason in rows}


def _key(writing: Writing, person_id: int, item: Contact) -> str:
    stance = item.entry.stance if item.entry else ""
    told = (item.channel, item.outcome, item.happened, item.notes, item.staff, item.answer, stance, item.measure_id)
    return writing.source.key(person_id, *told)


def _numbered(key: str, turn: int) -> str:
    return key if turn == 1 else f"{key}#{turn}"


def _new(writing: Writing, person_id: int, item: Contact, key: str) -> NewContact:
    return NewContact(
        channel=item.channel,
        outcome=item.outcome,
        officials=(Official(person_id),),
        staff=tuple(Staff(printed_name=name) for name in item.staff),
        topics=_topics(item),
        follow_ups=_owed(item),
        organization_id=writing.organization_id,
        campaign_id=writing.campaign_id,
        visibility=writing.ground.visibility,
        happened=item.happened,
        notes=item.notes,
        source=writing.source.title,
        client_key=key,
    )


def _topics(item: Contact) -> tuple[Topic, ...]:
    if item.entry is not None:
        entry = item.entry
        return (Topic(entry.measure_id, answer=entry.words, stance=entry.stance, condition=entry.condition),)
    if item.measure_id is not None:
        return (Topic(item.measure_id, answer=item.answer),)
    return ()


def _owed(item: Contact) -> tuple[Owed, ...]:
    if not item.follow_up:
        return ()
    return (Owed(item.follow_up[:500], due_on=dates.parse(item.due).latest if item.due else None),)
