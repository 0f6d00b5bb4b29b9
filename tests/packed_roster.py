"""The invented people of a state, packed as a code host packs them."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

FIXTURE = Path(__file__).parent / "fixtures" / "openstates" / "zz"


def packed(extra: dict[str, bytes] | None = None) -> bytes:
    """The invented people as a code host packs them: all in one folder more."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for file in sorted(FIXTURE.rglob("*.yml")):
            tar.add(file, f"people-main/data/zz/{file.relative_to(FIXTURE)}")
        for name, content in (extra or {}).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


WHOLE = packed()
