"""People on file by the ids that others gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.openstates.records import PersonRecord
from crm.people.models import Person, PersonIdentifier


def people_by_ids(session: Session, records: Iterable[PersonRecord], schemes: Sequence[str]) -> dict[str, int]:
    """Our id of every record that has an id on file in one of the schemes, the first scheme first (two queries).

    A record that was merged answers with the one that stayed.
    """
    stayed: dict[int, int] = {
        row.id: row.merged_into_id
        for row in session.execute(select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None)))
    }
    owners = {
        (row.scheme, row.identifier): row.person_id
        for row in session.execute(
            select(PersonIdentifier.scheme, PersonIdentifier.identifier, PersonIdentifier.person_id).where(
                PersonIdentifier.scheme.in_(schemes)
            )
        )
    }
    found = {}
    for record in records:
        ids = sorted(
            (pair for pair in record.identifiers if pair[0] in schemes), key=lambda pair: schemes.index(pair[0])
        )
        owner = next((owners[pair] for pair in ids if pair in owners), None)
        while owner in stayed:
            owner = stayed[owner]
        if owner is not None:
            found[record.id] = owner
    return found
