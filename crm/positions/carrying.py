"""Saying that a bill carries a measure: what its records tell goes into the ledger with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.find import find_measure
from crm.bills.models import Bill, Carries, Measure
from crm.bills.service import carry, ensure_measure
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import NotAllowed
from crm.jurisdictions.models import LegislativeSession
from crm.names import slugify
from crm.positions.feeding import feed_measure


@dataclass(frozen=True, slots=True)
class Carried:
    """A bill that carries a measure from now on, and what that told the ledger."""

    measure: str
    bill: str
    carries: Carries
    entered: int
    corrected: int
    retracted: int


def may_carry(viewer: Viewer) -> bool:
    """Whether the viewer may say which bills carry a measure: a lead or an administrator, for all see what follows."""
    return viewer.sees_all or viewer.is_admin or bool(viewer.lead_organization_ids)


def carry_measure(
    session: Session,
    viewer: Viewer,
    measure: str,
    bill: Bill,
    carries: Carries = Carries.CARRIER,
    part: str | None = None,
    *,
    new_name: str | None = None,
    source: str | None = None,
) -> Carried:
    """Note that the bill carries the measure (by its slug or name), and tell the ledger what the records say by now.

    With ``new_name`` a measure that is not on file is added, where the bill is. A bill that carries it already may do
    so in another way from now on. Raises NotFound, and NotAllowed for a viewer who may not.
    """
    if not may_carry(viewer):
        raise NotAllowed("Only a lead or an administrator says which bills carry a measure.", hint="Ask your lead.")
    found = _measure(session, viewer, measure, bill, new_name)
    row = carry(session, viewer, found.id, bill.id, carries, part, source=source or "said by hand")
    row.carries, row.part = carries, part or row.part
    fed = feed_measure(session, replace(OPERATOR, user_id=viewer.user_id), found.id)
    return Carried(found.slug, bill.number, carries, fed.entered, fed.corrected, fed.retracted)


def _measure(session: Session, viewer: Viewer, measure: str, bill: Bill, new_name: str | None) -> Measure:
    if new_name is not None and session.scalar(select(Measure.id).where(Measure.slug == slugify(measure))) is None:
        sitting = session.get_one(LegislativeSession, bill.session_id)
        return ensure_measure(session, viewer, new_name, sitting.jurisdiction_id, slug=slugify(measure))
    return find_measure(session, measure)
