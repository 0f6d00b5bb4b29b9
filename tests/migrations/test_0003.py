"""Names that left a bill, and companions, keep counting as known when the days of knowing come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from crm import migrate
from crm.bills.models import Bill, BillLink, BillLinkKind, SponsorKind, Sponsorship
from crm.sessions import Database, open_database
from tests import builders, cast


@pytest.fixture
def full(database_url: str) -> Iterator[Database]:
    """A database with a name that stands on a bill, one that left it, and a companion; then brought back to 0002."""
    database = open_database(database_url)
    with database.write() as session:
        state = builders.state(session)
        bill = builders.bill(session, state.legislative_session, "S1")
        other = builders.bill(session, state.legislative_session, "A1")
        for name, left in ((cast.SENATOR, None), (cast.OTHER_SENATOR, "2025-06-01")):
            session.add(
                Sponsorship(
                    bill_id=bill.id, printed_name=name, kind=SponsorKind.CO, withdrawn=left, source="a test",
                    first_seen_at=bill.recorded_at, withdrawn_seen_at=bill.recorded_at if left else None,
                )
            )  # fmt: skip
        session.add(
            BillLink(bill_id=bill.id, other_id=other.id, kind=BillLinkKind.SAME_AS, recorded_at=bill.recorded_at)
        )
    migrate.downgrade(database.engine, "0002")
    yield database
    database.close()


def test_what_had_left_is_known_from_the_day_the_name_was(full: Database) -> None:
    full.upgrade()
    with full.read() as session:
        names = {row.printed_name: row for row in session.scalars(sa.select(Sponsorship))}
    assert names[cast.OTHER_SENATOR].withdrawn_seen_at == names[cast.OTHER_SENATOR].first_seen_at
    assert names[cast.SENATOR].withdrawn_seen_at is None


def test_a_companion_is_known_from_the_day_its_bill_was(full: Database) -> None:
    full.upgrade()
    with full.read() as session:
        link = session.scalars(sa.select(BillLink)).one()
        bill = session.get_one(Bill, link.bill_id)
    assert link.recorded_at == bill.recorded_at


def test_a_withdrawal_without_a_day_of_knowing_is_refused(full: Database) -> None:
    full.upgrade()
    with pytest.raises(sa.exc.IntegrityError), full.write() as session:
        session.execute(sa.update(Sponsorship).values(withdrawn="2025-07-01", withdrawn_seen_at=None))
