"""What comes in from Open States' files, once and again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from crm.jurisdictions.models import Chamber, ChamberKind, District, Jurisdiction
from crm.people.models import (
    CommitteeRole,
    CommitteeSeat,
    ContactPoint,
    MergeProposal,
    MergeState,
    Office,
    Person,
    PersonIdentifier,
    Tenure,
)
from crm.people.rosters import seats_of_chamber
from crm.people.seats import SeatState
from crm.sessions import Database
from tests.builders import person
from tests.crm.importers.conftest import DAY, Import, change


def _terms(database: Database, slug: str) -> list[tuple[str, str | None, date | None, date | None]]:
    with database.read() as session:
        rows = session.execute(
            select(Office.title, District.name, Tenure.started_on, Tenure.ended_on)
            .join(Tenure, Tenure.office_id == Office.id)
            .join(Person, Person.id == Tenure.person_id)
            .outerjoin(District, District.id == Office.district_id)
            .where(Person.slug == slug)
            .order_by(Tenure.started_on)
        )
        return [tuple(row) for row in rows]


def test_the_same_files_twice_are_the_same_files_once(bring: Import, database: Database) -> None:
    first = bring()
    assert (first.created, first.updated, first.same) == (9, 0, 0)
    again = bring()
    assert (again.created, again.updated, again.same, again.merge_proposals) == (0, 0, 9, 0)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 8
        assert session.scalar(select(func.count()).select_from(Tenure)) == 10


def test_the_dates_say_which_role_is_current_not_the_order(bring: Import, database: Database) -> None:
    bring()
    with database.read() as session:
        upper = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.UPPER)).one()
        held = {seat.holder.slug for seat in seats_of_chamber(session, upper.id, DAY) if seat.holder}
    assert held == {"orla-finch", "bram-oduya"}


def test_a_district_has_as_many_seats_as_members(bring: Import, database: Database) -> None:
    bring()
    with database.read() as session:
        assert session.scalar(select(District.seats).where(District.name == "Harbor 2")) == 2


def test_the_first_of_the_fusion_parties_is_the_party_the_others_are_ballot_lines(
    bring: Import, database: Database
) -> None:
    bring()
    with database.read() as session:
        tenure = session.scalars(
            select(Tenure)
            .join(Person, Person.id == Tenure.person_id)
            .where(Person.slug == "bram-oduya", Tenure.ended_on.is_(None))
        ).one()
        assert (tenure.party, tenure.ballot_lines) == ("Republican", ["Conservative", "Independence"])


def test_every_office_and_phone_comes_in(bring: Import, database: Database) -> None:
    bring()
    with database.read() as session:
        points = session.execute(
            select(ContactPoint.kind, ContactPoint.phone)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(Person.slug == "orla-finch")
            .order_by(ContactPoint.place)
        ).all()
    assert [tuple(row) for row in points] == [
        ("capitol", "555-455-0001"),
        ("capitol", "555-455-0002"),
        ("district", "555-455-0003"),
    ]


def test_one_name_under_two_ids_is_proposed_and_never_merged(bring: Import, database: Database) -> None:
    assert bring().merge_proposals == 1
    with database.read() as session:
        assert session.scalars(select(MergeProposal.state)).all() == [MergeState.PROPOSED]
        assert session.scalar(select(func.count()).select_from(Person).where(Person.name == "Mika Rao")) == 2


def test_one_name_with_and_without_an_initial_is_proposed_too(bring: Import, folder: Path, database: Database) -> None:
    change(folder, "retired/Mika-Rao", "name: Mika", "name: Mika J.")
    bring()
    with database.read() as session:
        reasons = session.scalars(select(MergeProposal.reason)).all()
    assert len(reasons) == 1
    assert "Mika Rao" in reasons[0]
    assert "Mika J. Rao" in reasons[0]


def test_another_name_of_somebody_counts_as_theirs(bring: Import, folder: Path, database: Database) -> None:
    file = change(folder, "retired/Mika-Rao", "name: Mika Rao", "name: Mikhail Rao")
    file.write_text(file.read_text().replace("given_name: Mika", "given_name: Mikhail"))
    assert bring().merge_proposals == 0
    file.write_text(file.read_text() + "other_names:\n- name: Mika Rao\n")
    assert bring().merge_proposals == 1


def test_initials_alone_are_nobodys_name(bring: Import, folder: Path) -> None:
    change(folder, "Dov-Pell", "name: Dov Pell", "name: O. Finch")
    assert bring().merge_proposals == 1


def test_the_head_of_a_county_is_no_mayor(bring: Import, folder: Path, database: Database) -> None:
    change(folder, "municipalities/Mika-Rao", "place:port_vale", "place:vale_county")
    bring()
    with database.read() as session:
        titles = session.scalars(select(Office.title)).all()
    assert "County Executive of Vale County" in titles


def test_two_ids_of_one_record_on_file_stay_one_record(bring: Import, database: Database) -> None:
    with database.write() as session:
        known = person(session, "Mika Rao")
        for number in ("7", "8"):
            outside_id = f"ocd-person/00000000-0000-4000-8000-{number:0>12}"
            session.add(PersonIdentifier(person_id=known.id, scheme="openstates", identifier=outside_id))
    report = bring()
    assert (report.created, report.updated, report.merge_proposals) == (7, 2, 0)
    assert {row[3] for row in _terms(database, "mika-rao")} == {date(2024, 1, 24), date(2098, 12, 31)}
    assert bring().same == 9


def test_a_term_on_file_from_elsewhere_is_not_doubled_and_keeps_its_last_day(bring: Import, database: Database) -> None:
    bring()
    with database.write() as session:
        tenure = session.scalars(select(Tenure).where(Tenure.ended_on == date(2024, 1, 24))).one()
        tenure.source, tenure.ended_on = "a newspaper", date(2023, 12, 31)
    report = bring()
    assert [problem.where[:15] for problem in report.problems if "stays" in problem.what] == ["retired/Mika-Ra"]
    with database.read() as session:
        ended = session.scalars(select(Tenure.ended_on).where(Tenure.source == "a newspaper")).all()
        assert session.scalar(select(func.count()).select_from(Tenure)) == 10
    assert ended == [date(2023, 12, 31)]


def test_who_moves_to_the_retired_has_left_the_seat(bring: Import, folder: Path, database: Database) -> None:
    bring()
    file = change(folder, "Bram-Oduya", "start_date: 2021-01-01", "start_date: 2021-01-01\n  end_date: 2026-02-01")
    file.rename(folder / "retired" / file.name)
    report = bring()
    assert (report.created, report.updated, report.same) == (0, 1, 8)
    with database.read() as session:
        upper = session.scalars(select(Chamber).where(Chamber.kind == ChamberKind.UPPER)).one()
        states = [seat.state for seat in seats_of_chamber(session, upper.id, DAY)]
    assert sorted(states) == [SeatState.HELD, SeatState.VACANT]


def test_a_new_number_in_the_file_replaces_the_old_one(bring: Import, folder: Path, database: Database) -> None:
    bring()
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    assert bring().updated == 1
    with database.read() as session:
        phones = session.scalars(select(ContactPoint.phone)).all()
    assert "555-455-9999" in phones
    assert "555-455-0003" not in phones


def test_a_number_somebody_verified_here_stays_and_is_told(bring: Import, folder: Path, database: Database) -> None:
    bring()
    with database.write() as session:
        session.scalars(select(ContactPoint).where(ContactPoint.phone == "555-455-0003")).one().verified_on = DAY
    change(folder, "Orla-Finch", "555-455-0003", "555-455-9999")
    report = bring()
    assert any("555-455-9999" in problem.what and "stays" in problem.what for problem in report.problems)
    with database.read() as session:
        assert "555-455-0003" in session.scalars(select(ContactPoint.phone)).all()
        assert "555-455-9999" not in session.scalars(select(ContactPoint.phone)).all()


def test_the_roster_is_whole_from_the_day_it_came_in(bring: Import, database: Database) -> None:
    bring()
    with database.read() as session:
        assert set(session.scalars(select(Chamber.roster_as_of))) == {DAY}


def test_a_committee_has_its_members_and_a_printed_name_for_those_nobody_knows(
    bring: Import, database: Database
) -> None:
    bring()
    with database.read() as session:
        rows = session.execute(
            select(CommitteeSeat.printed_name, CommitteeSeat.role, CommitteeSeat.person_id.is_not(None))
        ).all()
    assert [tuple(row) for row in rows] == [
        ("Orla Finch", CommitteeRole.CHAIR, True),
        ("Bram Oduya", CommitteeRole.RANKING, True),
        ("Somebody Else", CommitteeRole.MEMBER, False),
    ]


def test_who_left_a_committee_stays_on_file_as_a_former_member(bring: Import, folder: Path, database: Database) -> None:
    bring()
    change(folder, "upper-Codes", "- name: Somebody Else\n  role: member\n", "")
    assert bring().updated == 1
    with database.read() as session:
        ended = session.scalar(select(CommitteeSeat.ended_on).where(CommitteeSeat.printed_name == "Somebody Else"))
    assert ended is not None
    assert ended < DAY
    assert bring().same == 9


def test_what_was_changed_by_hand_is_not_changed_back(bring: Import, database: Database) -> None:
    bring()
    with database.write() as session:
        session.scalars(select(Person).where(Person.slug == "cleo-marsh")).one().given_name = "Cleopatra"
    assert bring().same == 9


def test_a_city_hangs_below_its_state(bring: Import, database: Database) -> None:
    bring()
    with database.read() as session:
        city = session.scalars(select(Jurisdiction).where(Jurisdiction.name == "Port Vale")).one()
        assert city.parent_id is not None
