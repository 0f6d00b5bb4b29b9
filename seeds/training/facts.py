"""What is written down of the invented state in ``seeds/data/training``; the rest is drawn by lot, always the same."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from random import Random
from typing import Any, Final

JURISDICTION: Final = "fallowmere"
CAMPAIGN: Final = "every-plate"
MEASURE: Final = "every-plate-act"
NEIGHBOUR: Final = "farm-to-school-fund"
SOURCE: Final = "Invented for practice"
"""The source of everything here; where a source is told apart, these words stand before it."""

Row = dict[str, Any]


def read(file: str) -> Row:
    """The tables of one file."""
    return _read(file)


def sourced(row: Row) -> str:
    """The source of a row, marked as invented."""
    return f"{SOURCE}: {row['source']}" if "source" in row else SOURCE


def lots(what: str) -> Random:
    """The lots of one part of the story. Each has its own, so that a change in one leaves the others as they are."""
    return Random(f"fallowmere: {what}")  # noqa: S311 - a play, not a secret


@cache
def _read(file: str) -> Row:
    return tomllib.loads((resources.files("seeds") / "data" / "training" / f"{file}.toml").read_text("utf-8"))
