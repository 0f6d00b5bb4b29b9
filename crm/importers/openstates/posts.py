"""The files' words for offices that are no seats, and what their holders do to a bill."""

from __future__ import annotations

from crm.people.models import Power

SEATS = frozenset({"upper", "lower", "legislature"})

POSTS: dict[str, tuple[str, Power]] = {
    "governor": ("Governor", Power.SIGNS),
    "lt_governor": ("Lieutenant Governor", Power.SPEAKS),
    "mayor": ("Mayor", Power.EXECUTES),
    "attorney_general": ("Attorney General", Power.EXECUTES),
    "secretary_of_state": ("Secretary of State", Power.EXECUTES),
    "chief_election_officer": ("Chief Election Officer", Power.EXECUTES),
    "comptroller": ("Comptroller", Power.EXECUTES),
    "treasurer": ("Treasurer", Power.EXECUTES),
    "auditor": ("Auditor", Power.EXECUTES),
    "sheriff": ("Sheriff", Power.EXECUTES),
    "president": ("President", Power.SIGNS),
    "vice_president": ("Vice President", Power.SPEAKS),
    "delegate": ("Delegate to the House of Representatives", Power.SPEAKS),
    "speaker": ("Speaker", Power.FLOOR),
    "public_advocate": ("Public Advocate", Power.SPEAKS),
}


def post_role(words: str) -> str:
    """The role as we write it: "attorney general" -> "attorney_general"."""
    return words.strip().lower().replace(" ", "_").replace("-", "_")


def is_known(role: str) -> bool:
    """Whether the role is a seat or a post of the table."""
    return role in SEATS or role in POSTS
