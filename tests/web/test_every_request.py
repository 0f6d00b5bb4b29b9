"""What holds for every page: signed in or sent away, no foreign form, safe headers, errors that help."""

from __future__ import annotations

import pytest
from fastapi.routing import iter_route_contexts

from tests.web.conftest import WebCast
from tests.web.site import Site
from web.deps import get_session, posted, signed_in

OPEN = {
    "/sign-in",
    "/sign-out",
    "/welcome/{token}",
    "/feeds/{token}.ics",
    "/digest/stop/{token}",
    "/corridor/shell",
    "/sw.js",
}
"""What nobody has to be signed in for."""
HANDS_BACK = {"/phone/{target_id:int}/log"}
"""Knows who is there, and hands what was typed back to whoever was signed out during a call."""


def _dependencies(dependant) -> set[object]:
    found = {dependant.call}
    for inner in dependant.dependencies:
        found |= _dependencies(inner)
    return found


def test_every_route_asks_who_is_there(site: Site) -> None:
    seen = set()
    for context in iter_route_contexts(site.app.routes):
        route = context.original_route
        if not hasattr(route, "dependant"):
            continue
        seen.add(context.path)
        if context.path not in OPEN | HANDS_BACK:
            assert signed_in in _dependencies(route.dependant), f"{context.path} lets everybody in"
    assert {"/", "/settings", "/officials", "/sign-in"} <= seen


def test_every_route_runs_in_a_thread_and_not_on_the_loop(site: Site) -> None:
    import inspect

    for context in iter_route_contexts(site.app.routes):
        route = context.original_route
        if hasattr(route, "dependant"):
            assert not inspect.iscoroutinefunction(route.endpoint), context.path
    assert posted is not get_session


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "", "origin": "https://elsewhere.example"},
    ],
)
def test_a_form_sent_from_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    answer = site.post("/settings/name", {"name": "Mallory", "email": "m@example.org"}, **headers)
    assert answer.status_code == 403
    assert "Mallory" not in site.get("/settings").text


@pytest.mark.parametrize("path", ["/sign-in", "/settings", "/nowhere"])
def test_every_answer_forbids_framing_foreign_sources_and_caches(site: Site, path: str) -> None:
    headers = site.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_our_files_are_kept_under_an_address_that_changes_with_them(site: Site) -> None:
    html = site.get("/sign-in").text
    address = html.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    answer = site.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_an_address_that_does_not_exist_says_what_to_do(site: Site) -> None:
    answer = site.get("/nowhere")
    assert answer.status_code == 404
    assert "Look for it from the start" in answer.text


def test_a_fault_of_ours_shows_no_traceback(site: Site, web_cast: WebCast) -> None:
    def fail() -> None:
        raise RuntimeError("the secret sauce")

    site = site.apart
    site.app.add_api_route("/fails", fail)
    answer = site.get("/fails")
    assert answer.status_code == 500
    assert "nothing was changed" in answer.text
    assert "secret sauce" not in answer.text


def test_a_form_larger_than_any_of_ours_is_refused(site: Site) -> None:
    answer = site.post("/settings/name", {"name": "x" * 3_000_000, "email": "a@example.org"})
    assert answer.status_code == 413
