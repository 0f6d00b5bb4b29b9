"""What cannot be: nobody is in two places in one minute, whichever order the plan was written in."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from crm.lobbying.clashes import LENGTH, Clash, Kind, Planned, by_meeting, clashes, overlap

ONE, TWO = (1, "Team 1"), (2, "Team 2")


def words(*meetings: Planned, **more) -> list[str]:
    return [clash.words for clash in clashes(meetings, **more)]


def test_a_team_cannot_be_in_two_places() -> None:
    assert words(Planned(1, time(10), team=ONE), Planned(2, time(10, 10), team=ONE)) == [
        "Team 1 is in two places at 10:10 AM."
    ]


def test_one_meeting_may_end_as_the_next_begins() -> None:
    assert words(Planned(1, time(10), time(10, 20), ONE), Planned(2, time(10, 20), team=ONE)) == []


def test_a_meeting_without_an_end_takes_twenty_minutes() -> None:
    assert LENGTH == 20
    assert words(Planned(1, time(10), team=ONE), Planned(2, time(10, 19), team=ONE))
    assert not words(Planned(1, time(10), team=ONE), Planned(2, time(10, 20), team=ONE))
    assert Planned(1, time(23, 59)).ends == 24 * 60


def test_an_official_is_asked_for_once_at_a_time_whatever_the_teams() -> None:
    found = words(
        Planned(1, time(13), team=ONE, officials={7: "Sena Abara", 8: "Mo Lindqvist"}),
        Planned(2, time(13), officials={7: "Sena Abara"}),
    )
    assert found == ["Sena Abara is to meet us twice at 1:00 PM."]


def test_somebody_who_is_in_two_teams_is_in_one_place() -> None:
    found = words(
        Planned(1, time(10), team=ONE),
        Planned(2, time(10), team=TWO),
        members={1: ["Ada Okafor", "Bo"], 2: ["Ada Okafor"]},
    )
    assert found == ["Ada Okafor is in Team 1 and in Team 2, which both have a meeting at 10:00 AM."]


def test_from_one_building_to_another_it_takes_five_minutes() -> None:
    first = Planned(1, time(10), time(10, 20), ONE, building="Capitol")
    assert words(first, Planned(2, time(10, 22), team=ONE, building="Office Building")) == [
        "Team 1 has 2 minutes to walk from Capitol to Office Building, before 10:22 AM."
    ]
    for later in (
        Planned(2, time(10, 25), team=ONE, building="Office Building"),
        Planned(2, time(10, 20), team=ONE, building=" capitol "),
        Planned(2, time(10, 20), team=ONE),
        Planned(2, time(10, 20), team=TWO, building="Office Building"),
    ):
        assert words(first, later) == []


def test_each_meeting_knows_its_own_clashes() -> None:
    found = clashes([Planned(number, time(10), team=ONE) for number in (1, 2, 3)])
    assert len(found) == 3
    assert {id_: len(each) for id_, each in by_meeting(found).items()} == {1: 2, 2: 2, 3: 2}


MINUTES = st.integers(0, 24 * 60 - 1)


@st.composite
def plans(draw) -> list[Planned]:
    found = []
    for number in range(draw(st.integers(0, 7))):
        begins = draw(MINUTES)
        ends = draw(st.one_of(st.none(), st.integers(begins + 1, 24 * 60 - 1))) if begins < 24 * 60 - 2 else None
        team = draw(st.sampled_from([None, ONE, TWO]))
        officials = draw(st.sets(st.integers(1, 3)))
        found.append(
            Planned(
                number,
                time(*divmod(begins, 60)),
                None if ends is None else time(*divmod(ends, 60)),
                team,
                {each: f"Official {each}" for each in officials},
            )
        )
    return found


@given(plans())
def test_it_is_what_looking_at_every_minute_finds(plan: list[Planned]) -> None:
    found = clashes(plan)
    teams = {frozenset((each.first, each.second)) for each in found if each.kind is Kind.TEAM}
    officials = {frozenset((each.first, each.second)) for each in found if each.kind is Kind.OFFICIAL}
    slow_teams, slow_officials = set(), set()
    for a in plan:
        for b in plan:
            if a.id >= b.id or not set(range(a.begins, a.ends)) & set(range(b.begins, b.ends)):
                continue
            if a.team is not None and a.team == b.team:
                slow_teams.add(frozenset((a.id, b.id)))
            if set(a.officials) & set(b.officials):
                slow_officials.add(frozenset((a.id, b.id)))
    assert (teams, officials) == (slow_teams, slow_officials)


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_written_is_nothing(plan: list[Planned], random) -> None:
    mixed = list(plan)
    random.shuffle(mixed)
    assert clashes(mixed) == clashes(plan)


@given(plans())
def test_overlapping_goes_both_ways_and_the_earlier_one_is_named_first(plan: list[Planned]) -> None:
    by_id = {each.id: each for each in plan}
    for clash in clashes(plan):
        assert isinstance(clash, Clash)
        first, second = by_id[clash.first], by_id[clash.second]
        assert overlap(first, second)
        assert overlap(second, first)
        assert first.begins <= second.begins
