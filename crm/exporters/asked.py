"""What an export is asked for: the words of a page's address, or of a command's options, read in one way."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from crm import dates
from crm.errors import InvalidInput, NotFound
from crm.positions.as_of import AsOf

_Word = TypeVar("_Word", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class Filter:
    """Something that narrows an export, under the name it has in the page's address. ``required``: nothing without."""

    name: str
    help: str
    required: bool = False


TIMES = (
    Filter("said", "Count what had been said by this day (YYYY-MM-DD)."),
    Filter("known", "As far as it was known on this day (YYYY-MM-DD)."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that were given, without those that ask for nothing. Everything is checked as it is read."""

    given: Mapping[str, str]

    @classmethod
    def of(cls, filters: Iterable[Filter], words: Mapping[str, str | None]) -> Asked:
        """What the words ask for among the filters. A page's address may hold more, such as its page or its columns.

        Raises InvalidInput where something that is required is missing.
        """
        given = {}
        for each in filters:
            text = (words.get(each.name) or "").strip()
            if text:
                given[each.name] = text
            elif each.required:
                raise InvalidInput(f"Which {each.name}?", hint=each.help, field=each.name)
        return cls(given)

    def text(self, name: str) -> str:
        """What was given, or ""."""
        return self.given.get(name, "")

    def day(self, name: str) -> date | None:
        """The day that was given. Raises InvalidInput for what is none."""
        text = self.text(name)
        return dates.parse_day(text, field=name) if text else None

    def word(self, words: type[_Word], name: str) -> _Word | None:
        """The word of ours that was given. Raises InvalidInput, naming all of them, for another."""
        text = self.text(name)
        try:
            return words(text) if text else None
        except ValueError:
            raise InvalidInput(f"“{text}” is no {name}.", hint=f"Use one of: {', '.join(words)}.", field=name) from None

    def number(self, name: str) -> int | None:
        """The number that was given. Raises InvalidInput for what is none."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise InvalidInput(f"“{text}” is no number.", hint="Use digits alone.", field=name)
        return int(text)

    def one_of(self, known: Iterable[tuple[str, int]], name: str) -> int | None:
        """The id of the thing whose slug was given. Raises NotFound for a slug nothing has."""
        text = self.text(name)
        if not text:
            return None
        found = dict(known).get(text)
        if found is None:
            raise NotFound(f"No {name} “{text}” is on file.", hint="Choose one of the list.")
        return found

    @property
    def as_of(self) -> AsOf:
        """The two times; nothing given means today and now. Raises InvalidInput for what is not a day."""
        return AsOf.of(self.day("said"), self.day("known"))

    @property
    def order(self) -> tuple[str, bool]:
        """What to sort by ("" for the usual order), and whether backwards: "-stance" is stance, backwards."""
        sort = self.text("sort")
        return sort.removeprefix("-"), sort.startswith("-")
