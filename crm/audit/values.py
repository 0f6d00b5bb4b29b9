"""Values as a note keeps them (plain, fit for JSON), and back as a column takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date
from sqlalchemy.orm import Mapper

from crm.db import Base, UTCDateTime

UNREADABLE: Final = object()
"""Stands for a value of which a note keeps no more than that there was one: bytes, and secrets."""


def as_noted(value: Any) -> Any:
    """The value as a note keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_value(mapper: Mapper[Any], column: str, noted: Any) -> Any:
    """The noted value as the column takes it, or ``UNREADABLE``."""
    if not isinstance(noted, str):
        return noted
    kind = mapper.columns[column].type
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(noted)
    if isinstance(kind, Date):
        return date.fromisoformat(noted)
    return UNREADABLE if kind.python_type is bytes or noted == "(secret)" else noted


def row_as_noted(row: Any) -> dict[str, Any]:
    """All columns of a row, as a note keeps them."""
    return {column.key: as_noted(getattr(row, column.key)) for column in row.__mapper__.column_attrs}


def mapper_of(table: str) -> Mapper[Any]:
    """The mapper of the table of this name. Raises KeyError for a table that is not ours."""
    for mapper in Base.registry.mappers:
        if mapper.local_table is Base.metadata.tables[table]:
            return mapper
    raise KeyError(table)
