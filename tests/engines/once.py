"""Something costly, made once a run by whichever process comes first, and kept in a file for all."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def once(path: Path, make: Callable[[], T]) -> T:
    """What ``make`` returned to whoever asked first; it is kept at ``path``. Others wait until it is there."""
    if not path.exists():
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                begun = path.with_suffix(".begun")
                begun.write_bytes(pickle.dumps(make()))
                begun.rename(path)
    made: T = pickle.loads(path.read_bytes())
    return made
