"""Entries that name a bill and contacts that name a phone stay as they are under their new indexes."""

from __future__ import annotations

import sqlalchemy as sa

from crm import migrate
from crm.positions.models import Position
from crm.sessions import open_database
from tests import builders


def test_rows_stay_on_the_way_down_and_up(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        state = builders.state(session)
        bill = builders.bill(session, state.legislative_session, "S1")
        person = builders.person(session, "Sena Abara")
        builders.position(session, person, builders.measure(session, state), bill_id=bill.id)
    migrate.downgrade(database.engine, "0012")
    database.upgrade()
    with database.read() as session:
        assert session.scalars(sa.select(Position.bill_id)).all() == [bill.id]
    names = {each["name"] for table in ("positions", "outreach_actions")
             for each in sa.inspect(database.engine).get_indexes(table)}  # fmt: skip
    assert {"ix_positions_bill_id", "ix_outreach_actions_contact_point_id"} <= names
    database.close()
