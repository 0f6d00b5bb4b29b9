"""A printed name taken apart: given names, family name, initials, in whichever order and with whatever titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crm.people.names import spoken_forms

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})
_REMARKS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
CUT_AT_LEAST = 12
"""New York's Assembly cuts names after 15 signs ("BICHOTTE HERMEL"); shorter ones are whole."""


def cleaned(name: str) -> str:
    """The name without line breaks, no-break spaces and remarks behind it ("Rush, Michael (D)" -> "Rush, Michael")."""
    text = " ".join(name.replace("\u200b", "").replace("\ufeff", "").split())
    while (shorter := _REMARKS.sub("", text)) != text and shorter:
        text = shorter
    return text.strip(" ,;*")


@lru_cache(maxsize=65536)
def spoken(name: str) -> tuple[str, ...]:
    """The folded names that may be meant, the likeliest first, without titles and without "Jr." behind them."""
    forms = (without_suffix(form) for form in spoken_forms(cleaned(name)))
    return tuple(dict.fromkeys(form for form in forms if form))


def without_suffix(folded: str) -> str:
    """ "fred thiele jr" -> "fred thiele"; a name of one word stays."""
    words = folded.split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return " ".join(words)


def is_full(folded: str) -> bool:
    """Whether the name has two words of more than a letter: enough to know somebody by."""
    return sum(len(word) > 1 for word in folded.split()) > 1


def bare(folded: str) -> str:
    """The name without single letters between its words: "walter t mosley" -> "walter mosley"."""
    return " ".join(word for word in folded.split() if len(word) > 1)


def initials(words: list[str]) -> str:
    """The first letters: ["christopher", "j"] -> "cj"."""
    return "".join(word[0] for word in words)


def short_readings(folded: str) -> Iterator[tuple[str, str]]:
    """The family name and the initials a short name may mean: "ryan c" and "c ryan" are ("ryan", "c")."""
    yield folded, ""
    words = folded.split()
    if len(words) > 1 and len(words[-1]) <= 2:
        yield " ".join(words[:-1]), words[-1]
    letters = 0
    while letters < len(words) and len(words[letters]) == 1:
        letters += 1
    if 0 < letters < len(words):
        yield " ".join(words[letters:]), "".join(words[:letters])


def fit(theirs: str, printed: str) -> bool:
    """Whether initials fit: one begins with the other ("c" fits "cj"; nothing printed fits everybody)."""
    return theirs.startswith(printed) or bool(theirs and printed.startswith(theirs))


def is_cut(printed: str, family: str) -> bool:
    """Whether the family name was printed up to a number of signs: "bichotte hermel" of "bichotte hermelyn"."""
    return len(printed) >= CUT_AT_LEAST and family != printed and family.startswith(printed)


def is_part(printed: str, family: str) -> bool:
    """Whether it is the first or the last of a double family name: "forrest" of "souffrant forrest"."""
    words = family.split()
    return len(words) > 1 and len(printed) >= 4 and words[0] not in _PARTICLES and printed in (words[0], words[-1])


_PARTICLES = frozenset(
    {
        "de",
        "del",
        "della",
        "di",
        "da",
        "du",
        "la",
        "le",
        "los",
        "san",
        "st",
        "van",
        "von",
        "der",
        "den",
        "mac",
        "al",
        "el",
    }
)
