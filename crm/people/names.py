"""How officials are named by people in a hurry: with titles, family name first, without accents."""

from __future__ import annotations

import re

from crm.names import fold

# How each title is written before a name. Folded, so dots and accents are gone ("Lt. Gov." is "lt gov").
_WRITTEN = {
    "lieutenant governor": ("lieutenant governor", "lt governor", "lt gov", "ltgov"),
    "governor": ("governor", "gov"),
    "senator": ("state senator", "state sen", "senator", "sen"),
    "assembly member": (
        "assembly member", "assemblymember", "assemblywoman", "assemblyman", "assemblyperson", "asm", "am", "a m",
    ),
    "speaker": ("assembly speaker", "house speaker", "speaker of the assembly", "speaker of the house", "speaker"),
    "majority leader": ("senate majority leader", "assembly majority leader", "house majority leader",
                        "majority leader"),
    "minority leader": ("senate minority leader", "assembly minority leader", "house minority leader",
                        "minority leader"),
    "representative": ("state representative", "state rep", "representative", "rep"),
    "delegate": ("delegate", "del"),
    "mayor": ("mayor",),
    "sheriff": ("sheriff",),
    "attorney general": ("attorney general", "ag"),
    "council member": ("city council member", "council member", "councilmember", "councilwoman", "councilman", "cm"),
    "": ("the honorable", "honorable", "the hon", "hon", "mr", "mrs", "ms", "mx", "dr"),
}  # fmt: skip
_TITLES = sorted(
    ((written, title) for title, ways in _WRITTEN.items() for written in ways), key=lambda pair: -len(pair[0])
)
_SUFFIX = re.compile(r"\s*,\s*(?=(?:jr|sr|ii|iii|iv|esq|phd|md)\b\.?$)", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def sort_name_of(name: str, given_name: str | None = None, family_name: str | None = None) -> str:
    """What a list of people is sorted by: folded family name, then given name ("stewart cousins andrea")."""
    if not family_name:
        *given, family_name = fold(name).split() or [""]
        return fold(f"{family_name} {given_name or ' '.join(given)}")
    return fold(f"{family_name} {given_name or name}")


def spoken_forms(text: str) -> tuple[str, ...]:
    """The folded names ``text`` may mean, the likeliest first: as typed, without titles, and turned at its comma.

    A remark behind the name, such as "(D-Queens)", is no part of it.
    """
    forms = _turned(text)
    return tuple(dict.fromkeys(form for typed in forms for form in (typed, _parted(typed)[0]) if form))


def spoken_titles(text: str) -> frozenset[str]:
    """The titles before the name in ``text``: "Sen. Ramos" names a senator."""
    return frozenset(title for form in _turned(text) for title in _parted(form)[1] if title)


def bears(title: str, office: str) -> bool:
    """Whether the holder of the office (as its title is printed) is addressed by a title of ``spoken_titles``."""
    return re.match(rf"((senate|assembly|house) )?{title}\b", fold(office)) is not None


def _turned(text: str) -> list[str]:
    text = _SUFFIX.sub(" ", _REMARK.sub("", text))
    family, comma, given = text.partition(",")
    return [fold(f"{given} {family}"), fold(text)] if comma else [fold(text)]


def _parted(folded: str) -> tuple[str, list[str]]:
    """``folded`` without the titles before it, and the titles ("state senator jessica ramos" -> "jessica ramos")."""
    titles: list[str] = []
    while found := next((pair for pair in _TITLES if folded.startswith(f"{pair[0]} ")), None):
        folded = folded[len(found[0]) + 1 :]
        titles.append(found[1])
    return folded, titles
