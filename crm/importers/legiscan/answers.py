"""What an answer of the API is, with or without its wrapping."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

from crm.errors import InvalidInput
from crm.importers.json_files import one_line as text
from crm.importers.legiscan.source import SHOWN_ON
from crm.importers.legiscan.words import inner, listed


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``kind`` is bill, person, roll_call, people (of a session), index, dataset, or ignored."""

    kind: str
    content: dict[str, Any]
    shown_on: str | None = None


# What can be recognized and has no place here: nothing is lost that a bill needs.
_IGNORED: Final = ("text", "amendment", "supplement")
_LISTS: Final = {
    "datasetlist": ("the list of data sets", "Download one (getDataset, or on legiscan.com) and import its zip."),
    "sessions": ("the list of sessions", "Ask for a session's bills (getMasterList) or its data set (getDataset)."),
    "searchresult": ("the result of a search", "Ask for its bills one by one (getBill) and import these."),
    "monitorlist": ("a list of watched bills", "Ask for its bills one by one (getBill) and import these."),
    "sponsoredbills": ("the list of what a member sponsors", "Ask for its bills one by one (getBill)."),
    "committees": ("a list of committees", "Import bills; their committees come with them."),
}


def read_answer(where: str, raw: Any) -> Answer:
    """What the answer is. Raises InvalidInput, saying what to ask for instead, for one that holds no record."""
    if not isinstance(raw, dict):
        raise InvalidInput(f"{where} is no answer of LegiScan's.", hint="Give the JSON of getBill, or a data set.")
    if (text(raw.get("status")) or "").upper() == "ERROR":
        said = text(inner(raw, "alert").get("message")) or "an error"
        raise InvalidInput(f"{where}: LegiScan answered: {said[:200]}", hint="Ask again, then import the new answer.")
    for key in ("bill", "person", "roll_call"):
        if isinstance(raw.get(key), dict):
            return Answer(key, raw[key], text(raw.get(SHOWN_ON)))
    if isinstance(raw.get("sessionpeople"), dict):
        return Answer("people", raw["sessionpeople"])
    if isinstance(raw.get("masterlist"), dict):
        return Answer("index", raw["masterlist"])
    if isinstance(raw.get("dataset"), dict):
        return Answer("dataset", raw["dataset"])
    for key, (what, hint) in _LISTS.items():
        if key in raw:
            raise InvalidInput(f"{where} is {what}, which holds no bills.", hint=hint)
    if any(isinstance(raw.get(key), dict) and "doc" in raw[key] for key in _IGNORED):
        return Answer("ignored", {})
    return _bare(where, raw)


def _bare(where: str, raw: dict[str, Any]) -> Answer:
    """An answer without its wrapping: told by what only it has."""
    if "bill_id" in raw and ("bill_number" in raw or "sponsors" in raw):
        return Answer("bill", raw)
    if "roll_call_id" in raw and "votes" in raw:
        return Answer("roll_call", raw)
    if "people_id" in raw and "name" in raw:
        return Answer("person", raw)
    if "people" in raw and "session" in raw:
        return Answer("people", raw)
    if "zip" in raw and "session_id" in raw:
        return Answer("dataset", raw)
    if "session" in raw and any("bill_id" in row for row in listed({"all": raw}, "all")):
        return Answer("index", raw)
    raise InvalidInput(
        f"{where} holds no bill, person, roll call or session that could be told apart.",
        hint="Give the JSON of getBill, getPerson, getRollCall, getSessionPeople or getMasterList, or a data set.",
    )


def dataset_zip(where: str, content: dict[str, Any]) -> bytes:
    """The archive in a getDataset answer. Raises InvalidInput where it is not whole."""
    try:
        return base64.b64decode(str(content.get("zip") or ""), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput(
            f"{where}: the archive in it is not whole.", hint="Ask for the data set again (getDataset)."
        ) from None
