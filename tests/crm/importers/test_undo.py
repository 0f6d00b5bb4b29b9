"""An import is taken out again; what came later stays."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import AuditEntry, ImportBatch
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.db import Base
from crm.errors import Conflict, NotAllowed, NotFound
from crm.importers.batches import batch
from crm.importers.bulk import insert_rows
from crm.importers.models import ImportUpload
from crm.importers.undo import undo_batch
from crm.importers.undo_runs import joined, without
from crm.importers.undo_words import UndoReport
from crm.outreach.models import Channel
from crm.outreach.service import NewContact, Official, log_contact
from crm.people.contacts import verify_contact_point
from crm.people.models import ContactPoint, Person, PersonIdentifier, PersonName, Tenure
from crm.positions.as_of import AsOf
from crm.positions.models import Position
from crm.positions.queries import standing
from crm.sessions import Database
from tests import builders, cast
from tests.counting import statements
from tests.crm.importers.conftest import DAY, Import, change

NOT_OF_THE_ROSTER = {"audit_entries", "import_batches", "imported_rows"}


def rows_of(session: Session, *, but: set[str] = NOT_OF_THE_ROSTER, ids: bool = True) -> dict[str, Counter[Any]]:
    """Every row of every table; without ``ids`` less its keys and instants, which differ between two imports."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in but:
            continue
        columns = [
            column for column in table.columns
            if ids or not (column.primary_key or column.foreign_keys or column.name in ("recorded_at", "proposed_at"))
        ]  # fmt: skip
        rows = session.execute(sa.select(*columns)).all() if columns else []
        found[table.name] = Counter(repr(tuple(row)) for row in rows)
    return found


def undo(database: Database, number: int | None) -> UndoReport:
    assert number is not None
    with database.write() as session:
        return undo_batch(session, OPERATOR, number)


def test_everything_an_import_brought_goes(bring: Import, database: Database) -> None:
    with database.read() as session:
        before = rows_of(session)
    report = undo(database, bring().batch)
    with database.read() as session:
        assert rows_of(session) == before
        assert session.scalars(sa.select(ImportBatch.undone_at)).one() is not None
    assert dict(report.removed)["people"] == 8
    assert (report.stays, report.left) == ((), ())


def test_the_same_again_gives_the_same_again(bring: Import, database: Database) -> None:
    first = bring()
    with database.read() as session:
        before = rows_of(session, ids=False)
    undo(database, first.batch)
    again = bring()
    assert (again.created, again.merge_proposals) == (first.created, first.merge_proposals)
    with database.read() as session:
        assert rows_of(session, ids=False) == before


def test_a_preview_changes_nothing(bring: Import, database: Database) -> None:
    number = bring().batch
    with database.read() as session:
        before = rows_of(session, but=set())
    with database.write() as session:
        would = undo_batch(session, OPERATOR, number or 0)
        session.rollback()
    with database.read() as session:
        assert rows_of(session, but=set()) == before
    assert would == undo(database, number)


def test_what_a_later_import_changed_is_what_it_was(bring: Import, database: Database, folder: Path) -> None:
    bring()
    with database.read() as session:
        before = rows_of(session)
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    change(folder, "Dov-Pell", "party:", "gender: Male\nparty:")
    report = undo(database, bring().batch)
    with database.read() as session:
        assert rows_of(session) == before
    assert report.restored >= 2


def test_who_left_a_seat_and_came_is_undone(bring: Import, database: Database, folder: Path) -> None:
    bring()
    with database.read() as session:
        before = rows_of(session)
    file = change(folder, "Bram-Oduya", "start_date: 2021-01-01", "start_date: 2021-01-01\n  end_date: 2026-02-01")
    file.rename(folder / "retired" / file.name)
    undo(database, bring().batch)
    with database.read() as session:
        assert rows_of(session) == before


def test_both_imports_can_be_undone_the_newer_one_first(bring: Import, database: Database, folder: Path) -> None:
    with database.read() as session:
        before = rows_of(session)
    first = bring()
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    second = bring()
    undo(database, second.batch)
    assert undo(database, first.batch).stays == ()
    with database.read() as session:
        assert rows_of(session) == before


def test_what_a_later_import_changed_stays_while_that_one_stands(
    bring: Import, database: Database, folder: Path
) -> None:
    first = bring()
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    bring()
    undo(database, first.batch)
    with database.read() as session:
        assert session.scalars(sa.select(Person.slug)).all() == ["orla-finch"]
        assert "555-455-9999" in session.scalars(sa.select(ContactPoint.phone)).all()


def test_a_value_somebody_changed_since_is_left_and_said(bring: Import, database: Database, folder: Path) -> None:
    bring()
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    second = bring()
    with database.write() as session:
        point = session.scalars(sa.select(ContactPoint).where(ContactPoint.phone == "555-455-9999")).one()
        point.phone = "555-455-1234"
    report = undo(database, second.batch)
    assert report.left == ("1 changed phone or address stays as it is: somebody has changed it since.",)
    with database.read() as session:
        assert "555-455-1234" in session.scalars(sa.select(ContactPoint.phone)).all()


