"""The pages of the application: those of the main menu, and one of each kind behind them."""

from __future__ import annotations

from typing import Final

MENU: Final = (
    "/", "/board", "/officials", "/call-lists", "/outreach", "/organizations", "/measures", "/calendar", "/imports",
)  # fmt: skip
MEASURE: Final = "new-york-for-all"
BEHIND: Final = (
    "/officials/antonio-delgado",
    "/officials/jessica-ramos?measure=new-york-for-all&said=2025-03-01",
    "/officials/jessica-ramos/positions/new?measure=new-york-for-all",
    "/positions/1/correct",
    "/positions/1/retract",
    "/outreach/new?official=jessica-ramos",
    "/outreach/1",
    "/follow-ups",
    "/follow-ups?whose=ours&which=done",
    "/follow-ups/1",
    "/lobby-days",
    "/lobby-days/new",
    "/lobby-days/1",
    "/lobby-days/1?by=team",
    "/lobby-days/1/sheet",
    "/lobby-days/2",
    "/lobby-days/2/edit",
    "/lobby-days/2/meetings/new",
    "/lobby-days/meetings/11/edit",
    "/lobby-days/meetings/11/debrief",
    "/organizations/make-the-road-new-york",
    "/organizations/new",
    "/call-lists/1",
    "/call-lists?campaign=every-plate&hours=2&callers=3",
    "/campaigns/every-plate/forecast",
    "/phone",
    "/phone?list=1",
    "/call-lists/1/paper",
    "/call-lists/1/paper?order=room",
    "/paper",
    "/corridor/devices",
    "/measures/new-york-for-all",
    "/measures/dignity-not-detention?said=2026-03-01",
    "/calendar?known=2025-06-01",
    "/calendar/new",
    "/calendar/1/move",
    "/imports/names",
    "/imports/names?decided=1",
    "/imports/differences",
    "/merges",
    "/settings",
    "/settings/feeds",
    "/settings/digest",
    "/digest/stop/nobodys",
    "/settings/calling",
    "/settings/archive",
    "/settings/sources",
    "/officials/nobody-of-that-name",
)
"""The last one is not there: its answer is a designed page, too."""
EVERY_PAGE: Final = MENU + BEHIND
