"""People and whom they were joined to stay as they are under the new index."""

from __future__ import annotations

import sqlalchemy as sa

from crm import migrate
from crm.people.models import Person
from crm.sessions import open_database
from tests import builders, cast


def test_who_was_joined_to_whom_stays_on_the_way_down_and_up(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as session:
        kept, gone = builders.person(session, cast.SENATOR), builders.person(session, "Sena A. Abara")
        gone.merged_into_id = kept.id
    migrate.downgrade(database.engine, "0015")
    database.upgrade()
    with database.read() as session:
        assert session.scalars(sa.select(Person.merged_into_id).order_by(Person.id)).all() == [None, kept.id]
    assert "ix_people_merged_into_id" in {each["name"] for each in sa.inspect(database.engine).get_indexes("people")}
    database.close()
