"""The phone bank reads before it writes: ranking takes no lock, and what is written is written in short turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from web.deps import Db, NotSignedIn, SignedIn, database_of, looks_only, signed_in

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Response])


def reads_first(endpoint: _Endpoint) -> _Endpoint:
    """Mark a route that is given a reading session, and writes in sessions of its own (see ``writing``)."""
    return looks_only(endpoint)


@contextmanager
def writing(request: Request, session: Session, me: SignedIn) -> Iterator[Session]:
    """A writing session, committed as the block ends. What was read lets go of its connection first."""
    session.rollback()
    with database_of(request).write(user_id=me.user_id) as opened:
        yield opened


def perhaps_signed_in(request: Request, session: Db) -> SignedIn | None:
    """Who is signed in, or nobody any more: what they have just written must not be lost over that."""
    try:
        return signed_in(request, session)
    except NotSignedIn:
        return None


PerhapsMe = Annotated[SignedIn | None, Depends(perhaps_signed_in)]
