"""Bytes as text, whatever program saved them; a file that is no text is refused, in words."""

from __future__ import annotations

import codecs
import re

from crm.errors import InvalidInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
)
_SAVE = "Save it in your spreadsheet program as “CSV UTF-8”, or as .xlsx or .ods."
# What UTF-8 looks like when it was read as Windows-1252: "GonzÃ¡lez", "donâ€™t".
_GARBLED = re.compile("Ã[\u0080-\u00bf\u0192\u2018-\u203a\u02c6]|â€|Â[\u00a0-\u00bf]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text, and what was noticed on the way. Raises InvalidInput for what is no text, or mixes encodings."""
    for begins, what in _OTHERS:
        if content.startswith(begins):
            raise InvalidInput(f"This is {what}, not a spreadsheet.", hint=_SAVE, field="file")
    marked = content.startswith(tuple(mark for mark, _ in _BOMS)) or _without_mark(content) is not None
    if b"\0" in content and not marked:
        raise _no_text()
    text, notes = _decoded(content)
    if _CONTROL.search(text):
        raise _no_text()
    if re.match(r"\s*<(?:!doctype|html|\?xml|table)", text[:200], re.IGNORECASE):
        raise InvalidInput("This is a web page, not a spreadsheet.", hint=_SAVE, field="file")
    garbled = _GARBLED.search(text)
    if garbled:
        line = text.count("\n", 0, garbled.start()) + 1
        notes.append(
            f"Letters with accents look garbled (first in line {line}): they were saved in the wrong encoding before, "
            "and such names will not match."
        )
    return text, notes


def _no_text() -> InvalidInput:
    return InvalidInput("This is no text, and no spreadsheet that can be read.", hint=_SAVE, field="file")


def _decoded(content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding), []
    guessed = _without_mark(content)
    if guessed:
        return _strictly(content, guessed), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as wrong:
        return _windows(content, wrong.start)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise InvalidInput(
            f"The file says it is {encoding.upper()}, and from byte {wrong.start:,} on it is not: it is cut off or "
            "broken.",
            hint=_SAVE,
            field="file",
        ) from None


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    head = content[:2000]
    if len(head) < 8:
        return None
    zeros = (head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2]))
    if zeros[1] > 0.6 and zeros[0] < 0.1:
        return "utf-16-le"
    if zeros[0] > 0.6 and zeros[1] < 0.1:
        return "utf-16-be"
    return None


def _windows(content: bytes, first_wrong: int) -> tuple[str, list[str]]:
    """What is not UTF-8 is Windows-1252, unless most of it is UTF-8 after all."""
    mended = content.decode("utf-8", errors="replace")
    wrong = mended.count("\ufffd")
    right = sum(ord(sign) > 127 for sign in mended) - wrong
    line = content.count(b"\n", 0, first_wrong) + 1
    if right > wrong:
        raise InvalidInput(
            f"The file mixes two encodings: it is UTF-8 but for line {line}, where a letter cannot be read.",
            hint=_SAVE,
            field="file",
        )
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise InvalidInput(
            f"The letters in line {line} are in an encoding that is not known here (neither UTF-8 nor Windows-1252).",
            hint=_SAVE,
            field="file",
        ) from None
    return text, ["Read as Windows-1252, the encoding of older Windows programs: look at names with accents."]
