"""Sources that are asked again: who holds one, how long it rests, how its result is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from crm import clock
from crm.coalition.visibility import OPERATOR, PUBLIC, Viewer
from crm.errors import Conflict, NotAllowed
from crm.importers.refresh.claiming import LEASE, claim, due, let_go, settle
from crm.importers.refresh.places import read_place
from crm.importers.refresh.results import LONGEST, Result, State, back_off, of_report, read_result, unchanged
from crm.importers.refresh.sources import add_source, find_source, kinds, remove_source, sources, switch_source
from crm.importers.refresh.today import sources_today
from crm.importers.report import ImportReport
from crm.sessions import Database

NOON = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
ADMIN, LEAD = Viewer(is_admin=True), Viewer(lead_organization_ids=frozenset({1}))


@pytest.fixture
def source(database: Database) -> int:
    """A source on file, which is due."""
    with database.write() as session:
        return _added(session)


def _added(session: Session, location: str = "http://127.0.0.1:1/x") -> int:
    return add_source(session, OPERATOR, "openstates", location, at_the_server=True).id


def test_a_source_that_is_held_is_held_by_one_until_its_lease_is_over(database: Database, source: int) -> None:
    with clock.held_at(NOON):
        with database.write() as session:
            assert due(session) == [source]
            assert claim(session, source) is not None
        with database.write() as session:
            assert due(session) == []
            with pytest.raises(Conflict, match="being refreshed since 12:00"):
                claim(session, source, even_if_not_due=True)
    with clock.held_at(NOON + LEASE + timedelta(seconds=1)), database.write() as session:
        assert due(session) == [source], "whoever held it died"
        assert claim(session, source) is not None


def test_a_run_that_outlived_its_lease_says_nothing_about_what_another_holds(database: Database, source: int) -> None:
    with clock.held_at(NOON), database.write() as session:
        slow = claim(session, source)
    with clock.held_at(NOON + 2 * LEASE), database.write() as session:
        quick = claim(session, source)
        assert slow is not None
        assert quick is not None
        settle(session, slow, Result(State.FAILED, clock.now(), message="late"))
        assert find_source(session, source).failures == 0
        settle(session, quick, Result(State.UPDATED, clock.now(), created=3), etag='"1"')
        row = find_source(session, source)
        assert (row.etag, row.next_at) == ('"1"', clock.now() + timedelta(hours=24))


def test_a_run_that_was_stopped_leaves_the_source_as_it_was(database: Database, source: int) -> None:
    with database.write() as session:
        held = claim(session, source)
        assert held is not None
        let_go(session, held)
        assert (due(session), sources(session, ADMIN)[0].is_running) == ([source], False)


def test_a_source_that_waits_longest_goes_first(database: Database) -> None:
    with database.write() as session:
        first, second, third = (_added(session, f"http://127.0.0.1:1/{number}") for number in range(3))
        find_source(session, first).next_at = NOON
        find_source(session, second).next_at = NOON - timedelta(hours=3)
        session.flush()
        assert due(session) == [third, second, first]


@given(st.integers(1, 60))
def test_after_every_failure_it_rests_longer_but_never_more_than_a_week(failures: int) -> None:
    assert timedelta(hours=1) <= back_off(failures) <= back_off(failures + 1) <= LONGEST
    assert back_off(failures) < back_off(failures + 1) or back_off(failures) == LONGEST


RESULTS = st.builds(
    Result,
    state=st.sampled_from(State),
    at=st.datetimes(timezones=st.just(UTC)),
    created=st.integers(0, 9),
    problems=st.integers(0, 9),
    first=st.lists(st.text(), max_size=3).map(tuple),
    message=st.text(),
    sha256=st.none() | st.text(),
)


@given(RESULTS)
def test_a_result_is_kept_as_it_was(result: Result) -> None:
    assert read_result(result.to_json()) == result


@given(RESULTS)
def test_where_nothing_changed_nothing_is_new_and_what_was_wrong_still_is(before: Result) -> None:
    after = unchanged(before)
    assert (after.state, after.created, after.updated, after.message) in (
        (State.SAME, 0, 0, before.message), (State.SAME, 0, 0, "")
    )  # fmt: skip
    assert after.problems == (0 if before.state is State.FAILED else before.problems)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result(State.UPDATED, NOON, updated=3, problems=2), "refreshed this afternoon, 3 updated, 2 problems"),
        (Result(State.UPDATED, NOON - timedelta(hours=4), created=1), "refreshed this morning, 1 new"),
        (Result(State.SAME, NOON + timedelta(hours=8), same=9), "refreshed this evening, nothing new"),
        (Result(State.SAME, NOON - timedelta(days=1), problems=1), "refreshed yesterday, nothing new, 1 problem"),
        (Result(State.UPDATED, NOON, updated=1, waiting=2), "refreshed this afternoon, 1 updated, 2 names to match"),
        (Result(State.FAILED, NOON, message="It broke.", hint="Mend it."), "failed this afternoon: It broke. Mend it."),
    ],
)
def test_a_result_is_told_in_words(result: Result, said: str) -> None:
    with clock.held_at(NOON + timedelta(hours=1)):
        assert result.said() == said


def test_a_report_without_anything_new_is_the_same() -> None:
    report = ImportReport(batch=1, same=9)
    assert of_report(report, None).state is State.SAME
    report.updated = 1
    assert of_report(report, None).state is State.UPDATED


def test_administrators_change_sources_leads_see_them_and_others_do_not(database: Database, source: int) -> None:
    with database.write() as session:
        for viewer, number in ((ADMIN, 1), (LEAD, 1), (OPERATOR, 1), (PUBLIC, 0)):
            assert len(sources(session, viewer)) == number
        for viewer in (LEAD, PUBLIC):
            with pytest.raises(NotAllowed):
                add_source(session, viewer, "openstates", "https://example.org/x")
            with pytest.raises(NotAllowed):
                switch_source(session, viewer, source, on=False)
            with pytest.raises(NotAllowed):
                remove_source(session, viewer, source)


def test_sheets_come_in_by_hand_alone() -> None:
    assert "sheet" not in {kind.name for kind in kinds()}
    assert "openstates" in {kind.name for kind in kinds()}


def test_today_tells_of_sources_that_ran_and_are_on_failed_ones_first(database: Database) -> None:
    with database.write() as session:
        numbers = [_added(session, f"http://127.0.0.1:1/{number}") for number in range(4)]
        for number, state in zip(numbers, (State.UPDATED, State.FAILED, State.SAME, None), strict=True):
            if state is not None:
                held = claim(session, number, even_if_not_due=True)
                assert held is not None
                settle(session, held, Result(state, clock.now(), created=2))
        switch_source(session, ADMIN, numbers[2], on=False)
        told = sources_today(session, LEAD)
        assert [(each.failed, each.where) for each in told] == [
            (True, "http://127.0.0.1:1/1"), (False, "http://127.0.0.1:1/0")
        ]  # fmt: skip
        assert sources_today(session, PUBLIC) == ()


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("https://example.org/data/all-2025.tar.xz#bills", "all-2025.tar.xz"),
        ("https://example.org/", "download"),
        ("https://example.org/..%2f..%2fetc/.profile", "profile"),
        ("https://example.org/a%20b%00c.json?x=1", "abc.json"),
    ],
)
def test_what_comes_is_kept_under_a_harmless_name_with_its_ending(location: str, name: str) -> None:
    assert read_place(location).file_name == name
