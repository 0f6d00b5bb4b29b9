"""The campaign board: where the vote stands in each chamber, how it came there, and what moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from crm import clock
from crm.campaigns.queries import campaigns
from crm.people.models import OfficeKind, Power
from crm.whip.keyholders import KeyHolder
from crm.whip.screen import Knowledge, Screen, screen
from web.as_of import Asked, AskedAsOf
from web.deps import Db, Me
from web.pages import board_address, wording
from web.pages.board_address import BOTH, Address
from web.pages.board_seats import parties, table
from web.pages.board_view import chamber
from web.pages.wording_board import GATE_STATES, REASONS
from web.render import page, partial, wants_part

router = APIRouter()

MOVES_SHOWN = 12


@router.get("/board")
def first_board(request: Request, session: Db, me: Me) -> Response:
    """On to the viewer's first campaign that still runs; without any campaign, what to do about that."""
    known = campaigns(session, me.viewer)
    if not known:
        return page(request, me, "board/none.html", nav="board")
    running = [line for line in known if line.ended_on is None or line.ended_on >= clock.today()]
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/campaigns/{(running or known)[0].slug}{asked}", 303)


@router.get("/campaigns/{slug}")
def board(request: Request, session: Db, me: Me, asked: Asked, slug: str) -> Response:
    """The board of a campaign, as of the two days in the address."""
    address = board_address.read(f"/campaigns/{slug}", request.query_params)
    found = screen(session, me.viewer, slug, asked.as_of, address.since)
    context = _context(found, asked, address)
    if wants_part(request, "seats"):
        return partial(request, "board/_seats.html", **context)
    if wants_part(request, "board"):
        return partial(request, "board/_board.html", **context)
    return page(request, me, "board/board.html", nav="board", **context)


def _context(found: Screen, asked: AskedAsOf, address: Address) -> dict[str, Any]:
    today = clock.today()
    boards = [each.board for each in found.chambers]
    shown = _shown(found, address)
    about = f"?measure={found.campaign.measure_slug}" + (f"&{asked.query}" if asked.query else "")
    return {
        "found": found,
        "asked": asked,
        "known": asked.known or today,
        "today": today,
        "address": address,
        "about": about,
        "chambers": [chamber(each, found, asked, address) for each in found.chambers],
        "counting": _counting(found.knowledge),
        "presets": _presets(found, asked, address, today),
        "moved": found.moves[:MOVES_SHOWN],
        "moved_more": found.moves[MOVES_SHOWN:],
        "reasons": REASONS,
        "evidence": wording.EVIDENCE_NAMES,
        "gates": _gates(found),
        "gate_states": GATE_STATES,
        "holders": [(holder, _power(holder)) for holder in found.key_holders if not _is_member(holder)],
        "asked_members": _asked_members(found),
        "tables": [table(each, address) for each in boards if shown in (each.kind.value, BOTH)],
        "shown": shown,
        "parties": parties(boards),
        "tabs": [(each.kind.value, each.name, each.count.seats) for each in boards]
        + ([(BOTH, "All", sum(each.count.seats for each in boards))] if len(boards) > 1 else []),
    }


def _shown(found: Screen, address: Address) -> str:
    """Whose seats the table shows: as asked, else of the first chamber that still sits."""
    kinds = [each.board.kind.value for each in found.chambers]
    if address.given["seats"] in (*kinds, BOTH):
        return address.given["seats"]
    sitting = [each.board.kind.value for each in found.chambers if each.sitting.ended is None]
    return (sitting or kinds or [BOTH])[0]


def _counting(knowledge: Knowledge) -> str:
    """Whose knowledge is counted, in words."""
    ours = ["what is public"]
    if knowledge.own:
        ours.append(" and ".join(knowledge.own))
    if knowledge.in_coalition and knowledge.partners:
        number = len(knowledge.partners)
        ours.append(f"what {knowledge.partners[0] if number == 1 else f'{number} partners'} shared")
    return ", ".join(ours)


def _presets(found: Screen, asked: AskedAsOf, address: Address, today: date) -> list[tuple[str, str]]:
    """Steps through time: to the last change before the day looked at, to the next one, and to usual days."""
    days = sorted({turn.day for each in found.chambers for turn in each.turns})
    earlier = [day for day in days if day < asked.said]
    later = [day for day in days if day > asked.said]
    steps = []
    if earlier:
        steps.append(("← Change before", earlier[-1]))
    if later:
        steps.append(("Change after →", later[0]))
    steps += [("A week earlier", asked.said - timedelta(days=7)), ("A month earlier", asked.said - timedelta(days=30))]
    # A step goes to the day itself, and leaves what we know untouched unless that was asked for as well.
    known = address.given["known"]
    return [(words, address.href(said=day.isoformat(), known=known)) for words, day in steps if day <= today]


def _gates(found: Screen) -> list[tuple[str, list[Any]]]:
    """(chamber, its gates in order); what stands before both chambers' bills comes last."""
    names = {each.board.chamber_id: each.board.name for each in found.chambers}
    grouped: dict[str, list[Any]] = {name: [] for name in names.values()}
    for gate in found.gates:
        name = names.get(gate.chamber_id, "After both") if gate.chamber_id is not None else "After both"
        grouped.setdefault(name, []).append(gate)
    return [(name, gates) for name, gates in grouped.items() if gates]


def _is_member(holder: KeyHolder) -> bool:
    """Whether somebody is asked by name for what members do: told in a row, a committee would fill the page."""
    return holder.has_vote and holder.power in (None, Power.VOTES)


def _asked_members(found: Screen) -> list[tuple[str, list[KeyHolder]]]:
    """(what is asked, the members of whom it is asked by name), in the order of the asks."""
    grouped: dict[str, list[KeyHolder]] = {}
    for holder in found.key_holders:
        if _is_member(holder):
            for ask in holder.asks:
                grouped.setdefault(ask, []).append(holder)
    return list(grouped.items())


def _power(holder: KeyHolder) -> str:
    """What somebody does to a bill, in words."""
    said = wording.power(OfficeKind.POST, holder.power) if holder.power else ""
    return said if said or not holder.has_vote else "has a vote in a chamber"
