"""Names on bills. A name that leaves is never removed: the day it left is noted beside the day it joined."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import SponsorKind, Sponsorship
from crm.bills.noting import complete, may_note
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotFound


def add_sponsorship(
    session: Session,
    viewer: Viewer,
    bill_id: int,
    printed_name: str,
    kind: SponsorKind,
    source: str,
    *,
    person_id: int | None = None,
    joined: str | None = None,
) -> Sponsorship:
    """Note a name on a bill; ``joined`` is EDTF text. A name that stands there, or joined then, is returned, with its
    gaps filled: printed names are often matched to people later.

    Whoever withdrew and joins again on another day gets a second row. Raises InvalidInput for an empty name and for an
    impossible date.
    """
    may_note(viewer)
    printed_name = printed_name.strip()
    if not printed_name:
        raise InvalidInput("A name is missing.", hint="Write it as the bill prints it.", field="printed_name")
    day = _come(joined, "joined").text if joined is not None else None
    there = session.scalar(
        select(Sponsorship)
        .where(Sponsorship.bill_id == bill_id, _same(printed_name, person_id), _stands(day))
        .order_by(Sponsorship.person_id.is_(None), Sponsorship.id)
        .limit(1)
    )
    if there is None:
        there = Sponsorship(
            bill_id=bill_id, printed_name=printed_name, kind=kind, first_seen_at=clock.now(), source=source
        )
        session.add(there)
    complete(there, person_id=person_id, joined=day)
    session.flush()
    return there


def withdraw(session: Session, viewer: Viewer, sponsorship_id: int, withdrawn: str) -> Sponsorship:
    """Note the (EDTF) day on which a name left a bill, and return the sponsorship.

    Raises NotFound for an unknown one, Conflict for one withdrawn on another day, InvalidInput for an impossible date.
    """
    may_note(viewer)
    there = session.get(Sponsorship, sponsorship_id)
    if there is None:
        raise NotFound("That sponsorship is not on file.")
    left = _come(withdrawn, "withdrawn")
    if there.withdrawn is not None and there.withdrawn != left.text:
        raise Conflict(f"That name left the bill on {there.withdrawn} already.")
    joined = dates.parse(there.joined) if there.joined else None
    if joined and joined.earliest and left.latest and left.latest < joined.earliest:
        raise InvalidInput("Nobody leaves a bill before joining it.", hint="Check both dates.", field="withdrawn")
    if there.withdrawn is None:
        there.withdrawn, there.withdrawn_seen_at = left.text, clock.now()
    session.flush()
    return there


def _same(printed_name: str, person_id: int | None) -> ColumnElement[bool]:
    """The person's own row, or one with their printed name that is not matched to anybody yet."""
    if person_id is None:
        return Sponsorship.printed_name == printed_name
    unmatched = and_(Sponsorship.person_id.is_(None), Sponsorship.printed_name == printed_name)
    return or_(Sponsorship.person_id == person_id, unmatched)


def _stands(joined: str | None) -> ColumnElement[bool]:
    stands: ColumnElement[bool] = Sponsorship.withdrawn.is_(None)
    return stands if joined is None else or_(stands, Sponsorship.joined == joined)


def _come(text: str, field: str) -> dates.VagueDate:
    """The date, which must have come. Raises InvalidInput."""
    day = dates.parse(text, field=field)
    if day.earliest is not None and day.earliest > clock.today():
        raise InvalidInput("That day has not come yet.", hint="Check the date.", field=field)
    return day
