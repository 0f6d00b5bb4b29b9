"""From what a record showed on which days to who joined a bill and who left it. Pure rules.

A source is looked at on some days and not on others. What is known is the set of those days with what each showed, so
the answer depends on that set alone: not on the order in which it came to us, nor on how often.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from crm.bills.models import SponsorKind
from crm.names import fold

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name on the list. ``printed_id`` is the source's id ("nysenate:1229"). An entry may name nobody ("").

    ``joined`` and ``withdrawn`` (EDTF) only where the source itself dates them.
    """

    name: str
    kind: SponsorKind
    printed_id: str | None = None
    joined: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a source's record showed on each day from ``first`` to ``last``. Nothing: it does not tell of that part."""

    first: date
    last: date
    sha256: str
    names: tuple[ShownName, ...] | None
    same_as: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days over which something stood in the record of one source.

    ``since`` is the day the record first showed it, ``until`` the first day it no longer did (nothing: it still
    stands), ``shown_last`` the last day it was seen there.
    """

    key: str
    since: date
    shown_last: date
    until: date | None


@dataclass(frozen=True, slots=True)
class NameSpell:
    """A name's stretch on a bill, as printed last. ``joined`` and ``withdrawn`` are EDTF."""

    key: str
    shown: ShownName
    spell: Spell
    joined: str
    withdrawn: str | None


def with_shown(runs: Iterable[Shown], new: Shown) -> tuple[Shown, ...]:
    """The runs of one source with one more, by day: what is the same on neighbouring days is one run.

    Days between two looks are not made up: a run grows only by the very next day. Where one day shows two things, the
    longer list counts, because a name that was shown that day was there that day.
    """
    runs = tuple(runs)
    if any(run.first <= new.first and new.last <= run.last and _same(run, new) for run in runs):
        return runs
    days: dict[date, Shown] = {}
    apart: list[Shown] = []
    for run in (*runs, new):
        # What touches the new days nowhere stays whole.
        if run is not new and (run.last < new.first - _DAY or run.first > new.last + _DAY):
            apart.append(run)
            continue
        for day in _days(run):
            one = replace(run, first=day, last=day)
            days[day] = _both(days[day], one) if day in days else one
    return tuple(sorted([*apart, *_joined(days)], key=lambda run: run.first))


def name_spells(runs: Iterable[Shown]) -> tuple[NameSpell, ...]:
    """Who stood on the bill from when to when, by the runs of one source; sorted by day, then by name."""
    told = [run for run in sorted(runs, key=lambda run: run.first) if run.names is not None]
    key_of = _keys(told)
    shown = [(run, _by_key(run, key_of)) for run in told]
    found = []
    for key, spells in spells_of(shown).items():
        for spell in spells:
            to_its_end = (names for run, names in reversed(shown) if run.first <= spell.shown_last)
            latest = next(names[key] for names in to_its_end if key in names)
            withdrawn = spell.until.isoformat() if spell.until else None
            found.append(NameSpell(key, latest, spell, latest.joined or spell.since.isoformat(), withdrawn))
    found += _dated(told, key_of)
    return tuple(sorted(found, key=lambda each: (each.spell.since, each.shown.name, each.key)))


def link_spells(runs: Iterable[Shown]) -> tuple[Spell, ...]:
    """From when to when each companion was named, by the runs of one source; sorted by day, then by number."""
    told = [run for run in sorted(runs, key=lambda run: run.first) if run.same_as is not None]
    by_number = spells_of([(run, run.same_as or ()) for run in told])
    return tuple(sorted((s for spells in by_number.values() for s in spells), key=lambda s: (s.since, s.key)))


@dataclass(frozen=True, slots=True)
class Stood:
    """Several sources' word on one stretch of days, made one. ``sources`` are in alphabetical order."""

    since: date
    until: date | None
    sources: tuple[str, ...]
    spells: tuple[Spell, ...]


