"""Verbs of the ledger. Every one of them inserts; none changes or removes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import Measure
from crm.coalition.models import Visibility
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.people.finding import surviving
from crm.people.models import Person
from crm.positions.fact_keys import fact_on_file, was_undone
from crm.positions.hardness import is_firm
from crm.positions.models import Capacity, Evidence, EvidenceKind, Position, ShiftReason
from crm.positions.reading import may_see
from crm.positions.stance import Stance


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Where an entry is from. ``published`` is EDTF text; ``witnesses`` are the names of those of us who heard it."""

    kind: EvidenceKind
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    quote: str | None = None
    published: str | None = None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPosition:
    """What is to be entered. ``said`` is EDTF text, as vague as the source; ``fact_key`` names a public fact."""

    person_id: int
    measure_id: int
    stance: Stance
    words: str
    said: str
    evidence: tuple[NewEvidence, ...] = ()
    visibility: Visibility = Visibility.COALITION
    organization_id: int | None = None
    campaign_id: int | None = None
    ask_id: int | None = None
    bill_id: int | None = None
    print_letter: str | None = None
    capacity: Capacity = Capacity.OFFICEHOLDER
    condition: str | None = None
    learned_on: date | None = None
    made_by: ShiftReason = ShiftReason.SAID
    fact_key: str | None = None


def record(session: Session, viewer: Viewer, new: NewPosition) -> Position:
    """Enter a position and return it; a fact whose ``fact_key`` is in the ledger returns the entry that is there.

    A fact whose import was undone is entered again, under the next free key (see ``fact_keys``).
    Raises NotFound for people and measures that are not on file, InvalidInput for dates that cannot be (not EDTF, not
    yet come) and for an entry without words or evidence, NotAllowed when the viewer may not write for the organization
    or into the campaign.
    """
    if new.fact_key is not None:
        on_file = fact_on_file(session, new.fact_key)
        there = on_file.entry_id
        if there is None and new.made_by is not ShiftReason.SAID:
            there = _of_a_record_that_was_joined(session, new)
        if there is not None:
            return _seen(session, viewer, there)
        new = replace(new, fact_key=on_file.free_key)
    _check(session, viewer, new)
    return _insert(session, viewer, new)


def correct(
    session: Session, viewer: Viewer, wrong_id: int, new: NewPosition, reason: str, *, fact_key: str | None = None
) -> Position:
    """Put ``new`` in the place of a wrong entry, from now on, and return it.

    It stays on the same person and measure and behind the same walls as the entry it corrects. ``fact_key`` is for
    records that correct themselves; what a person corrects has none. Raises NotFound for an
    entry the viewer cannot see, NotAllowed for one of another organization, Conflict for one already corrected.
    """
    wrong = _correctable(session, viewer, wrong_id, reason)
    kept = replace(
        new,
        person_id=wrong.person_id,
        measure_id=wrong.measure_id,
        visibility=wrong.visibility,
        organization_id=wrong.organization_id,
        campaign_id=wrong.campaign_id,
        fact_key=fact_key,
    )
    _check(session, viewer, kept, correcting=True)
    return _insert(session, viewer, kept, corrects=wrong, reason=reason.strip())


def retract(session: Session, viewer: Viewer, wrong_id: int, reason: str, *, fact_key: str | None = None) -> Position:
    """Withdraw a wrong entry, putting nothing in its place, and return the retraction. Raises as ``correct`` does."""
    wrong = _correctable(session, viewer, wrong_id, reason)
    entry = Position(
        person_id=wrong.person_id,
        measure_id=wrong.measure_id,
        campaign_id=wrong.campaign_id,
        visibility=wrong.visibility,
        organization_id=wrong.organization_id,
        stance=None,
        is_retraction=True,
        capacity=wrong.capacity,
        made_by=wrong.made_by,
        words="",
        said=wrong.said,
        said_earliest=wrong.said_earliest,
        said_latest=wrong.said_latest,
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
        corrects_id=wrong.id,
        reason_given=reason.strip(),
        fact_key=fact_key,
    )
    _add(session, entry)
    return entry


def add_evidence(session: Session, viewer: Viewer, position_id: int, new: NewEvidence) -> Evidence:
    """Add a further piece of evidence to an entry, known from now on, and return it.

    Raises NotFound for an entry the viewer cannot see, NotAllowed for one of another organization.
    """
    entry = _seen(session, viewer, position_id)
    _may_touch(viewer, entry)
    evidence = _evidence(new)
    evidence.position_id = entry.id
    session.add(evidence)
    session.flush()
    return evidence


def _of_a_record_that_was_joined(session: Session, new: NewPosition) -> int | None:
    """The entry of the same fact under another key: keys name the record of then, which was joined to another since.

    Asked of sponsorships and votes, which are public. What two organizations heard may be the same words, and is two.
    """
    return session.scalar(
        select(Position.id)
        .where(
            Position.person_id == new.person_id,
            Position.measure_id == new.measure_id,
            Position.bill_id == new.bill_id,
            Position.made_by == new.made_by,
            Position.words == new.words.strip(),
            Position.said == new.said,
            Position.fact_key.is_not(None),
            ~was_undone(Position),
        )
        .order_by(Position.id)
        .limit(1)
    )


