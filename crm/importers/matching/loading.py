"""The index of matching, read from the database in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.importers.matching.index import Index
from crm.importers.matching.known import Term, known
from crm.importers.models import MatchState, NameMatch
from crm.jurisdictions.models import Chamber, District, Jurisdiction
from crm.people.models import Office, Person, PersonIdentifier, PersonName, Tenure


def load(session: Session) -> Index:
    """Everybody on file (seven queries). A record that was merged into another answers with the one that stayed."""
    session.flush()
    people = session.execute(
        select(Person.id, Person.name, Person.given_name, Person.family_name, Person.merged_into_id)
    ).all()
    stayed = Stayed({row.id: row.merged_into_id for row in people})
    names: dict[int, list[str]] = defaultdict(list)
    for person_id, name in session.execute(select(PersonName.person_id, PersonName.name)):
        names[stayed[person_id]].append(name)
    terms: dict[int, list[Term]] = defaultdict(list)
    for person_id, place, chamber, district, begun, ended, party, lines in session.execute(_TERMS):
        term = Term(place, chamber, district, begun, ended, party, tuple(lines or ()))
        terms[stayed[person_id]].append(term)
    ids = {
        (scheme, identifier): stayed[person_id]
        for scheme, identifier, person_id in session.execute(
            select(PersonIdentifier.scheme, PersonIdentifier.identifier, PersonIdentifier.person_id)
        )
    }
    decided, decided_ids = _decisions(session, stayed)
    return Index(
        people={
            row.id: known(row.id, row.name, row.given_name, row.family_name, sorted(names[row.id]), terms[row.id])
            for row in people
            if row.merged_into_id is None
        },
        ids=ids,
        parents={row.id: row.parent_id for row in session.execute(select(Jurisdiction.id, Jurisdiction.parent_id))},
        chambers={
            row.id: (row.jurisdiction_id, row.name)
            for row in session.execute(select(Chamber.id, Chamber.jurisdiction_id, Chamber.name))
        },
        decided=decided,
        decided_ids=decided_ids,
    )


class Stayed(dict[int, int]):
    """The record each record leads to: itself, or the one it was merged into."""

    def __init__(self, merged_into: Mapping[int, int | None]) -> None:
        super().__init__()
        for person_id in merged_into:
            last = person_id
            while (further := merged_into.get(last)) is not None:
                last = further
            self[person_id] = last


def _decisions(
    session: Session, stayed: Stayed
) -> tuple[dict[tuple[str, str], int | None], dict[tuple[str, str], int]]:
    decided: dict[tuple[str, str], int | None] = {}
    by_id: dict[tuple[str, str], int] = {}
    rows = session.execute(
        select(NameMatch.folded, NameMatch.context_key, NameMatch.printed_id, NameMatch.person_id)
        .where(NameMatch.state != MatchState.WAITING)
        # What was decided last holds.
        .order_by(NameMatch.decided_at, NameMatch.id)
    )
    for folded, context, printed_id, person_id in rows:
        means = None if person_id is None else stayed[person_id]
        decided[folded, context] = means
        if printed_id and means is not None:
            scheme, _, identifier = printed_id.partition(":")
            by_id[scheme, identifier] = means
    return decided, by_id


_TERMS = (
    select(
        Tenure.person_id,
        Office.jurisdiction_id,
        Office.chamber_id,
        District.name,
        Tenure.started_on,
        Tenure.ended_on,
        Tenure.party,
        Tenure.ballot_lines,
    )
    .join(Office, Tenure.office_id == Office.id)
    .outerjoin(District, Office.district_id == District.id)
)
