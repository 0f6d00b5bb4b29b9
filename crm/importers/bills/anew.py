"""Working out anew: the sponsors of bills by what snapshots there are, and what the ledger says of their measures."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.bills.models import Carries, MeasureBill, Sponsorship
from crm.coalition.visibility import OPERATOR
from crm.importers.bills.naming import Naming
from crm.importers.bills.seen import runs_of
from crm.importers.bills.sponsors import bring_up, places_of
from crm.importers.matching.matcher import Matcher
from crm.positions.feeding import feed_measure

_AT_ONCE = 500


def work_out_anew(session: Session, bill_ids: Iterable[int], naming: Naming | None = None) -> None:
    """Bring the sponsors of these bills up to the snapshots that are on file now; after an import was undone, say."""
    ids = sorted(set(bill_ids))
    if not ids:
        return
    naming = naming or Naming(session, Matcher(session))
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        runs, places = runs_of(session, part), places_of(session, part)
        bring_up(
            session,
            naming,
            {bill_id: (places[bill_id], runs.get(bill_id, {})) for bill_id in part if bill_id in places},
            fresh=set(),
            add=lambda rows: session.add_all(Sponsorship(**row) for row in rows),
        )
    session.flush()


def feed_bills(session: Session, bill_ids: Iterable[int]) -> None:
    """Tell the ledger what the records say by now about the measures that these bills carry."""
    ids = sorted(set(bill_ids))
    measures: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        measures |= set(
            session.scalars(
                select(MeasureBill.measure_id).where(
                    MeasureBill.bill_id.in_(ids[start : start + _AT_ONCE]), MeasureBill.carries == Carries.CARRIER
                )
            )
        )
    for measure_id in sorted(measures):
        feed_measure(session, OPERATOR, measure_id)
