"""What a contact must be before it is written. Each check answers with one sentence and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.accounts.models import User
from crm.bills.models import Measure
from crm.campaigns.models import Ask, Campaign
from crm.coalition.models import Organization, Visibility
from crm.coalition.visibility import Viewer
from crm.errors import InvalidInput, NotAllowed, NotFound
from crm.outreach.contact import NewContact, Topic
from crm.outreach.models import Part
from crm.outreach.outcomes import LABELS, may_carry_stance
from crm.people.models import ContactPoint, Person

CLOCKS_DIFFER = timedelta(minutes=5)
"""A phone's clock may run a little ahead of the server's."""


def check_parts(session: Session, new: NewContact) -> None:
    """Return if everybody and everything named is on file and fits together. At most six queries.

    Raises InvalidInput, or NotFound for what is not on file.
    """
    if not (new.officials or new.staff or new.organization_ids or new.unnamed_people or new.title):
        raise InvalidInput("Who was it with?", hint="Choose an official.", field="person_id")
    for staff in new.staff:
        if staff.staff_id is None and not staff.printed_name.strip():
            raise InvalidInput("Which member of staff?", hint="Give the name, as you heard it.", field="staff")
    if new.minutes is not None and not 0 <= new.minutes <= 24 * 60:
        raise InvalidInput("A contact takes 0 to 1440 minutes.", field="minutes")
    people = [official.person_id for official in new.officials]
    if len(people) != len(set(people)):
        raise InvalidInput("An official is named twice.", hint="Name each of them once.", field="person_id")
    for staff in new.staff:
        people += [person_id for person_id in (staff.staff_id, staff.boss_id) if person_id is not None]
    people += [owed.person_id for owed in new.follow_ups if owed.person_id is not None]
    require(session, Person, people, "That person is not on file.")
    require(session, Measure, (topic.measure_id for topic in new.topics), "That measure is not on file.")
    require(session, Organization, new.organization_ids, "That organization is not on file.")
    users = {*new.user_ids, *(owed.owed_by_id for owed in new.follow_ups if owed.owed_by_id is not None)}
    require(session, User, users, "That user is not on file.")
    _check_asks(session, new.topics)
    _check_contact_point(session, new)


def require(session: Session, model: type[Person | Measure | Organization | User], ids: Iterable[int], no: str) -> None:
    """Return if all ``ids`` are rows of ``model`` (one query, none for no ids). Raises NotFound with ``no``.

    A person whose record was joined to another's is not on file: what is written about them there would be lost.
    """
    wanted = set(ids)
    if not wanted:
        return
    there = select(model.id).where(model.id.in_(sorted(wanted)))
    if model is Person:
        there = there.where(Person.merged_into_id.is_(None))
    if len(session.scalars(there).all()) < len(wanted):
        raise NotFound(no, hint="Choose one that is.")


def check_topic(new: NewContact, topic: Topic) -> int | None:
    """Whose stance a topic tells; nothing where it tells none. Raises InvalidInput where it cannot tell one."""
    if topic.stance is None:
        return None
    person_id = topic.person_id
    if person_id is None:
        if len(new.officials) != 1:
            raise InvalidInput(
                "Whose stance is it?", hint="Several officials took part: say which one.", field="stance"
            )
        person_id = new.officials[0].person_id
    parts = {official.person_id: official.part for official in new.officials}
    if person_id not in parts:
        raise InvalidInput("That official took no part.", hint="Name them in the contact first.", field="stance")
    if not may_carry_stance(new.outcome, parts[person_id]):
        assert new.outcome is not None
        raise InvalidInput(
            f"Nobody was reached ({LABELS[new.outcome]}), so nobody can have said where they stand.",
            hint="Leave the stance out, or choose the outcome that fits.",
            field="stance",
        )
    if not (topic.answer or "").strip() and topic.ticked_on is None:
        raise InvalidInput("What did they say?", hint="Write the words, as exactly as you can.", field="answer")
    return person_id


def part_of(new: NewContact, person_id: int) -> Part | None:
    """The official's part in the contact."""
    return next((official.part for official in new.officials if official.person_id == person_id), None)


