"""A kept list for paper: the rows that are still to be done, each with its code, in the order of calls or of rooms."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.calling.corridor import Door, Walk, walk
from crm.calling.paper_codes import code_of
from crm.coalition.visibility import Viewer


class PaperOrder(enum.StrEnum):
    """In which order the rows are printed."""

    CALLS = "calls"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row: ``place`` counts from one on the sheet, ``code`` names it for good, whatever the order."""

    place: int
    code: str
    door: Door


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The sheet. ``done`` of the list's officials have been reached already and are not on it, nor those set aside."""

    found: Walk
    order: PaperOrder
    rows: tuple[PaperRow, ...]
    done: int


def paper_sheet(session: Session, viewer: Viewer, call_list_id: int, order: PaperOrder) -> PaperSheet:
    """The sheet of a list, as the viewer may know it (as many queries as ``walk``). Raises NotFound as it does."""
    found = walk(session, viewer, call_list_id)
    doors = [door for door in found.doors if not door.target.set_aside]
    open_doors = [door for door in doors if door.target.done is None or not door.target.done.reached]
    if order is PaperOrder.CALLS:
        open_doors.sort(key=lambda door: door.target.rank)
    rows = tuple(PaperRow(place, code_of(door.target.id), door) for place, door in enumerate(open_doors, start=1))
    return PaperSheet(found, order, rows, len(doors) - len(open_doors))
