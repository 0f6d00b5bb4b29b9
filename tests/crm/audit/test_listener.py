"""Who changed what, noted in the same flush as the change itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import clock
from crm.accounts import service
from crm.accounts.models import LinkPurpose, User
from crm.audit.models import AuditEntry, Change, ImportBatch
from crm.coalition.models import Organization, OrganizationContact
from crm.importers.models import ImportUpload
from crm.people.models import Person
from crm.positions import rulings
from tests import cast
from tests.builders import campaigns, law, ledger, people, states, users


def entries(session: Session, table: str) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.table_name == table).order_by(AuditEntry.id)))


def test_a_new_row_a_change_and_a_removal_are_noted_with_what_was_before_and_after(session: Session) -> None:
    organization = campaigns.organization(session, cast.NEIGHBORS)
    organization.place = "Harbor Street"
    session.flush()
    contact = OrganizationContact(organization_id=organization.id, name="Nia Marsh")
    session.add(contact)
    session.flush()
    session.delete(contact)
    session.flush()
    created, changed = entries(session, "organizations")
    assert (created.change, created.row_id, created.before, created.after) == (
        Change.CREATED,
        organization.id,
        None,
        None,
    )
    assert (changed.change, changed.before, changed.after) == (
        Change.UPDATED,
        {"place": None},
        {"place": "Harbor Street"},
    )
    removed = entries(session, "organization_contacts")[-1]
    assert removed.change is Change.DELETED
    assert removed.before is not None
    assert removed.before["name"] == "Nia Marsh"


def test_what_was_before_is_noted_of_a_row_that_was_not_read_again(session: Session) -> None:
    """A rolled back savepoint and an erasure leave rows unread; a note with a wrong "before" is worse than none."""
    organization = campaigns.organization(session, cast.NEIGHBORS)
    organization.place = "Harbor Street"
    session.flush()
    session.expire(organization)
    organization.place = "Mill Lane"
    session.flush()
    assert entries(session, "organizations")[-1].before == {"place": "Harbor Street"}


def test_a_row_that_goes_is_noted_whole_though_not_all_of_it_was_read(session: Session) -> None:
    upload = ImportUpload(
        name="names.csv", sha256="0" * 64, size=5, content=b"a,b,c", options={}, uploaded_at=clock.now()
    )
    organization = campaigns.organization(session, cast.NEIGHBORS)
    session.add(upload)
    session.flush()
    session.expire(upload)
    session.expire(organization)
    assert session.get_one(ImportUpload, upload.id).name == "names.csv", "read again, but for its content"
    session.delete(upload)
    session.delete(organization)
    session.flush()
    (file, theirs) = entries(session, "import_uploads")[-1], entries(session, "organizations")[-1]
    assert file.before is not None
    assert theirs.before is not None
    assert (file.before["name"], file.before["content"]) == ("names.csv", "(5 bytes)")
    assert theirs.before["name"] == cast.NEIGHBORS


def test_nothing_is_noted_where_nothing_changed(session: Session) -> None:
    organization = campaigns.organization(session, cast.NEIGHBORS)
    organization.name = cast.NEIGHBORS
    session.flush()
    assert len(entries(session, "organizations")) == 1


def test_who_did_it_in_which_request_and_why_stand_with_it(database: Any) -> None:
    with database.write() as session:
        ada = users.user(session, cast.ADA).id
        batch = ImportBatch(kind="openstates", source="ny", started_at=clock.now(), summary={})
        session.add(batch)
        session.flush()
        batch_id = batch.id
    with database.write(ada, import_batch_id=batch_id, reason="a roster") as session:
        campaigns.organization(session, cast.NEIGHBORS)
        campaigns.organization(session, cast.CLINIC)
    with database.write() as session:
        campaigns.organization(session, cast.OUTSIDERS)
    with database.read() as session:
        first, second, nobodys = entries(session, "organizations")
    assert (first.user_id, first.import_batch_id, first.reason) == (ada, batch_id, "a roster")
    assert first.request_id == second.request_id != nobodys.request_id
    assert (nobodys.user_id, nobodys.reason) == (None, None)


def test_it_is_noted_in_the_same_transaction_or_not_at_all(database: Any) -> None:
    def twice() -> None:
        with database.write() as session:
            campaigns.organization(session, cast.NEIGHBORS)
            campaigns.organization(session, cast.NEIGHBORS)

    with pytest.raises(IntegrityError):
        twice()
    with database.read() as session:
        assert entries(session, "organizations") == []


def test_what_a_savepoint_takes_back_leaves_no_note(session: Session) -> None:
    with session.begin_nested() as inner:
        campaigns.organization(session, cast.NEIGHBORS)
        inner.rollback()
    assert entries(session, "organizations") == []


def test_no_secret_gets_into_the_notes(session: Session) -> None:
    ada = users.user(session, cast.ADA)
    service.set_password(session, ada, "$argon2id$first")
    service.set_password(session, ada, "$argon2id$second")
    token = service.start_session(session, ada, "a browser")
    link = service.new_link(session, ada, LinkPurpose.SIGN_IN)
    session.delete(session.get_one(User, users.user(session, cast.LEO).id))
    session.flush()
    noted = session.scalars(select(AuditEntry)).all()
    told = repr([(each.table_name, each.before, each.after) for each in noted])
    for secret in ("argon2", token, link):
        assert secret not in told
    assert [each.after for each in entries(session, "users") if each.after] == [{"password_hash": "(secret)"}] * 2
    assert {each.table_name for each in noted}.isdisjoint({"login_sessions", "one_time_links", "sign_in_attempts"})


def test_days_and_instants_are_noted_as_text_that_is_read_again(session: Session) -> None:
    where = states.state(session)
    tenure = people.seat(session, where.upper, 1, people.person(session, cast.SENATOR))
    people.vacate(session, tenure, date(2025, 6, 1))
    changed = entries(session, "tenures")[-1]
    assert changed.after == {"ended_on": "2025-06-01", "end_reason": "resigned"}


def test_what_a_bulk_insert_adds_is_counted_by_its_import_and_not_row_by_row(session: Session) -> None:
    """Nothing of ours writes that way but the notes themselves; this says what it would mean."""
    session.execute(insert(Organization), [{"slug": "x", "name": "X", "kind": "c3", "is_invented": True}])
    assert entries(session, "organizations") == []


def test_an_erasure_is_noted_though_it_passes_the_ledgers_guard(session: Session, operator: Any) -> None:
    where = states.state(session)
    entry = ledger.position(session, people.person(session, cast.SENATOR), law.measure(session, where))
    erasure = rulings.erase(session, operator, entry.id, "a court order")
    (noted,) = entries(session, "erasures")
    assert (noted.change, noted.row_id) == (Change.CREATED, erasure.id)
    assert session.get_one(Person, entry.person_id).name == cast.SENATOR
