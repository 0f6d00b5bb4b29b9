"""Errors that know their meaning: what went wrong, and what the reader can do next."""

from __future__ import annotations


class WhipcountError(Exception):
    """Base of every error meant for people. Front ends show ``message`` and ``hint``, never a traceback.

    ``status`` is the HTTP status a web front end answers with; the command line exits with 2 for all of them.
    """

    status = 400

    def __init__(self, message: str, *, hint: str = "", field: str | None = None) -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint
        self.field = field


class InvalidInput(WhipcountError):
    """What was typed or sent cannot be used; ``field`` names the form field where there is one."""

    status = 422


class NotFound(WhipcountError):
    """The record does not exist, or the viewer may not know that it does."""

    status = 404


class NotAllowed(WhipcountError):
    """The viewer is known but has no right to do this."""

    status = 403


class Conflict(WhipcountError):
    """Somebody else's change got there first; nothing was written."""

    status = 409
