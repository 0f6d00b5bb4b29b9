"""A folder of answers: each under its name, with what it takes to ask whether it has changed since."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from crm import clock
from crm.errors import InvalidInput
from crm.importers.fetching import Fetcher, Params
from crm.importers.json_files import parse_json

_MEMORY: Final = ".fetched.json"


class Downloads:
    """The answers of one source in one folder. A file is written whole or not at all."""

    def __init__(self, folder: Path, fetcher: Fetcher) -> None:
        self._folder, self._fetcher = folder, fetcher
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from None
        self._memory = _read_memory(folder / _MEMORY)
        self.files: list[Path] = []
        """What was asked for in this run, changed or not, in the order of asking."""
        self.changed = 0

    def get(
        self, name: str, url: str, params: Params | None = None, *, check: Callable[[Any], None] = lambda _: None
    ) -> Any:
        """The JSON at ``url``, kept as the file ``name``; one that has not changed is read from there.

        Raises InvalidInput as fetching does, for an answer that is no JSON, and as ``check`` does for one that is not
        what was asked for; the file is then as it was.
        """
        file = self._folder / name
        there = self._memory.get(name, {}) if file.is_file() else {}
        same = there.get("url") == url and there.get("params") == dict(params or {})
        found = self._fetcher.get(
            url,
            params=params,
            etag=there.get("etag") if same else None,
            last_modified=there.get("last_modified") if same else None,
        )
        if found.not_modified:
            self.files.append(file)
            answer = parse_json(file.read_bytes(), name)
            # It was seen again, as it is: from today on it is known to stand.
            os.utime(file)
            return answer
        answer = parse_json(found.content, f"The answer of {url.partition('?')[0]}")
        check(answer)
        self._write(file, found.content)
        self.files.append(file)
        self.changed += 1
        self._memory[name] = {
            "url": url,
            "params": dict(params or {}),
            "etag": found.etag,
            "last_modified": found.last_modified,
            "on": clock.now().isoformat(),
        }
        self._write(self._folder / _MEMORY, json.dumps(self._memory, indent=1).encode())
        return answer

    def _write(self, file: Path, content: bytes) -> None:
        try:
            handle, scratch = tempfile.mkstemp(dir=self._folder, prefix=".fetch-")
            with os.fdopen(handle, "wb") as opened:
                opened.write(content)
            Path(scratch).chmod(0o644)
            Path(scratch).replace(file)
        except OSError as error:
            raise _unwritable(self._folder, error) from None


def _read_memory(file: Path) -> dict[str, dict[str, Any]]:
    """What is remembered; nothing of it where the file is broken: then everything is asked for anew."""
    try:
        said = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: each for name, each in said.items() if isinstance(each, dict)} if isinstance(said, dict) else {}


def _unwritable(folder: Path, error: OSError) -> InvalidInput:
    return InvalidInput(f"{folder} cannot be written ({error.strerror}).", hint="Choose another folder with --into.")
