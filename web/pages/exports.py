"""Exports: the list of a page as a file, with the page's own filters. What a page would not show, no file holds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Final, cast

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from crm.exporters.catalog import EXPORTS, Export, write
from crm.exporters.formats import ABOUT, read_format
from crm.exporters.leaving import note_export
from web.deps import Db, Me, database_of

router = APIRouter()

IN_MEMORY: Final = 4_000_000
"""Bytes of a file that are kept in memory; a longer one waits on disk until it is sent."""
_AT_ONCE: Final = 65_536
_PLACES: Final = (
    ("/officials", "officials"),
    ("/officials/{official}", "officials"),
    ("/officials/{official}/positions", "positions"),
    ("/campaigns/{campaign}", "board"),
    ("/campaigns/{campaign}/count", "count"),
    ("/campaigns/{campaign}/moved", "shifts"),
    ("/campaigns/{campaign}/positions", "positions"),
    ("/campaigns/{campaign}/forecast", "forecast"),
    ("/outreach", "outreach"),
    ("/follow-ups", "follow-ups"),
    ("/call-lists", "calls"),
    ("/call-lists/kept", "call-lists"),
    ("/call-lists/{list:int}", "call-list"),
    ("/lobby-days", "lobby-days"),
    ("/lobby-days/{day:int}", "lobby-days"),
    ("/organizations", "organizations"),
    ("/measures", "measures"),
    ("/measures/{measure}/bills", "bills"),
    ("/measures/{measure}/sponsors", "sponsors"),
    ("/measures/{measure}/roll-calls", "roll-calls"),
    ("/measures/{measure}/votes", "votes"),
    ("/calendar", "calendar"),
    ("/imports", "imports"),
)
"""(the address of a page, what is exported there); a part of the address is a filter, too."""


def _handler(export: Export) -> Callable[..., Response]:
    def exported(request: Request, session: Db, me: Me, format: str) -> Response:
        """The page's list as a file; the filters are those of the address."""
        chosen = read_format(format, export.formats)
        words = {**request.query_params, **{name: str(value) for name, value in request.path_params.items()}}
        file = cast(io.BytesIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed once it is sent
        try:
            written = write(session, me.viewer, export, chosen, words, file)
            size = file.tell()
            if export.leaves_notes(chosen):
                with database_of(request).write(me.user_id) as noting:
                    note_export(noting, written, size)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return StreamingResponse(
            _sent(file),
            media_type=ABOUT[chosen].media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{written.file}"',
                "Content-Length": str(size),
            },
        )

    return exported


def _sent(file: io.BytesIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_AT_ONCE):
            yield piece


for _path, _name in _PLACES:
    router.add_api_route(
        f"{_path}/export.{{format}}", _handler(EXPORTS[_name]), methods=["GET"], name=f"export {_path}"
    )
