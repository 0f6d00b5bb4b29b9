"""What the choices of the position form are called, with plain-language help on the scale."""

from __future__ import annotations

from typing import Any, Final

from crm.positions.models import Capacity
from crm.positions.stance import SCALE, Stance
from web.pages import vague_date, wording

SCALE_HELP: Final = {
    Stance.YES: "Said they will vote for it, or put their name on it.",
    Stance.LEANING_YES: "Warm words or a first step, but no promise.",
    Stance.UNDECIDED: "Said they have not made up their mind.",
    Stance.LEANING_NO: "Doubts or objections, but has not ruled it out.",
    Stance.NO: "Said they are against it.",
}


def choices() -> dict[str, Any]:
    """Everything a form about a position lets people choose from."""
    return {
        "scale": [(stance.value, stance.label, SCALE_HELP[stance]) for stance in SCALE],
        "hows": list(vague_date.HOW),
        "kinds": [(kind.value, name, why) for kind, (name, why) in wording.EVIDENCE.items()],
        "visibilities": [(each.value, text, why) for each, (text, why) in wording.VISIBILITIES.items()],
        "capacities": [(each.value, _as_what(each)) for each in Capacity],
    }


def _as_what(capacity: Capacity) -> str:
    return wording.CAPACITIES[capacity].capitalize()
