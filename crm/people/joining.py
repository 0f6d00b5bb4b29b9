"""One record out of two: what the directory says moves to the one that stays, and nothing it says is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, inspect, or_, select
from sqlalchemy.orm import Session

from crm.people.models import (
    CommitteeSeat,
    ContactPoint,
    MergeProposal,
    MergeState,
    Person,
    PersonIdentifier,
    PersonLink,
    PersonName,
    StaffTenure,
    Tenure,
)


def join(session: Session, kept_id: int, gone_id: int) -> None:
    """Move what the directory says of one person to the record that stays, and let the other lead to it."""
    _repoint(session, PersonName, kept_id, gone_id, lambda row: row.name)
    _repoint(session, PersonLink, kept_id, gone_id, lambda row: row.url)
    _repoint(session, PersonIdentifier, kept_id, gone_id, lambda row: (row.scheme, row.identifier))
    _repoint(session, Tenure, kept_id, gone_id, lambda row: (row.office_id, row.started_on))
    _repoint(session, ContactPoint, kept_id, gone_id, lambda row: (row.kind, row.phone, row.address, row.email))
    _repoint(session, CommitteeSeat, kept_id, gone_id, lambda row: (row.committee_id, row.role))
    for staff in session.scalars(
        select(StaffTenure).where(or_(StaffTenure.person_id == gone_id, StaffTenure.boss_id == gone_id))
    ):
        staff.person_id = kept_id if staff.person_id == gone_id else staff.person_id
        staff.boss_id = kept_id if staff.boss_id == gone_id else staff.boss_id
    kept, gone = session.get_one(Person, kept_id), session.get_one(Person, gone_id)
    _complete(kept, gone)
    gone.merged_into_id = kept_id
    # Whoever had been merged into the record that goes, follows it.
    for former in session.scalars(select(Person).where(Person.merged_into_id == gone_id)):
        former.merged_into_id = kept_id
    session.flush()
    _ask_of_the_one_that_stays(session, kept_id, gone_id)


def _repoint(session: Session, table: Any, kept_id: int, gone_id: int, same: Any) -> None:
    """Move the rows of one table; what the record that stays has already, goes once it has told what it knew."""
    has = {same(row): row for row in session.scalars(select(table).where(table.person_id == kept_id))}
    for row in session.scalars(select(table).where(table.person_id == gone_id)).all():
        if same(row) in has:
            _complete(has[same(row)], row)
            session.delete(row)
        else:
            row.person_id = kept_id
    session.flush()


def _complete(row: Any, other: Any) -> None:
    """Fill in what ``row`` does not know and ``other`` does; what it knows stays."""
    for column in inspect(row).mapper.column_attrs:
        if getattr(row, column.key) in (None, []) and getattr(other, column.key) not in (None, []):
            setattr(row, column.key, getattr(other, column.key))


def _ask_of_the_one_that_stays(session: Session, kept_id: int, gone_id: int) -> None:
    """Let what is proposed of the record that went be asked of the other one; a pair that has been asked goes."""
    asked = {(each.person_id, each.other_id) for each in session.scalars(select(MergeProposal))}
    waiting = select(MergeProposal).where(
        MergeProposal.state == MergeState.PROPOSED,
        or_(MergeProposal.person_id == gone_id, MergeProposal.other_id == gone_id),
        ~and_(MergeProposal.person_id.in_((kept_id, gone_id)), MergeProposal.other_id.in_((kept_id, gone_id))),
    )
    for each in session.scalars(waiting).all():
        third = each.other_id if each.person_id == gone_id else each.person_id
        pair = (min(kept_id, third), max(kept_id, third))
        if pair in asked:
            session.delete(each)
        else:
            each.person_id, each.other_id = pair
            asked.add(pair)
    session.flush()
