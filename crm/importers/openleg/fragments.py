"""The legislature's source files taken apart: XML fragments, and the older lines of fixed columns (SOBI)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crm.errors import InvalidInput

MOST_BYTES: Final = 60_000_000
"""Of one source file: the text of the longest budget bill has five million."""

ROOTS: Final = (
    "billstatus", "sponsor_data", "sameas", "digestsummary", "sponsor_blurb", "senfloorvote", "senfloorattd",
    "sencalendar", "sencalendaractive", "senagenda", "senagendavote", "sencommmem", "senate_billmemo",
    "veto_message", "approval_memorandum", "anact", "billtext_html", "billtext",
)  # fmt: skip

_AGAIN = "Download the file again, or take it out."
_OPENS = re.compile(rf"<({'|'.join(ROOTS)})(?=[\s/>])")
_WRAPPERS = re.compile(r"</?(?:DATAPROCESS|SENATEDATA)\b[^>]*>|<\?xml[^>]*\?>", re.IGNORECASE)
_LINE = re.compile(r"(?m)^(\d{4})([A-Z])(\d{5})([ A-Z])([1-9A-Z])(.*)$")
_TIMES = (
    re.compile(r"(\d{4})-(\d{2})-(\d{2})-\d{2}\.\d{2}\.\d{2}"),
    re.compile(r"(?i)^SOBI\.D(\d{2})(\d{2})(\d{2})\.T\d{6}"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line in fixed columns: 2013 S 02180 A 3 Relates to ..."""

    year: int
    printed: str
    kind: str
    data: str


def decoded(content: bytes, *, is_lines: bool) -> str:
    """The text of a source file. Newer ones are UTF-8; in the older the signs for sections are those of CP850."""
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"It has more than {MOST_BYTES // 1_000_000} MB.", hint=_AGAIN)
    if not content.strip(b"\x00 \r\n\t"):
        raise InvalidInput("It is empty.", hint=_AGAIN)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp850" if is_lines else "cp1252", "replace")
    # Fixed columns are padded with nulls, which stand for blanks.
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def day_of(name: str) -> date | None:
    """The day that a file's name tells: 2017-02-06-16.15.49.267831_SENCAL_00009A.XML, SOBI.D160101.T000001.TXT."""
    for pattern in _TIMES:
        found = pattern.search(name)
        if found:
            year, month, day = map(int, found.groups())
            try:
                return date(year if year > 99 else 2000 + year, month, day)
            except ValueError:
                return None
    return None


def fragments_of(text: str) -> Iterator[tuple[str, str]]:
    """(root, XML) of every fragment, in their order; one that does not end runs to the end of the file."""
    place = 0
    while found := _OPENS.search(text, place):
        root = found[1]
        ends = text.find(">", found.end())
        closing = f"</{root}>"
        close = text.find(closing, found.end())
        stop = close + len(closing) if close != -1 else len(text)
        if ends != -1 and text[ends - 1] == "/":
            stop = ends + 1
        yield root, text[found.start() : stop]
        place = stop


def lines_of(text: str) -> list[Line]:
    """The lines in fixed columns, blank-padded data included."""
    return [
        Line(int(year), f"{house}{digits}{letter.strip()}", kind, data)
        for year, house, digits, letter, kind, data in _LINE.findall(text)
    ]


def rest_of(text: str) -> str:
    """What is neither a fragment nor a line nor a wrapping: the beginning of it, for a message."""
    bare = _WRAPPERS.sub("", text)
    return "".join(sign for sign in " ".join(bare.split())[:80] if sign.isprintable())


def parsed(xml: str) -> Element:
    """The fragment's root element. Raises InvalidInput, in one sentence, for what is broken or a trap."""
    try:
        root: Element = fromstring(xml.encode("utf-8"), forbid_dtd=True)
    except DefusedXmlException:
        raise InvalidInput(
            "It declares entities or a document type of its own, as no file of the legislature does; not read.",
            hint="Look where it is from.",
        ) from None
    except ParseError as wrong:
        line, _ = wrong.position
        raise InvalidInput(f"It is cut short or broken (line {line}: {wrong.msg}).", hint=_AGAIN) from None
    except (RecursionError, ValueError):
        raise InvalidInput("It is nested beyond reason.", hint="Take it out.") from None
    return root


def refuse_traps(text: str) -> None:
    """Raise InvalidInput for a document type or an entity that is declared before any fragment."""
    first = _OPENS.search(text)
    head = text[: first.start()] if first else text[:4000]
    if re.search(r"<!(DOCTYPE|ENTITY)", head, re.IGNORECASE):
        parsed(text if len(text) < 1_000_000 else head + "<x/>")
        raise InvalidInput("It declares a document type of its own; not read.", hint="Look where it is from.")
