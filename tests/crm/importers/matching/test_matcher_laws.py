"""What must hold of matching for every roster and every name."""

from __future__ import annotations

import string
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from crm.importers.matching.index import Index
from crm.importers.matching.known import AFTER, BEFORE, Known, Term, known
from crm.importers.matching.matcher import Match, Matcher, Printed
from crm.importers.matching.wording import spoken

DAY = date(2025, 6, 1)
PLACE, SENATE, ASSEMBLY = 1, 10, 11
GIVEN = ("William", "Bill", "Robert", "Ana", "José", "Chris", "Sean", "Jo Anne", "D. Al", "Mary-Kay")
FAMILY = ("Ryan", "Carroll", "Peña-Ortiz", "De La Rosa", "Bichotte Hermelynne", "O'Dell", "Ra", "Smyth", "Smith")

days = st.one_of(st.none(), st.dates(date(2005, 1, 1), date(2030, 1, 1)))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    started, ended = draw(days), draw(days)
    if started and ended and started > ended:
        started, ended = ended, started
    party = draw(st.sampled_from([None, "Democratic", "Republican"]))
    return Term(PLACE, draw(st.sampled_from([SENATE, ASSEMBLY])), str(draw(st.integers(1, 5))), started, ended, party)


@st.composite
def rosters(draw: st.DrawFn) -> list[Known]:
    names = draw(st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), min_size=1, max_size=8))
    return [
        known(number, f"{given} {family}", given, family, (), draw(st.lists(terms(), max_size=3)))
        for number, (given, family) in enumerate(names, 1)
    ]


def matcher(roster: list[Known]) -> Matcher:
    return Matcher(
        index=Index(
            people={each.id: each for each in roster},
            parents={PLACE: None},
            chambers={SENATE: (PLACE, "Senate"), ASSEMBLY: (PLACE, "Assembly")},
        )
    )


printed_names = st.one_of(
    st.builds(lambda given, family: f"{given} {family}", st.sampled_from(GIVEN), st.sampled_from(FAMILY)),
    st.builds(lambda given, family: f"{family}, {given}", st.sampled_from(GIVEN), st.sampled_from(FAMILY)),
    st.builds(
        lambda family, letter: f"{family} {letter}".upper(), st.sampled_from(FAMILY), st.sampled_from("ABCDJRSW")
    ),
    st.sampled_from([family.upper() for family in FAMILY]),
    st.text(string.ascii_letters + " ,.-'()\u00a0é", max_size=20),
)
asked = st.builds(
    Printed,
    printed_names,
    st.sampled_from([PLACE, None]),
    st.sampled_from([SENATE, ASSEMBLY, None]),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    district=st.sampled_from([None, "1", "2", "District 3"]),
    party=st.sampled_from([None, "D", "(R)"]),
)


@given(rosters(), asked, st.randoms())
def test_the_order_of_the_roster_changes_nothing(roster: list[Known], printed: Printed, random: object) -> None:
    before = matcher(roster).match(printed)
    shuffled = list(roster)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert matcher(shuffled).match(printed) == before


@given(rosters(), asked)
def test_who_held_no_seat_there_about_then_is_never_sure(roster: list[Known], printed: Printed) -> None:
    match = matcher(roster).match(printed)
    if not match.sure:
        return
    (who,) = (each for each in roster if each.id == match.person_id)
    there = [term for term in who.terms if printed.chamber_id in (None, term.chamber_id)]
    assert any(
        (term.started_on is None or term.started_on <= printed.day + BEFORE)
        and (term.ended_on is None or term.ended_on >= printed.day - AFTER)
        for term in there
    )


@given(rosters(), st.sampled_from(GIVEN), st.sampled_from(FAMILY), st.booleans())
def test_a_whole_name_that_one_member_alone_bears_is_always_sure(
    roster: list[Known], given_name: str, family: str, turned: bool
) -> None:
    name = f"{given_name} {family}"
    theirs = set(spoken(name))
    assume(not any(theirs & (each.names | each.bare_names) for each in roster))
    seat = Term(PLACE, SENATE, "9", date(2025, 1, 1), None, "Democratic")
    who = known(99, name, given_name, family, (), [seat])
    assume(who.names)
    printed = f"{family}, {given_name}" if turned else name
    match = matcher([*roster, who]).match(Printed(printed, PLACE, SENATE, DAY, district="9", party="D"))
    assert (match.person_id, match.sure) == (99, True)


@given(rosters(), asked)
def test_answers_are_whole(roster: list[Known], printed: Printed) -> None:
    """A person only where it is sure; scores on the scale, likeliest first; every candidate with its reason."""
    match: Match = matcher(roster).match(printed)
    assert (match.person_id is not None) == match.sure
    scores = [each.score for each in match.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert all(each.reason for each in match.candidates)
    assert len({each.person_id for each in match.candidates}) == len(match.candidates)
    assert match.reason


@given(rosters(), asked, st.integers(1, 400))
def test_asked_again_on_another_day_a_matcher_answers_as_a_fresh_one_would(
    roster: list[Known], printed: Printed, later: int
) -> None:
    """The answers it keeps are those of the day that is asked about."""
    kept = matcher(roster)
    kept.match(printed)
    moved = Printed(
        printed.name, printed.jurisdiction_id, printed.chamber_id, printed.day + timedelta(days=later), (),
        printed.district, printed.party,
    )  # fmt: skip
    assert kept.match(moved) == matcher(roster).match(moved)