def when(new: NewContact) -> dates.VagueDate:
    """When it happened: as vague as it was told, never later than now. Raises InvalidInput for the future."""
    today = clock.today()
    if new.happened_at is not None:
        if new.happened_at.tzinfo is None:
            raise InvalidInput("The time needs a time zone.", field="happened_at")
        if new.happened_at > clock.now() + CLOCKS_DIFFER:
            raise _not_yet("happened_at")
    if new.happened:
        happened = dates.parse(new.happened, field="happened")
    else:
        day = clock.local(new.happened_at).date() if new.happened_at is not None else today
        happened = dates.of_day(min(day, today))
    if happened.earliest is not None and happened.earliest > today:
        raise _not_yet("happened")
    return happened.capped(today)


def walls(session: Session, viewer: Viewer, new: NewContact) -> tuple[int | None, Visibility]:
    """For which organization it is written, and who may see it.

    Raises NotAllowed for an organization the viewer does not work for or a campaign it takes no part in, InvalidInput
    where an organization or a campaign is missing.
    """
    return walls_of(session, viewer, new.organization_id, new.campaign_id, new.visibility)


def walls_of(
    session: Session, viewer: Viewer, organization_id: int | None, campaign_id: int | None, asked: Visibility | None
) -> tuple[int | None, Visibility]:
    """As ``walls``, for anything that stands behind the coalition's walls."""
    visibility = asked or (Visibility.COALITION if campaign_id is not None else Visibility.PRIVATE)
    if organization_id is None and len(viewer.organization_ids) == 1:
        (organization_id,) = viewer.organization_ids
    if organization_id is not None:
        viewer.may_write_for(organization_id)
        if viewer.sees_all:
            require(session, Organization, (organization_id,), "That organization is not on file.")
    elif visibility is not Visibility.PUBLIC or not viewer.sees_all:
        raise InvalidInput("For which organization?", hint="Choose the one you speak for.", field="organization_id")
    if campaign_id is not None and session.get(Campaign, campaign_id) is None:
        raise NotFound("That campaign is not on file.", hint="Choose one that is.")
    if visibility is Visibility.COALITION:
        if campaign_id is None:
            raise InvalidInput(
                "“Coalition” needs a campaign.", hint="Choose the campaign, or keep it private.", field="visibility"
            )
        if not viewer.sees_all and campaign_id not in viewer.campaign_ids:
            raise NotAllowed("Your organization takes no part in that campaign.", hint="Ask its lead to add you.")
    return organization_id, visibility


def _check_asks(session: Session, topics: tuple[Topic, ...]) -> None:
    asked = {topic.ask_id: topic.measure_id for topic in topics if topic.ask_id is not None}
    if not asked:
        return
    rows = session.execute(select(Ask.id, Ask.measure_id).where(Ask.id.in_(sorted(asked))))
    found = {row.id: row.measure_id for row in rows}
    for ask_id, measure_id in asked.items():
        if ask_id not in found:
            raise NotFound("That ask is not on file.", hint="Choose one of the campaign's.")
        if found[ask_id] != measure_id:
            raise InvalidInput("That ask is about another measure.", hint="Choose one that fits.", field="ask_id")


def _check_contact_point(session: Session, new: NewContact) -> None:
    if new.contact_point_id is None:
        return
    owner = session.scalar(select(ContactPoint.person_id).where(ContactPoint.id == new.contact_point_id))
    if owner is None:
        raise NotFound("That phone is not on file.", hint="Open the official again: it may have been replaced.")
    concerned = {official.person_id for official in new.officials}
    concerned |= {person_id for staff in new.staff for person_id in (staff.staff_id, staff.boss_id) if person_id}
    if owner not in concerned:
        raise InvalidInput("That phone is somebody else's.", hint="Choose one of theirs.", field="contact_point_id")


def _not_yet(field: str) -> InvalidInput:
    return InvalidInput(
        "That has not happened yet.", hint="Log what was done; plan the rest as a follow-up.", field=field
    )
