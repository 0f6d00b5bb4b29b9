"""Links between bills as people read them: each stretch of days once, whichever of the two bills told it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from crm.bills.lines import LinkLine


def told_once(lines: Iterable[LinkLine]) -> list[LinkLine]:
    """The links with those of one other bill joined where their days overlap, in the order in which they came.

    Companions are noted on both bills, by records that are late by days, and by people, perhaps without a day; such a
    one says nothing that a dated one does not.
    """
    grouped: dict[tuple[object, ...], list[LinkLine]] = {}
    for line in lines:
        grouped.setdefault((line.kind, line.number, line.session, line.back), []).append(line)
    return [line for group in grouped.values() for line in _joined(group)]


def _joined(group: list[LinkLine]) -> list[LinkLine]:
    dated = sorted(
        (line for line in group if line.started_on is not None), key=lambda line: line.started_on or date.min
    )
    if not dated:
        return group[:1]
    found = [dated[0]]
    for line in dated[1:]:
        last = found[-1]
        if last.ended_on is None or (line.started_on or date.min) <= last.ended_on:
            ended_on = None if last.ended_on is None or line.ended_on is None else max(last.ended_on, line.ended_on)
            found[-1] = replace(last, ended_on=ended_on)
        else:
            found.append(line)
    return found
