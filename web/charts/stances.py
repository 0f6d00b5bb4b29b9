"""The stances in the order in which every picture shows them, with their words and marks."""

from typing import Final

SCALE: Final = ("yes", "leaning_yes", "undecided", "leaning_no", "no")
ALL: Final = (*SCALE, "unknown", "vacant")

WORDS: Final[dict[str, str]] = {
    "yes": "Yes",
    "leaning_yes": "Leaning yes",
    "undecided": "Undecided",
    "leaning_no": "Leaning no",
    "no": "No",
    "unknown": "Unknown",
    "vacant": "Vacant",
}
MARKS: Final[dict[str, str]] = {
    "yes": "✓",
    "leaning_yes": "+",
    "undecided": "?",
    "leaning_no": "–",
    "no": "✕",
    "unknown": "·",
    "vacant": "",
}


def check(stance: str) -> str:
    """Return the stance unchanged; raise ValueError when no picture knows how to draw it."""
    if stance not in WORDS:
        raise ValueError(f"{stance!r} is no stance; use one of: {', '.join(ALL)}")
    return stance


def mark(stance: str) -> str:
    """Return the HTML of a stance's mark, the shape it also has in the seat chart; the word must stand beside it."""
    return f'<span class="mark mark--{stance}" aria-hidden="true">{MARKS[stance]}</span>'
