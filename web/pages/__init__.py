"""The pages, a module for each. ``ROUTERS`` is all that the application includes."""

from __future__ import annotations

from typing import Final

from web.pages import organizations, outreach, outreach_new, settings, sign_in

ROUTERS: Final = (
    sign_in.router,
    settings.router,
    outreach_new.router,
    outreach.router,
    organizations.router,
)
