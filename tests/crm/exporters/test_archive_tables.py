"""What an archive holds: nothing is forgotten, and no secret is in it."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Table

import crm.models  # noqa: F401 - all tables must be mapped
from crm.audit.listener import SECRETS
from crm.db import Base
from crm.exporters.archive.readme import readme
from crm.exporters.archive.scope import OWN, STAYS, WHOLE, is_decided, walled
from crm.exporters.archive.tables import EXPORTED, SECRET_COLUMNS, SECRET_TABLES, columns_of, exported
from crm.exporters.archive.values import decoder, encoder, instant, kind_of, read_instant

TABLES = Base.metadata.sorted_tables
COLUMNS = [column for table in exported() for column in columns_of(table)]


def test_every_table_is_taken_out_or_left_out_for_a_reason() -> None:
    """A new table makes this fail until somebody decides: add it to EXPORTED, or to SECRET_TABLES with the reason."""
    assert {table.name for table in TABLES} == EXPORTED | SECRET_TABLES.keys()
    assert not EXPORTED & SECRET_TABLES.keys()
    assert all(SECRET_TABLES.values())


@pytest.mark.parametrize("table", exported(), ids=lambda table: table.name)
def test_of_every_table_it_is_decided_how_much_one_organization_takes_out(table: Table) -> None:
    """A new table that stands behind no wall and hangs on none makes this fail: add it to WHOLE, OWN or STAYS."""
    assert is_decided(table)


def test_nothing_behind_the_walls_counts_as_the_shared_record() -> None:
    assert not WHOLE & (walled() | STAYS.keys() | OWN.keys())
    assert WHOLE | STAYS.keys() | OWN.keys() <= EXPORTED
    assert {"positions", "outreach_actions", "lobby_days", "call_lists"} <= walled()


@pytest.mark.parametrize("table", exported(), ids=lambda table: table.name)
def test_no_column_that_sounds_like_a_secret_is_taken_out(table: Table) -> None:
    for column in columns_of(table):
        assert column.name not in SECRETS
        assert not re.search("password|token|secret|_hash$", column.name), f"{table.name}.{column.name}"


def test_what_is_left_out_of_a_row_may_be_missing_when_it_comes_back() -> None:
    for table, column in SECRET_COLUMNS:
        assert Base.metadata.tables[table].c[column].nullable


@pytest.mark.parametrize("table", exported(), ids=lambda table: table.name)
def test_a_table_comes_after_those_it_refers_to(table: Table) -> None:
    before = [each.name for each in exported()[: exported().index(table) + 1]]
    assert {key.column.table.name for column in table.columns for key in column.foreign_keys} <= set(before)


@pytest.mark.parametrize("table", exported(), ids=lambda table: table.name)
def test_the_explanation_names_every_column_of_every_table(table: Table) -> None:
    text = readme().decode()
    _, _, rest = text.partition(f"\n{table.name}\n  ")
    about = rest.partition("\n\n")[0]
    assert about.partition("\n")[0], "what a row of it is"
    assert re.findall(r"^    (\w+): \w", about, re.MULTILINE) == [column.name for column in columns_of(table)]


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_comes_back_to_the_microsecond(at: datetime) -> None:
    assert read_instant(instant(at)) == at
    assert instant(read_instant(instant(at))) == instant(at)


VALUES = {
    "instant": st.datetimes(timezones=st.timezones()),
    "day": st.dates(),
    "time of day": st.times(),
    "true or false": st.booleans(),
    "number": st.integers(-(2**63) + 1, 2**63 - 1),
    "decimal number": st.floats(allow_nan=False, allow_infinity=False),
    "text": st.text(st.characters(exclude_categories=["Cs"])),
    "JSON": st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
}


def _values(column: Column) -> st.SearchStrategy:
    kind = kind_of(column)
    return st.sampled_from(list(column.type.enum_class)) if kind == "word" else VALUES[kind]


@given(st.data())
def test_every_value_of_every_column_comes_back_as_it_was(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from([each for each in COLUMNS if kind_of(each) != "file"]))
    value = data.draw(_values(column))
    assert decoder(column)(json.loads(json.dumps(encoder(column)(value)))) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("instant", "2026-01-08"), ("instant", "2026-01-08T17:30:00.000000"), ("instant", 5),
        ("instant", "2026-13-08T17:30:00.000000Z"),
        ("day", "2026-1-8"), ("day", "2026-02-30"), ("day", 20260108), ("day", "2026-W02-4"),
        ("time of day", "17:30"), ("time of day", "25:00:00"), ("time of day", "17:30:00+02:00"),
        ("decimal number", "1.5"), ("decimal number", math.nan), ("decimal number", True),
        ("true or false", 1), ("true or false", "true"),
        ("number", "1"), ("number", 1.5), ("number", True), ("number", 2**63),
        ("text", 7), ("text", "\ud800"), ("text", ["a"]),
        ("word", "perhaps"), ("word", ["yes"]), ("word", None),
        ("file", "files/../../etc/passwd"), ("file", "files/" + "0" * 63), ("file", b""),
    ],
)  # fmt: skip
def test_what_no_column_of_that_kind_can_hold_is_refused(kind: str, value: object) -> None:
    column = next(each for each in COLUMNS if kind_of(each) == kind)
    with pytest.raises(ValueError):
        decoder(column)(value)
