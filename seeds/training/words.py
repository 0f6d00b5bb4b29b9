"""What people say: one of the phrases written for where they stand and who hears it."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from crm.outreach.models import Outcome
from crm.positions.stance import Stance
from seeds.training.facts import read
from seeds.training.turns import How, Turn

_SAME_WORDS: Final = {How.TWO_HEARD: "told"}


def said(turn: Turn, random: Random) -> str:
    """The words of a turn that tells a stance."""
    assert turn.stance is not None
    return phrase(_SAME_WORDS.get(turn.how, turn.how.value), turn.stance.value, random)


def condition(random: Random) -> str:
    """A condition under which somebody says yes."""
    return phrase("condition", "any", random)


def neighbour(stance: Stance, random: Random) -> str:
    """What is said of the neighbouring measure."""
    return phrase("farm", stance.value, random)


def note(outcome: Outcome, random: Random) -> str:
    """What a caller writes down where nobody's stance came of it."""
    return phrase("notes", outcome.value, random)


def owed(random: Random) -> str:
    """Something promised."""
    return phrase("owed", "what", random)


def outlet(random: Random) -> str:
    """A newspaper or a station that does not exist."""
    return phrase("outlet", "names", random)


def quoted(text: str) -> str | None:
    """What stands in quotation marks, if anything does."""
    found = re.search("“(.+?)”", text)
    return found[1] if found else None


def phrase(kind: str, key: str, random: Random) -> str:
    """One of the phrases of a kind."""
    found: str = random.choice(read("words")[kind][key])
    return found
