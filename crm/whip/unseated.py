"""Why a name that a bill prints is no seat on a day: what became of the seat, in words. Pure."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from crm.bills.lines import SponsorLine
from crm.datewords import day as in_words
from crm.datewords import vague
from crm.people.rosters import ChamberRoster
from crm.people.seats import Seat, SeatHolder


class Why(enum.StrEnum):
    """Why no seat counts for a name."""

    UNMATCHED = "unmatched"
    LEFT = "left"
    NOT_YET = "not_yet"
    NO_SEAT = "no_seat"


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed name that holds no seat on the day. ``successor`` (by slug) holds the seat now, if anybody does."""

    name: str
    person: str | None
    why: Why
    district: str | None
    left_on: date | None
    successor: str | None
    successor_since: date | None
    successor_listed: bool | None
    words: str


def difference(
    line: SponsorLine,
    roster: ChamberRoster,
    seats: Sequence[Seat],
    listed: Collection[int | None],
    day: date,
    chamber: str,
) -> Difference:
    """What became of the seat of a name on the list; ``listed`` are the people whose names are on it, too."""
    if line.person_id is None:
        words = f"{line.name} is on the list as printed; whom that means is not on file."
        return _plain(line, Why.UNMATCHED, words)
    terms = [term for term in roster.tenures if term.person_id == line.person_id]
    before = [term for term in terms if term.ended_on is not None and term.ended_on < day]
    if not before:
        coming = [term.started_on for term in terms if term.started_on is not None and term.started_on > day]
        if coming:
            words = f"{line.name} is on the list, and takes a seat of the {chamber} on {in_words(min(coming))}."
            return _plain(line, Why.NOT_YET, words)
        return _plain(line, Why.NO_SEAT, f"{line.name} is on the list; no seat of the {chamber} is on file for them.")
    last = max(before, key=lambda term: term.ended_on or date.min)
    return _left(line, last, roster, seats, listed)


def _left(
    line: SponsorLine, last: SeatHolder, roster: ChamberRoster, seats: Sequence[Seat], listed: Collection[int | None]
) -> Difference:
    district = next((each.name for each in roster.districts if each.id == last.district_id), None)
    place = f"the seat of District {district}" if district and district.isdecimal() else f"the seat of {district}"
    holders = [seat.holder for seat in seats if seat.district_id == last.district_id and seat.holder is not None]
    holder = max(holders, key=lambda held: held.started_on or date.min, default=None)
    here = f"is off the list since {vague(line.withdrawn)}" if line.withdrawn else "is still on the list"
    words = f"{line.name} left {place} on {in_words(last.ended_on)}, and {here}. "
    if holder is None:
        words += "It is vacant."
    else:
        since = f" since {in_words(holder.started_on)}" if holder.started_on else ""
        too = "is on the list" if holder.person_id in listed else "is not on the list"
        words += f"{holder.name} has held it{since}, and {too}."
    return Difference(
        name=line.name,
        person=line.person_slug,
        why=Why.LEFT,
        district=district,
        left_on=last.ended_on,
        successor=holder.slug if holder else None,
        successor_since=holder.started_on if holder else None,
        successor_listed=holder.person_id in listed if holder else None,
        words=words,
    )


def _plain(line: SponsorLine, why: Why, words: str) -> Difference:
    return Difference(line.name, line.person_slug, why, None, None, None, None, None, words)
