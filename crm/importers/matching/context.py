"""Where a name stands: what tells one bearer of a short name from another, and for how long a decision holds."""

from __future__ import annotations

from typing import Any

from crm.importers.matching.printed import Printed
from crm.importers.matching.wording import cleaned
from crm.names import fold


def folded_name(name: str) -> str:
    """The name as decisions are remembered by, without what stands behind it in brackets."""
    return fold(cleaned(name))


def years(printed: Printed) -> str:
    """The two-year legislature of the day: "2025-2026". Initials are given out anew in each."""
    first = printed.day.year - (printed.day.year + 1) % 2
    return f"{first}-{first + 1}"


def context_key(printed: Printed, *, with_district: bool = True) -> str:
    """Government, chamber, years and (where printed) district, as one text."""
    district = district_name(printed.district) if with_district else ""
    return f"{printed.jurisdiction_id or 0}:{printed.chamber_id or 0}:{years(printed)}:{district}"


def context_of(printed: Printed) -> dict[str, Any]:
    """The same in parts, with the party as printed: what the review page shows beside the name."""
    return {
        "jurisdiction_id": printed.jurisdiction_id,
        "chamber_id": printed.chamber_id,
        "day": printed.day.isoformat(),
        "years": years(printed),
        "district": printed.district,
        "party": printed.party,
    }


def district_name(text: str | None) -> str:
    """A district to compare by: "District 07", "SD-7" and "7" are the same; nothing for none."""
    words = [word.lstrip("0") or "0" for word in fold(text or "").split()]
    return " ".join(word for word in words if word not in _SAID)


_SAID = frozenset({"district", "dist", "sd", "ad", "hd", "cd", "ld", "no", "the", "th", "st", "nd", "rd"})


def party_letter(text: str | None) -> str:
    """A party to compare by: "(D)", "Dem." and "Democratic" are the same; nothing for none."""
    folded = fold(text or "")
    if not folded:
        return ""
    for letter, words in _PARTIES.items():
        if folded in words:
            return letter
    return folded


_PARTIES = {
    "d": frozenset({"d", "dem", "dems", "democrat", "democratic", "democrats", "dfl", "democratic farmer labor"}),
    "r": frozenset({"r", "rep", "reps", "republican", "republicans", "gop"}),
    "i": frozenset({"i", "ind", "indep", "independent"}),
}
