"""What dies with a session: names and votes on its bills are history in the next, and all must be asked anew. Pure.

New York's bills die at the end of the second year and come back under new numbers (field.md 3.2). Who has said more in
public since is not silenced by it; nor is anybody where the measure became law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from crm import dates
from crm.positions import told
from crm.positions.told import Fact

_DAY = timedelta(days=1)


def lapses(
    facts: Iterable[Fact],
    ends: Mapping[int, date | None],
    heard: Mapping[int, Sequence[date]],
    stands_on: Callable[[int, date], bool],
    today: date,
) -> list[Fact]:
    """For each person whose last fact in a session that is over was a name or a vote: its lapse, the day after.

    ``ends`` are the last days of the bills' sessions (nothing: it does not end, or the measure became law in it),
    ``heard`` the days on which a person said something in public, ``stands_on`` whether their name stands on any
    carrying bill on a day.
    """
    last: dict[tuple[int, date], Fact] = {}
    for fact in facts:
        ends_on = ends.get(fact.bill.id)
        if ends_on is None or ends_on >= today:
            continue
        key = (fact.person_id, ends_on)
        if key not in last or _order(fact) > _order(last[key]):
            last[key] = fact
    return [
        told.lapsed(fact, (ends_on + _DAY).isoformat())
        for (person_id, ends_on), fact in last.items()
        if fact.kind in (told.SPONSORED, told.VOTE)
        and not stands_on(person_id, ends_on + _DAY)
        and not any(_said(fact) <= day <= ends_on for day in heard.get(person_id, ()))
    ]


def _said(fact: Fact) -> date:
    return dates.parse(fact.said).latest or date.max


def _order(fact: Fact) -> tuple[date, int, str]:
    return _said(fact), told.KINDS.index(fact.kind), fact.bill.name
