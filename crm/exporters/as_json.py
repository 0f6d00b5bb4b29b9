"""A table as JSON: keys that never change, values as they are, dates in ISO 8601 and instants in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from crm.exporters.tables import Table, Value


def json_lines(table: Table) -> Iterator[str]:
    """One object, a row a line: what it is, the columns, and the rows as objects by the columns' keys."""
    head = {
        "export": table.name,
        "title": table.title,
        "day": table.day.isoformat(),
        "asked": dict(table.asked),
        "columns": [{"key": each.key, "title": each.title, "kind": each.kind.value} for each in table.columns],
    }
    yield _text(head)[:-1] + ', "rows": ['
    keys = [column.key for column in table.columns]
    between = "\n"
    for row in table.rows:
        yield between + _text({key: _plain(value) for key, value in zip(keys, row, strict=True)})
        between = ",\n"
    yield "\n]}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
