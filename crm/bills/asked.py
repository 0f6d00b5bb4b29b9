"""The two times of a question, as the features below the ledger need them (the ledger's ``AsOf`` has this shape)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Asked(Protocol):
    """What had happened by ``said``, as far as it was on file at ``known``."""

    @property
    def said(self) -> date:
        """The day asked about."""

    @property
    def known(self) -> datetime:
        """The instant of our knowledge."""
