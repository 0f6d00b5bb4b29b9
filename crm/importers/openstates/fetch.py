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
from crm.importers.openstates.files import COMMITTEES, PEOPLE, read_folder
from crm.jurisdictions.places import STATES

BASE_URL = "https://codeload.github.com/openstates/people"
ARCHIVE = "tar.gz/refs/heads/main"
_FOLDERS = frozenset((*PEOPLE, COMMITTEES))
_BIGGEST = 500_000_000
_REDIRECTS = 3
_UNCHANGED = "Nothing was changed; try again later."


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
    address = httpx.URL(f"{base_url.rstrip('/')}/{ARCHIVE}")
    _require_safe(address)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".fetch-") as scratch:
            archive, fresh = Path(scratch, "archive.tar.gz"), Path(scratch, state)
            _download(address, archive, timeout, on_bytes)
            _unpack(archive, state, fresh)
            read_folder(fresh)
            _replace(target, fresh, Path(scratch, "former"))
    except OSError as error:
        raise InvalidInput(f"{into} cannot be written ({error.strerror}).", hint="Choose another --into.") from None
    return target


def _require_safe(address: httpx.URL) -> None:
    local = address.host in ("127.0.0.1", "localhost", "::1")
    if not address.host or (address.scheme != "https" and not (local and address.scheme == "http")):
        raise InvalidInput(f"{address} is not an https address.", hint="Give one that begins with https://.")


def _download(
    address: httpx.URL, archive: Path, timeout: float, on_bytes: Callable[[int, int | None], None] | None
) -> None:
    host = address.host
    try:
        # The raw bytes are kept: an encoding on the way would hide that the archive was cut.
        with httpx.Client(timeout=timeout, headers={"Accept-Encoding": "identity"}) as client:
            for _ in range(_REDIRECTS + 1):
                with client.stream("GET", address) as answer:
                    if answer.next_request is None:
                        _save(answer, archive, on_bytes)
                        return
                    address = answer.next_request.url
                    if address.host != host:
                        raise InvalidInput(f"{host} sends us to another host ({address.host}).", hint=_UNCHANGED)
                    _require_safe(address)
    except httpx.TimeoutException:
        raise InvalidInput(f"{host} did not answer within {timeout:g} seconds.", hint=_UNCHANGED) from None
    except httpx.RemoteProtocolError:
        raise InvalidInput(f"The download from {host} broke off before its end.", hint=_UNCHANGED) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise InvalidInput(f"{host} cannot be reached.", hint="Check the network; nothing was changed.") from None
    raise InvalidInput(f"{host} redirects without end.", hint=_UNCHANGED)


def _save(answer: httpx.Response, archive: Path, on_bytes: Callable[[int, int | None], None] | None) -> None:
    if answer.status_code != httpx.codes.OK:
        raise InvalidInput(
            f"{answer.url.host} answered {answer.status_code} for {answer.url.path}.",
            hint="Check the address (--base-url); nothing was changed.",
        )
    length = answer.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() else None
    done = 0
    with archive.open("wb") as file:
        for piece in answer.iter_raw():
            done += len(piece)
            if done > _BIGGEST:
                raise InvalidInput(f"{answer.url.host} sends more than {_BIGGEST} bytes.", hint=_UNCHANGED)
            file.write(piece)
            if on_bytes is not None:
                on_bytes(done, total)


def _unpack(archive: Path, state: str, fresh: Path) -> None:
    """The state's YAML files, and nothing else, out of the archive (PROJECT/data/STATE/FOLDER/FILE)."""
    found = 0
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
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
            "The download is no whole archive: it was cut short, or is something else.", hint=_UNCHANGED
        ) from None
    if not found:
        raise InvalidInput(f"The download holds no files of “{state}”.", hint=_UNCHANGED)


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
