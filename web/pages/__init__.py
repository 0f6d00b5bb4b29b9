"""The pages, a module for each. ``ROUTERS`` is all that the application includes."""

from __future__ import annotations

from typing import Final

from web.pages import (
    archive,
    board,
    calendar,
    call_list,
    call_lists,
    exports,
    feeds,
    imports,
    imports_batch,
    imports_differences,
    imports_names,
    imports_sheet,
    imports_upload,
    measures,
    merges,
    official,
    officials,
    organizations,
    outreach,
    outreach_new,
    positions,
    positions_new,
    settings,
    sign_in,
    sources,
    today,
)

ROUTERS: Final = (
    # First: "/officials/export.csv" is no official.
    exports.router,
    feeds.router,
    board.router,
    call_lists.router,
    call_list.router,
    sign_in.router,
    settings.router,
    archive.router,
    sources.router,
    outreach_new.router,
    outreach.router,
    officials.router,
    official.router,
    positions_new.router,
    positions.router,
    organizations.router,
    measures.router,
    merges.router,
    calendar.router,
    imports.router,
    imports_names.router,
    imports_differences.router,
    imports_sheet.router,
    imports_upload.router,
    imports_batch.router,
    today.router,
)
