"""The laws of the ledger, for random ledgers, against a deliberately naive model."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from crm import clock
from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.errors import Conflict
from crm.positions import queries, service
from crm.positions.as_of import AsOf
from crm.positions.models import EvidenceKind
from crm.positions.service import NewEvidence, NewPosition
from crm.positions.shifts import Reason, steps
from crm.positions.stance import SCALE, Stance
from tests import builders
from tests.properties.naive_ledger import NaiveEntry, last_day_of
from tests.properties.naive_ledger import stance as naive_stance

START = date(2025, 3, 1)
PEOPLE = 2
SPAN = 120

FORMS = ("{:%Y-%m-%d}", "{:%Y-%m}", "../{:%Y-%m}", "{:%Y-%m-%d}/..", "{:%Y}", "../{:%Y-%m-%d}")

EVIDENCE = (NewEvidence(EvidenceKind.PUBLIC_STATEMENT, title="a newspaper"),)


@st.composite
def said_texts(draw, before: date) -> str:
    """An EDTF text for something said on or before a day, as vaguely as people know it."""
    day = before - timedelta(days=draw(st.integers(0, 90)))
    form = draw(
        st.sampled_from(["{:%Y-%m-%d}", "{:%Y-%m}", "../{:%Y-%m}", "{:%Y-%m-%d}/..", "{:%Y}", "../{:%Y-%m-%d}"])
    )
    return form.format(day)


@st.composite
def acts(draw) -> list[tuple]:
    """What happens to a ledger, in the order of recording; several things may happen on one day."""
    day, done = START, []
    for number in range(draw(st.integers(1, 12))):
        day += timedelta(days=draw(st.integers(0, 15)))
        kind = draw(st.sampled_from(["record", "record", "correct", "retract"])) if number else "record"
        done.append(
            (
                kind,
                day,
                draw(st.integers(0, PEOPLE - 1)),
                draw(st.sampled_from(list(Stance))),
                draw(said_texts(day)),
                draw(st.integers(0, 20)),
            )
        )
    return done


days = st.integers(0, SPAN).map(lambda offset: START - timedelta(days=100) + timedelta(days=2 * offset))


class Played:
    """The same acts played to our ledger and to the naive one."""

    def __init__(self, session) -> None:
        self.session = session
        where = builders.state(session, upper=1, lower=0)
        self.measure = builders.measure(session, where)
        self.people = [builders.person(session, f"Person {number}") for number in range(PEOPLE)]
        self.naive: list[NaiveEntry] = []

    def play(self, done: list[tuple]) -> None:
        for kind, day, person, stance, said, pick in done:
            with clock.held_at(day):
                if kind == "record":
                    entry = service.record(self.session, OPERATOR, self._new(person, stance, said))
                    self._note(entry.id, person, stance, said, day)
                else:
                    self._mend(kind, stance, said, pick, day)

    def _mend(self, kind: str, stance: Stance, said: str, pick: int, day: date) -> None:
        wrong = self.naive[pick % len(self.naive)]
        try:
            if kind == "correct":
                new = self._new(wrong.person, stance, said)
                entry = service.correct(self.session, OPERATOR, wrong.number, new, "misheard")
                self._note(entry.id, wrong.person, stance, said, day, wrong.number)
            else:
                entry = service.retract(self.session, OPERATOR, wrong.number, "never said")
                self.naive.append(NaiveEntry(entry.id, wrong.person, None, wrong.last_day, clock.now(), wrong.number))
        except Conflict:
            corrected = any(other.corrects == wrong.number for other in self.naive)
            assert corrected or wrong.stance is None

    def _new(self, person: int, stance: Stance, said: str) -> NewPosition:
        return NewPosition(
            person_id=self.people[person].id,
            measure_id=self.measure.id,
            stance=stance,
            words="as heard",
            said=said,
            evidence=EVIDENCE,
            visibility=Visibility.PUBLIC,
        )

    def _note(
        self, number: int, person: int, stance: Stance, said: str, day: date, corrects: int | None = None
    ) -> None:
        self.naive.append(NaiveEntry(number, person, stance.value, last_day_of(said, day), clock.now(), corrects))

    def ours(self, said: date, known: date) -> list[str]:
        answers = queries.standing(self.session, OPERATOR, self.measure.id, AsOf.of(said, known))
        return [answers[p.id].stance.value if p.id in answers else "unknown" for p in self.people]

    def naively(self, said: date, known: date) -> list[str]:
        instant = clock.end_of_day(known)
        return [naive_stance(self.naive, person, said, instant) for person in range(PEOPLE)]


relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@relaxed
@given(done=acts(), questions=st.lists(st.tuples(days, days), min_size=1, max_size=6))
def test_stance_as_of_two_times_is_what_a_naive_reading_of_the_rules_says(database, done, questions) -> None:
    with database.write() as session:
        played = Played(session)
        played.play(done)
        for said, known in questions:
            assert played.ours(said, known) == played.naively(said, known)
        session.rollback()


@relaxed
@given(before=acts(), after=acts(), said=st.lists(days, min_size=1, max_size=4))
def test_an_answer_for_a_past_known_never_changes_whatever_is_recorded_later(database, before, after, said) -> None:
    last = before[-1][1]
    with database.write() as session:
        played = Played(session)
        played.play(before)
        answers = [played.ours(day, last) for day in said]
        later = [(kind, day + (last - START) + timedelta(days=1), *rest) for kind, day, *rest in after]
        played.play(later)
        assert [played.ours(day, last) for day in said] == answers
        session.rollback()


@relaxed
@given(done=acts(), said=days, known=days)
def test_folding_the_steps_forward_gives_the_standing_of_every_day(database, done, said, known) -> None:
    with database.write() as session:
        played = Played(session)
        played.play(done)
        far = AsOf.of(START + timedelta(days=400), known)
        folded: dict[int, str] = {}
        for step in steps(session, OPERATOR, played.measure.id, far):
            if step.said_latest <= said:
                folded[step.person_id] = step.stance.value
        assert [folded.get(person.id, "unknown") for person in played.people] == played.ours(said, known)
        session.rollback()


@relaxed
@given(done=acts(), known=days)
def test_the_shifts_lead_from_unknown_to_where_everybody_stands(database, done, known) -> None:
    """Without corrections, the last shift of a person ends where they stand."""
    assume(all(kind == "record" for kind, *_ in done))
    with database.write() as session:
        played = Played(session)
        played.play(done)
        as_of = AsOf.of(START + timedelta(days=400), known)
        ends: dict[int, Stance] = {}
        for shift in queries.shifts(session, OPERATOR, played.measure.id, date(2020, 1, 1), as_of):
            assert ends.get(shift.person_id, Stance.UNKNOWN) is shift.before
            ends[shift.person_id] = shift.after
        stands = queries.standing(session, OPERATOR, played.measure.id, as_of)
        for person in played.people:
            there = stands[person.id].stance if person.id in stands else Stance.UNKNOWN
            assert ends.get(person.id, Stance.UNKNOWN) is there
        session.rollback()


@relaxed
@given(done=acts(), said=days)
def test_a_mended_entry_is_told_with_the_answers_on_both_sides_of_it(database, done, said) -> None:
    """And only where they differ: mending what a later entry had overtaken moves nobody."""
    with database.write() as session:
        played = Played(session)
        played.play(done)
        wanted = {}
        for place, entry in enumerate(played.naive):
            if entry.corrects is not None:
                sides = [
                    naive_stance(part, entry.person, said, clock.now())
                    for part in (played.naive[:place], played.naive[: place + 1])
                ]
                if sides[0] != sides[1]:
                    wanted[entry.number] = tuple(sides)
        told = queries.shifts(session, OPERATOR, played.measure.id, date(2020, 1, 1), AsOf.of(said))
        mends = {each.position_id: each for each in told if each.reason in (Reason.CORRECTED, Reason.RETRACTED)}
        assert {number: (each.before.value, each.after.value) for number, each in mends.items()} == wanted
        session.rollback()


def test_the_scale_runs_from_support_to_opposition() -> None:
    assert [stance.number for stance in SCALE] == [1, 2, 3, 4, 5]
    assert Stance.UNKNOWN.number is None
