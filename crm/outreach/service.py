"""Verbs of outreach: log a contact, with all that came of it, and take it back."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.accounts.models import User
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.errors import Conflict, InvalidInput, NotFound
from crm.names import fold
from crm.outreach import checks
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.models import (
    ActionOfficial,
    ActionOrganization,
    ActionStaff,
    ActionTopic,
    ActionUser,
    FollowUp,
    Outcome,
    OutreachAction,
)
from crm.outreach.outcomes import evidence_of
from crm.outreach.owed import add_follow_up, complete_follow_up
from crm.outreach.ties import set_relationship
from crm.people.contacts import mark_contact_point_wrong, offer_contact_point_again, verify_contact_point
from crm.people.models import ContactPoint, Person
from crm.positions import service as ledger
from crm.positions.models import Position
from crm.positions.service import NewEvidence, NewPosition

__all__ = [
    "NewContact",
    "Official",
    "Owed",
    "Staff",
    "Topic",
    "add_follow_up",
    "complete_follow_up",
    "log_contact",
    "retract_contact",
    "set_relationship",
]


def log_contact(session: Session, viewer: Viewer, new: NewContact) -> OutreachAction:
    """Write a contact with everything that came of it, and return it.

    A topic with a stance enters a position, behind the same walls. A wrong number is marked as wrong, one that answered
    as right. The same ``client_key`` again returns the contact that is there and writes nothing, also when both come at
    once. Raises InvalidInput and NotFound for what cannot be (see ``checks``), NotAllowed when the viewer may not write
    for the organization or into the campaign, Conflict for a ``client_key`` of another organization.
    """
    if new.client_key and (there := _already(session, viewer, new.client_key)):
        return there
    organization_id, visibility = checks.walls(session, viewer, new)
    happened = checks.when(new)
    checks.check_parts(session, new)
    whose = [checks.check_topic(new, topic) for topic in new.topics]
    action = _action(viewer, new, organization_id, visibility, happened)
    if not new.client_key:
        session.add(action)
        session.flush()
    else:
        try:
            with session.begin_nested():
                session.add(action)
        except IntegrityError:
            there = _already(session, viewer, new.client_key)
            if there is None:
                raise
            return there
    _add_parts(session, viewer, new, action)
    heard = _heard_by(session, viewer, new)
    for topic, person_id in zip(new.topics, whose, strict=True):
        entry = None if person_id is None else _enter(session, viewer, new, action, topic, person_id, heard)
        session.add(
            ActionTopic(
                action_id=action.id,
                measure_id=topic.measure_id,
                ask_id=topic.ask_id,
                answer=(topic.answer or "").strip() or None,
                position_id=entry.id if entry else None,
            )
        )
    _note_phone(session, viewer, new, action)
    session.flush()
    return action


def retract_contact(session: Session, viewer: Viewer, action_id: int, reason: str) -> OutreachAction:
    """Take a contact back, with the ledger's entries that came of it and what is still owed after it; return it.

    It stays on file, marked. A phone that nobody else found wrong is offered again. Raises NotFound for one the viewer
    cannot see, NotAllowed for another organization's, InvalidInput without a reason, Conflict for one taken back.
    """
    action = session.scalar(
        select(OutreachAction).where(OutreachAction.id == action_id, visible(OutreachAction, viewer))
    )
    if action is None:
        raise NotFound("That contact is not on file.", hint="It may be behind another organization's wall.")
    viewer.may_write_for(action.organization_id)
    if not reason.strip():
        raise InvalidInput("Why is it taken back?", hint="Say what was wrong.", field="reason")
    if action.retracted_at is not None:
        raise Conflict("That contact has been taken back already.")
    action.retracted_at = clock.now()
    action.retracted_reason = reason.strip()
    mended = select(Position.corrects_id).where(Position.corrects_id.is_not(None))
    entries = session.scalars(
        select(ActionTopic.position_id).where(
            ActionTopic.action_id == action_id,
            ActionTopic.position_id.is_not(None),
            # What was corrected since then is no longer this contact's word.
            ActionTopic.position_id.not_in(mended),
        )
    ).all()
    for position_id in entries:
        assert position_id is not None
        ledger.retract(session, viewer, position_id, f"The contact was taken back: {reason.strip()}")
    for owed in session.scalars(select(FollowUp).where(FollowUp.action_id == action_id, FollowUp.done_at.is_(None))):
        owed.done_at, owed.done_by_id = action.retracted_at, viewer.user_id
    _unmark_phone(session, action)
    session.flush()
    return action


def _already(session: Session, viewer: Viewer, client_key: str) -> OutreachAction | None:
    there = session.scalar(select(OutreachAction).where(OutreachAction.client_key == client_key))
    if there is None:
        return None
    if not viewer.sees_all and there.organization_id not in viewer.organization_ids:
        raise Conflict("That form has been used already.", hint="Open the log form again.")
    return there


def _action(
    viewer: Viewer,
    new: NewContact,
    organization_id: int | None,
    visibility: Visibility,
    happened: dates.VagueDate,
) -> OutreachAction:
    assert happened.latest is not None
    return OutreachAction(
        organization_id=organization_id,
        visibility=visibility,
        campaign_id=new.campaign_id,
        channel=new.channel,
        outcome=new.outcome,
        title=new.title,
        notes=new.notes.strip(),
        place=new.place,
        happened=happened.text,
        happened_earliest=happened.earliest,
        happened_latest=happened.latest,
        happened_at=new.happened_at,
        call_back_at=new.call_back_at,
        minutes=new.minutes,
        language=new.language,
        contact_point_id=new.contact_point_id,
        unnamed_people=new.unnamed_people,
        source=new.source,
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
        client_key=new.client_key or None,
    )


def _add_parts(session: Session, viewer: Viewer, new: NewContact, action: OutreachAction) -> None:
    on_file = [staff.staff_id for staff in new.staff if staff.staff_id is not None]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(on_file)))
    names = {row.id: row.name for row in rows}
    users = new.user_ids or ((viewer.user_id,) if viewer.user_id is not None else ())
    organizations = dict.fromkeys(
        (*new.organization_ids, *([action.organization_id] if action.organization_id else []))
    )
    only = new.officials[0].person_id if len(new.officials) == 1 else None
    session.add_all(
        ActionOfficial(action_id=action.id, person_id=official.person_id, part=official.part)
        for official in new.officials
    )
    session.add_all(
        ActionStaff(
            action_id=action.id,
            staff_id=staff.staff_id,
            printed_name=staff.printed_name.strip() or names.get(staff.staff_id or 0, ""),
            boss_id=staff.boss_id or only,
        )
        for staff in new.staff
    )
    session.add_all(ActionOrganization(action_id=action.id, organization_id=each) for each in organizations)
    session.add_all(ActionUser(action_id=action.id, user_id=each) for each in dict.fromkeys(users))
    session.add_all(_follow_up(viewer, action, owed, only) for owed in new.follow_ups)


def _follow_up(viewer: Viewer, action: OutreachAction, owed: Owed, only: int | None) -> FollowUp:
    if not owed.what.strip():
        raise InvalidInput("What is owed?", hint="Say it in a few words: “send the fact sheet”.", field="what")
    return FollowUp(
        action_id=action.id,
        organization_id=action.organization_id,
        visibility=action.visibility,
        campaign_id=action.campaign_id,
        person_id=owed.person_id or only,
        owed_by_id=owed.owed_by_id or viewer.user_id,
        what=owed.what.strip(),
        due_on=owed.due_on,
        recorded_at=action.recorded_at,
    )


def _heard_by(session: Session, viewer: Viewer, new: NewContact) -> tuple[str, ...]:
    """The name of the user who logs it, when they took part themselves."""
    if viewer.user_id is None or (new.user_ids and viewer.user_id not in new.user_ids):
        return ()
    name = session.scalar(select(User.name).where(User.id == viewer.user_id))
    return (name,) if name else ()


def _enter(
    session: Session,
    viewer: Viewer,
    new: NewContact,
    action: OutreachAction,
    topic: Topic,
    person_id: int,
    heard: tuple[str, ...],
) -> Position:
    assert topic.stance is not None
    # "ada okafor" beside "Ada Okafor" is one pair of ears: it must not make a yes hard.
    witnesses = {fold(name): name.strip() for name in (*topic.witnesses, *heard) if name.strip()}
    kind = topic.evidence or evidence_of(
        new.channel, new.outcome, checks.part_of(new, person_id), staff_named=bool(new.staff)
    )
    return ledger.record(
        session,
        viewer,
        NewPosition(
            person_id=person_id,
            measure_id=topic.measure_id,
            stance=topic.stance,
            # Nobody's words are made up: without any, the entry says that there was a tick, and its evidence where.
            words=(topic.answer or "").strip() or f"Ticked “{topic.stance.label.lower()}” on paper.",
            said=topic.said or action.happened,
            evidence=(NewEvidence(kind, title=topic.ticked_on, witnesses=tuple(witnesses.values())),),
            visibility=action.visibility,
            organization_id=action.organization_id,
            campaign_id=action.campaign_id,
            ask_id=topic.ask_id,
            bill_id=topic.bill_id,
            print_letter=topic.print_letter,
            capacity=topic.capacity,
            condition=topic.condition,
        ),
    )


def _note_phone(session: Session, viewer: Viewer, new: NewContact, action: OutreachAction) -> None:
    """A call is the best proof of a phone number; newer proof stays."""
    if new.contact_point_id is None:
        return
    point = session.get_one(ContactPoint, new.contact_point_id)
    day = action.happened_latest
    proved = max((known for known in (point.verified_on, point.wrong_since) if known is not None), default=None)
    if new.outcome is Outcome.WRONG_NUMBER and (proved is None or proved <= day) and point.wrong_since is None:
        mark_contact_point_wrong(session, viewer, point.id, day)
    elif new.outcome in (Outcome.REACHED_MEMBER, Outcome.REACHED_STAFF) and (proved is None or proved < day):
        verify_contact_point(session, viewer, point.id, day)


def _unmark_phone(session: Session, action: OutreachAction) -> None:
    if action.outcome is not Outcome.WRONG_NUMBER or action.contact_point_id is None:
        return
    point = session.get_one(ContactPoint, action.contact_point_id)
    found_wrong = exists().where(
        OutreachAction.contact_point_id == point.id,
        OutreachAction.outcome == Outcome.WRONG_NUMBER,
        OutreachAction.retracted_at.is_(None),
    )
    # Marked on another day, it was not this contact that marked it.
    if point.wrong_since == action.happened_latest and not session.scalar(select(found_wrong)):
        offer_contact_point_again(session, point.id)
