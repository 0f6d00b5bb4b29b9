"""The two times of a question, as the address of a page carries them: ``?said=2025-06-30&known=2025-07-01``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from crm import clock, dates
from crm.positions.as_of import AsOf


@dataclass(frozen=True, slots=True)
class AskedAsOf:
    """What the address asks for. ``known`` and ``said_text`` are what was asked; nothing asked means today and now."""

    as_of: AsOf
    said: date
    known: date | None
    past: bool
    query: str


def asked_as_of(request: Request) -> AskedAsOf:
    """The question in the address. Raises InvalidInput for days that no calendar has."""
    said = _day(request, "said")
    known = _day(request, "known")
    today = clock.today()
    given = {name: day.isoformat() for name, day in (("said", said), ("known", known)) if day is not None}
    return AskedAsOf(
        as_of=AsOf.of(said, known),
        said=said or today,
        known=known,
        past=(said is not None and said < today) or (known is not None and known < today),
        query=urlencode(given),
    )


Asked = Annotated[AskedAsOf, Depends(asked_as_of)]


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "").strip()
    return dates.parse_day(text, field=name) if text else None