def _check(session: Session, viewer: Viewer, new: NewPosition, *, correcting: bool = False) -> None:
    person = session.get(Person, new.person_id)
    if person is None:
        raise NotFound("That official is not on file.", hint="Import the roster, or add the person first.")
    if person.merged_into_id is not None:
        raise NotFound("That record was joined to another.", hint=f"Use {surviving(session, person).slug}.")
    if session.get(Measure, new.measure_id) is None:
        raise NotFound("That measure is not on file.", hint="Add the measure first.")
    if not new.words.strip():
        raise InvalidInput("What was said is missing.", hint="Write the words, as exactly as you can.", field="words")
    if not new.evidence:
        raise InvalidInput("How we know is missing.", hint="Say where this is from.", field="kind")
    if new.organization_id is not None:
        viewer.may_write_for(new.organization_id)
    elif new.visibility is not Visibility.PUBLIC or not (viewer.sees_all or viewer.is_admin or correcting):
        raise InvalidInput("For which organization?", hint="Choose the one you speak for.", field="organization_id")
    if new.visibility is Visibility.COALITION:
        if new.campaign_id is None:
            raise InvalidInput(
                "“Coalition” needs a campaign.", hint="Choose the campaign, or keep it private.", field="visibility"
            )
        if not (viewer.sees_all or correcting) and new.campaign_id not in viewer.campaign_ids:
            raise NotAllowed("Your organization takes no part in that campaign.", hint="Ask its lead to add you.")


def _insert(
    session: Session, viewer: Viewer, new: NewPosition, *, corrects: Position | None = None, reason: str | None = None
) -> Position:
    said = _said(new)
    entry = Position(
        person_id=new.person_id,
        measure_id=new.measure_id,
        campaign_id=new.campaign_id,
        ask_id=new.ask_id,
        bill_id=new.bill_id,
        print_letter=new.print_letter,
        visibility=new.visibility,
        organization_id=new.organization_id,
        stance=new.stance,
        capacity=new.capacity,
        made_by=new.made_by,
        words=new.words.strip(),
        condition=(new.condition or "").strip() or None,
        said=said.text,
        said_earliest=said.earliest,
        said_latest=said.latest,
        learned_on=new.learned_on,
        recorded_at=clock.now(),
        recorded_by_id=viewer.user_id,
        corrects_id=corrects.id if corrects else None,
        reason_given=reason,
        fact_key=new.fact_key,
    )
    _add(session, entry)
    for evidence in map(_evidence, new.evidence):
        evidence.position_id = entry.id
        session.add(evidence)
    session.flush()
    return entry


def _said(new: NewPosition) -> dates.VagueDate:
    """When it was said: never later than it was published, nor than today."""
    said = dates.parse(new.said, field="said")
    today = clock.today()
    if said.earliest is not None and said.earliest > today:
        raise InvalidInput("That day has not come yet.", hint="Enter what was said, when it was said.", field="said")
    limits = [today]
    for evidence in new.evidence:
        if evidence.published:
            published = dates.parse(evidence.published, field="published")
            if published.latest is not None:
                limits.append(published.latest)
            if said.earliest is not None and published.latest is not None and said.earliest > published.latest:
                raise InvalidInput(
                    "It cannot have been said after it was published.", hint="Check both dates.", field="said"
                )
    return said.capped(min(limits))


def _evidence(new: NewEvidence) -> Evidence:
    if new.published:
        dates.parse(new.published, field="published")
    witnesses = [witness.strip() for witness in new.witnesses if witness.strip()]
    return Evidence(
        kind=new.kind,
        is_firm=is_firm(new.kind, witnesses),
        title=new.title,
        outlet=new.outlet,
        url=new.url,
        quote=new.quote,
        published=new.published,
        witnesses=witnesses,
        recorded_at=clock.now(),
    )


def _seen(session: Session, viewer: Viewer, position_id: int) -> Position:
    entry = session.scalar(select(Position).where(Position.id == position_id, may_see(viewer)))
    if entry is None:
        raise NotFound("That entry is not on file.", hint="It may be behind another organization's wall.")
    return entry


def _may_touch(viewer: Viewer, entry: Position) -> None:
    if entry.organization_id is None:
        if viewer.sees_all or viewer.is_admin:
            return
        raise NotAllowed("Public records are kept by an administrator.", hint="Record what you know as a new entry.")
    viewer.may_write_for(entry.organization_id)


def _correctable(session: Session, viewer: Viewer, wrong_id: int, reason: str) -> Position:
    wrong = _seen(session, viewer, wrong_id)
    _may_touch(viewer, wrong)
    if not reason.strip():
        raise InvalidInput("Why is the entry wrong?", hint="A correction carries its reason.", field="reason")
    if wrong.is_retraction:
        raise Conflict("That entry was a retraction.", hint="Record the position anew instead.")
    if session.scalar(select(Position.id).where(Position.corrects_id == wrong_id)) is not None:
        raise _corrected_already()
    return wrong


def _add(session: Session, entry: Position) -> None:
    session.add(entry)
    try:
        session.flush()
    except IntegrityError as refused:
        # Two people correct one entry in the same instant: the database lets the first one through.
        if entry.corrects_id is not None and "corrects_id" in str(refused.orig):
            raise _corrected_already() from None
        raise


def _corrected_already() -> Conflict:
    return Conflict("That entry has been corrected already.", hint="Correct the entry that replaced it.")
