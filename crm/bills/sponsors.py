"""Names on bills. A name that leaves is never removed: the day it left is noted beside the day it joined."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from crm import clock, dates
from crm.bills.models import SponsorKind, Sponsorship
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
    """Note a name on a bill; ``joined`` is EDTF text. A name that stands there, or joined then, is returned as it is.

    Whoever withdrew and joins again on another day gets a second row. Raises InvalidInput for an impossible date.
    """
    stands: ColumnElement[bool] = Sponsorship.withdrawn.is_(None)
    if joined is not None:
        stands = or_(stands, Sponsorship.joined == dates.parse(joined, field="joined").text)
    same = Sponsorship.person_id == person_id if person_id is not None else Sponsorship.printed_name == printed_name
    there = session.scalar(select(Sponsorship).where(Sponsorship.bill_id == bill_id, same, stands))
    if there is None:
        there = Sponsorship(
            bill_id=bill_id,
            person_id=person_id,
            printed_name=printed_name,
            kind=kind,
            joined=joined,
            first_seen_at=clock.now(),
            source=source,
        )
        session.add(there)
        session.flush()
    return there


def withdraw(session: Session, viewer: Viewer, sponsorship_id: int, withdrawn: str) -> Sponsorship:
    """Note the (EDTF) day on which a name left a bill, and return the sponsorship.

    Raises NotFound for an unknown one, Conflict for one withdrawn on another day, InvalidInput for an impossible date.
    """
    there = session.get(Sponsorship, sponsorship_id)
    if there is None:
        raise NotFound("That sponsorship is not on file.")
    left = dates.parse(withdrawn, field="withdrawn")
    if there.withdrawn is not None and there.withdrawn != left.text:
        raise Conflict(f"That name left the bill on {there.withdrawn} already.")
    joined = dates.parse(there.joined) if there.joined else None
    if joined and joined.earliest and left.latest and left.latest < joined.earliest:
        raise InvalidInput("Nobody leaves a bill before joining it.", hint="Check both dates.", field="withdrawn")
    there.withdrawn = left.text
    session.flush()
    return there
