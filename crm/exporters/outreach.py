"""Outreach: the log of contacts, and what is owed after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.queries import organizations
from crm.coalition.visibility import Viewer
from crm.exporters.asked import Asked, Filter
from crm.exporters.pieces import pieces
from crm.exporters.tables import Table, Value, columns
from crm.outreach.desk import desk
from crm.outreach.lines import ContactLine, OwedLine, TopicLine
from crm.outreach.models import Channel, Outcome
from crm.outreach.queries import Due, follow_ups
from crm.outreach.searching import Filters
from crm.outreach.whole import contact_ids, contacts_of
from crm.people.profile import official

FILTERS: Final = (
    Filter("q", "Words of the notes, or an official's name."),
    Filter("campaign", "Only this campaign, by short name."),
    Filter("organization", "Only this organization, by short name."),
    Filter("measure", "Only contacts about this measure, by short name."),
    Filter("channel", "Only contacts made so: call, meeting, letter, ..."),
    Filter("outcome", "Only contacts that went so: reached_staff, left_message, ..."),
    Filter("official", "Only contacts with this official, by short name."),
    Filter("user", "Only contacts of the user of this number."),
    Filter("since", "From this day on (YYYY-MM-DD)."),
    Filter("until", "Until this day (YYYY-MM-DD)."),
)
OWED_FILTERS: Final = (
    Filter("due", "open (the usual), overdue or done."),
    Filter("mine", "yes: only what you owe yourself."),
    Filter("campaign", "Only this campaign, by short name."),
    Filter("official", "Only what is owed about this official, by short name."),
    Filter("within", "Only what is due within so many days."),
)
_COLUMNS: Final = columns(
    *("id: Contact", "happened: When", "happened_latest: Day", "channel: How", "outcome: How it went", "title: Title"),
    *("officials: Officials", "staff: Staff", "people: Short names", "organization: Logged for"),
    *("organizations: Organizations", "users: Who took part", "recorded_by: Logged by", "measures: Measures"),
    *("answers: Answers", "stances: Stances", "notes: Notes", "place: Place", "minutes: Minutes"),
    *("follow_ups: Owed after it", "campaign: Campaign", "visibility: Seen by", "source: Source"),
    *("recorded_at: Recorded",),
    numbers="id minutes",
    dates="happened_latest",
    instants="recorded_at",
)
_OWED: Final = columns(
    *("id: Follow-up", "what: What", "due_on: Due", "owed_by: Owed by", "person: Short name", "official: Official"),
    *("organization: Organization", "campaign: Campaign", "contact: After contact", "done_at: Done"),
    numbers="id contact",
    dates="due_on",
    instants="done_at",
)


def outreach_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """The contacts the page lists, newest first. Raises InvalidInput and NotFound as the page does."""
    offered, today = desk(session, viewer), clock.today()
    groups = organizations(session, today) if asked.text("organization") else ()
    filters = Filters(
        campaign_id=asked.one_of(((each.slug, each.id) for each in offered.campaigns), "campaign"),
        organization_id=asked.one_of(((each.slug, each.id) for each in groups), "organization"),
        measure_id=asked.one_of(((each.slug, each.id) for each in offered.measures.values()), "measure"),
        person_id=official(session, asked.text("official"), today).id if asked.text("official") else None,
        user_id=asked.number("user"),
        channel=asked.word(Channel, "channel"),
        outcome=asked.word(Outcome, "outcome"),
        since=asked.day("since"),
        until=asked.day("until"),
        text=asked.text("q"),
    )
    ids = contact_ids(session, viewer, filters)
    campaigns = {each.id: each.name for each in offered.campaigns}
    return Table("outreach", "Outreach", today, _COLUMNS, _rows(session, viewer, ids, campaigns), asked.given)


def follow_ups_table(session: Session, viewer: Viewer, asked: Asked) -> Table:
    """What is owed, as far as the viewer may see it, soonest due first. Raises InvalidInput and NotFound."""
    campaigns = {each.id: each.name for each in desk(session, viewer).campaigns}
    rows = _owed(owed(session, viewer, asked), campaigns)
    return Table("follow-ups", "Follow-ups", clock.today(), _OWED, rows, asked.given)


def owed(session: Session, viewer: Viewer, asked: Asked) -> tuple[OwedLine, ...]:
    """The follow-ups that are asked for, soonest due first. Raises InvalidInput and NotFound."""
    offered, today = desk(session, viewer), clock.today()
    days = asked.number("within")
    return follow_ups(
        session,
        viewer,
        mine=asked.text("mine") == "yes",
        due=asked.word(Due, "due") or Due.OPEN,
        today=today,
        within=timedelta(days=days) if days is not None else None,
        campaign_id=asked.one_of(((each.slug, each.id) for each in offered.campaigns), "campaign"),
        person_id=official(session, asked.text("official"), today).id if asked.text("official") else None,
    )


def _rows(
    session: Session, viewer: Viewer, ids: tuple[int, ...], campaigns: Mapping[int, str]
) -> Iterator[tuple[Value, ...]]:
    for some in pieces(ids):
        for line in contacts_of(session, viewer, some):
            yield _contact(line, campaigns)


def _contact(line: ContactLine, campaigns: Mapping[int, str]) -> tuple[Value, ...]:
    return (
        line.id,
        line.happened,
        line.happened_latest,
        line.channel.value,
        line.outcome.value if line.outcome else None,
        line.title,
        tuple(each.name for each in line.officials),
        line.staff,
        tuple(each.slug for each in line.officials),
        line.organization,
        line.organizations,
        line.users,
        line.recorded_by,
        tuple(topic.measure_slug for topic in line.topics),
        tuple(_answer(topic) for topic in line.topics if topic.answer),
        tuple(f"{topic.measure_slug}: {topic.stance.value}" for topic in line.topics if topic.stance),
        line.notes,
        line.place,
        line.minutes,
        tuple(each.what for each in line.follow_ups),
        campaigns.get(line.campaign_id) if line.campaign_id is not None else None,
        line.visibility.value,
        line.source,
        line.recorded_at,
    )


def _answer(topic: TopicLine) -> str:
    return f"{topic.measure_slug}: {topic.answer}"


def _owed(lines: Iterable[OwedLine], campaigns: Mapping[int, str]) -> Iterator[tuple[Value, ...]]:
    for line in lines:
        yield (
            line.id,
            line.what,
            line.due_on,
            line.owed_by,
            line.person_slug,
            line.person,
            line.organization,
            campaigns.get(line.campaign_id) if line.campaign_id is not None else None,
            line.action_id,
            line.done_at,
        )
