"""Long lists, one element at a time."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.errors import InvalidInput
from crm.importers import json_lists
from crm.importers.json_lists import elements

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one, and read a few characters at a time."""
    monkeypatch.setattr(json_lists, "WHOLE", 0)
    monkeypatch.setattr(json_lists, "_CHUNK", 7)


@example([None, None, None, None, 0.0], None, False)
@example([1e-9, -2.5e300, 17], None, False)
@given(st.lists(VALUES, max_size=8), st.sampled_from([None, 1]), st.booleans())
def test_the_elements_are_those_of_the_list(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], indent: int | None, ascii_only: bool
) -> None:
    file = tmp_path_factory.mktemp("lists") / "list.json"
    file.write_text("\ufeff " + json.dumps(values, indent=indent, ensure_ascii=ascii_only) + "\n", encoding="utf-8")
    assert list(elements(file, "It")) == values


@given(st.lists(VALUES, min_size=1, max_size=5), st.data())
def test_of_a_list_that_is_cut_short_nothing_comes(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], data: st.DataObject
) -> None:
    whole = json.dumps(values)
    file = tmp_path_factory.mktemp("lists") / "list.json"
    file.write_text(whole[: data.draw(st.integers(1, len(whole) - 1))])
    found = elements(file, "It")
    with pytest.raises(InvalidInput):
        next(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}', "large and no list"),
        ("[1 2]", "not whole JSON"),
        ("[1, 2] 3", "goes on after its end"),
        ("[1,, 2]", "cut short"),
        ("[" * 50_000, "not JSON that anybody meant"),
        ("[   ", "cut short"),
    ],
)
def test_what_is_no_list_is_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=said):
        list(elements(file, "It"))


def test_bytes_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_bytes(b'["\xff\xfe"]')
    with pytest.raises(InvalidInput, match="UTF-8"):
        list(elements(file, "It"))


def test_memory_does_not_grow_with_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lists, "_CHUNK", 1 << 16)
    file = tmp_path / "list.json"
    with file.open("w") as opened:
        opened.write("[")
        for number in range(20_000):
            opened.write(f'{"," if number else ""}{{"number": {number}, "text": "{"x" * 300}"}}')
        opened.write("]")
    tracemalloc.start()
    assert sum(1 for _ in elements(file, "It")) == 20_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < file.stat().st_size / 5
