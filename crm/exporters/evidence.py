"""A piece of evidence in a cell: what it is, who published it when, what was said in it, where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from crm.positions.queries import EvidenceLine


def told(lines: Iterable[EvidenceLine]) -> tuple[str, ...]:
    """Each piece in a sentence of its own."""
    return tuple(_told(line) for line in lines)


def addresses(lines: Iterable[EvidenceLine]) -> tuple[str, ...]:
    """Where the pieces can be read, of those of which we know it."""
    return tuple(line.url for line in lines if line.url)


def _told(line: EvidenceLine) -> str:
    heard = f"heard by {', '.join(line.witnesses)}" if line.witnesses else ""
    quoted = f"“{line.quote}”" if line.quote else ""
    parts = (line.kind.value.replace("_", " "), line.title, line.outlet, line.published, quoted, heard)
    return ", ".join(part for part in parts if part)
