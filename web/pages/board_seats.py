"""The table of seats: every seat of a chamber in words, narrowed and sorted as the address asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from crm.datewords import vague
from crm.whip.count import CountedSeat, SeatStance
from crm.whip.narrowing import holder_of, seats_asked_for
from crm.whip.queries import ChamberBoard
from web.charts import stances
from web.filters import shortday
from web.pages.board_address import Address


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
    given = address.given
    seats = seats_asked_for(
        board.seats,
        stance=given["stance"],
        party=given["party"],
        marked=given["marked"],
        text=given["q"],
        sort=given["sort"],
        descending=given["order"] == "desc",
    )
    rows = [_row(seat) for seat in seats]
    return SeatTable(board.kind.value, board.name, tuple(rows), len(board.seats))


def parties(boards: Iterable[ChamberBoard]) -> list[str]:
    """The parties of the holders, by name."""
    return sorted({seat.seat.party for board in boards for seat in board.seats if seat.seat.party})


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
