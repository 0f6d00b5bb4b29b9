"""Taking one's data out: all that one's organization may see, as one file, sent as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from crm import clock
from crm.exporters.archive.rights import may_take_out, own_organizations
from crm.exporters.archive.writing import archive
from crm.exporters.leaving import note_archive
from crm.sessions import Database
from web.deps import Db, Me, database_of
from web.render import page

router = APIRouter()


@router.get("/settings/archive")
def offered(request: Request, session: Db, me: Me) -> Response:
    """What an archive holds, and for whom one can be made here."""
    return page(request, me, "settings/archive.html", organizations=own_organizations(session, me.viewer))


@router.post("/settings/archive/{slug}")
def taken_out(request: Request, session: Db, me: Me, slug: str) -> Response:
    """The organization's archive. That it left is noted first."""
    own = may_take_out(session, me.viewer, slug)
    note_archive(session, own.slug)
    return StreamingResponse(
        _pieces(database_of(request), own.slug),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{own.slug}-{clock.today()}.zip"'},
    )


def _pieces(database: Database, slug: str) -> Iterator[bytes]:
    """The archive as it is written, out of a session of its own: that of the request is over by then."""
    with database.read() as session:
        yield from filter(None, archive(session, organization=slug))
