"""The tests' own way to the application."""

from __future__ import annotations

import asyncio

from tests.web.site import Site


def test_the_application_answers_in_a_thread_with_a_running_loop(site: Site) -> None:
    async def ask() -> int:
        return site.get("/settings").status_code

    assert asyncio.run(ask()) == 200
