"""Content lines, as vCard and iCalendar write them: escaped, folded, each with CRLF (RFC 2426, 6350, 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 75
"""Octets of a line without its CRLF."""
_NEVER: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def escaped(text: str) -> str:
    """The text as a value: line breaks, backslashes, commas and semicolons written out; control characters gone."""
    text = _NEVER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def structured(parts: Iterable[str | None]) -> str:
    """Several texts as the parts of one value."""
    return ";".join(escaped(part or "") for part in parts)


def folded(line: str) -> str:
    """The line with its CRLF, broken where it is too long; never within a letter of several octets."""
    octets = line.encode()
    if len(octets) <= LONGEST:
        return line + "\r\n"
    pieces = []
    start, room = 0, LONGEST
    while len(octets) - start > room:
        end = start + room
        # A continuation octet looks like 10xxxxxx: the letter begins before it.
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode())
        # What goes on begins with a space, which counts.
        start, room = end, LONGEST - 1
    pieces.append(octets[start:].decode())
    return "\r\n ".join(pieces) + "\r\n"
