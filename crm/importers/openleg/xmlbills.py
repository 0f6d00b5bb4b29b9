"""Source files about one bill: its status, sponsors, companions, summary, messages of the Governor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import Element

from crm.bills.models import BillLinkKind, SponsorKind
from crm.errors import InvalidInput
from crm.importers.bills.records import BillRecord, EventRecord, LinkRecord, NameRecord, PrintRecord, SponsorRecord
from crm.importers.openleg.finds import FILES, Reading
from crm.importers.openleg.newyork import chamber_of, numbers_in, read_number, session_of, step_kind
from crm.importers.openleg.parts import number, slashed
from crm.jurisdictions.models import ChamberKind

_ACTION = re.compile(r"^\s*(\d{2}/\d{2}/\d{2})\s+(\S.*?)\s*$")
_COMMITTEE = re.compile(r"^(.*\bCOM(?:MITTEE)?)\b\.?\s*(.*)$", re.IGNORECASE)
_REPRINT = re.compile(
    r"(?:amended on third reading|print number|restoring to \w+ print)\D*?\d+([A-Z])\b", re.IGNORECASE
)
_SUBSTITUTED = re.compile(r"^substituted by\s+(.+)$", re.IGNORECASE)
_STANDS_FOR: Final = ("BUDGET BILL", "BUDGET", "RULES")


@dataclass(frozen=True, slots=True)
class Piece:
    """One fragment: where it stands, the day of its file, its fingerprint."""

    where: str
    seen_on: date
    sha256: str


def read_status(root: Element, piece: Piece, reading: Reading) -> Iterator[BillRecord]:
    """billstatus: the first sponsor, the title and all actions; lower case means that the Assembly acted."""
    if _is_removal(root, piece, reading, "the status"):
        return
    events: list[EventRecord] = []
    links: list[LinkRecord] = []
    prints: dict[str, date | None] = {"": None}
    for line in _lines(root, "billactions"):
        found = _ACTION.match(line)
        on = slashed(found[1]) if found else None
        if found is None or on is None:
            reading.tell(piece.where, f"“{line[:60]}” is no action with a day.", "It was left out.")
            continue
        words = found[2]
        house = ChamberKind.LOWER if words == words.lower() and words != words.upper() else ChamberKind.UPPER
        events.append(EventRecord(step_kind(words), words, on, house))
        for letter in _REPRINT.findall(words):
            prints.setdefault(letter.upper(), on)
        if by := _SUBSTITUTED.match(words):
            links += [LinkRecord(BillLinkKind.SUBSTITUTED_BY, other, started_on=on) for other in numbers_in(by[1])]
    if letter := _text(root, "currentamd"):
        prints.setdefault(letter.upper(), None)
    yield _record(
        root,
        piece,
        title=_text(root, "title"),
        introduced_on=min((event.day for event in events), default=None),
        prints=tuple(PrintRecord(letter, on) for letter, on in prints.items()),
        sponsors=tuple(sponsors_in(_text(root, "sponsor"), SponsorKind.PRIME)),
        events=tuple(events),
        links=tuple(links),
    )


def read_sponsors(root: Element, piece: Piece, _reading: Reading) -> Iterator[BillRecord]:
    """sponsor_data: the whole list as it stands, and nobody where it was removed."""
    yield _record(
        root,
        piece,
        whole_sponsors=True,
        sponsors=(
            *sponsors_in(_text(root, "prime"), SponsorKind.PRIME),
            *sponsors_in(_text(root, "co-prime"), SponsorKind.CO),
            *sponsors_in(_text(root, "multi"), SponsorKind.MULTI),
        ),
    )


def read_same_as(root: Element, piece: Piece, reading: Reading) -> Iterator[BillRecord]:
    """sameas: "Same as Uni. A 3028-A"; all of them, and none where they were removed."""
    links = []
    for each in root.iter("sameasbill"):
        phrase = _clean(each.text)
        others = numbers_in(re.sub(r"(?i)same\s+as|\buni\b\.?", " ", phrase or ""))
        if phrase and not others:
            reading.tell(piece.where, f"“{phrase[:60]}” names no bill.", "It was left out.")
        links += [LinkRecord(BillLinkKind.SAME_AS, other) for other in others]
    yield _record(root, piece, links=tuple(links), whole_links=True)


def read_summary(root: Element, piece: Piece, reading: Reading) -> Iterator[BillRecord]:
    """digestsummary: the summary, and the bills of earlier sessions."""
    if _is_removal(root, piece, reading, "the summary"):
        return
    links = []
    for old in root.iter("oldbill"):
        year, house, digits = (_text(old, name) for name in ("oldyear", "oldhse", "oldno"))
        if year and house and digits:
            slug = session_of(number(year) or 0).slug
            links.append(LinkRecord(BillLinkKind.PREVIOUS_VERSION, read_number(house + digits)[0], slug))
    yield _record(root, piece, summary=_text(root, "summary"), links=tuple(links))


def read_message(root: Element, piece: Piece, reading: Reading) -> Iterator[BillRecord]:
    """veto_message, approval_memorandum: what became of the bill. The day stands among its actions, not here."""
    if _is_removal(root, piece, reading, "a message"):
        return
    words = " ".join("".join(root.itertext()).split()).upper()
    if root.tag == "veto_message" and "LINE VETO" in words:
        reading.leave_out(piece.where, "vetoes of single lines")
        return
    yield _record(root, piece, status="VETOED" if root.tag == "veto_message" else "SIGNED_BY_GOV")


def _record(root: Element, piece: Piece, **said: Any) -> BillRecord:
    named, year = _named(root)
    return BillRecord(
        **{
            "where": f"{piece.where} ({named})",
            "source": FILES,
            "session": session_of(year),
            "number": named,
            "seen_on": piece.seen_on,
            "sha256": piece.sha256,
            "chamber": chamber_of(named),
            "whole_sponsors": False,
            "whole_links": False,
            **said,
        }
    )


def _named(root: Element) -> tuple[str, int]:
    house = root.get("billhse") or _text(root, "billhse") or ""
    digits = root.get("billno") or _text(root, "billno") or ""
    year = number(root.get("sessyr") or root.get("year"))
    if year is None:
        raise InvalidInput("It names no session.", hint="Download the file again, or take it out.")
    return read_number(f"{house}{digits}")[0], year


def sponsors_in(listed: str | None, kind: SponsorKind) -> Iterator[SponsorRecord]:
    """The names of a list. "RULES COM Mayer" is a committee, and the member who asked it to bring the bill in."""
    for each in (listed or "").split(","):
        name = each.strip()
        found = _COMMITTEE.match(name)
        if found or name.upper() in _STANDS_FOR:
            yield SponsorRecord(NameRecord(found[1] if found else name, is_committee=True), kind)
            name = found[2].strip("() ") if found else ""
        if name:
            yield SponsorRecord(NameRecord(name), kind)


def _is_removal(root: Element, piece: Piece, reading: Reading, what: str) -> bool:
    if (root.get("action") or "").lower() != "remove":
        return False
    named, _ = _named(root)
    reading.tell(
        piece.where, f"It takes back {what} of {named}.", "What is on file stays; correct it by hand if needed."
    )
    return True


def _lines(root: Element, name: str) -> list[str]:
    return [line for line in (root.findtext(name) or "").splitlines() if line.strip()]


def _text(root: Element, name: str) -> str | None:
    return _clean(root.findtext(name))


def _clean(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


Reader = Callable[[Element, Piece, Reading], Iterator[BillRecord]]

READERS: Final[dict[str, Reader]] = {
    "billstatus": read_status,
    "sponsor_data": read_sponsors,
    "sameas": read_same_as,
    "digestsummary": read_summary,
    "veto_message": read_message,
    "approval_memorandum": read_message,
}

UNKEPT: Final = {
    "senate_billmemo": "memos of sponsors",
    "sponsor_blurb": "notes of sponsors",
    "anact": "enacting clauses",
    "billtext_html": "texts of bills",
    "billtext": "texts of bills",
    "senfloorattd": "attendance on the floor",
    "sencommmem": "members of committees (they come with the roster)",
}
"""Fragments that say what there is no place for."""
