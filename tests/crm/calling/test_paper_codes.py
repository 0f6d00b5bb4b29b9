"""Codes of rows on paper: what goes out comes back, and a slip of the hand is caught."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.calling.paper_codes import ALPHABET, check_of, code_of, read_code, read_outcome, read_stance_letter
from crm.errors import InvalidInput
from crm.outreach.models import Outcome
from crm.positions.stance import Stance

NUMBERS = st.integers(1, 2**40)


@given(NUMBERS)
def test_a_code_names_its_row_however_it_is_typed(number: int) -> None:
    code = code_of(number)
    assert read_code(code) == number
    assert read_code(f" {code.lower().replace('-', ' ')} ") == number
    assert read_code(code.replace("0", "o").replace("1", "l")) == number


@given(NUMBERS, st.data())
def test_one_wrong_character_is_always_caught(number: int, data: st.DataObject) -> None:
    plain = code_of(number).replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(plain[place], "")))
    with pytest.raises(InvalidInput):
        read_code(plain[:place] + other + plain[place + 1 :])


@given(NUMBERS, st.data())
def test_two_characters_that_changed_places_are_always_caught(number: int, data: st.DataObject) -> None:
    plain = list(code_of(number).replace("-", ""))
    left = data.draw(st.integers(0, len(plain) - 2))
    right = data.draw(st.integers(left + 1, len(plain) - 1))
    assume(plain[left] != plain[right])
    plain[left], plain[right] = plain[right], plain[left]
    with pytest.raises(InvalidInput):
        read_code("".join(plain))


@given(st.text(max_size=40))
def test_any_text_is_a_row_or_a_sentence(text: str) -> None:
    try:
        found = read_code(text)
    except InvalidInput as wrong:
        found, said = None, (wrong.field, bool(wrong.hint))
        assert said == ("code", True)
    assert found is None or found > 0


def test_codes_are_short_and_hold_no_letter_that_hands_confuse() -> None:
    assert (code_of(1), code_of(4711)) == ("001-2", "4K7-D")
    assert not set("ILOU") & set(ALPHABET)
    assert len({check_of(f"00{char}") for char in ALPHABET}) == 32
    with pytest.raises(ValueError, match="from one"):
        code_of(0)


@pytest.mark.parametrize(
    ("typed", "found"), [("m", Outcome.REACHED_MEMBER), (" S ", Outcome.REACHED_STAFF), ("W", Outcome.WRONG_NUMBER)]
)
def test_a_letter_is_an_outcome(typed: str, found: Outcome) -> None:
    assert read_outcome(typed) is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", None), ("y", Stance.YES), ("LY", Stance.LEANING_YES), ("3", Stance.UNDECIDED), ("ln", Stance.LEANING_NO),
     ("n", Stance.NO), ("5", Stance.NO)],
)  # fmt: skip
def test_a_letter_or_a_number_is_a_stance(typed: str, found: Stance | None) -> None:
    assert read_stance_letter(typed) is found


@pytest.mark.parametrize("typed", ["", "x", "MS", "é"])
def test_another_letter_is_no_outcome_and_the_letters_are_named(typed: str) -> None:
    with pytest.raises(InvalidInput, match="Use one of: M, S"):
        read_outcome(typed)


@pytest.mark.parametrize("typed", ["x", "0", "6", "12", "²"])
def test_another_letter_is_no_stance_and_the_letters_are_named(typed: str) -> None:
    with pytest.raises(InvalidInput, match="Use one of: Y, LY"):
        read_stance_letter(typed)
