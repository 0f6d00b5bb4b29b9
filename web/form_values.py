"""Values of posted fields as what they stand for: the id of something chosen, a word of a list."""

from __future__ import annotations

import enum
from typing import TypeVar

from crm.errors import InvalidInput

_Word = TypeVar("_Word", bound=enum.StrEnum)


def chosen_id(text: str, field: str) -> int | None:
    """The id of what was chosen; nothing where nothing was. Raises InvalidInput for what is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise InvalidInput("That choice is gone.", hint="Choose again.", field=field)
    return int(text)


def one_of(words: type[_Word], text: str, field: str, question: str) -> _Word:
    """The word that was chosen. Raises InvalidInput, asking the question, for one that is not on the list."""
    try:
        return words(text)
    except ValueError:
        raise InvalidInput(question, hint="Choose one of the list.", field=field) from None
