"""What Today tells of the sources: how each went last, the failed ones first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.coalition.visibility import Viewer
from crm.importers.refresh.results import State
from crm.importers.refresh.sources import SourceLine, sources


@dataclass(frozen=True, slots=True)
class SourceToday:
    """A source in one line. ``where`` tells sources of one title apart, and is empty for the only one."""

    title: str
    where: str
    said: str
    failed: bool
    problems: int
    first: tuple[str, ...]
    batch_id: int | None


def sources_today(session: Session, viewer: Viewer) -> tuple[SourceToday, ...]:
    """How the sources that are on went last, the failed ones first (one query); none for who cannot see to them."""
    lines = [line for line in sources(session, viewer) if line.is_on and line.last is not None]
    titles = Counter(line.title for line in lines)
    found = [_told(line, alone=titles[line.title] == 1) for line in lines]
    return tuple(sorted(found, key=lambda each: (not each.failed, each.title, each.where)))


def _told(line: SourceLine, *, alone: bool) -> SourceToday:
    assert line.last is not None
    return SourceToday(
        title=line.title,
        where="" if alone else line.location,
        said=line.last.said(),
        failed=line.last.state is State.FAILED,
        problems=line.last.problems,
        first=line.last.first,
        batch_id=line.last_batch_id,
    )
