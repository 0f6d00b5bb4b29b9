"""Which seats of a chamber are asked for, and in which order: by stance, party, mark, a name or a district."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from crm.errors import InvalidInput
from crm.names import fold
from crm.people.seats import SeatState, natural
from crm.positions.stance import FOR
from crm.whip.count import CountedSeat, SeatStance

NOBODY: Final = "Vacant"
NOT_ON_FILE: Final = "A member who is not on file"
MARKED: Final = ("for", "hard", "soft", "due", "contested")
SORTS: Final = ("district", "name", "party", "stance", "said")
_PLACE: Final = {stance: place for place, stance in enumerate(SeatStance)}
_FOR: Final = frozenset(SeatStance(stance.value) for stance in FOR)
_MARKS: Final[dict[str, Callable[[CountedSeat], bool]]] = {
    "for": lambda seat: seat.stance in _FOR,
    "hard": lambda seat: seat.hard,
    "soft": lambda seat: seat.stance in _FOR and not seat.hard,
    "due": lambda seat: seat.due,
    "contested": lambda seat: seat.contested,
}


def holder_of(seat: CountedSeat) -> str:
    """Who holds a seat, in words."""
    if seat.seat.holder is not None:
        return seat.seat.holder.name
    return NOBODY if seat.seat.state is SeatState.VACANT else NOT_ON_FILE


def seats_asked_for(
    seats: Iterable[CountedSeat],
    *,
    stance: str = "",
    party: str = "",
    marked: str = "",
    text: str = "",
    sort: str = "",
    descending: bool = False,
) -> list[CountedSeat]:
    """The seats that fit, by district unless another order is named; "" asks for nothing.

    Raises InvalidInput for a stance, a mark or an order that seats do not have.
    """
    _known(stance, tuple(SeatStance), "stance")
    _known(marked, MARKED, "choice of seats")
    _known(sort, SORTS, "order")
    words = fold(text)

    def wanted(seat: CountedSeat) -> bool:
        return (
            (not stance or seat.stance == stance)
            and (not party or seat.seat.party == party)
            and (not marked or _MARKS[marked](seat))
            and (not words or words in fold(holder_of(seat)) or words == fold(seat.seat.district_name or ""))
        )

    return sorted(filter(wanted, seats), key=_ORDERS[sort or "district"], reverse=descending)


def _known(value: str, words: tuple[str, ...], what: str) -> None:
    if value and value not in words:
        raise InvalidInput(f"“{value}” is no {what} of the board.", hint=f"Use one of: {', '.join(words)}.")


def _by_district(seat: CountedSeat) -> tuple[Any, ...]:
    return natural(seat.seat.district_name or "not on file")


def _plainly_hard(seat: CountedSeat) -> bool:
    conditional = seat.standing is not None and bool(seat.standing.condition)
    return seat.stance is SeatStance.YES and seat.hard and not conditional


_ORDERS: Final[dict[str, Callable[[CountedSeat], Any]]] = {
    "district": lambda seat: (seat.seat.district_name is None, _by_district(seat)),
    "name": lambda seat: (
        seat.seat.holder is None,
        fold(holder_of(seat).rpartition(" ")[2]),
        fold(holder_of(seat)),
    ),
    "party": lambda seat: (seat.seat.party or "~", _by_district(seat)),
    "stance": lambda seat: (_PLACE[seat.stance], not _plainly_hard(seat), _by_district(seat)),
    "said": lambda seat: (seat.standing.said_latest if seat.standing else date.min, _by_district(seat)),
}
