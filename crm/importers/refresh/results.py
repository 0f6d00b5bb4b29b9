"""How a run of a source went: kept on the source, told in words."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from crm import clock
from crm.datewords import away
from crm.importers.report import ImportReport

FIRST: Final = 3
"""Problems kept with a source; all of them stand with the import."""
LONGEST: Final = timedelta(days=7)


class State(enum.StrEnum):
    """What came of it."""

    UPDATED = "updated"
    SAME = "same"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """One run. ``problems`` are records that could not be used; ``message`` and ``hint`` tell why a run failed."""

    state: State
    at: datetime
    created: int = 0
    updated: int = 0
    same: int = 0
    waiting: int = 0
    problems: int = 0
    first: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    sha256: str | None = None

    def to_json(self) -> dict[str, Any]:
        """What the source keeps."""
        return asdict(self) | {"at": self.at.isoformat(), "first": list(self.first)}

    def said(self) -> str:
        """The result in words: "refreshed this morning, 3 updated, 2 problems"."""
        if self.state is State.FAILED:
            return f"failed {when(self.at)}: {self.message} {self.hint}".strip()
        parts = [f"{number} {word}" for number, word in ((self.created, "new"), (self.updated, "updated")) if number]
        parts += [] if parts else ["nothing new"]
        if self.problems:
            parts.append("1 problem" if self.problems == 1 else f"{self.problems} problems")
        if self.waiting:
            parts.append("1 name to match" if self.waiting == 1 else f"{self.waiting} names to match")
        return f"refreshed {when(self.at)}, {', '.join(parts)}"


def of_report(report: ImportReport, sha256: str | None) -> Result:
    """The result of an import that went through."""
    return Result(
        state=State.UPDATED if report.created or report.updated else State.SAME,
        at=clock.now(),
        created=report.created,
        updated=report.updated,
        same=report.same,
        waiting=report.waiting,
        problems=len(report.problems) + report.more_problems,
        first=tuple(f"{each.where}: {each.what} {each.hint}".strip()[:400] for each in report.problems[:FIRST]),
        sha256=sha256,
    )


def unchanged(before: Result | None, sha256: str | None = None) -> Result:
    """The result where the source is as it was: what could not be used then cannot be used now."""
    kept = before if before is not None and before.state is not State.FAILED else Result(State.SAME, clock.now())
    return replace(kept, state=State.SAME, at=clock.now(), created=0, updated=0, sha256=sha256 or kept.sha256)


def read_result(said: dict[str, Any] | None) -> Result | None:
    """The result a source keeps; nothing where it never ran."""
    if not said or "state" not in said:
        return None
    known = {name: said[name] for name in Result.__slots__ if name in said}
    at = datetime.fromisoformat(said["at"])
    return Result(**known | {"state": State(said["state"]), "at": at, "first": tuple(said.get("first", ()))})


def back_off(failures: int) -> timedelta:
    """How long to leave a source alone that failed so often in a row: an hour, two, four, up to a week."""
    return min(timedelta(hours=2 ** min(failures - 1, 10)), LONGEST)


def when(at: datetime) -> str:
    """A moment as people say it: this morning, yesterday, 3 days ago."""
    local, today = clock.local(at), clock.today()
    if local.date() != today:
        return away(local.date(), today)
    return "this morning" if local.hour < 12 else "this afternoon" if local.hour < 18 else "this evening"
