"""The form for sheets that come back: code, outcome, stance, words, Enter. What is wrong stays, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from crm import clock, dates
from crm.calling.paper_entry import PaperLine, SheetFacts, enter, entered_today
from crm.errors import InvalidInput, WhipcountError
from crm.outreach.around import Colleague, colleagues
from crm.outreach.desk import desk
from crm.outreach.models import Channel
from web.deps import Db, Form, Me, SignedIn, text_of
from web.form_values import chosen_id
from web.pages.paper import LETTERS, STANCES
from web.pages.wording import OUTCOMES
from web.render import page, partial, wants_part
from web.trying import trying

router = APIRouter()

MOST_ROWS: Final = 60
"""Rows in one form: more than a sheet has, and a forged form cannot ask for more."""
CHANNELS: Final = ((Channel.CALL, "Calls"), (Channel.LOBBY_VISIT, "Visits"))
_OF_THE_SHEET: Final = ("day", "organization_id")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not on record yet, and why."""

    line: PaperLine
    wrong: WhipcountError | None = None


@router.get("/paper")
def blank(request: Request, session: Db, me: Me, channel: str = "") -> Response:
    """The form with one empty row."""
    return _shown(request, session, me, {"channel": channel}, [Row(PaperLine())])


@router.post("/paper")
def typed(request: Request, session: Db, me: Me, form: Form) -> Response:
    """Enter every row that can be; the others come back as they were typed, each with what is wrong, and a new one."""
    lines = [line for line in map(_line, [form] * MOST_ROWS, range(_rows(form))) if not line.is_empty]
    head = {name: text_of(form, name) for name in ("day", "channel", "organization", "caller")}
    try:
        facts = _facts(head, colleagues(session, me.viewer, clock.today()))
    except InvalidInput as wrong:
        return _shown(request, session, me, head, [Row(line) for line in lines] or [Row(PaperLine())], wrong)
    rows, entered, of_the_sheet = [], [], None
    for line in lines:
        with trying(session) as tried:
            entered.append(enter(session, me.viewer, line, facts).id)
        if tried.wrong is None:
            continue
        whole = tried.wrong.field in _OF_THE_SHEET
        of_the_sheet = tried.wrong if whole else of_the_sheet
        rows.append(Row(line, None if whole else tried.wrong))
    return _shown(request, session, me, head, [*rows, Row(PaperLine())], of_the_sheet, frozenset(entered))


def _shown(
    request: Request,
    session: Session,
    me: SignedIn,
    head: dict[str, str],
    rows: list[Row],
    wrong: WhipcountError | None = None,
    just: frozenset[int] = frozenset(),
) -> Response:
    today = clock.today().isoformat()
    context: dict[str, Any] = {
        "head": {"channel": "", "organization": "", "caller": ""} | head | {"day": head.get("day") or today},
        "rows": rows,
        "wrong": wrong,
        "just": just,
        "entered": entered_today(session, me.viewer),
        "organizations": desk(session, me.viewer).organizations,
        "callers": [
            (each.user_id, each.name)
            for each in colleagues(session, me.viewer, clock.today())
            if each.user_id != me.user_id
        ],
        "outcome_words": {each.value: text for each, text in OUTCOMES.items()},
        "letters": LETTERS,
        "stances": STANCES,
        "channels": [(each.value, text) for each, text in CHANNELS],
        "today": today,
    }
    status = 422 if wrong or any(row.wrong for row in rows) else 200
    if wants_part(request, "paper"):
        # Rows that are wrong are a part of the work here, and the part is put in place all the same.
        return partial(request, "paper/_entry.html", **context)
    return page(request, me, "paper/entry.html", nav="call-lists", status=status, **context)


def _facts(head: dict[str, str], offered: Sequence[Colleague]) -> SheetFacts:
    day: date = dates.parse_day(head["day"], field="day") if head["day"] else clock.today()
    channel = next((each for each, _ in CHANNELS if each.value == head["channel"]), Channel.CALL)
    caller = next((each for each in offered if str(each.user_id) == head["caller"]), None)
    if head["caller"] and caller is None:
        raise InvalidInput("They do not work with you any more.", hint="Choose who called.", field="caller")
    return SheetFacts(day, channel, chosen_id(head["organization"], "organization_id"), caller)


def _line(form: FormData, place: int) -> PaperLine:
    return PaperLine(*(text_of(form, f"{name}-{place}") for name in ("code", "outcome", "stance", "words")))


def _rows(form: FormData) -> int:
    text = text_of(form, "rows")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdecimal() and len(text) < 4 else 1
