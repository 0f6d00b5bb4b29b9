"""Records are not joined, nor parted again, over the head of a caller who has one of them on the line.

The card in a caller's hand belongs to a record: were that record to go in the middle of a call, its office could be
given to a second caller, and what the first one heard would be logged nowhere. A call is over within minutes.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from crm import clock
from crm.datewords import time_of_day
from crm.db import Base
from crm.errors import Conflict
from crm.people.models import Person

UNTIL: Final = "on_the_line_until"
"""A table of a feature above, with a row for each person whom a caller may have, names in its ``info`` under this word
the column that says until when at most."""


def must_be_free(session: Session, person_id: int, *, verb: str) -> None:
    """Return if nobody has the person on the line, and let nobody take them before this transaction has ended.

    Raises Conflict with the time from which on they are free at the latest.
    """
    # Whoever takes a person for the first time waits for this row, whoever takes one again for the next.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    for table in _lines():
        ends = table.c[table.info[UNTIL]]
        until = session.scalar(select(ends).where(table.c.person_id == person_id).with_for_update())
        if until is not None and until > clock.now():
            name = session.scalar(select(Person.name).where(Person.id == person_id))
            raise Conflict(
                f"Somebody is on the line with {name} just now.",
                hint=f"{verb} when the call is over, at {time_of_day(clock.local(until))} at the latest.",
            )


def let_go(session: Session, person_id: int) -> None:
    """Remove the row of a record that goes: nobody is on the line, and nobody will be."""
    for table in _lines():
        session.connection().execute(delete(table).where(table.c.person_id == person_id))


def _lines() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if UNTIL in table.info]
