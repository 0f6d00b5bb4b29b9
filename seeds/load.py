"""What ``crm demo`` loads: the story of a real campaign, an invented state to practise in, a desk to look from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from crm.sessions import Database
from seeds import desk, story, training


def load_story(database: Database) -> None:
    """Load the story of the New York for All Act. Loading it again changes nothing."""
    story.load(database)


def load_training(database: Database) -> None:
    """Load the invented state. Loading it again, on whatever day, changes nothing."""
    training.load(database)


EXAMPLES: Final[tuple[tuple[str, Callable[[Database], None]], ...]] = (
    ("the story of the New York for All Act", load_story),
    ("an invented state to practise in", load_training),
    # Last: the desk takes part in every campaign there is.
    ("a desk to look at them from", desk.load),
)
"""What is loaded, in this order, each with its name for people."""


def load_demo(database: Database) -> None:
    """Load all examples into a database at the newest version. Loading them again changes nothing.

    Raises Conflict for a database in which people of its own work.
    """
    require_example(database)
    for _words, load in EXAMPLES:
        load(database)


def require_example(database: Database) -> None:
    """Raise Conflict for a database in which people of its own work: examples do not belong there."""
    with database.read() as session:
        desk.require_example(session)
