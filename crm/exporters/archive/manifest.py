"""The archive's table of contents: who wrote it and when, and each part with its size and its fingerprint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from crm.errors import InvalidInput
from crm.exporters.archive.tables import FORMAT

NAME: Final = "manifest.json"
PRODUCT: Final = "Whipcount"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive. ``rows`` is nothing for what is no table."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive says of itself. ``organization``: the slug of the only one whose view it is; nothing for all."""

    exported_at: str
    migration: str
    organization: str | None
    parts: tuple[Part, ...]
    product_version: str = ""

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(part.rows or 0 for part in self.parts)

    def to_json(self) -> bytes:
        """The manifest as it stands in the archive. The export's own date is here, and nowhere else."""
        said = {
            "format": FORMAT,
            "product": PRODUCT,
            "product_version": product_version(),
            "migration": self.migration,
            "exported_at": self.exported_at,
            "organization": self.organization,
            "parts": [_said(part) for part in self.parts],
        }
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(content: bytes) -> Manifest:
    """The manifest. Raises InvalidInput for one of a newer form, of something else, or that is not whole."""
    try:
        said = json.loads(content)
        if not isinstance(said, dict) or said.get("product") != PRODUCT:
            raise ValueError("of something else")
        form = said["format"]
        if isinstance(form, int) and form > FORMAT:
            raise InvalidInput(
                f"This archive has the form {form}; this Whipcount reads up to {FORMAT}.",
                hint=f"Install the newer Whipcount that wrote it ({said.get('product_version')}).",
            )
        if form != FORMAT:
            raise ValueError("no form")
        return Manifest(
            exported_at=_text(said["exported_at"]),
            migration=_text(said["migration"]),
            organization=None if said["organization"] is None else _text(said["organization"]),
            parts=tuple(_part(part) for part in said["parts"]),
            product_version=_text(said["product_version"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        raise InvalidInput(
            f"{NAME} is not that of an archive of Whipcount.", hint="Name a file made with: crm export archive"
        ) from None


def product_version() -> str:
    """The version of this Whipcount."""
    try:
        return version("whipcount")
    except PackageNotFoundError:
        return "0"


def _said(part: Part) -> dict[str, Any]:
    rows = {} if part.rows is None else {"rows": part.rows}
    return {"name": part.name, **rows, "bytes": part.size, "sha256": part.sha256}


def _part(said: dict[str, Any]) -> Part:
    rows = said.get("rows")
    numbers = (said["bytes"], 0 if rows is None else rows)
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        raise ValueError("no number")
    return Part(_text(said["name"]), said["bytes"], _text(said["sha256"]), rows)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
