"""Downloading a state's files over HTTPS. What is not whole, or comes from another host, changes nothing."""

from __future__ import annotations

import contextlib
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

import httpx

from crm.errors import InvalidInput
from crm.importers.addresses import require_safe
from crm.importers.fetching import UNCHANGED, Fetcher
from crm.importers.nybills.archive import MOST_BYTES, MOST_FILES, Careful
from crm.importers.openstates.files import COMMITTEES, PEOPLE, read_folder
from crm.jurisdictions.places import STATES

BASE_URL = "https://codeload.github.com/openstates/people"
ARCHIVE = "tar.gz/refs/heads/main"
_FOLDERS = frozenset((*PEOPLE, COMMITTEES))
_BIGGEST = 500_000_000


def fetch_state(
    state: str,
    into: Path,
    *,
    base_url: str = BASE_URL,
    timeout: float = 30.0,
    on_bytes: Callable[[int, int | None], None] | None = None,
) -> Path:
    """Download the files of ``state`` (postal abbreviation) to the folder ``into``/state and return that folder.

    An earlier download there is replaced, once the new one has been read whole. ``on_bytes(done, total)`` is told of
    every piece. Raises InvalidInput, in one sentence, for whatever goes wrong; the folder is then as it was.
    """
    state = state.strip().lower()
    if state not in STATES:
        raise InvalidInput(f"“{state}” is not a state.", hint="Give its postal abbreviation, such as ny.")
    target = into / state
    if target.exists() and not any((target / folder).is_dir() for folder in _FOLDERS):
        raise InvalidInput(f"{target} is there and is no earlier download.", hint="Choose another folder with --into.")
    address = f"{base_url.rstrip('/')}/{ARCHIVE}"
    require_safe(httpx.URL(address))
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".fetch-") as scratch:
            archive, fresh = Path(scratch, "archive.tar.gz"), Path(scratch, state)
            with Fetcher(timeout=timeout, tries=1) as fetcher:
                fetcher.save(address, archive, most_bytes=_BIGGEST, on_bytes=on_bytes)
            _unpack(archive, state, fresh)
            read_folder(fresh)
            _replace(target, fresh, Path(scratch, "former"))
    except OSError as error:
        raise InvalidInput(f"{into} cannot be written ({error.strerror}).", hint="Choose another --into.") from None
    return target


def _unpack(archive: Path, state: str, fresh: Path) -> None:
    """The state's YAML files, and nothing else, out of the archive (PROJECT/data/STATE/FOLDER/FILE)."""
    found = unpacked = 0
    try:
        with tarfile.open(archive, "r:gz", tarinfo=Careful) as tar:
            for number, member in enumerate(tar, 1):
                # Also what is left out is unpacked on the way to the next file.
                unpacked += max(0, member.size)
                if number > MOST_FILES or unpacked > MOST_BYTES:
                    raise InvalidInput(
                        f"The download holds more than {MOST_FILES:,} files or {MOST_BYTES // 1_000_000:,} MB.",
                        hint=UNCHANGED,
                    )
                parts = PurePosixPath(member.name).parts[1:]
                if not member.isfile() or PurePosixPath(member.name).suffix != ".yml" or ".." in parts:
                    continue
                inside = parts[2:] if parts[:2] == ("data", state) else parts
                wanted = len(inside) == 2 and inside[0] in _FOLDERS and inside is not parts
                if wanted or inside == ("municipalities.yml",) or parts == ("settings.yml",):
                    _copy(tar.extractfile(member), fresh.joinpath(*inside))
                    found += wanted
    except (tarfile.TarError, EOFError, zlib.error, OSError):
        raise InvalidInput(
            "The download is no whole archive: it was cut short, or is something else.", hint=UNCHANGED
        ) from None
    if not found:
        raise InvalidInput(f"The download holds no files of “{state}”.", hint=UNCHANGED)


def _copy(source: IO[bytes] | None, file: Path) -> None:
    if source is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        with source, file.open("wb") as copy:
            shutil.copyfileobj(source, copy)


def _replace(target: Path, fresh: Path, former: Path) -> None:
    if target.exists():
        target.rename(former)
    try:
        fresh.rename(target)
    except OSError:
        with contextlib.suppress(OSError):
            former.rename(target)
        raise
