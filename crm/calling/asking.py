"""What is asked of whom: one ask for each official, the one that only they can grant before the one for everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crm.campaigns.models import AskKind, GateKind, GateState
from crm.campaigns.queries import AskLine, GateLine, TargetLine

OF_MEMBERS: Final = (AskKind.OVERRIDE, AskKind.COMMITTEE_VOTE, AskKind.VOTE_YES, AskKind.COSPONSOR, AskKind.SIGN)
"""What every member of a chamber can do, the weightiest first. The rest is asked of people by name."""
_RANK: Final = {
    kind: place for place, kind in enumerate((AskKind.BRING_TO_FLOOR, *OF_MEMBERS, AskKind.SPECIAL_SESSION))
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one official is asked. ``named``: of them by name, or as holder of ``office``, for the reason ``why``."""

    ask: AskLine | None
    named: bool = False
    why: str | None = None
    office: str | None = None


def ask_of_member(asks: Iterable[AskLine], targeted: Collection[int], chamber_id: int, in_committee: bool) -> Asked:
    """What a member of the chamber is asked as such; nothing where the campaign asks nothing of its members.

    ``targeted`` are the ids of asks that are put to people by name. A vote in committee is asked of its members alone.
    """
    fitting = [
        ask
        for ask in asks
        if ask.kind in OF_MEMBERS
        and ask.id not in targeted
        and ask.chamber_id in (None, chamber_id)
        and (in_committee or ask.kind is not AskKind.COMMITTEE_VOTE)
        # "Sign" without a chamber is for whoever signs bills.
        and (ask.chamber_id is not None or ask.kind is not AskKind.SIGN)
    ]
    return Asked(min(fitting, key=lambda ask: (_RANK[ask.kind], ask.id), default=None))


def ask_by_name(
    asks: Mapping[int, AskLine], targets: Mapping[int, Iterable[TargetLine]], open_kinds: Collection[AskKind]
) -> dict[int, Asked]:
    """What is asked by name, by person id: the weightiest of the ``open_kinds`` where there are several."""
    found: dict[int, Asked] = {}
    for ask_id, lines in targets.items():
        ask = asks[ask_id]
        if ask.kind not in open_kinds:
            continue
        for line in lines:
            if line.person_id is None:
                continue
            before = found.get(line.person_id)
            if before is None or before.ask is None or _weight(ask) < _weight(before.ask):
                found[line.person_id] = Asked(ask, True, line.reason, line.office)
    return found


def open_kinds(gates: Iterable[GateLine], everybody_is_home: bool) -> frozenset[AskKind]:
    """Which asks can be granted now: a signature once the bill is with the executive, a special session once all went
    home, an override once the executive said no; everything else at any time."""
    executive = {gate.state for gate in gates if gate.kind is GateKind.EXECUTIVE}
    kinds = set(AskKind) - {AskKind.SIGN, AskKind.SPECIAL_SESSION, AskKind.OVERRIDE}
    if executive & {GateState.AT}:
        kinds.add(AskKind.SIGN)
    if executive & {GateState.BLOCKED}:
        kinds.add(AskKind.OVERRIDE)
    if everybody_is_home:
        kinds.add(AskKind.SPECIAL_SESSION)
    return frozenset(kinds)


def _weight(ask: AskLine) -> tuple[int, int]:
    return _RANK.get(ask.kind, len(_RANK)), ask.id
