"""A progress bar on standard error, where somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from crm.cli import context
from crm.importers.report import Progress


@contextmanager
def showing() -> Iterator[Progress]:
    """What long work tells its progress to: a bar in a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=context.notes, transient=True, disable=not context.notes.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def tell(doing: str, done: int, of: int | None) -> None:
            bar.update(task, description=doing, completed=done, total=of)

        yield tell
