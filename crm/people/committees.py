"""Verbs of committees: which there are, and who sits in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import InvalidInput
from crm.people.models import Committee, CommitteeRole, CommitteeSeat


def ensure_committee(
    session: Session,
    jurisdiction_id: int,
    name: str,
    *,
    chamber_id: int | None = None,
    classification: str = "committee",
    outside_id: str | None = None,
    parent_id: int | None = None,
) -> Committee:
    """The committee with this ``outside_id``, or of this name in the chamber (none: of both), added if missing.

    Raises InvalidInput for an empty name.
    """
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("A committee needs a name.", field="name")
    there = None
    if outside_id is not None:
        there = session.scalar(select(Committee).where(Committee.outside_id == outside_id))
    there = there or session.scalar(
        select(Committee).where(
            Committee.jurisdiction_id == jurisdiction_id,
            Committee.chamber_id.is_not_distinct_from(chamber_id),
            Committee.name == name,
        )
    )
    if there is None:
        there = Committee(
            jurisdiction_id=jurisdiction_id,
            chamber_id=chamber_id,
            parent_id=parent_id,
            name=name,
            classification=classification,
        )
        session.add(there)
    there.outside_id = there.outside_id or outside_id
    session.flush()
    return there


def seat_on_committee(
    session: Session,
    committee_id: int,
    printed_name: str,
    role: CommitteeRole = CommitteeRole.MEMBER,
    *,
    person_id: int | None = None,
    started_on: date | None = None,
    ended_on: date | None = None,
    source: str | None = None,
) -> CommitteeSeat:
    """Note that somebody sits (or sat) on a committee; the same seat noted again is returned as it is.

    The printed name stays where no person is matched. Raises InvalidInput when it ends before it begins.
    """
    if started_on and ended_on and started_on > ended_on:
        raise InvalidInput("A seat cannot end before it begins.", hint="Check both days.", field="ended_on")
    same = CommitteeSeat.person_id == person_id if person_id is not None else CommitteeSeat.printed_name == printed_name
    there = session.scalar(
        select(CommitteeSeat).where(
            CommitteeSeat.committee_id == committee_id,
            same,
            CommitteeSeat.role == role,
            CommitteeSeat.started_on.is_not_distinct_from(started_on),
        )
    )
    if there is None:
        there = CommitteeSeat(
            committee_id=committee_id,
            person_id=person_id,
            printed_name=printed_name,
            role=role,
            started_on=started_on,
            ended_on=ended_on,
            source=source,
        )
        session.add(there)
        session.flush()
    return there
