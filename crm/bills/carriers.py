"""The bills that carry a measure now, shortly: number, newest print, names on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crm.bills.asked import Asked
from crm.bills.lines import SponsorLine
from crm.bills.models import Bill, BillPrint, Carries, MeasureBill, SponsorKind
from crm.bills.records import sponsors_of
from crm.jurisdictions.models import Chamber, LegislativeSession


@dataclass(frozen=True, slots=True)
class CarrierBill:
    """A bill that carries a measure. ``letter``: its newest print's ("" for the first); ``sponsors``: names on it.

    ``prime`` are its prime sponsors by name, of those whose names are on file.
    """

    id: int
    number: str
    letter: str
    chamber_id: int | None
    chamber: str | None
    session: str
    introduced_on: date | None
    sponsors: int
    prime: tuple[str, ...]

    @property
    def printed(self) -> str:
        """The number with the letter of its newest print: "S2235-B"."""
        return f"{self.number}-{self.letter}" if self.letter else self.number


def carriers(session: Session, measure_id: int, as_of: Asked) -> tuple[CarrierBill, ...]:
    """The bills of the newest session that carry the measure as of ``as_of`` (two queries); vehicles do not."""
    return carriers_of(session, (measure_id,), as_of).get(measure_id, ())


def carriers_of(session: Session, measure_ids: Collection[int], as_of: Asked) -> dict[int, tuple[CarrierBill, ...]]:
    """The same for many measures, by measure id (two queries)."""
    rows = session.execute(
        select(
            MeasureBill.measure_id,
            Bill.id,
            Bill.number,
            Bill.chamber_id,
            Bill.introduced_on,
            Chamber.name.label("chamber"),
            LegislativeSession.slug,
            LegislativeSession.name,
            BillPrint.letter,
        )
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .outerjoin(Chamber, Chamber.id == Bill.chamber_id)
        .outerjoin(
            BillPrint,
            and_(
                BillPrint.bill_id == Bill.id,
                BillPrint.recorded_at <= as_of.known,
                or_(BillPrint.printed_on.is_(None), BillPrint.printed_on <= as_of.said),
            ),
        )
        .where(
            MeasureBill.measure_id.in_(sorted(set(measure_ids))),
            MeasureBill.carries == Carries.CARRIER,
            MeasureBill.recorded_at <= as_of.known,
            or_(Bill.introduced_on.is_(None), Bill.introduced_on <= as_of.said),
        )
        .order_by(LegislativeSession.slug.desc(), Bill.number.desc(), BillPrint.letter)
    ).all()
    sittings: dict[int, str] = {}
    newest: dict[int, dict[int, CarrierBill]] = defaultdict(dict)
    ids = sorted({row.id for row in rows if sittings.setdefault(row.measure_id, row.slug) == row.slug})
    names = sponsors_of(session, ids, as_of) if ids else {}
    for row in rows:
        if row.slug == sittings[row.measure_id]:
            on_it = [name for name in names.get(row.id, ()) if name.withdrawn is None]
            newest[row.measure_id][row.id] = CarrierBill(
                row.id,
                row.number,
                row.letter or "",
                row.chamber_id,
                row.chamber,
                row.name,
                row.introduced_on,
                len(on_it),
                _primes(on_it),
            )
    return {measure_id: tuple(bills.values()) for measure_id, bills in newest.items()}


def _primes(names: Collection[SponsorLine]) -> tuple[str, ...]:
    return tuple(name.name for name in names if name.kind is SponsorKind.PRIME)