def stood(told: Iterable[tuple[str, Spell]]) -> tuple[Stood, ...]:
    """The stretches on which something stood, by what each source tells; what overlaps is one stretch.

    Sources are late by days or weeks. So it began when the first of them showed it; it ended when the first of them no
    longer did, unless another still showed it later than that.
    """
    groups: list[list[tuple[str, Spell]]] = []
    end: date | None = None
    for source, spell in sorted(told, key=lambda each: (each[1].since, each[0], each[1].shown_last)):
        if groups and (end is None or spell.since < end):
            groups[-1].append((source, spell))
            end = None if end is None or spell.until is None else max(end, spell.until)
        else:
            groups.append([(source, spell)])
            end = spell.until
    return tuple(_one(group) for group in groups)


def _one(group: Sequence[tuple[str, Spell]]) -> Stood:
    spells = tuple(spell for _, spell in group)
    seen = max(spell.shown_last for spell in spells)
    ends = sorted(spell.until for spell in spells if spell.until is not None)
    until = next((end for end in ends if end > seen), None)
    return Stood(min(spell.since for spell in spells), until, tuple(sorted({source for source, _ in group})), spells)


def spells_of(shown: Sequence[tuple[Shown, Iterable[str]]]) -> dict[str, list[Spell]]:
    """The spells of each key in runs that are sorted by day."""
    done: dict[str, list[Spell]] = defaultdict(list)
    open_: dict[str, tuple[date, date]] = {}
    for run, keys in shown:
        there = set(keys)
        for key in [key for key in open_ if key not in there]:
            since, last = open_.pop(key)
            done[key].append(Spell(key, since, last, run.first))
        for key in there:
            open_[key] = (open_[key][0] if key in open_ else run.first, run.last)
    for key, (since, last) in open_.items():
        done[key].append(Spell(key, since, last, None))
    return done


def _keys(runs: Sequence[Shown]) -> Callable[[ShownName], str]:
    """How a name is followed from day to day: by its id; without one, by the one id that bears the name, or itself."""
    ids: dict[str, set[str]] = defaultdict(set)
    for run in runs:
        for name in run.names or ():
            if name.printed_id:
                ids[fold(name.name)].add(name.printed_id)

    def key_of(name: ShownName) -> str:
        if name.printed_id:
            return name.printed_id
        folded = fold(name.name)
        (only,) = ids[folded] if len(ids.get(folded, ())) == 1 else (f"name:{folded}",)
        return only

    return key_of


def _by_key(run: Shown, key_of: Callable[[ShownName], str]) -> dict[str, ShownName]:
    return {key_of(name): name for name in run.names or () if name.name and not name.withdrawn}


def _dated(runs: Sequence[Shown], key_of: Callable[[ShownName], str]) -> list[NameSpell]:
    """Those who, by the source's own dates, have left: as the newest record tells it."""
    if not runs:
        return []
    found = []
    for name in runs[-1].names or ():
        if name.name and name.withdrawn:
            seen = runs[-1].first
            spell = Spell(key_of(name), seen, seen, seen)
            found.append(NameSpell(spell.key, name, spell, name.joined or f"../{name.withdrawn}", name.withdrawn))
    return found


def _same(one: Shown, other: Shown) -> bool:
    return (one.sha256, one.names, one.same_as) == (other.sha256, other.names, other.same_as)


def _days(run: Shown) -> Iterable[date]:
    return (run.first + _DAY * number for number in range((run.last - run.first).days + 1))


def _joined(days: dict[date, Shown]) -> list[Shown]:
    runs: list[Shown] = []
    for day in sorted(days):
        last = runs[-1] if runs else None
        if last is not None and last.last + _DAY == day and _same(last, days[day]):
            runs[-1] = replace(last, last=day)
        else:
            runs.append(days[day])
    return runs


_T = TypeVar("_T")


def _both(one: Shown, other: Shown) -> Shown:
    return replace(
        one,
        sha256=max(one.sha256, other.sha256),
        names=_fuller(one.names, other.names, lambda name: (name.name, name.kind.value, name.printed_id or "")),
        same_as=_fuller(one.same_as, other.same_as, lambda number: number),
    )


def _fuller(
    one: tuple[_T, ...] | None, other: tuple[_T, ...] | None, told: Callable[[_T], object]
) -> tuple[_T, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda items: (len(items), json.dumps([told(item) for item in items])))
