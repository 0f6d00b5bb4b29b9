"""What reading LegiScan's files gives, whichever make they are of: the API's own shapes, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

Raw = dict[str, Any]

SHOWN_ON: Final = "shown_on"
"""The key of the day on which LegiScan showed a record, where that is known: we add it, they do not."""


class Source(Protocol):
    """Records in the API's shape. Each may be asked for more than once; a bill's votes say who voted how, if known."""

    @property
    def only_sponsors(self) -> bool:
        """Whether all that is told of people stands on bills, whose sponsors have the district of today."""
        ...

    def people(self) -> Iterator[tuple[str, Raw]]:
        """Everybody in the files, committees among them."""
        ...

    def of_sessions(self) -> Iterator[tuple[str, Raw]]:
        """Lists of who served in a session (getSessionPeople), which say so of everybody in them."""
        ...

    def bills(self) -> Iterator[tuple[str, Raw]]:
        """The bills."""
        ...

    def loose_votes(self) -> Iterator[tuple[str, Raw]]:
        """Roll calls of bills that are not in the files; asked for once the bills have been read."""
        ...

    def indexes(self) -> Iterator[tuple[str, Raw]]:
        """Master lists: bills by number, title and status alone."""
        ...
