"""What somebody here corrected or verified is never overwritten: the difference is noted, once, and can be taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from crm.coalition.visibility import OPERATOR
from crm.importers.differing import differences, keep, take
from crm.importers.models import DifferenceState, SourceDifference
from crm.importers.undo import undo_batch
from crm.people.models import ContactPoint, Person
from crm.sessions import Database
from tests.crm.importers.conftest import DAY, Import, change

OLD, OURS, NEW, NEWER = "555-455-0003", "555-455-1111", "555-455-9999", "555-455-8888"


@pytest.fixture
def corrected(bring: Import, database: Database, folder: Path) -> Path:
    """Somebody corrects a phone by hand; the file then changes it to another."""
    bring()
    by_hand(database, OLD, OURS)
    change(folder, "Orla-Finch", OLD, NEW)
    return folder


def by_hand(database: Database, old: str, new: str) -> None:
    with database.write() as session:
        session.scalars(select(ContactPoint).where(ContactPoint.phone == old)).one().phone = new


def phones(database: Database) -> set[str | None]:
    with database.read() as session:
        return set(session.scalars(select(ContactPoint.phone)))


def noted(database: Database) -> list[tuple[str | None, str, DifferenceState]]:
    with database.read() as session:
        rows = session.scalars(select(SourceDifference).order_by(SourceDifference.id))
        return [(row.ours, row.theirs, row.state) for row in rows]


def test_a_phone_somebody_corrected_stays_and_the_difference_waits(
    corrected: Path, bring: Import, database: Database
) -> None:
    report = bring()
    assert OURS in phones(database)
    assert NEW not in phones(database)
    assert noted(database) == [(OURS, NEW, DifferenceState.WAITING)]
    (problem,) = [each for each in report.problems if "stays" in each.what]
    assert "corrected here" in problem.what
    with database.read() as session:
        (line,) = differences(session)
    assert (line.person, line.what, line.takeable) == ("Orla Finch", "Phone", True)


def test_the_same_value_is_noted_once_and_told_once(corrected: Path, bring: Import, database: Database) -> None:
    bring()
    assert not [each for each in bring().problems if "stays" in each.what]
    assert len(noted(database)) == 1


def test_the_files_own_old_value_does_not_come_back_over_a_correction(bring: Import, database: Database) -> None:
    bring()
    by_hand(database, OLD, OURS)
    bring()
    assert OURS in phones(database)
    assert noted(database) == [(OURS, OLD, DifferenceState.WAITING)]


def test_taken_it_is_theirs_and_follows_the_file_again(corrected: Path, bring: Import, database: Database) -> None:
    bring()
    with database.write() as session:
        take(session, OPERATOR, differences(session)[0].id)
    assert NEW in phones(database)
    assert bring().updated == 0
    change(corrected, "Orla-Finch", NEW, NEWER)
    bring()
    assert NEWER in phones(database)
    assert [state for _, _, state in noted(database)] == [DifferenceState.TAKEN]


def test_kept_it_is_not_asked_about_again_until_the_file_says_something_new(
    corrected: Path, bring: Import, database: Database
) -> None:
    bring()
    with database.write() as session:
        keep(session, OPERATOR, differences(session)[0].id)
    bring()
    assert noted(database) == [(OURS, NEW, DifferenceState.KEPT)]
    change(corrected, "Orla-Finch", NEW, NEWER)
    bring()
    assert noted(database) == [(OURS, NEW, DifferenceState.KEPT), (OURS, NEWER, DifferenceState.WAITING)]


def test_what_the_file_no_longer_says_waits_no_longer(corrected: Path, bring: Import, database: Database) -> None:
    bring()
    change(corrected, "Orla-Finch", NEW, NEWER)
    bring()
    assert noted(database) == [(OURS, NEWER, DifferenceState.WAITING)]
    change(corrected, "Orla-Finch", NEWER, OURS)
    bring()
    assert noted(database) == []


def test_a_verified_phone_waits_with_the_difference_and_what_else_was_corrected_since_shows(
    bring: Import, database: Database, folder: Path
) -> None:
    bring()
    with database.write() as session:
        session.scalars(select(ContactPoint).where(ContactPoint.phone == OLD)).one().verified_on = DAY
    change(folder, "Orla-Finch", OLD, NEW)
    bring()
    assert noted(database) == [(OLD, NEW, DifferenceState.WAITING)]
    by_hand(database, OLD, OURS)
    bring()
    assert noted(database) == [(OURS, NEW, DifferenceState.WAITING)], "taking it must not surprise anybody"


def test_what_nobody_corrected_still_follows_the_file(corrected: Path, bring: Import, database: Database) -> None:
    change(corrected, "Orla-Finch", "fax: 555-455-0004", "fax: 555-455-7777")
    bring()
    with database.read() as session:
        point = session.scalars(select(ContactPoint).where(ContactPoint.phone == OURS)).one()
    assert point.fax == "555-455-7777"


def test_undoing_the_import_takes_its_differences_along(corrected: Path, bring: Import, database: Database) -> None:
    report = bring()
    with database.write() as session:
        undo_batch(session, OPERATOR, report.batch or 0)
    assert noted(database) == []
    assert OURS in phones(database)


def test_what_undoing_put_back_is_nobodys_correction(bring: Import, database: Database, folder: Path) -> None:
    bring()
    change(folder, "Orla-Finch", OLD, NEW)
    report = bring()
    with database.write() as session:
        undo_batch(session, OPERATOR, report.batch or 0)
    assert OLD in phones(database)
    bring()
    assert NEW in phones(database)
    assert noted(database) == []


def test_what_somebody_corrected_of_a_person_stays_and_the_difference_waits(
    bring: Import, database: Database, folder: Path
) -> None:
    bring()
    with database.write() as session:
        session.scalars(select(Person).where(Person.slug == "dov-pell")).one().given_name = "Dovid"
    bring()
    assert noted(database) == [("Dovid", "Dov", DifferenceState.WAITING)]
    with database.write() as session:
        assert session.scalars(select(Person.given_name).where(Person.slug == "dov-pell")).one() == "Dovid"
        take(session, OPERATOR, differences(session)[0].id)
    assert bring().same == 9
    assert [state for _, _, state in noted(database)] == [DifferenceState.TAKEN]
