"""What an import did, and what it could not use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

MOST_PROBLEMS: Final = 2000
"""Problems kept one by one; what goes beyond is counted, so that a hopeless file cannot fill the memory."""

Progress = Callable[[str, int, int | None], None]
"""Told as work goes on: what is being done, how many are done, of how many (nothing where that is not known)."""


def quietly(_doing: str, _done: int, _of: int | None) -> None:
    """A ``Progress`` that tells nobody."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that could not be used: in which file or row, what it is, what to do. The rest came in."""

    where: str
    what: str
    hint: str


def without(folder: Path, text: str, called: str) -> str:
    """The text without the name of a temporary folder, which nobody finds again; the folder itself is ``called`` so."""
    return text.replace(f"{folder}/", "").replace(str(folder), called)


@dataclass(slots=True)
class ImportReport:
    """What an import did, or (``dry_run``) would do. A record is created, updated or the same; problems are listed.

    ``waiting`` are printed names that somebody must match by hand.
    """

    batch: int | None = None
    created: int = 0
    updated: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    merge_proposals: int = 0
    waiting: int = 0
    more_problems: int = 0
    dry_run: bool = False

    def problem(self, where: str, what: str, hint: str) -> None:
        """Note a problem; beyond ``MOST_PROBLEMS`` it is only counted."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, what, hint))
        else:
            self.more_problems += 1

    def without(self, folder: Path, called: str) -> None:
        """Say ``called`` in every problem where the name of a temporary folder stands."""
        self.problems = [
            Problem(*(without(folder, text, called) for text in (each.where, each.what, each.hint)))
            for each in self.problems
        ]

    def summary(self) -> dict[str, Any]:
        """The report as plain values: what ``--json`` prints and the batch keeps."""
        problems = [asdict(problem) for problem in self.problems]
        if self.more_problems:
            problems.append(
                {
                    "where": "the rest",
                    "what": f"{self.more_problems} more problems of these kinds.",
                    "hint": "Mend what is listed, then import again.",
                }
            )
        return {
            "batch": self.batch,
            "dry_run": self.dry_run,
            "created": self.created,
            "updated": self.updated,
            "same": self.same,
            "waiting": self.waiting,
            "merge_proposals": self.merge_proposals,
            "problems": problems,
        }
