"""Names as people type them find names as sources print them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.names import fold, free_slug, slugify


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("José  Serrano", "jose serrano"),
        ("Tomás Peña-Ortiz", "tomas pena ortiz"),
        ("O’Donnell", "odonnell"),
        ("O'Donnell", "odonnell"),
        ("  Ángel Ñuñez, Jr. ", "angel nunez jr"),
        ("Søren Łaski-Þór", "soren laski thor"),
        ("", ""),
    ],
)
def test_accents_and_punctuation_do_not_tell_names_apart(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=200))
def test_a_slug_can_stand_in_any_address(name: str) -> None:
    slug = slugify(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slugify(slug) == slug


@given(st.lists(st.sampled_from(["Ada Okafor", "Áda Okafor", "Mo Lindqvist", "馬", ""]), max_size=12))
def test_no_two_get_the_same_slug(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        taken.add(free_slug(name, taken))
    assert len(taken) == len(names)


def test_the_second_of_a_name_gets_a_number() -> None:
    assert free_slug("Ada Okafor", {"ada-okafor"}) == "ada-okafor-2"
