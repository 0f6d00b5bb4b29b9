"""Several people in one cell: "Krueger, Liz; Liu, John", "Tom Fox / Joe Hill", "Ana Stone and Bo Reed". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.importers.matching.printed import Match

_STRONG = re.compile(r"\s*(?:;|/|\|)\s*")
_WEAK = re.compile(r"\s*(?:\n|,?\s+(?:and|y|&)\s+|,\s*|\s&\s)\s*", re.IGNORECASE)
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MOST = 40


def names_in(cell: str, match: Callable[[str], Match]) -> tuple[str, ...]:
    """The names in a cell; one, as it stands, where it does not hold several.

    A semicolon or a slash stands between people, if on each side somebody on file may be meant ("Ana Stone / Chief of
    Staff" is one). A comma, an "and" or a line break may stand in a name: there each part must surely be somebody, and
    the whole nobody.
    """
    for sign in (_STRONG, _WEAK):
        parts = tuple(dict.fromkeys(part for part in sign.split(cell.strip()) if part))
        if 1 < len(parts) <= _MOST and all(_is_whole(part) for part in parts):
            found = [match(part) for part in parts]
            if all(each.sure for each in found) and not match(" ".join(cell.split())).sure:
                return parts
            if sign is _STRONG and all(each.sure or each.doubtful for each in found):
                return parts
    return (" ".join(cell.split()),)


def _is_whole(part: str) -> bool:
    """Whether it is more than a family name, a suffix or a remark: two words or more, outside of brackets."""
    return sum(len(word.strip(".,")) > 1 for word in _REMARK.sub("", part).split()) > 1
