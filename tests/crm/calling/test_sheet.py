"""Call sheets: who is on them, in which order, for what, and who is left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from crm import clock
from crm.calling.sheet import CallRow, CallSheet, call_sheet
from crm.campaigns.models import Gate, GateKind, GateState
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR, Viewer
from crm.errors import InvalidInput, NotFound
from crm.jurisdictions.models import ChamberKind, DeadlineKind
from crm.outreach.models import ActionOfficial, Channel, Outcome, OutreachAction
from crm.people.models import (
    Committee,
    CommitteeRole,
    CommitteeSeat,
    ContactKind,
    ContactPoint,
    Person,
)
from crm.positions.as_of import AsOf
from tests.builders import ledger, people, users
from tests.crm.calling.conftest import ENDS, TODAY, Calls, end

NOON = clock.start_of_day(TODAY) + timedelta(hours=12)


def sheet(session: Session, calls: Calls, viewer: Viewer = OPERATOR, **asked: Any) -> CallSheet:
    return call_sheet(session, viewer, calls.campaign.slug, AsOf.of(TODAY, TODAY), **({"deadline": ENDS} | asked))


def names(found: CallSheet) -> list[str]:
    return [row.candidate.name for row in found.rows]


def row_of(found: CallSheet, person: Person) -> CallRow:
    return next(row for row in found.rows if row.candidate.person_id == person.id)


def why_not(found: CallSheet, person: Person) -> str | None:
    return next((each.reason for each in found.left_out if each.person_id == person.id), None)


def contact(session: Session, calls: Calls, person: Person, days_ago: int, **columns: Any) -> OutreachAction:
    day = TODAY - timedelta(days=days_ago)
    action = OutreachAction(
        **{
            "campaign_id": calls.campaign.id,
            "organization_id": calls.clinic.id,
            "visibility": Visibility.COALITION,
            "channel": Channel.CALL,
            "outcome": Outcome.LEFT_MESSAGE,
            "notes": "",
            "happened": day.isoformat(),
            "happened_earliest": day,
            "happened_latest": day,
            "recorded_at": clock.start_of_day(day),
            **columns,
        }
    )
    session.add(action)
    session.flush()
    session.add(ActionOfficial(action_id=action.id, person_id=person.id))
    session.flush()
    return action


def stands(session: Session, calls: Calls, person: Person, stance: str, **columns: Any) -> None:
    ledger.position(
        session, person, calls.measure, stance, "2025-05-20", recorded_at=clock.start_of_day(date(2025, 5, 21)),
        **columns,
    )  # fmt: skip


def test_the_chamber_that_went_home_is_not_called(session: Session, calls: Calls) -> None:
    found = sheet(session, calls)
    assert set(names(found)) == {"Mo Lindqvist", "Oda Pine", "Spike Hall"}
    assert why_not(found, calls.senator) == "The Senate went home on June 12."


def test_the_speaker_comes_first_and_is_asked_to_bring_it_to_the_floor(session: Session, calls: Calls) -> None:
    first = sheet(session, calls).rows[0]
    assert (first.candidate.name, first.candidate.office) == ("Spike Hall", "Speaker")
    assert first.asked.ask is not None
    assert first.asked.ask.words == "Bring to floor"
    assert first.worth.reasons[0] == "Holds the key."


def test_members_are_asked_for_their_vote_with_phone_and_rank(session: Session, calls: Calls) -> None:
    row = row_of(sheet(session, calls), calls.member)
    assert row.asked.ask is not None
    assert (row.asked.ask.words, row.candidate.office) == ("Vote yes", "Assembly Member, district 1")
    assert row.phone is not None
    assert row.phone.number == "(555) 555-0101"
    assert [each.rank for each in sheet(session, calls).rows] == [1, 2, 3]


def test_who_has_no_part_in_that_chambers_deadline_is_left_out(session: Session, calls: Calls) -> None:
    assert why_not(sheet(session, calls), calls.governor) == "Has no part in what the Assembly does by then."


def test_the_governor_is_asked_to_sign_once_the_bill_is_there(session: Session, calls: Calls) -> None:
    end(session, calls.state, date(2025, 6, 20), kind=DeadlineKind.BUDGET)
    later = {"deadline": date(2025, 6, 20)}
    assert why_not(sheet(session, calls, **later), calls.governor) == "What is asked of them comes later."
    session.add(Gate(campaign_id=calls.campaign.id, place=9, kind=GateKind.EXECUTIVE, name="Signs", state=GateState.AT))
    session.flush()
    assert row_of(sheet(session, calls, **later), calls.governor).asked.named


def test_hard_yeses_and_settled_noes_sink_to_the_end(session: Session, calls: Calls) -> None:
    stands(session, calls, calls.member, "yes")
    found = sheet(session, calls)
    assert names(found) == ["Spike Hall", "Oda Pine", "Mo Lindqvist"]
    assert found.rows[-1].worth.sunk
    stands(session, calls, calls.other, "undecided")
    stands(session, calls, calls.member, "no")
    assert names(sheet(session, calls)) == ["Spike Hall", "Oda Pine", "Mo Lindqvist"]


def test_the_speaker_is_asked_whatever_their_own_vote(session: Session, calls: Calls) -> None:
    stands(session, calls, calls.speaker, "yes")
    assert names(sheet(session, calls))[0] == "Spike Hall"


@pytest.mark.parametrize(("outcome", "days", "waits"), [
    (Outcome.NO_ANSWER, 0, False), (Outcome.BUSY, 0, False), (Outcome.LEFT_MESSAGE, 0, True),
    (Outcome.LEFT_MESSAGE, 1, False), (Outcome.REFUSED, 14, True), (Outcome.REFUSED, 15, False),
])  # fmt: skip
def test_a_sheet_goes_by_the_outcomes_own_rule(
    session: Session, calls: Calls, outcome: Outcome, days: int, waits: bool
) -> None:
    contact(session, calls, calls.member, days, outcome=outcome)
    found = sheet(session, calls)
    assert (calls.member.name not in names(found)) == waits
    assert ("rests until" in (why_not(found, calls.member) or "")) == waits


@pytest.mark.parametrize("days", [0, 3])
def test_an_office_reached_in_the_last_three_days_waits(session: Session, calls: Calls, days: int) -> None:
    contact(session, calls, calls.member, days, outcome=Outcome.REACHED_STAFF)
    found = sheet(session, calls)
    assert calls.member.name not in names(found)
    assert "rests until" in (why_not(found, calls.member) or "")


def test_a_wrong_number_was_no_call(session: Session, calls: Calls) -> None:
    contact(session, calls, calls.member, 1, outcome=Outcome.WRONG_NUMBER)
    assert calls.member.name in names(sheet(session, calls))


def test_what_was_called_after_the_day_asked_about_is_not_known_yet(session: Session, calls: Calls) -> None:
    contact(session, calls, calls.member, -1)
    assert calls.member.name in names(sheet(session, calls))


def test_a_call_behind_an_allys_wall_makes_wait_without_telling_whose_it_was(session: Session, calls: Calls) -> None:
    contact(session, calls, calls.member, 1, visibility=Visibility.PRIVATE)
    viewer = users.viewer_of(calls.neighbors, campaigns=(calls.campaign,))
    words = why_not(sheet(session, calls, viewer), calls.member)
    assert words is not None
    assert "partner" in words
    assert calls.clinic.name not in words


def test_to_an_outsider_an_allys_private_call_does_not_show_at_all(session: Session, calls: Calls) -> None:
    contact(session, calls, calls.member, 1, visibility=Visibility.PRIVATE)
    assert calls.member.name in names(sheet(session, calls, users.viewer_of(calls.outsiders)))


def test_what_another_organization_keeps_private_moves_no_rank(session: Session, calls: Calls) -> None:
    stands(session, calls, calls.member, "no", visibility=Visibility.PRIVATE, organization_id=calls.clinic.id)
    seen = row_of(sheet(session, calls, users.viewer_of(calls.neighbors, campaigns=(calls.campaign,))), calls.member)
    assert seen.stance.value == "unknown"
    assert "No" not in " ".join(seen.worth.reasons).split()


def test_where_one_office_did_not_answer_the_other_is_offered(session: Session, calls: Calls) -> None:
    capitol = session.query(ContactPoint).filter_by(person_id=calls.member.id).one()
    district = ContactPoint(
        person_id=calls.member.id, kind=ContactKind.DISTRICT, place=1, phone="(555) 555-0199", source="a test",
        recorded_at=clock.now(),
    )  # fmt: skip
    session.add(district)
    session.flush()
    assert row_of(sheet(session, calls), calls.member).phone.id == capitol.id  # type: ignore[union-attr]
    contact(session, calls, calls.member, 5, outcome=Outcome.NO_ANSWER, contact_point_id=capitol.id)
    assert row_of(sheet(session, calls), calls.member).phone.id == district.id  # type: ignore[union-attr]


def test_the_chair_of_the_committee_that_has_the_bill_comes_before_other_members(
    session: Session, calls: Calls
) -> None:
    committee = Committee(
        jurisdiction_id=calls.state.jurisdiction.id, name="Codes", classification="committee",
        chamber_id=calls.state.chambers[1].id,
    )  # fmt: skip
    session.add(committee)
    session.flush()
    session.add_all(
        [
            CommitteeSeat(
                committee_id=committee.id, person_id=calls.other.id, printed_name="Pine", role=CommitteeRole.CHAIR
            ),
            Gate(
                campaign_id=calls.campaign.id, place=1, kind=GateKind.COMMITTEE, name="Codes", state=GateState.AT,
                chamber_id=calls.state.chambers[1].id, committee_id=committee.id, state_since=date(2025, 1, 28),
            ),
        ]
    )  # fmt: skip
    session.flush()
    found = sheet(session, calls)
    assert names(found) == ["Spike Hall", "Oda Pine", "Mo Lindqvist"]
    assert "Chairs Codes, where the bill is." in found.rows[1].worth.reasons


def test_a_limit_cuts_and_says_how_many_more(session: Session, calls: Calls) -> None:
    found = sheet(session, calls, limit=1)
    assert (len(found.rows), found.more) == (1, 2)


def test_one_chamber_alone_may_be_asked_for(session: Session, calls: Calls) -> None:
    assert {row.candidate.chamber for row in sheet(session, calls, chamber=ChamberKind.LOWER).rows} == {
        ChamberKind.LOWER
    }
    assert sheet(session, calls, chamber=ChamberKind.UPPER).rows == ()


def test_what_is_not_there_says_so(session: Session, calls: Calls) -> None:
    with pytest.raises(NotFound):
        call_sheet(session, OPERATOR, "nothing", AsOf.of())
    with pytest.raises(InvalidInput, match="no such chamber"):
        sheet(session, calls, chamber=ChamberKind.UNICAMERAL)
    with pytest.raises(InvalidInput, match="is past"):
        sheet(session, calls, deadline=date(2025, 6, 1))


def test_a_sheet_of_a_past_day_does_not_know_what_was_learned_later(session: Session, calls: Calls) -> None:
    ledger.position(session, calls.member, calls.measure, "yes", "2025-06-01", recorded_at=NOON + timedelta(days=1))
    assert row_of(sheet(session, calls), calls.member).stance.value == "unknown"


def test_more_members_take_no_more_queries(session: Session, calls: Calls) -> None:
    seen: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement))
    sheet(session, calls)
    few = len(seen)
    more = people.person(session, "Una Vale")
    people.seat(session, calls.state.chambers[1], 4, more)
    stands(session, calls, more, "undecided")
    contact(session, calls, more, 9)
    session.flush()
    seen.clear()
    assert more.name in names(sheet(session, calls))
    assert len(seen) <= few + 1
    assert few <= 22


def test_a_sheet_of_an_earlier_day_does_not_know_that_the_bill_reached_the_executive(
    session: Session, calls: Calls
) -> None:
    end(session, calls.state, date(2025, 6, 20), kind=DeadlineKind.BUDGET)
    session.add(
        Gate(
            campaign_id=calls.campaign.id,
            place=9,
            kind=GateKind.EXECUTIVE,
            name="Signs",
            state=GateState.AT,
            state_since=TODAY + timedelta(days=1),
        )
    )
    session.flush()
    found = sheet(session, calls, deadline=date(2025, 6, 20))
    assert why_not(found, calls.governor) == "What is asked of them comes later."
