"""The table of seats: every seat of a chamber in words, narrowed and sorted as the address asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from crm.datewords import vague
from crm.names import fold
from crm.people.seats import SeatState, natural
from crm.positions.stance import FOR
from crm.whip.count import CountedSeat, SeatStance
from crm.whip.queries import ChamberBoard
from web.charts import stances
from web.filters import shortday
from web.pages.board_address import Address

NOBODY: Final = "Vacant"
NOT_ON_FILE: Final = "A member who is not on file"
_PLACE: Final = {stance: place for place, stance in enumerate(SeatStance)}
_FOR: Final = frozenset(SeatStance(stance.value) for stance in FOR)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat in words. ``slug`` is nothing where no person on file holds it."""

    name: str
    slug: str | None
    district: str
    party: str
    stance: SeatStance
    badge: Markup
    said: str
    day: date | None
    words: str
    due: bool
    contested: bool


@dataclass(frozen=True, slots=True)
class SeatTable:
    """One chamber's table: the rows that were asked for, out of ``total``."""

    kind: str
    name: str
    rows: tuple[SeatRow, ...]
    total: int


def table(board: ChamberBoard, address: Address) -> SeatTable:
    """The chamber's seats that the address asks for, in its order."""
    wanted = _wanted(address.given)
    rows = [_row(seat) for seat in board.seats if wanted(seat)]
    rows.sort(key=_ORDERS[address.given["sort"] or "district"], reverse=address.given["order"] == "desc")
    return SeatTable(board.kind.value, board.name, tuple(rows), len(board.seats))


def parties(boards: Iterable[ChamberBoard]) -> list[str]:
    """The parties of the holders, by name."""
    return sorted({seat.seat.party for board in boards for seat in board.seats if seat.seat.party})


def holder_of(seat: CountedSeat) -> str:
    """Who holds a seat, in words."""
    if seat.seat.holder is not None:
        return seat.seat.holder.name
    return NOBODY if seat.seat.state is SeatState.VACANT else NOT_ON_FILE


def _wanted(given: dict[str, str]) -> Callable[[CountedSeat], bool]:
    stance, party, marked = given["stance"], given["party"], given["marked"]
    text = fold(given["q"])
    marks: dict[str, Callable[[CountedSeat], bool]] = {
        "for": lambda seat: seat.stance in _FOR,
        "hard": lambda seat: seat.hard,
        "soft": lambda seat: seat.stance in _FOR and not seat.hard,
        "due": lambda seat: seat.due,
        "contested": lambda seat: seat.contested,
    }

    def asked_for(seat: CountedSeat) -> bool:
        return (
            (not stance or seat.stance == stance)
            and (not party or seat.seat.party == party)
            and (not marked or marks[marked](seat))
            and (not text or text in fold(holder_of(seat)) or text == fold(seat.seat.district_name or ""))
        )

    return asked_for


def _row(seat: CountedSeat) -> SeatRow:
    holder, standing = seat.seat.holder, seat.standing
    return SeatRow(
        name=holder_of(seat),
        slug=holder.slug if holder else None,
        district=seat.seat.district_name or "not on file",
        party=seat.seat.party or "",
        stance=seat.stance,
        badge=_BADGES[seat.stance, _hardness(seat)],
        said=_said(standing.said, standing.said_latest) if standing else "",
        day=standing.said_latest if standing else None,
        words=standing.words if standing else "",
        due=seat.due,
        contested=seat.contested,
    )


def _said(text: str, latest: date) -> str:
    return shortday(latest) if text == latest.isoformat() else vague(text)


def _hardness(seat: CountedSeat) -> str:
    if seat.stance is not SeatStance.YES:
        return ""
    if seat.standing is not None and seat.standing.condition:
        return "on a condition"
    return "hard" if seat.hard else "soft"


def _badge(stance: SeatStance, more: str) -> Markup:
    """A stance as the component writes it, made once: a page holds hundreds."""
    soft = " badge--soft" if more and more != "hard" else ""
    added = Markup('<span class="badge__more">, {}</span>').format(more) if more else ""
    return Markup(
        '<span class="badge badge--{}{}"><span class="badge__mark" aria-hidden="true">{}</span><span>{}{}</span></span>'
    ).format(stance.value, soft, stances.MARKS[stance] or "◌", stances.WORDS[stance], added)


_BADGES: Final = {
    (stance, more): _badge(stance, more) for stance in SeatStance for more in ("", "hard", "soft", "on a condition")
}
_ORDERS: Final[dict[str, Callable[[SeatRow], Any]]] = {
    "district": lambda row: (row.district == "not on file", natural(row.district)),
    "name": lambda row: (row.slug is None, fold(row.name.rpartition(" ")[2]), fold(row.name)),
    "party": lambda row: (row.party or "~", natural(row.district)),
    "stance": lambda row: (_PLACE[row.stance], row.badge != _BADGES[SeatStance.YES, "hard"], natural(row.district)),
    "said": lambda row: (row.day or date.min, natural(row.district)),
}
