"""Mend the ledger: correct an entry, take it back, rule between reports that differ. Each with its reason."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import clock
from crm.errors import Conflict, InvalidInput, NotAllowed, WhipcountError
from crm.positions import service
from crm.positions.differing import differing
from crm.positions.rulings import rule
from crm.positions.single import SingleEntry, single
from crm.positions.timeline import Entry
from web.deps import Db, Form, Me, SignedIn, text_of
from web.pages import positions_draft as draft
from web.pages import wording
from web.pages.official import official_href
from web.pages.official_view import Step, may_mend
from web.pages.positions_words import choices
from web.render import go, page

router = APIRouter()


@router.get("/positions/{position_id}/correct")
def correcting(request: Request, session: Db, me: Me, position_id: int) -> Response:
    """The entry in its form, ready to be put right."""
    found = _mendable(session, me, position_id)
    return _shown(request, me, "positions/correct.html", found, draft.of_entry(found), **choices())


@router.post("/positions/{position_id}/correct")
def correct(request: Request, session: Db, me: Me, form: Form, position_id: int) -> Response:
    """Put another entry in its place, from now on."""
    found, typed = single(session, me.viewer, position_id), draft.sent(form)
    try:
        new = draft.read_correction(typed, found)
        with session.begin_nested():
            entry_id = service.correct(session, me.viewer, position_id, new, typed["reason"]).id
    except WhipcountError as wrong:
        if isinstance(wrong, Conflict) and _sent_before(found, typed):
            return _back(found, found.entry.corrected_by, "Corrected.")
        return _shown(request, me, "positions/correct.html", found, typed, wrong, **choices())
    return _back(found, entry_id, "Corrected. The earlier entry stays in the timeline, marked.")


@router.get("/positions/{position_id}/retract")
def retracting(request: Request, session: Db, me: Me, position_id: int) -> Response:
    """Ask for the reason."""
    return _shown(request, me, "positions/retract.html", _mendable(session, me, position_id), {"reason": ""})


@router.post("/positions/{position_id}/retract")
def retract(request: Request, session: Db, me: Me, form: Form, position_id: int) -> Response:
    """Take the entry back; nothing comes in its place."""
    found, typed = single(session, me.viewer, position_id), {"reason": text_of(form, "reason")}
    try:
        service.retract(session, me.viewer, position_id, typed["reason"])
    except WhipcountError as wrong:
        if not (isinstance(wrong, Conflict) and found.entry.retracted):
            return _shown(request, me, "positions/retract.html", found, typed, wrong)
    return _back(found, position_id, "Taken back. It stays in the timeline, marked.", "info")


@router.get("/positions/{position_id}/rule")
def ruling(request: Request, session: Db, me: Me, position_id: int) -> Response:
    """The reports that differ, side by side."""
    found = single(session, me.viewer, position_id)
    if not me.viewer.lead_organization_ids:
        raise NotAllowed("Only a lead may rule between reports.", hint="Ask the lead of your organization.")
    if not differing(found.entries):
        return _back(found, position_id, "These reports no longer differ: there is nothing to rule.", "info")
    return _choice(request, me, found, {"upheld": "", "reason": ""})


@router.post("/positions/{position_id}/rule")
def ruled(request: Request, session: Db, me: Me, form: Form, position_id: int) -> Response:
    """Uphold one report; those that say something else stay, and count no more."""
    found = single(session, me.viewer, position_id)
    typed = {name: text_of(form, name) for name in ("upheld", "reason")}
    reports = differing(found.entries)
    if not reports:
        return _back(found, position_id, "These reports no longer differ: there is nothing to rule.", "info")
    try:
        upheld = next((each for each in reports if str(each.id) == typed["upheld"]), None)
        if upheld is None:
            raise InvalidInput("Which report holds?", hint="Choose one of them.", field="upheld")
        with session.begin_nested():
            for other in reports:
                if other.stance is not upheld.stance:
                    rule(session, me.viewer, upheld.id, other.id, typed["reason"])
    except InvalidInput as wrong:
        return _choice(request, me, found, typed, wrong)
    return _back(found, upheld.id, "Ruled. The other report stays in the timeline, and no longer counts.")


def _mendable(session: Session, me: SignedIn, position_id: int) -> SingleEntry:
    """The entry, if the reader may mend it. Raises NotFound, NotAllowed, Conflict."""
    found = single(session, me.viewer, position_id)
    if found.entry.corrected_by is not None:
        raise Conflict("That entry has been corrected already.", hint="Mend the entry that replaced it.")
    if not may_mend(found.entry, me.viewer):
        raise NotAllowed("That entry is another organization's.", hint="Record what you know as a new entry.")
    return found


def _sent_before(found: SingleEntry, typed: draft.Typed) -> bool:
    """Whether the entry that replaced this one says just what is sent now: the same form came twice."""
    by = next((each for each in found.entries if each.id == found.entry.corrected_by), None)
    return by is not None and (by.words, by.reason_given) == (typed["words"], typed["reason"])


def _back(found: SingleEntry, entry_id: int | None, said: str, kind: str = "good") -> Response:
    return go(official_href(found.person_slug, found.measure_slug, f"p-{entry_id}"), said, kind)


def _choice(
    request: Request, me: SignedIn, found: SingleEntry, typed: draft.Typed, wrong: WhipcountError | None = None
) -> Response:
    reports = [_step(each) for each in differing(found.entries)]
    return _shown(request, me, "positions/rule.html", found, typed, wrong, reports=reports)


def _step(entry: Entry) -> Step:
    return Step(entry, clock.local(entry.recorded_at).date(), None, may_mend=False)


def _shown(
    request: Request,
    me: SignedIn,
    template: str,
    found: SingleEntry,
    typed: draft.Typed,
    wrong: WhipcountError | None = None,
    **context: Any,
) -> Response:
    return page(
        request,
        me,
        template,
        nav="officials",
        status=wrong.status if wrong else 200,
        found=found,
        step=_step(found.entry),
        typed=typed,
        wrong=wrong,
        back=official_href(found.person_slug, found.measure_slug, f"p-{found.entry.id}"),
        evidence_names={kind.value: text for kind, text in wording.EVIDENCE_NAMES.items()},
        seen_by={each.value: text for each, (text, _why) in wording.VISIBILITIES.items()},
        **context,
    )