def test_who_has_been_called_since_stays_whole_and_is_found_by_the_next_import(
    bring: Import, database: Database
) -> None:
    first = bring()
    with database.write() as session:
        orla = session.scalars(sa.select(Person).where(Person.slug == "orla-finch")).one()
        ours = builders.organization(session, cast.NEIGHBORS)
        contact = NewContact(Channel.CALL, officials=(Official(orla.id),), organization_id=ours.id)
        log_contact(session, OPERATOR, contact)
    report = undo(database, first.batch)
    assert "1 person stays: contacts have been logged with them since." in report.sentences
    with database.read() as session:
        assert session.scalars(sa.select(Person.id)).all() == [orla.id]
        assert {row.person_id for row in session.scalars(sa.select(PersonIdentifier))} == {orla.id}
        assert set(session.scalars(sa.select(PersonName.person_id))) == {orla.id}
        assert set(session.scalars(sa.select(Tenure.person_id))) == {orla.id}
    again = bring()
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Person.name == "Orla Finch")) == 1
    assert (again.created, again.same + again.updated) == (8, 1)


def test_a_phone_somebody_verified_keeps_its_person(bring: Import, database: Database) -> None:
    first = bring()
    with database.write() as session:
        point = session.scalars(sa.select(ContactPoint).where(ContactPoint.phone == "555-455-0003")).one()
        verify_contact_point(session, OPERATOR, point.id, DAY)
    report = undo(database, first.batch)
    assert "1 phone or address stays: somebody has changed them since." in report.sentences
    with database.read() as session:
        assert session.scalars(sa.select(Person.slug)).all() == ["orla-finch"]


def test_the_ledger_keeps_what_it_was_told_and_it_no_longer_counts(database: Database) -> None:
    with database.write() as session:
        state = builders.state(session)
        measure, senator = builders.measure(session, state), builders.person(session, cast.SENATOR)
        with batch(session, "sheet", "a test") as report:
            new = builders.person(session, cast.MEMBER)
            for person in (senator, new):
                builders.position(session, person, measure, fact_key=f"sponsored:1:{person.id}:")
    told = undo(database, report.batch)
    assert told.retracted == 2
    assert told.stays[0].sentence == "1 person stays: entries of the ledger, which are never removed, speak of them."
    with database.read() as session:
        assert {row.stance for row in standing(session, OPERATOR, measure.id, AsOf.of()).values()} <= {"unknown"}
        taken_back = session.scalars(sa.select(Position).where(Position.is_retraction)).all()
        assert [row.fact_key for row in taken_back] == [
            f"undone:{report.batch}:{row.corrects_id}" for row in taken_back
        ]
        assert {row.reason_given for row in taken_back} == {f"Import {report.batch} was undone."}


def test_what_somebody_corrected_since_is_not_retracted(database: Database) -> None:
    with database.write() as session:
        measure = builders.measure(session, builders.state(session))
        senator = builders.person(session, cast.SENATOR)
        with batch(session, "sheet", "a test") as report:
            entry = builders.position(session, senator, measure)
        builders.position(session, senator, measure, "no", corrects_id=entry.id, reason_given="Misheard.")
    assert undo(database, report.batch).retracted == 0
    with database.read() as session:
        assert [row.stance for row in standing(session, OPERATOR, measure.id, AsOf.of()).values()] == ["no"]


def test_a_contact_of_a_sheet_goes_and_one_that_something_is_owed_after_is_marked(database: Database) -> None:
    with database.write() as session:
        senator = builders.person(session, cast.SENATOR)
        ours = builders.organization(session, cast.NEIGHBORS)
        with batch(session, "sheet", "a test") as report:
            one, other = (
                log_contact(
                    session, OPERATOR,
                    NewContact(Channel.CALL, officials=(Official(senator.id),), organization_id=ours.id, notes=notes),
                )
                for notes in ("one", "other")
            )  # fmt: skip
        session.execute(
            sa.text(
                "INSERT INTO follow_ups (action_id, what, recorded_at, visibility, organization_id)"
                " VALUES (:action, 'send the memo', :now, 'private', :organization)"
            ),
            {"action": other.id, "now": clock.now().replace(tzinfo=None), "organization": ours.id},
        )
    told = undo(database, report.batch)
    assert told.contacts_retracted == 1
    with database.read() as session:
        table = Base.metadata.tables["outreach_actions"]
        (left,) = session.execute(sa.select(table.c.id, table.c.retracted_reason)).all()
        assert tuple(left) == (other.id, f"Import {report.batch} was undone.")
        officials = Base.metadata.tables["action_officials"]
        assert session.scalars(sa.select(officials.c.action_id)).all() == [other.id], "it still says with whom"
    assert one.id != other.id


