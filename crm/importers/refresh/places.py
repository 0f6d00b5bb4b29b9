"""Where a source is: a folder or file of this server, or an https address; behind "#" a folder inside an archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import httpx

from crm.errors import InvalidInput
from crm.importers.addresses import require_outside, require_safe

_KEYS: Final = frozenset({"key", "api_key", "apikey", "api-key", "token", "access_token", "password", "secret"})
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A location, taken apart. ``path``: on this server; ``address``: elsewhere, with ``inside`` of what is there."""

    path: Path | None = None
    address: httpx.URL | None = None
    inside: PurePosixPath | None = None

    @property
    def is_here(self) -> bool:
        """Whether it is an address of this very machine, which only somebody at the server may name."""
        return self.address is not None and self.address.host in _HERE

    @property
    def file_name(self) -> str:
        """What to call what comes from the address: readers look at the ending."""
        name = PurePosixPath(self.address.path).name if self.address else ""
        kept = "".join(char for char in name if char.isalnum() or char in "-_.").lstrip(".")
        return kept[-100:] or "download"


def read_place(location: str) -> Place:
    """The place that a stored location names. Raises InvalidInput for what is none."""
    if "://" not in location:
        return Place(path=Path(location))
    try:
        address = httpx.URL(location)
    except httpx.InvalidURL:
        raise InvalidInput(
            f"“{location[:80]}” is not an address.", hint="Give one that begins with https://.", field="location"
        ) from None
    inside = PurePosixPath(address.fragment) if address.fragment else None
    if inside is not None and (inside.is_absolute() or ".." in inside.parts):
        raise InvalidInput(
            f"“{inside}” is no folder inside an archive.", hint="Write it as #data/ny.", field="location"
        )
    return Place(address=address.copy_with(fragment=None), inside=inside)


def checked_location(location: str, *, at_the_server: bool) -> str:
    """The location as it is stored. Raises InvalidInput for one that must not, or cannot, be asked.

    A path, and an address of this machine, may be named only by somebody who is ``at_the_server``: with them a page
    could read what lies there.
    """
    location = location.strip()
    if not location or len(location) > _LONGEST:
        raise InvalidInput("Where is the source?", hint="Give an https address.", field="location")
    place = read_place(location)
    if place.path is not None:
        if not at_the_server:
            raise InvalidInput(
                "That is no https address.",
                hint="A folder of the server is added there: crm sources add KIND PATH",
                field="location",
            )
        return _on_disk(place.path)
    assert place.address is not None
    try:
        require_safe(place.address, local=at_the_server)
        require_outside(place.address, local=at_the_server)
    except InvalidInput as wrong:
        raise InvalidInput(wrong.message, hint=wrong.hint, field="location") from None
    if any(name.lower() in _KEYS for name in place.address.params):
        raise InvalidInput(
            "The address has a key in it, which everybody who sees the list of sources could read.",
            hint="Choose a source that needs none; for others there is crm fetch, with its key in the environment.",
            field="location",
        )
    return location


def _on_disk(path: Path) -> str:
    found = path.expanduser().resolve()
    if not found.exists():
        raise InvalidInput(f"There is no file or folder {found}.", hint="Check its name.", field="location")
    return str(found)
