"""The filters of the outreach log, read from its address; an address somebody kept stays readable."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from crm import clock, dates
from crm.coalition.queries import OrganizationLine
from crm.errors import InvalidInput, NotFound
from crm.outreach.around import named_officials
from crm.outreach.desk import Desk
from crm.outreach.models import Channel, Outcome
from crm.outreach.queries import Filters

_NAMES = ("q", "campaign", "organization", "measure", "channel", "outcome", "official", "user", "since", "until")
_Word = TypeVar("_Word", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: as it was typed (``given``), and as the service understands it (``filters``)."""

    given: dict[str, str]
    filters: Filters
    official: str | None
    page: int

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.given.values())

    def href(self, **changes: str | int) -> str:
        """The address of this list with other values; "" takes a filter away. Without a page it is the first."""
        values = {**self.given, **{name: str(value) for name, value in changes.items()}}
        kept = {name: value for name, value in values.items() if value}
        return "/outreach" + (f"?{urlencode(kept)}" if kept else "")


def wanted(session: Session, query: QueryParams, desk: Desk, groups: Iterable[OrganizationLine]) -> Wanted:
    """What the address asks for. Raises InvalidInput for no day or no word of ours, NotFound for unknown slugs."""
    given = {name: query.get(name, "").strip() for name in _NAMES}
    officials = named_officials(session, [given["official"]], clock.today()) if given["official"] else ()
    if given["official"] and not officials:
        raise NotFound("That official is not on file.", hint="Search for them under Officials.")
    user = given["user"]
    if user and not (user.isascii() and user.isdecimal()):
        raise NotFound("That user is not on file.", hint="Choose one of the list.")
    filters = Filters(
        campaign_id=_id(given["campaign"], ((each.slug, each.id) for each in desk.campaigns), "campaign"),
        organization_id=_id(given["organization"], ((each.slug, each.id) for each in groups), "organization"),
        measure_id=_id(given["measure"], ((each.slug, each.id) for each in desk.measures.values()), "measure"),
        person_id=officials[0].id if officials else None,
        user_id=int(user[:9]) if user else None,
        channel=_word(Channel, given["channel"], "channel"),
        outcome=_word(Outcome, given["outcome"], "outcome"),
        since=dates.parse_day(given["since"], field="since") if given["since"] else None,
        until=dates.parse_day(given["until"], field="until") if given["until"] else None,
        text=given["q"],
    )
    number = query.get("page", "1")
    return Wanted(
        given,
        filters,
        officials[0].name if officials else None,
        max(1, int(number[:6])) if number.isascii() and number.isdecimal() else 1,
    )


def _id(slug: str, known: Iterable[tuple[str, int]], what: str) -> int | None:
    if not slug:
        return None
    found = dict(known).get(slug)
    if found is None:
        raise NotFound(f"That {what} is not on file.", hint="Choose one of the list.")
    return found


def _word(words: type[_Word], text: str, field: str) -> _Word | None:
    try:
        return words(text) if text else None
    except ValueError:
        raise InvalidInput(f"“{text}” is no {field}.", hint="Choose one of the list.", field=field) from None
