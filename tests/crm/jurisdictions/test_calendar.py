"""Deadlines slip; what was believed before stays answerable."""

from __future__ import annotations

from datetime import date

import pytest

from crm import clock
from crm.errors import Conflict, InvalidInput
from crm.jurisdictions import queries, service
from crm.jurisdictions.models import ChamberKind, DeadlineKind, JurisdictionKind


@pytest.fixture
def chamber(session):
    state = service.ensure_jurisdiction(session, "Rockport", JurisdictionKind.STATE, abbreviation="RP")
    return service.ensure_chamber(
        session,
        state.id,
        ChamberKind.LOWER,
        name="Assembly",
        seats=3,
        member_title="Assembly Member",
        member_abbreviation="Asm.",
    )


def adjournment(session, viewer, chamber, day, **about):
    return service.add_deadline(
        session,
        viewer,
        jurisdiction_id=chamber.jurisdiction_id,
        kind=about.pop("kind", DeadlineKind.ADJOURNMENT),
        name="Session ends",
        falls_on=day,
        source=about.pop("source", "calendar"),
        **about,
    )


def test_a_deadline_that_slipped_is_known_by_its_new_day_from_then_on(session, operator, chamber):
    with clock.held_at(date(2025, 5, 1)):
        first = adjournment(session, operator, chamber, date(2025, 6, 12), chamber_id=chamber.id)
    with clock.held_at(date(2025, 6, 10)):
        service.reset_deadline(session, operator, first.id, date(2025, 6, 17), "the Speaker", "budget was late")
    before = queries.current_deadlines(session, clock.end_of_day(date(2025, 6, 9)))
    after = queries.current_deadlines(session, clock.end_of_day(date(2025, 6, 10)))
    assert [deadline.falls_on for deadline in before] == [date(2025, 6, 12)]
    assert [deadline.falls_on for deadline in after] == [date(2025, 6, 17)]
    assert [(former.falls_on, former.source) for former in after[0].slipped_from] == [(date(2025, 6, 12), "calendar")]
    assert after[0].reason == "budget was late"


def test_a_deadline_moves_once_from_each_of_its_days(session, operator, chamber):
    first = adjournment(session, operator, chamber, date(2025, 6, 12))
    service.reset_deadline(session, operator, first.id, date(2025, 6, 17), "the Speaker")
    with pytest.raises(Conflict):
        service.reset_deadline(session, operator, first.id, date(2025, 6, 18), "a rumour")


def test_a_deadline_without_a_source_is_refused(session, operator, chamber):
    with pytest.raises(InvalidInput):
        adjournment(session, operator, chamber, date(2025, 6, 12), source=" ")


def test_a_chamber_still_sits_on_its_last_day_and_is_gone_the_day_after(session, operator, chamber):
    adjournment(session, operator, chamber, date(2025, 6, 12), chamber_id=chamber.id)
    now = clock.now()
    assert not queries.has_adjourned(session, chamber.id, date(2025, 6, 12), now)
    assert queries.has_adjourned(session, chamber.id, date(2025, 6, 13), now)


def test_the_next_opening_calls_a_chamber_back(session, operator, chamber):
    adjournment(session, operator, chamber, date(2025, 6, 12), chamber_id=chamber.id)
    adjournment(session, operator, chamber, date(2026, 1, 7), kind=DeadlineKind.OPENING)
    assert not queries.has_adjourned(session, chamber.id, date(2026, 1, 7), clock.now())


def test_a_deadline_of_another_state_closes_nothing_here(session, operator, chamber):
    other = service.ensure_jurisdiction(session, "Elsewhere", JurisdictionKind.STATE)
    chamber_there = service.ensure_chamber(
        session,
        other.id,
        ChamberKind.UNICAMERAL,
        name="Council",
        seats=1,
        member_title="Member",
        member_abbreviation="Mbr.",
    )
    adjournment(session, operator, chamber, date(2025, 6, 12))
    both = (chamber.id, chamber_there.id)
    assert queries.adjourned_chambers(session, both, date(2025, 6, 30), clock.now()) == {chamber.id}


def test_what_is_on_file_is_found_and_not_added_twice(session, chamber):
    again = service.ensure_jurisdiction(session, "Rockport", JurisdictionKind.STATE, ocd_id="ocd-jurisdiction/x")
    assert again.id == chamber.jurisdiction_id
    assert (again.ocd_id, again.abbreviation) == ("ocd-jurisdiction/x", "RP")
