"""How officials are named by people in a hurry: with prefixes, family name first, without accents."""

from __future__ import annotations

import re

from crm.names import fold

# Longest first: "lt gov" before "gov". Folded, so dots and accents are gone ("Lt. Gov." is "lt gov").
_PREFIXES = sorted(
    (
        "lieutenant governor", "lt governor", "lt gov", "governor", "gov", "state senator", "state sen", "senator",
        "sen", "assembly member", "assemblymember", "assemblywoman", "assemblyman", "asm", "am", "assembly speaker",
        "speaker", "representative", "rep", "delegate", "del", "mayor", "sheriff", "attorney general", "ag",
        "council member", "councilmember", "cm", "majority leader", "minority leader", "the hon", "hon",
        "the honorable", "mr", "mrs", "ms", "dr",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
_SUFFIX = re.compile(r"\s*,\s*(?=(?:jr|sr|ii|iii|iv|esq|phd|md)\b\.?$)", re.IGNORECASE)


def sort_name_of(name: str, given_name: str | None = None, family_name: str | None = None) -> str:
    """What a list of people is sorted by: folded family name, then given name ("stewart cousins andrea")."""
    if not family_name:
        *given, family_name = fold(name).split() or [""]
        given_name = given_name or " ".join(given)
    return fold(f"{family_name} {given_name or name}")


def spoken_forms(text: str) -> tuple[str, ...]:
    """The folded names ``text`` may mean, the likeliest first: as typed, without titles, and turned at its comma."""
    text = _SUFFIX.sub(" ", text)
    family, comma, given = text.partition(",")
    forms = [fold(text)]
    if comma:
        forms.insert(0, fold(f"{given} {family}"))
    return tuple(dict.fromkeys(form for typed in forms for form in (typed, _bare(typed)) if form))


def _bare(folded: str) -> str:
    """``folded`` without the titles before it ("state senator jessica ramos" -> "jessica ramos")."""
    shorter = True
    while shorter:
        shorter = False
        for prefix in _PREFIXES:
            if folded.startswith(f"{prefix} "):
                folded, shorter = folded[len(prefix) + 1 :], True
                break
    return folded
