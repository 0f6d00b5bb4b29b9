"""Names as people type them: folding for comparison, slugs for addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

# Letters that no accent can be taken off; written so on keyboards that lack them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """``name`` in lower case, without accents or punctuation: "José  Serrano" -> "jose serrano"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold().translate(_PLAIN).replace("'", "").replace("’", "")).strip()


def slugify(name: str) -> str:
    """The address form of ``name``: lower case ASCII words joined by hyphens, at most 80 characters, never empty."""
    return fold(name).replace(" ", "-")[:80].strip("-") or "unnamed"


def free_slug(name: str, taken: Container[str]) -> str:
    """The slug of ``name``, with the first free number behind it where ``taken`` already holds it."""
    base = slug = slugify(name)
    number = 2
    while slug in taken:
        slug = f"{base}-{number}"
        number += 1
    return slug
