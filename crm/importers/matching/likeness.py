"""How alike a printed name and somebody's names are, and in which way; days and seats do not enter here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nicknames import NickNamer
from rapidfuzz import fuzz

from crm.importers.matching.known import Known
from crm.importers.matching.wording import bare, fit, is_cut, is_full, short_readings

_ALMOST = 84.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """``head`` says what is the same, ``tail`` what is not. ``needs_seat``: too little unless the seat is the same."""

    score: float
    head: str
    tail: str = ""
    needs_seat: bool = False


def likeness(forms: Sequence[str], who: Known) -> Likeness | None:
    """The best way in which one of the (folded) forms of a name is like this person's; None for not at all."""
    found = [one for form in forms for one in (_full(form, who) if is_full(form) else None, _short(form, who)) if one]
    return max(found, key=lambda one: one.score, default=None)


def nickname(printed: str, theirs: str) -> bool:
    """Whether one given name is short for the other: Bill and William, Phil and Phillip."""
    if min(len(printed), len(theirs)) >= 3 and (theirs.startswith(printed) or printed.startswith(theirs)):
        return True
    return theirs in _kin(printed)


@cache
def _kin(given: str) -> frozenset[str]:
    names = _library()
    whole = set(names.canonicals_of(given)) | {given}
    return frozenset(whole | {short for name in whole for short in names.nicknames_of(name)})


@cache
def _library() -> NickNamer:
    return NickNamer()


def _full(form: str, who: Known) -> Likeness | None:
    if form in who.names:
        return Likeness(0.9, "The same name")
    if bare(form) in who.bare_names:
        return Likeness(0.85, "The same name but for an initial")
    words = form.split()
    for family in sorted(who.families, key=len, reverse=True):
        size = len(family.split())
        if words[-size:] == family.split() and len(words) > size:
            return _given(words[: len(words) - size], who, "Same family name")
    first, last = words[0], words[-1]
    parts = {part for family in who.families for part in family.split() if len(family.split()) > 1 and len(part) > 2}
    if last in parts or any(is_cut(last, family) for family in who.families):
        return _given(words[:-1], who, "Part of the same family name", less=0.1)
    almost = max((fuzz.ratio(form, name) for name in who.names | who.bare_names), default=0.0)
    if almost >= _ALMOST:
        return Likeness(round(0.75 * almost / 100, 3), "Almost the same name", f"spelled otherwise on file: {who.name}")
    almost = max((fuzz.ratio(last, family) for family in who.families), default=0.0)
    if first in who.givens:
        if almost >= 75:
            return Likeness(0.5, "Same given name", f"the family name is like {who.name}")
        return Likeness(0.35, "Same given name", f"another family name ({who.name})", needs_seat=True)
    return None


def _given(given: list[str], who: Known, head: str, less: float = 0.0) -> Likeness:
    """The family name is the same: are the given names?"""
    first = given[0]
    if first in who.givens:
        return Likeness(0.85 - less, f"{head} and given name")
    if len(first) == 1 and any(fit(letters, first) for letters in who.initials):
        return Likeness(0.7 - less, f"{head} and initial")
    for theirs in sorted(who.givens):
        if nickname(first, theirs):
            return Likeness(0.8 - less, head, f"{theirs.capitalize()} for {first.capitalize()}")
    if set(given) & who.givens or any(first in name.split() for name in who.names):
        return Likeness(0.75 - less, head, f"{first.capitalize()} is among the names of {who.name}")
    close = max((fuzz.ratio(first, theirs) for theirs in who.givens), default=0.0)
    if close >= 70:
        return Likeness(0.65 - less, head, f"the given name is spelled otherwise on file: {who.name}")
    if any(theirs.startswith(first[0]) for theirs in who.givens):
        return Likeness(0.45 - less, head, f"another given name with the same initial ({who.name})", needs_seat=True)
    return Likeness(0.4 - less, head, f"another given name ({who.name})", needs_seat=True)


def _short(form: str, who: Known) -> Likeness | None:
    found = [one for family, letters in short_readings(form) if (one := _read_so(family, letters, who))]
    return max(found, key=lambda one: one.score, default=None)


def _read_so(family: str, letters: str, who: Known) -> Likeness | None:
    """A short name, read as this family name with these initials."""
    fits = not letters or any(fit(theirs, letters) for theirs in who.initials)
    if family in who.families:
        if fits:
            return Likeness(
                0.65 if letters else 0.55, "Same family name and initial" if letters else "Same family name"
            )
        return Likeness(0.3, "Same family name", f"another initial ({who.name})", needs_seat=True)
    if fits and any(is_cut(family, theirs) for theirs in who.families):
        return Likeness(0.6, "Beginning of the family name", f"cut off in print ({who.name})")
    parts = {part for theirs in who.families if " " in theirs for part in theirs.split() if len(part) > 2}
    if fits and family in parts:
        return Likeness(0.5, "Part of the same family name", who.name)
    if fits and len(family) >= 5 and max((fuzz.ratio(family, theirs) for theirs in who.families), default=0) >= 88:
        return Likeness(0.45, "Almost the same family name", who.name)
    return None
