"""Archives taken apart and put together again by hand, as nobody's Whipcount would."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

AT = "2026-11-01T12:00:00.000000Z"
Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    """Every file of the archive by its name, in its order."""
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of one table of the archive."""
    return [json.loads(line) for line in parts_of(path)[f"tables/{table}.jsonl"].splitlines()]


def put_together(parts: Parts, path: Path, level: int = 1) -> Path:
    """A zip file of the parts, packed as tightly as the level says."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return path


def changed(
    source: Path, path: Path, change: Callable[[Parts], None], *, mend: bool = True, level: int = 1, **said: Any
) -> Path:
    """The archive with something in it changed. ``mend``: its manifest fits; ``said`` is what it says otherwise."""
    parts = parts_of(source)
    change(parts)
    manifest = json.loads(parts["manifest.json"]) | said
    if mend:
        listed = [name for name in parts if name != "manifest.json"]
        manifest["parts"] = [
            {
                "name": name,
                **({"rows": parts[name].count(b"\n")} if name.startswith("tables/") else {}),
                "bytes": len(parts[name]),
                "sha256": hashlib.sha256(parts[name]).hexdigest(),
            }
            for name in listed
        ]
    parts["manifest.json"] = json.dumps(manifest).encode()
    return put_together(parts, path, level)
