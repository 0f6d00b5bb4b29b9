"""What is handed in with the upload form: read only for somebody who is signed in, and never more than the limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from crm.accounts.queries import user_of_token
from crm.errors import InvalidInput, WhipcountError
from crm.importers.unpacking import bundle
from crm.importers.uploads import LARGEST, too_large
from web.deps import NotSignedIn, cookie_name, database_of, settings_of, text_of

MOST: Final = 400_000_000
"""Bytes of a request that are read at all: what is over the limit is thrown away as it comes, and told so."""
_AROUND: Final = 100_000
"""Bytes of a form that are not the file."""
_FIELDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The files, pasted text among them; the other fields; or what was wrong with it."""

    files: tuple[tuple[str, bytes], ...] = ()
    organization: int | None = None
    pasted: str = ""
    wrong: WhipcountError | None = None


def known(request: Request) -> None:
    """Return for somebody who is signed in. Raises NotSignedIn: nothing is read from strangers.

    It looks with a reading session, so that nobody waits to write while a file is on its way.
    """
    token = request.cookies.get(cookie_name(settings_of(request)))
    with database_of(request).read() as session:
        if not token or user_of_token(session, token) is None:
            raise NotSignedIn("/imports")


async def handed_in(request: Request, _known: Annotated[None, Depends(known)]) -> HandedIn:
    """What was sent."""
    size = int(request.headers.get("content-length") or 0)
    if size > LARGEST + _AROUND:
        # A browser shows the answer only after it could send all.
        async for _ in request.stream():
            pass
        return HandedIn(wrong=too_large(size))
    async with request.form(max_fields=_FIELDS, max_part_size=LARGEST) as form:
        return await _read(form)


async def _read(form: FormData) -> HandedIn:
    files = []
    for each in form.getlist("file"):
        if isinstance(each, UploadFile) and each.filename:
            files.append((each.filename, await each.read()))
    pasted = text_of(form, "pasted")
    if pasted:
        files.append(("Pasted text.txt", pasted.encode()))
    organization = text_of(form, "organization")
    wrong = None
    if not files:
        wrong = InvalidInput("Nothing was handed in.", hint="Choose a file, or paste the text.", field="file")
    return HandedIn(tuple(files), int(organization) if organization.isdecimal() else None, pasted, wrong)


def as_uploads(files: tuple[tuple[str, bytes], ...], *, apart: bool) -> tuple[tuple[str, bytes], ...]:
    """The files as uploads: each for itself (``apart``: tables, each with columns of its own), or all as one."""
    return files if apart or len(files) < 2 else (bundle(files),)


Handed = Annotated[HandedIn, Depends(handed_in)]
