"""What comes back on paper: one row at a time, each once, with the date on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts.models import User
from crm.calling.models import CallList, CallTarget
from crm.calling.paper_codes import code_of, read_code, read_outcome, read_stance_letter
from crm.campaigns.models import Campaign
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer, visible
from crm.datewords import vague
from crm.errors import Conflict, InvalidInput, NotFound
from crm.outreach.around import Colleague
from crm.outreach.checks import walls_of
from crm.outreach.contact import NewContact, Official, Topic
from crm.outreach.models import ActionOfficial, ActionTopic, Channel, Outcome, OutreachAction
from crm.outreach.outcomes import LABELS
from crm.outreach.service import log_contact
from crm.people.models import Person
from crm.positions.models import Position
from crm.positions.stance import Stance

_PREFIX = "paper:"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A row as it was typed."""

    code: str = ""
    outcome: str = ""
    stance: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.code or self.outcome or self.stance or self.words)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands at the head of the sheet, and holds for all its rows. Without ``caller`` whoever types it called."""

    day: date
    channel: Channel
    organization_id: int | None = None
    caller: Colleague | None = None


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A row that is on record. ``happened`` is EDTF text."""

    action_id: int
    code: str
    person: str
    outcome: Outcome | None
    stance: Stance | None
    happened: str
    recorded_at: datetime


def enter(session: Session, viewer: Viewer, line: PaperLine, sheet: SheetFacts) -> OutreachAction:
    """Write a row as the contact it tells of, behind the walls of its list, and return it.

    A stance that is ticked counts without words: the tick is what the caller heard, and the sheet with its code is the
    source. Raises InvalidInput for what cannot be read, NotFound for a row of no list of the viewer's, Conflict for one
    that was entered before (until that contact is taken back), and the rest as ``log_contact`` does.
    """
    target, person, call_list, measure_id = _row(session, viewer, read_code(line.code))
    outcome, stance, words = read_outcome(line.outcome), read_stance_letter(line.stance), line.words.strip()
    if sheet.day > clock.today():
        raise InvalidInput("That day is still ahead.", hint="Give the date on the sheet.", field="day")
    seen_by = Visibility.PRIVATE if call_list.visibility is Visibility.PRIVATE else Visibility.COALITION
    organization_id, _ = walls_of(session, viewer, sheet.organization_id, call_list.campaign_id, seen_by)
    # Who types a sheet did not hear what stands on it, if somebody else called.
    called = (sheet.caller.user_id,) if sheet.caller else ()
    heard = (sheet.caller.name,) if sheet.caller else ()
    paper = f"Paper sheet of “{call_list.name}”, row {code_of(target.id)}"
    prefix = f"{_PREFIX}{target.id}:{organization_id}:"
    before = session.scalars(
        select(OutreachAction).where(OutreachAction.client_key.startswith(prefix)).order_by(OutreachAction.id)
    ).all()
    for action in before:
        if action.retracted_at is None:
            raise _entered_before(session, action, target.id, person.name)
    return log_contact(
        session,
        viewer,
        NewContact(
            sheet.channel,
            outcome,
            (Official(person.id),),
            user_ids=called,
            topics=(
                Topic(
                    measure_id,
                    ask_id=target.ask_id,
                    answer=words or None,
                    stance=stance,
                    witnesses=heard,
                    ticked_on=paper,
                ),
            ),
            campaign_id=call_list.campaign_id,
            organization_id=organization_id,
            visibility=seen_by,
            happened=sheet.day.isoformat(),
            contact_point_id=target.contact_point_id if sheet.channel is Channel.CALL else None,
            source=paper,
            client_key=f"{prefix}{len(before)}",
        ),
    )


def entered_today(session: Session, viewer: Viewer, size: int = 50) -> tuple[EnteredRow, ...]:
    """The rows the viewer entered today, the latest first (one query)."""
    rows = session.execute(
        select(OutreachAction, Person.name, Position.stance)
        .join(ActionOfficial, ActionOfficial.action_id == OutreachAction.id)
        .join(Person, Person.id == ActionOfficial.person_id)
        .outerjoin(ActionTopic, ActionTopic.action_id == OutreachAction.id)
        .outerjoin(Position, Position.id == ActionTopic.position_id)
        .where(
            OutreachAction.client_key.startswith(_PREFIX),
            OutreachAction.recorded_by_id == viewer.user_id,
            OutreachAction.recorded_at >= clock.start_of_day(clock.today()),
            OutreachAction.retracted_at.is_(None),
            visible(OutreachAction, viewer),
        )
        .order_by(OutreachAction.id.desc())
        .limit(size)
    )
    return tuple(
        EnteredRow(
            action_id=action.id,
            code=code_of(int((action.client_key or "").split(":")[1])),
            person=name,
            outcome=action.outcome,
            stance=stance,
            happened=action.happened,
            recorded_at=action.recorded_at,
        )
        for action, name, stance in rows
    )


def _row(session: Session, viewer: Viewer, target_id: int) -> tuple[CallTarget, Person, CallList, int]:
    """The row, locked until the end of the transaction: of two people who type the same sheet, one comes second."""
    found: Any = session.execute(
        select(CallTarget, Person, CallList, Campaign.measure_id)
        .join(CallList, CallList.id == CallTarget.call_list_id)
        .join(Campaign, Campaign.id == CallList.campaign_id)
        .join(Person, Person.id == CallTarget.person_id)
        .where(CallTarget.id == target_id, visible(CallList, viewer))
        .with_for_update(of=CallTarget)
    ).one_or_none()
    if found is None:
        raise NotFound(
            "No list of yours has a row with this code.", hint="Is the sheet from another server?", field="code"
        )
    return found[0], found[1], found[2], found[3]


def _entered_before(session: Session, action: OutreachAction, target_id: int, name: str) -> Conflict:
    by = session.scalar(select(User.name).where(User.id == action.recorded_by_id))
    what = f"{LABELS[action.outcome]}, " if action.outcome else ""
    return Conflict(
        f"Row {code_of(target_id)} ({name}) was entered before: {what}{vague(action.happened)}"
        f"{f', by {by}' if by else ''}.",
        hint="Nothing was written twice. A further visit is logged on their page.",
        field="code",
    )
