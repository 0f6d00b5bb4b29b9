"""The short code of a row on paper, and the letters ticked there: typed by hand, so that a slip of the hand is caught.

A code is the row's number in Crockford's base 32 (no I, L, O or U, which hands confuse) and one check character of the
same alphabet. The check is a weighted sum in the field of 32 elements: any one wrong character and any two that changed
places give another check, always; of other mistakes one in 32 goes unseen.
"""

from __future__ import annotations

from typing import Final

from crm.errors import InvalidInput
from crm.outreach.models import Outcome
from crm.positions.stance import SCALE, Stance

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORTEST: Final = 3
_LONGEST: Final = 12
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1: its root (2) runs through all 31 elements but zero, so each place has a weight of its own."""

OUTCOME_LETTERS: Final = {
    "M": Outcome.REACHED_MEMBER,
    "S": Outcome.REACHED_STAFF,
    "L": Outcome.LEFT_MESSAGE,
    "A": Outcome.NO_ANSWER,
    "B": Outcome.BUSY,
    "C": Outcome.CALL_BACK,
    "R": Outcome.REFUSED,
    "W": Outcome.WRONG_NUMBER,
}
STANCE_LETTERS: Final = dict(zip(("Y", "LY", "U", "LN", "N"), SCALE, strict=True))
"""Organizers write 1 to 5 as well, which is understood."""


def code_of(number: int) -> str:
    """The code of a row: ``code_of(4711)`` is "4K7-D". Raises ValueError for a number below one."""
    if number < 1:
        raise ValueError("rows are numbered from one")
    digits = ""
    while number:
        number, digit = divmod(number, 32)
        digits = ALPHABET[digit] + digits
    digits = digits.rjust(SHORTEST, "0")
    return f"{digits}-{check_of(digits)}"


def check_of(digits: str) -> str:
    """The check character for these digits."""
    total, weight = 0, 2
    for char in reversed(digits):
        total ^= _times(ALPHABET.index(char), weight)
        weight = _times(weight, 2)
    return ALPHABET[total]


def read_code(text: str) -> int:
    """The number of the row with this code, in capitals or not, with the hyphen or without. Raises InvalidInput."""
    plain = "".join(char for char in text.upper() if not (char.isspace() or char in "-–—.")).translate(_ALIKE)
    if not plain:
        raise InvalidInput("Which row?", hint="Type the code at its beginning.", field="code")
    if not SHORTEST < len(plain) <= _LONGEST or any(char not in ALPHABET for char in plain):
        raise InvalidInput(
            "That is not a code of a sheet.", hint="It is short, such as 4K7-D; it has no I, L, O or U.", field="code"
        )
    digits, check = plain[:-1], plain[-1]
    number = 0
    for char in digits:
        number = number * 32 + ALPHABET.index(char)
    if check_of(digits) != check or number == 0 or number >= 2**62:
        raise InvalidInput(
            "There is a slip in this code.", hint="Compare it with the sheet, character by character.", field="code"
        )
    return number


def read_outcome(text: str) -> Outcome:
    """The outcome of a letter. Raises InvalidInput, and names the letters."""
    found = OUTCOME_LETTERS.get(text.strip().upper())
    if found is None:
        raise InvalidInput(
            "What happened?" if not text.strip() else f"“{text.strip()}” is no outcome of the sheet.",
            hint=f"Use one of: {', '.join(OUTCOME_LETTERS)}.",
            field="outcome",
        )
    return found


def read_stance_letter(text: str) -> Stance | None:
    """The stance of a letter, or of a number from 1 to 5; nothing for nothing. Raises InvalidInput."""
    word = text.strip().upper()
    if not word:
        return None
    if word in STANCE_LETTERS:
        return STANCE_LETTERS[word]
    if len(word) == 1 and word in "12345":
        return SCALE[int(word) - 1]
    raise InvalidInput(
        f"“{text.strip()}” is no stance of the sheet.",
        hint=f"Use one of: {', '.join(STANCE_LETTERS)}, or 1 to 5.",
        field="stance",
    )


def _times(left: int, right: int) -> int:
    """The product in the field of 32 elements."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _POLYNOMIAL
        right >>= 1
    return product
