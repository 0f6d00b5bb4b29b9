"""What ``crm demo`` loads: the story of a real campaign, and an invented state to practise in."""

from __future__ import annotations

from crm.sessions import Database
from seeds import story


def load_story(database: Database) -> None:
    """Load the story of the New York for All Act. Loading it again changes nothing."""
    story.load(database)
