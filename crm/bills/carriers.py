"""The bills that carry a measure now, shortly: number, newest print, names on them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crm.bills.asked import Asked
from crm.bills.models import Bill, BillPrint, Carries, MeasureBill
from crm.bills.records import sponsors_of
from crm.jurisdictions.models import LegislativeSession


@dataclass(frozen=True, slots=True)
class CarrierBill:
    """A bill that carries a measure. ``letter``: its newest print's ("" for the first); ``sponsors``: names on it."""

    id: int
    number: str
    letter: str
    chamber_id: int | None
    session: str
    sponsors: int

    @property
    def printed(self) -> str:
        """The number with the letter of its newest print: "S2235-B"."""
        return f"{self.number}-{self.letter}" if self.letter else self.number


def carriers(session: Session, measure_id: int, as_of: Asked) -> tuple[CarrierBill, ...]:
    """The bills of the newest session that carry the measure as of ``as_of`` (two queries); vehicles do not."""
    rows = session.execute(
        select(
            Bill.id, Bill.number, Bill.chamber_id, LegislativeSession.slug, LegislativeSession.name, BillPrint.letter
        )
        .join(MeasureBill, MeasureBill.bill_id == Bill.id)
        .join(LegislativeSession, LegislativeSession.id == Bill.session_id)
        .outerjoin(
            BillPrint,
            and_(
                BillPrint.bill_id == Bill.id,
                BillPrint.recorded_at <= as_of.known,
                or_(BillPrint.printed_on.is_(None), BillPrint.printed_on <= as_of.said),
            ),
        )
        .where(
            MeasureBill.measure_id == measure_id,
            MeasureBill.carries == Carries.CARRIER,
            MeasureBill.recorded_at <= as_of.known,
            or_(Bill.introduced_on.is_(None), Bill.introduced_on <= as_of.said),
        )
        .order_by(LegislativeSession.slug.desc(), Bill.number.desc(), BillPrint.letter)
    ).all()
    newest = {row.id: row for row in rows if row.slug == rows[0].slug}
    names = sponsors_of(session, newest, as_of) if newest else {}
    return tuple(
        CarrierBill(
            row.id,
            row.number,
            row.letter or "",
            row.chamber_id,
            row.name,
            sum(name.withdrawn is None for name in names.get(row.id, ())),
        )
        for row in newest.values()
    )
