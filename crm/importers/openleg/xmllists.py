"""Source files that are lists: floor calendars, active lists, agendas of committees; and votes by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from crm.bills.models import Stage
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, NameRecord, RollCallRecord, VoteRecord
from crm.importers.openleg.finds import FILES, Found, Reading
from crm.importers.openleg.meetings import ACTIVE_LIST, CALENDAR, MEETING, Sitting, Taken, records_of
from crm.importers.openleg.newyork import chamber_of, read_number, session_of, vote_code
from crm.importers.openleg.parts import day, number, slashed
from crm.importers.openleg.xmlbills import Piece
from crm.jurisdictions.models import ChamberKind

# What became of a bill in committee, by the code of the agenda's vote.
_OUTCOMES: Final = {
    "R": ("Reported", True),
    "F": ("To first report", True),
    "3": ("To third reading", True),
    "RC": ("Referred", True),
    "D": ("Defeated", False),
    "R3": ("Restored to third reading", True),
    "S": ("To special report", True),
}


def read_floor_vote(root: Element, piece: Piece, reading: Reading) -> Iterator[Found]:
    """senfloorvote: a vote of the Senate, by name."""
    named, letter = read_number(root.get("no") or "")
    if _is_removal(root, piece, reading, f"a vote on {named}"):
        return
    held_on = slashed(root.get("dateofvote")) or day(root.get("dateofvote"))
    if held_on is None:
        raise InvalidInput(f"The vote is on no day (“{root.get('dateofvote')}”).", hint="Download the file again.")
    turn = number(root.get("date_seqno")) or 1
    call = RollCallRecord(
        stage=Stage.FLOOR,
        held_on=held_on,
        chamber=ChamberKind.UPPER,
        votes=tuple(_votes(root.findall("votes/member"), piece.where, reading)),
        motion=f"Vote {turn} of that day" if turn > 1 else None,
        letter=letter,
        ayes=number(root.findtext("totals/tot_yes")),
        nays=number(root.findtext("totals/tot_no")),
    )
    yield BillRecord(
        where=f"{piece.where} ({named})",
        source=FILES,
        session=session_of(_session_year(root)),
        number=named,
        seen_on=piece.seen_on,
        sha256=piece.sha256,
        chamber=chamber_of(named),
        whole_sponsors=False,
        whole_links=False,
        roll_calls=(call,),
    )


def read_calendar(root: Element, piece: Piece, reading: Reading) -> Iterator[Found]:
    """sencalendar: the floor's list of a day, in sections."""
    label = _label(root)
    if _is_removal(root, piece, reading, f"calendar {label}"):
        return
    for each in root.iter("supplemental"):
        on = day(each.findtext("caldate"))
        if on is None:
            reading.tell(piece.where, f"Calendar {label} is for no day.", "It was left out.")
            continue
        supplement = (each.get("id") or "").strip()
        sitting = Sitting(CALENDAR, f"Senate calendar {label}{f', supplement {supplement}' if supplement else ''}", on)
        for section in each.iter("section"):
            order = (section.get("name") or "").strip().removeprefix("BILLS ON ").capitalize()
            sitting.bills += _called(section, _session_year(root), order)
        yield from records_of(sitting, piece.where, piece.seen_on, reading)


def read_active_list(root: Element, piece: Piece, reading: Reading) -> Iterator[Found]:
    """sencalendaractive: what the Senate will really take up on a day."""
    label = _label(root)
    if _is_removal(root, piece, reading, f"the active list of calendar {label}"):
        return
    for each in root.iter("sequence"):
        on = day(each.findtext("actcaldate"))
        if on is None:
            reading.tell(piece.where, f"The active list of calendar {label} is for no day.", "It was left out.")
            continue
        sitting = Sitting(ACTIVE_LIST, f"Senate active list of calendar {label}", on, note=_clean(each, "notes"))
        sitting.bills += _called(each, _session_year(root), "")
        yield from records_of(sitting, piece.where, piece.seen_on, reading)