def test_many_rows_in_bulk_go_by_a_few_statements(database: Database) -> None:
    def bulk(number: int) -> tuple[int, int]:
        with database.write() as session, batch(session, "bulk", "a test") as report:
            assert report.batch
            people = [
                {"slug": f"p{i}", "name": f"P {i}", "sort_name": f"p {i}", "is_invented": True,
                 "recorded_at": clock.now()}
                for i in range(number)
            ]  # fmt: skip
            ids = insert_rows(session, report.batch, Person, people)
            names = [{"person_id": i, "name": "N", "folded": "n", "kind": "spelling"} for i in ids]
            insert_rows(session, report.batch, PersonName, names)
        with database.write() as session, statements(session) as sent:
            told = undo_batch(session, OPERATOR, report.batch)
        return len(sent), sum(number for _, number in told.removed)

    few, two = bulk(1)
    many, removed = bulk(3000)
    assert (two, removed) == (2, 6000)
    assert many == few


def test_an_id_that_was_given_to_somebody_elses_row_since_is_theirs(database: Database) -> None:
    """SQLite gives the highest id out again once its row is gone."""
    with database.write() as session:
        senator = builders.person(session, cast.SENATOR)
        with batch(session, "sheet", "a test") as report:
            name = PersonName(person_id=senator.id, name="S. Abara", folded="s abara")
            session.add(name)
    with database.write() as session:
        number = name.id
        session.delete(session.get_one(PersonName, number))
    with database.write() as session:
        session.add(PersonName(id=number, person_id=senator.id, name="Sena A.", folded="sena a"))
    undo(database, report.batch)
    with database.read() as session:
        assert "Sena A." in session.scalars(sa.select(PersonName.name)).all()


def test_what_an_import_removed_comes_back(database: Database) -> None:
    with database.write() as session:
        senator = builders.person(session, cast.SENATOR)
        name = PersonName(person_id=senator.id, name="S. Abara", folded="s abara")
        session.add(name)
    with database.read() as session:
        before = rows_of(session)
    with database.write() as session, batch(session, "sheet", "a test") as report:
        session.delete(session.get_one(PersonName, name.id))
    undo(database, report.batch)
    with database.read() as session:
        assert rows_of(session) == before


def test_an_import_is_undone_once(bring: Import, database: Database) -> None:
    number = bring().batch
    undo(database, number)
    with pytest.raises(Conflict, match="was undone before"):
        undo(database, number)
    with pytest.raises(NotFound, match="no import 99"):
        undo(database, 99)


def test_undoing_is_noted_with_who_did_it(bring: Import, database: Database) -> None:
    number = bring().batch
    with database.write() as session:
        leo = builders.user(session, cast.LEO)
        undo_batch(session, Viewer(user_id=leo.id, lead_organization_ids=frozenset({1})), number or 0)
    with database.read() as session:
        noted = session.scalars(sa.select(AuditEntry).where(AuditEntry.table_name == "import_batches")).one()
        assert (noted.row_id, noted.user_id, noted.reason) == (number, leo.id, f"Import {number} was undone.")
        assert noted.after is not None
        assert noted.after["removed"]["people"] == 8
        assert session.scalars(sa.select(ImportBatch.undone_by_id)).one() == leo.id


def test_a_lead_undoes_public_records_and_an_organizer_does_not(bring: Import, database: Database) -> None:
    number = bring().batch or 0
    with database.write() as session:
        for viewer in (PUBLIC, Viewer(user_id=1, organization_ids=frozenset({1}))):
            with pytest.raises(NotAllowed):
                undo_batch(session, viewer, number)
        undo_batch(session, Viewer(lead_organization_ids=frozenset({5})), number)


@pytest.mark.parametrize(
    ("organizations", "leads", "is_uploader", "may"),
    [({1}, set(), True, True), ({1}, set(), False, False), (set(), set(), True, False), ({1}, {1}, False, True),
     ({2}, {2}, False, False)],
)  # fmt: skip
def test_an_organizations_sheet_is_undone_by_who_handed_it_in_and_by_its_lead(
    session: Session, organizations: set[int], leads: set[int], is_uploader: bool, may: bool
) -> None:
    ours, other = (builders.organization(session, name).id for name in (cast.NEIGHBORS, cast.CLINIC))
    names = {1: ours, 2: other}
    ada, leo = (builders.user(session, name).id for name in (cast.ADA, cast.LEO))
    with batch(session, "sheet", "a test") as report:
        builders.person(session, cast.SENATOR)
    session.add(
        ImportUpload(
            name="ours.csv", sha256="0", size=1, content=b"a", options={}, organization_id=ours, uploaded_by_id=ada,
            uploaded_at=clock.now(), batch_id=report.batch,
        )
    )  # fmt: skip
    session.flush()
    viewer = Viewer(
        user_id=ada if is_uploader else leo,
        organization_ids=frozenset(names[each] for each in organizations),
        lead_organization_ids=frozenset(names[each] for each in leads),
    )
    if may:
        undo_batch(session, viewer, report.batch or 0)
        return
    with pytest.raises(NotAllowed):
        undo_batch(session, viewer, report.batch or 0)


def test_runs_without_some_and_joined() -> None:
    assert without([(1, 9)], [3, 4]) == [(1, 2), (5, 9)]
    assert without([(1, 3), (5, 9)], [1, 3, 5, 9, 20]) == [(2, 2), (6, 8)]
    assert without([(1, 3)], [1, 2, 3]) == []
    assert joined([(4, 7), (1, 3), (6, 8), (10, 10)]) == [(1, 8), (10, 10)]
