"""Keys of services, from the environment alone: they are in no file, no database, no message and no log."""

from __future__ import annotations

import os
from typing import Final

from crm.errors import InvalidInput

OPENLEG: Final = "CRM_OPENLEG_KEY"
OPENSTATES: Final = "CRM_OPENSTATES_KEY"
LEGISCAN: Final = "CRM_LEGISCAN_KEY"

_WHERE: Final = {
    OPENLEG: "legislation.nysenate.gov",
    OPENSTATES: "open.pluralpolicy.com/accounts/profile",
    LEGISCAN: "legiscan.com/legiscan",
}


def key_of(name: str, *, needed: bool = True) -> str:
    """The key in the environment variable ``name``. Raises InvalidInput where it is ``needed`` and missing."""
    key = os.environ.get(name, "").strip()
    if needed and not key:
        raise InvalidInput(
            f"{name} is not set.", hint=f"Ask for a key at {_WHERE.get(name, 'the service')} and set it."
        )
    if any(char.isspace() or not char.isprintable() for char in key):
        raise InvalidInput(f"{name} is no key: it holds blanks or control characters.", hint="Set it again.")
    return key