def read_agenda(root: Element, piece: Piece, reading: Reading) -> Iterator[Found]:
    """senagenda, senagendavote: meetings of committees with their bills, and the votes that were taken there."""
    if _is_removal(root, piece, reading, f"agenda {_label(root)}"):
        return
    for each in root.iter("committee"):
        name = _clean(each, "name") or "(no name)"
        if (each.get("action") or "").lower() == "remove":
            reading.tell(piece.where, f"It takes back the meeting of {name}.", "What is on file stays.")
            continue
        on = day(each.findtext("meetdate"))
        if on is None:
            reading.tell(piece.where, f"The meeting of {name} has no day.", "It was left out.")
            continue
        sitting = Sitting(MEETING, f"Senate committee on {name}", on, note=_clean(each, "notes"))
        for bill in each.iterfind("bills/bill"):
            sitting.bills.append(_considered(bill, name, on, _session_year(root), piece, reading))
        yield from records_of(sitting, piece.where, piece.seen_on, reading)


def _considered(bill: Element, committee: str, on: date, year: int, piece: Piece, reading: Reading) -> Taken:
    printed = bill.get("no") or ""
    code = (bill.findtext("action") or "").strip().upper()
    how, passed = _OUTCOMES.get(code, (code, None))
    if to := _clean(bill, "refercomm"):
        how = f"{how}: {to}" if how else to
    votes = tuple(_votes(bill.findall("votes/member"), f"{piece.where} ({printed})", reading))
    calls: tuple[RollCallRecord, ...] = ()
    if votes:
        said = [vote.code.value for vote in votes]
        calls = (
            RollCallRecord(
                stage=Stage.COMMITTEE,
                held_on=on,
                chamber=ChamberKind.UPPER,
                votes=votes,
                committee=committee,
                letter=_letter(printed),
                ayes=said.count("aye") + said.count("aye_with_reservations"),
                nays=said.count("nay"),
                passed=passed,
            ),
        )
    # An agenda prints the enacting clause as the title; the title that people know stands in the bill's own files.
    return Taken(printed, year, how, None, calls)


def _called(section: Element, year: int, order: str) -> Iterator[Taken]:
    for each in section.iter("calno"):
        called = number((each.get("no") or "").lstrip("0"))
        how = ", ".join(filter(None, (order, f"Cal. {called}" if called else "")))
        bill = each.find("bill")
        # A bill that was substituted stands beside the one that took its place; that one is taken up.
        printed = bill.get("no") if bill is not None else None
        if printed:
            yield Taken(printed, year, how)


def _votes(members: list[Element], where: str, reading: Reading) -> Iterator[VoteRecord]:
    for each in members:
        name, word = _clean(each, "name"), _clean(each, "vote") or ""
        code = vote_code(word)
        if name is None or code is None:
            reading.tell(where, f"A vote cannot be read (“{name or ''}”: “{word[:30]}”).", "It was left out.")
            continue
        yield VoteRecord(NameRecord(name, party=_clean(each, "party")), code)


def _letter(printed: str) -> str | None:
    try:
        return read_number(printed)[1]
    except InvalidInput:
        return None


def _session_year(root: Element) -> int:
    year = number(root.get("sessyr")) or number(root.get("year"))
    if year is None:
        raise InvalidInput("It names no session.", hint="Download the file again, or take it out.")
    return year


def _label(root: Element) -> str:
    return f"{(root.get('no') or '').lstrip('0') or '?'} of {root.get('year') or root.get('sessyr') or '?'}"


def _is_removal(root: Element, piece: Piece, reading: Reading, what: str) -> bool:
    if (root.get("action") or "").lower() != "remove":
        return False
    reading.tell(piece.where, f"It takes back {what}.", "What is on file stays; correct it by hand if needed.")
    return True


def _clean(root: Element, name: str) -> str | None:
    return " ".join((root.findtext(name) or "").split()) or None


READERS: Final = {
    "senfloorvote": read_floor_vote,
    "sencalendar": read_calendar,
    "sencalendaractive": read_active_list,
    "senagenda": read_agenda,
    "senagendavote": read_agenda,
}
