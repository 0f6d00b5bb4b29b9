"""What is on file of the invented state, and on whose behalf each entry is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crm import clock
from crm.campaigns.viewer import viewer_of
from crm.coalition.visibility import Viewer
from seeds import book
from seeds.training.days import Days


@dataclass(slots=True)
class Book(book.Book):
    """The ids on file, and the days of the state. Whoever enters something does so with the rights they have."""

    days: Days = field(default_factory=lambda: Days(clock.today()))
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def acting(self, user: str) -> Viewer:
        """The user (by key) as a viewer, from the first day on which they do something."""
        if user not in self.viewers:
            self.viewers[user] = viewer_of(self.session, self.get("user", user), is_admin=False, today=clock.today())
        return self.viewers[user]

    def day(self, number: int | None) -> date | None:
        """The calendar day of a number, and nothing for no number."""
        return None if number is None else self.days.day(number)
