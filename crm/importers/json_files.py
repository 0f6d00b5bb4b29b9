"""Reading JSON that others wrote: every way in which it can be broken is said in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from crm.errors import InvalidInput

BIGGEST: Final = 60_000_000
"""Bytes of one file; the largest single answer known is a master list of 10 MB."""
_HUGE: Final = 10**18
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPED: Final = re.compile(r"\\u(?:00[01]|d[89a-f])", re.IGNORECASE)
"""How such a sign comes in JSON, and nowhere else: written out."""
_AGAIN: Final = "Download it again; nothing of it was imported."


def read_json(file: Path, where: str) -> Any:
    """What the file holds. Raises InvalidInput, naming ``where``, for one that is too large, cut short or no JSON."""
    try:
        if file.stat().st_size > BIGGEST:
            raise InvalidInput(f"{where} is too large for a record ({file.stat().st_size:,} bytes).", hint=_AGAIN)
        return parse_json(file.read_bytes(), where)
    except OSError as error:
        raise InvalidInput(f"{where} cannot be read ({error.strerror}).", hint="Check the file's rights.") from None


def parse_json(content: bytes, where: str) -> Any:
    """What the bytes say, without the signs that no database takes. Raises InvalidInput as ``read_json`` does."""
    if not content.strip():
        raise InvalidInput(f"{where} is empty.", hint=_AGAIN)
    try:
        text = content.decode("utf-8-sig")
        told = json.loads(text)
        return _as_text(told) if _ESCAPED.search(text) else told
    except UnicodeDecodeError:
        raise InvalidInput(f"{where} is not a text file in UTF-8.", hint=_AGAIN) from None
    except json.JSONDecodeError as error:
        ends = error.pos >= len(error.doc.rstrip()) - 1 or error.msg.startswith("Unterminated")
        cut = "was cut short" if ends else "is not whole JSON"
        raise InvalidInput(f"{where} {cut} (line {error.lineno}).", hint=_AGAIN) from None
    except (ValueError, RecursionError):
        # Ten thousand brackets, or a number of five thousand digits.
        raise InvalidInput(f"{where} is not JSON that anybody meant.", hint=_AGAIN) from None


def _as_text(told: Any) -> Any:
    if isinstance(told, str):
        return _NO_TEXT.sub("", told)
    if isinstance(told, list):
        return [_as_text(each) for each in told]
    if isinstance(told, dict):
        return {_NO_TEXT.sub("", name): _as_text(value) for name, value in told.items()}
    return told


def one_line(value: object) -> str | None:
    """One line of text without surplus blanks, a whole number as text; nothing for what is empty or no text.

    Control characters and halves of characters, which no database takes, are left out.
    """
    if isinstance(value, str):
        if value.isprintable() and "  " not in value:
            # Nearly all values; a session has millions of them.
            return value.strip() or None
        return " ".join(_NO_TEXT.sub("", value).split()) or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < _HUGE else None
    return None


def listed(raw: dict[str, Any], column: str) -> list[dict[str, Any]]:
    """The entries of a list inside; none where there is no list."""
    value = raw.get(column)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def files_below(folder: Path, ending: str) -> Iterator[Path]:
    """The files of this ending in the folder and below, hidden ones left out, in the order of their names."""
    for file in sorted(folder.rglob(f"*{ending}")):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            yield file
