"""The older source files: lines in fixed columns, year, bill, kind of line, data ("2013A03006D3Amends ...")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from crm.bills.models import BillLinkKind, SponsorKind, Stage
from crm.importers.bills.records import (
    BillRecord,
    EventRecord,
    LinkRecord,
    NameRecord,
    PrintRecord,
    RollCallRecord,
    SponsorRecord,
    VoteRecord,
)
from crm.importers.openleg.finds import FILES, Reading, fingerprint
from crm.importers.openleg.fragments import Line
from crm.importers.openleg.newyork import chamber_of, numbers_in, read_number, session_of, step_kind, vote_code
from crm.importers.openleg.parts import slashed
from crm.importers.openleg.xmlbills import sponsors_in
from crm.jurisdictions.models import ChamberKind

_DELETE = "DELETE"
_ACTION = re.compile(r"(\d{2}/\d{2}/\d{2})\s+(\S.*?)\s*$")
_VOTE_HEAD = re.compile(r"Senate Vote\s+Bill:\s*(\S+).*?Date:\s*(\d{2}/\d{2}/\d{4})", re.IGNORECASE)
_VOTE = re.compile(r"\b(Aye|Nay|Abs|Exc|Abd)\s+(.{1,16}?)(?=\s{2,}|\s+(?:Aye|Nay|Abs|Exc|Abd)\b|\s*$)", re.IGNORECASE)
_UNKEPT: Final = {
    "M": "memos of sponsors",
    "R": "texts of resolutions",
    "T": "texts of bills",
    "A": "enacting clauses",
    "O": "messages of the Governor",
}
_SPONSORS: Final = {"6": SponsorKind.PRIME, "7": SponsorKind.CO, "8": SponsorKind.MULTI}


def read_lines(lines: Sequence[Line], where: str, seen_on: date, reading: Reading) -> Iterator[BillRecord]:
    """What the lines say, one record for each bill and run of lines about it."""
    for (year, printed), run in groupby(lines, key=lambda line: (line.year, line.printed)):
        blocks: dict[str, list[str]] = defaultdict(list)
        for line in run:
            blocks[line.kind].append(line.data)
        yield _bill(year, printed, blocks, where, seen_on, reading)


def _bill(
    year: int, printed: str, blocks: dict[str, list[str]], where: str, seen_on: date, reading: Reading
) -> BillRecord:
    named, letter = read_number(printed)
    spot = f"{where} ({named})"
    for kind in blocks:
        if kind in _UNKEPT:
            reading.leave_out(where, _UNKEPT[kind])
    if any(data.startswith(_DELETE) for data in blocks.get("1", ())):
        reading.tell(
            spot, f"It takes {printed} off the record.", "What is on file stays; correct it by hand if needed."
        )
        blocks.pop("1")
    sponsors = tuple(_sponsors(blocks))
    chamber = chamber_of(named)
    lists = {"6", "7", "8"} if chamber is ChamberKind.LOWER else {"6", "7"}
    return BillRecord(
        where=spot,
        source=FILES,
        session=session_of(year),
        number=named,
        seen_on=seen_on,
        sha256=fingerprint(repr(sorted(blocks.items())).encode()),
        chamber=chamber,
        title=_joined(blocks, "3"),
        summary=_joined(blocks, "C"),
        prints=(PrintRecord(letter),),
        sponsors=sponsors,
        whole_sponsors=lists <= set(blocks),
        events=tuple(_events(blocks.get("4", []), spot, reading)),
        links=tuple(LinkRecord(BillLinkKind.SAME_AS, other) for other in _same_as(blocks)),
        whole_links="5" in blocks,
        roll_calls=tuple(_roll_calls(blocks.get("V", []), letter, spot, reading)),
    )


def _joined(blocks: dict[str, list[str]], kind: str) -> str | None:
    text = " ".join(" ".join(blocks.get(kind, ())).split())
    return text if text and text != _DELETE else None


def _sponsors(blocks: dict[str, list[str]]) -> Iterator[SponsorRecord]:
    if "6" not in blocks and blocks.get("1"):
        # The first twenty columns of a bill's first line.
        yield from sponsors_in(blocks["1"][0][:20].strip(), SponsorKind.PRIME)
    for kind, means in _SPONSORS.items():
        listed = _joined(blocks, kind)
        yield from sponsors_in(listed, means)


def _same_as(blocks: dict[str, list[str]]) -> tuple[str, ...]:
    phrase = _joined(blocks, "5") or ""
    return numbers_in(re.sub(r"(?i)same\s+as|\buni\b\.?|no same as", " ", phrase))


def _events(lines: list[str], where: str, reading: Reading) -> Iterator[EventRecord]:
    for line in lines:
        found = _ACTION.match(line.strip())
        on = slashed(found[1]) if found else None
        if found is None or on is None:
            if line.strip() and line.strip() != _DELETE:
                reading.tell(where, f"“{line.strip()[:60]}” is no action with a day.", "It was left out.")
            continue
        words = found[2]
        house = ChamberKind.LOWER if words == words.lower() else ChamberKind.UPPER
        yield EventRecord(step_kind(words), words, on, house)


def _roll_calls(lines: list[str], letter: str, where: str, reading: Reading) -> Iterator[RollCallRecord]:
    held_on: date | None = None
    cast: list[VoteRecord] = []
    for line in [*lines, ""]:
        head = _VOTE_HEAD.search(line)
        if (head or not line) and held_on is not None and cast:
            said = [vote.code.value for vote in cast]
            yield RollCallRecord(
                stage=Stage.FLOOR,
                held_on=held_on,
                chamber=ChamberKind.UPPER,
                votes=tuple(cast),
                letter=letter,
                ayes=said.count("aye"),
                nays=said.count("nay"),
            )
        if head:
            held_on, cast = slashed(head[2]), []
        elif line and held_on is None and line.strip() != _DELETE:
            reading.tell(where, "A vote begins without saying of what and when.", "It was left out.")
            return
        else:
            for word, name in _VOTE.findall(line):
                code = vote_code(word)
                if code is not None and name.strip():
                    cast.append(VoteRecord(NameRecord(name.strip()), code))
