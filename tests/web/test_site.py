"""The tests' own way to the application."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.web.site import Site


def test_the_application_answers_in_a_thread_with_a_running_loop(site: Site) -> None:
    async def ask() -> int:
        return site.get("/settings").status_code

    # In a thread of its own: the one of the test may have a running loop of somebody else's already.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, ask()).result() == 200
