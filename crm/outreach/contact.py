"""What is known of a contact before it is logged: who, how, about what, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm.coalition.models import Visibility
from crm.outreach.models import Channel, Outcome, Part
from crm.positions.models import Capacity, EvidenceKind
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class Official:
    """An official in the contact, and their part in it."""

    person_id: int
    part: Part = Part.TARGET


@dataclass(frozen=True, slots=True)
class Staff:
    """A staff member spoken to: somebody on file, or a name as it was given. ``boss_id``: for which official."""

    printed_name: str = ""
    staff_id: int | None = None
    boss_id: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A measure that came up. With a ``stance`` it becomes an entry of the ledger, in the words of ``answer``.

    ``person_id`` says whose stance it is where several officials took part. ``witnesses`` are those who heard it beside
    the user who logs it. ``said`` is EDTF text where it differs from when the contact happened; ``evidence`` overrides
    what the channel and the outcome suggest. ``ticked_on`` names the paper on which the stance was ticked: there a tick
    is what was heard, so that words may be missing, and the entry has the paper as its source.
    """

    measure_id: int
    ask_id: int | None = None
    answer: str | None = None
    stance: Stance | None = None
    person_id: int | None = None
    condition: str | None = None
    witnesses: tuple[str, ...] = ()
    said: str | None = None
    evidence: EvidenceKind | None = None
    bill_id: int | None = None
    print_letter: str | None = None
    capacity: Capacity = Capacity.OFFICEHOLDER
    ticked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed after the contact. Without ``owed_by_id`` the user who logs it owes it."""

    what: str
    due_on: date | None = None
    owed_by_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact to be logged. ``happened`` is EDTF text (default: the day of ``happened_at``, else today).

    ``organization_id`` may be left out by a viewer who works for one organization alone; ``visibility`` by everybody:
    it is coalition within a campaign and private outside of one. The ``client_key`` is made by the client, so that a
    contact sent twice is written once.
    """

    channel: Channel
    outcome: Outcome | None = None
    officials: tuple[Official, ...] = ()
    staff: tuple[Staff, ...] = ()
    organization_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    topics: tuple[Topic, ...] = ()
    follow_ups: tuple[Owed, ...] = ()
    organization_id: int | None = None
    campaign_id: int | None = None
    visibility: Visibility | None = None
    happened: str | None = None
    happened_at: datetime | None = None
    call_back_at: datetime | None = None
    title: str | None = None
    notes: str = ""
    place: str | None = None
    minutes: int | None = None
    language: str | None = None
    contact_point_id: int | None = None
    unnamed_people: str | None = None
    source: str | None = None
    client_key: str | None = None
