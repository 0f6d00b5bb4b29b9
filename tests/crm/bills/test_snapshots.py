"""Who joined a bill and who left it, by what its record showed on which days: the set of days alone decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.bills.models import SponsorKind
from crm.bills.snapshots import NameSpell, Shown, ShownName, Spell, link_spells, name_spells, stood, with_shown

FIRST = date(2025, 3, 1)
NAMES = ("Abara", "Brook", "Crane")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def shown(number: int, *names: str, same_as: tuple[str, ...] = ()) -> Shown:
    listed = tuple(ShownName(name, SponsorKind.CO if place else SponsorKind.PRIME) for place, name in enumerate(names))
    return Shown(day(number), day(number), repr((names, same_as)), listed, same_as)


def runs(looks: Iterable[Shown]) -> tuple[Shown, ...]:
    found: tuple[Shown, ...] = ()
    for look in looks:
        found = with_shown(found, look)
    return found


def told(looks: Iterable[Shown]) -> list[tuple[str, str, str | None]]:
    return [(each.shown.name, each.joined, each.withdrawn) for each in name_spells(runs(looks))]


def test_a_name_joins_on_the_day_the_record_first_shows_it_and_leaves_on_the_first_it_does_not() -> None:
    looks = [shown(0, "Abara"), shown(5, "Abara", "Brook"), shown(9, "Brook")]
    assert told(looks) == [("Abara", "2025-03-01", "2025-03-10"), ("Brook", "2025-03-06", None)]


def test_who_comes_back_has_two_spells() -> None:
    looks = [shown(0, "Abara"), shown(2), shown(4, "Abara")]
    assert told(looks) == [("Abara", "2025-03-01", "2025-03-03"), ("Abara", "2025-03-05", None)]


def test_a_look_in_the_middle_of_a_run_splits_it() -> None:
    whole = runs(shown(number, "Abara") for number in range(5))
    assert [(run.first, run.last) for run in whole] == [(day(0), day(4))]
    split = with_shown(whole, shown(2, "Abara", "Brook"))
    assert [(run.first, run.last) for run in split] == [(day(0), day(1)), (day(2), day(2)), (day(3), day(4))]


def test_days_nobody_looked_on_are_not_made_up() -> None:
    assert [(run.first, run.last) for run in runs([shown(0, "Abara"), shown(9, "Abara")])] == [
        (day(0), day(0)),
        (day(9), day(9)),
    ]


def test_a_name_is_followed_by_its_id_through_another_spelling() -> None:
    looks = [
        Shown(day(0), day(0), "a", (ShownName("Sena Abara", SponsorKind.CO, "nysenate:7"),), ()),
        Shown(day(3), day(3), "b", (ShownName("S. Abara", SponsorKind.PRIME, "nysenate:7"),), ()),
    ]
    (spell,) = name_spells(runs(looks))
    assert (spell.shown.name, spell.shown.kind, spell.joined, spell.withdrawn) == (
        "S. Abara", SponsorKind.PRIME, "2025-03-01", None,
    )  # fmt: skip


def test_a_look_that_does_not_tell_of_sponsors_takes_nobody_off() -> None:
    silent = Shown(day(3), day(3), "c", None, ("A1 2025-2026",))
    assert told([shown(0, "Abara"), silent, shown(6, "Abara")]) == [("Abara", "2025-03-01", None)]


def test_an_entry_without_a_name_is_nobody() -> None:
    look = Shown(day(0), day(0), "d", (ShownName("Abara", SponsorKind.PRIME), ShownName("", SponsorKind.CO)), ())
    assert told([look]) == [("Abara", "2025-03-01", None)]


def test_dates_of_the_source_s_own_are_taken() -> None:
    gone = ShownName("Abara", SponsorKind.CO, joined="2025-01-20", withdrawn="2025-02-03")
    there = ShownName("Brook", SponsorKind.CO, joined="2025-01-21")
    look = Shown(day(0), day(0), "e", (gone, there), ())
    assert set(told([look])) == {("Abara", "2025-01-20", "2025-02-03"), ("Brook", "2025-01-21", None)}


def test_a_companion_is_missing_for_the_days_on_which_no_record_named_it() -> None:
    looks = [shown(0, same_as=("A1",)), shown(4), shown(8, same_as=("A1",))]
    assert [(each.since, each.until) for each in link_spells(runs(looks))] == [(day(0), day(4)), (day(8), None)]


def spell(since: int, last: int, until: int | None) -> Spell:
    return Spell("x", day(since), day(last), None if until is None else day(until))


def test_sources_that_overlap_tell_of_one_stretch() -> None:
    (one,) = stood([("a", spell(0, 9, 10)), ("b", spell(2, 8, 12))])
    assert (one.since, one.until, one.sources) == (day(0), day(10), ("a", "b"))


def test_a_source_that_shows_a_name_later_knows_better() -> None:
    (one,) = stood([("a", spell(0, 4, 5)), ("b", spell(2, 20, None))])
    assert one.until is None


LOOKS = st.lists(
    st.tuples(st.integers(0, 12), st.sets(st.sampled_from(NAMES))).map(
        lambda each: shown(each[0], *sorted(each[1]), same_as=("A1",) if "Abara" in each[1] else ())
    ),
    max_size=10,
)


def by_day(looks: Iterable[Shown]) -> dict[date, set[str]]:
    """What each day showed, told in the simplest way: the longest list of a day counts."""
    days: dict[date, list[tuple[str, ...]]] = {}
    for look in looks:
        days.setdefault(look.first, []).append(tuple(name.name for name in look.names or ()))
    return {each: set(max(lists, key=lambda names: (len(names), names))) for each, lists in days.items()}


def on(spells: Iterable[NameSpell], when: date) -> set[str]:
    return {each.shown.name for each in spells if each.spell.since <= when and (each.spell.until or date.max) > when}


@given(LOOKS, st.randoms(use_true_random=False))
def test_neither_the_order_of_looks_nor_their_repetition_changes_anything(looks: list[Shown], random) -> None:
    shuffled = looks + [look for look in looks if random.random() < 0.5]
    random.shuffle(shuffled)
    assert runs(shuffled) == runs(looks)
    assert told(shuffled) == told(looks)


@given(LOOKS)
def test_on_every_day_the_last_look_before_it_says_who_is_there(looks: list[Shown]) -> None:
    spells = name_spells(runs(looks))
    days = by_day(looks)
    for number in range(14):
        looked = [each for each in days if each <= day(number)]
        assert on(spells, day(number)) == (days[max(looked)] if looked else set())


@given(LOOKS)
def test_runs_tell_the_days_that_were_looked_on_and_no_others(looks: list[Shown]) -> None:
    covered = [
        run.first + timedelta(days=number) for run in runs(looks) for number in range((run.last - run.first).days + 1)
    ]
    assert sorted(covered) == sorted({look.first for look in looks})
