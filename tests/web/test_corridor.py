"""What corridor mode asks of the server: a shell without data, keys for their owners, lists within walls."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from crm import clock
from crm.accounts.models import DeviceKey
from crm.campaigns.models import CampaignOrganization
from crm.coalition.models import Visibility
from crm.jurisdictions.models import Certainty, Deadline, DeadlineKind, Jurisdiction
from crm.outreach.models import FollowUp, OutreachAction
from crm.positions.models import Position
from crm.positions.stance import Stance
from tests import cast
from tests.web.conftest import WebCast
from tests.web.site import Site, queries_of


@pytest.fixture
def list_id(site: Site, web_cast: WebCast) -> str:
    """A list that Ada kept for the campaign's coalition."""
    day = clock.today() + timedelta(days=4)
    with site.database.write() as session:
        session.add(
            Deadline(
                jurisdiction_id=session.scalars(select(Jurisdiction.id)).one(), kind=DeadlineKind.ADJOURNMENT,
                name="The session ends", falls_on=day, certainty=Certainty.ANNOUNCED, source="the calendar",
                recorded_at=clock.now(),
            )
        )  # fmt: skip
    kept = site.post("/call-lists", {"campaign": web_cast.campaign, "deadline": day.isoformat(), "name": "Tonight"})
    return kept.headers["location"].rpartition("/")[2]


def entry(web_cast: WebCast, **said: str) -> dict[str, str]:
    """An entry as a phone sends it."""
    now = clock.now()
    slug = said.get("official", web_cast.senator)
    fields = {
        "owner": str(web_cast.ada), "official": slug, "campaign": web_cast.campaign, "channel": "lobby_visit",
        "outcome": "reached_member", "topics": "1", "owed": "1", "measure-0": web_cast.measure,
        "client_key": str(uuid4()), "happened_at": (now - timedelta(hours=2)).isoformat(),
        "seen": (now - timedelta(hours=3)).isoformat(), "visibility": "coalition",
    }  # fmt: skip
    return fields | said


def stance(slug: str, word: str = "leaning_yes", words: str = "I lean your way.") -> dict[str, str]:
    """What the official said."""
    return {f"stance-0-{slug}": word, f"answer-0-{slug}": words}


def rows(site: Site, model: Any) -> list[Any]:
    """All rows of a table."""
    with site.database.read() as session:
        found = session.scalars(select(model).order_by(model.id)).all()
        session.expunge_all()
    return list(found)


def test_the_shell_is_for_everybody_and_has_nobody_s_data_in_it(site: Site, web_cast: WebCast) -> None:
    shell = site.signed_out.get("/corridor/shell")
    assert shell.status_code == 200
    assert shell.text == site.get("/corridor").text
    for secret in (cast.ADA, cast.SENATOR, cast.MEASURE, cast.NEIGHBORS, web_cast.senator):
        assert secret not in shell.text
    assert site.signed_out.get("/corridor").status_code == 303


def test_the_worker_keeps_the_shell_and_files_of_ours_alone(site: Site) -> None:
    answer = site.signed_out.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-store"
    kept = json.loads(re.search(r"const KEPT = (\{.*\});", answer.text)[1])  # type: ignore[index]
    assert kept["shell"] == "/corridor/shell"
    for path in kept["files"]:
        assert path.startswith("/static/")
        found = site.signed_out.get(path)
        assert found.status_code == 200
        assert "immutable" in found.headers["cache-control"]
    assert kept["version"] in site.get("/sw.js").text


def test_the_manifest_opens_the_corridor(site: Site) -> None:
    answer = site.signed_out.get("/static/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/corridor", "/corridor", "standalone")
    for icon in told["icons"]:
        assert site.get(icon["src"]).status_code == 200


@pytest.mark.parametrize("path", ["/corridor/me", "/corridor/lists", "/corridor/lists/1"])
def test_who_is_signed_out_is_told_so_in_json(site: Site, path: str) -> None:
    answer = site.signed_out.get(path)
    assert (answer.status_code, answer.json()["message"]) == (401, "You are signed out.")
    assert site.signed_out.post("/corridor/entries", {"owner": "1"}).status_code == 401
    assert site.signed_out.post("/corridor/key", {"device": str(uuid4())}).status_code == 401


def test_a_key_is_handed_to_its_owner_and_destroyed_when_the_device_forgets(site: Site, web_cast: WebCast) -> None:
    device = str(uuid4())
    mine = site.post("/corridor/key", {"device": device})
    assert mine.headers["cache-control"] == "no-store"
    assert mine.json()["owner"] == web_cast.ada
    assert site.post("/corridor/key", {"device": device}).json()["key"] == mine.json()["key"]
    leo = site.as_user(web_cast.leo)
    assert leo.post("/corridor/key", {"device": device}).json()["key"] != mine.json()["key"]
    assert site.post("/corridor/forget", {"device": device}).status_code == 200
    assert site.post("/corridor/key", {"device": device}).status_code == 410
    assert leo.post("/corridor/key", {"device": device}).status_code == 200
    assert site.post("/corridor/key", {"device": "my phone"}).status_code == 422


@pytest.mark.parametrize("path", ["/corridor/key", "/corridor/forget", "/corridor/entries", "/paper"])
def test_another_site_s_page_can_send_nothing(site: Site, web_cast: WebCast, path: str) -> None:
    fields = entry(web_cast) | {"device": str(uuid4())}
    assert site.post(path, fields, sec_fetch_site="cross-site").status_code == 403
    assert rows(site, OutreachAction) == rows(site, DeviceKey) == []


def test_signing_out_destroys_the_device_s_key_and_empties_the_site(site: Site, web_cast: WebCast) -> None:
    device = str(uuid4())
    site.post("/corridor/key", {"device": device})
    answer = site.post("/sign-out", {"device": device})
    assert answer.headers["clear-site-data"] == '"storage"'
    assert [each.secret for each in rows(site, DeviceKey)] == [None]
    kept = site.as_user(web_cast.ada).post("/sign-out", {"device": "", "sealed": "1"})
    assert "clear-site-data" not in kept.headers, "what somebody else has not sent stays, closed to everybody but them"


def test_a_device_far_away_can_be_told_to_forget(site: Site, web_cast: WebCast) -> None:
    device = str(uuid4())
    site.post("/corridor/key", {"device": device}, user_agent="Ada's phone")
    assert "Ada&#39;s phone" in site.get("/corridor/devices").text
    [found] = rows(site, DeviceKey)
    leo = site.as_user(web_cast.leo)
    assert "Ada&#39;s phone" not in leo.get("/corridor/devices").text
    assert leo.post(f"/corridor/devices/{found.id}/forget").status_code == 404
    assert site.post(f"/corridor/devices/{found.id}/forget").status_code == 303
    assert "No device keeps a list of yours" in site.get("/corridor/devices").text


def test_lists_are_those_of_the_pages_and_no_others(site: Site, web_cast: WebCast, list_id: str) -> None:
    for user, sees in ((web_cast.ada, True), (web_cast.paz, True), (web_cast.otto, False), (web_cast.rosa, False)):
        there = site.as_user(user)
        assert [each["name"] for each in there.get("/corridor/lists").json()["lists"]] == (["Tonight"] if sees else [])
        answer = there.get(f"/corridor/lists/{list_id}")
        assert answer.status_code == (200 if sees else 404)
        assert (cast.SENATOR in answer.text) is sees
    found = site.get(f"/corridor/lists/{list_id}").json()["list"]
    assert found["visibility"] == "coalition", "what is written at its doors is shared as the list is"
    assert {each["name"] for each in found["doors"]} == {cast.SENATOR, cast.OTHER_SENATOR, cast.MEMBER}
    assert found["measures"] == [{"slug": web_cast.measure, "name": cast.MEASURE}]


def test_a_private_position_of_a_partner_is_in_no_list_of_ours(site: Site, web_cast: WebCast, list_id: str) -> None:
    secret = {"visibility": "private", **stance(web_cast.senator, "no", "quoxwords")}
    paz = site.as_user(web_cast.paz)
    assert paz.post("/corridor/entries", entry(web_cast, owner=str(web_cast.paz)) | secret).status_code == 200
    assert "quoxwords" in paz.get(f"/corridor/lists/{list_id}").text
    ours = site.get(f"/corridor/lists/{list_id}").text
    assert "quoxwords" not in ours
    assert "A partner was in touch with this office" in ours


def test_a_list_takes_the_same_number_of_queries_however_long(site: Site, list_id: str) -> None:
    assert queries_of(site, f"/corridor/lists/{list_id}") <= 30


def test_an_entry_becomes_a_contact_with_its_own_time_and_all_that_came_of_it(site: Site, web_cast: WebCast) -> None:
    sent = entry(web_cast, **stance(web_cast.senator), notes="Third floor.") | {
        "what-0": "Send the sheet", "due-0": (clock.today() + timedelta(days=3)).isoformat(),
        "ask-0": str(web_cast.ask_id),
    }  # fmt: skip
    answer = site.post("/corridor/entries", sent)
    assert answer.status_code == 200, answer.text
    [action] = rows(site, OutreachAction)
    assert answer.json() == {"action": action.id, "href": f"/outreach/{action.id}", "said": []}
    assert action.happened_at.isoformat() == sent["happened_at"]
    assert action.recorded_at > action.happened_at
    assert (action.recorded_by_id, action.visibility, action.notes) == (
        web_cast.ada,
        Visibility.COALITION,
        "Third floor.",
    )
    assert [(each.stance, each.words) for each in rows(site, Position)] == [(Stance.LEANING_YES, "I lean your way.")]
    assert [(each.what, each.owed_by_id) for each in rows(site, FollowUp)] == [("Send the sheet", web_cast.ada)]


def test_an_entry_sent_again_is_answered_as_before_and_written_once(site: Site, web_cast: WebCast) -> None:
    with_others = entry(web_cast, owner=str(web_cast.paz), **stance(web_cast.senator, "no", "Never."))
    assert site.as_user(web_cast.paz).post("/corridor/entries", with_others).status_code == 200
    sent = entry(web_cast, **stance(web_cast.senator))
    first = site.post("/corridor/entries", sent)
    later = entry(web_cast, owner=str(web_cast.paz), **stance(web_cast.senator, "no", "Never ever."))
    site.as_user(web_cast.paz).post("/corridor/entries", later)
    again = site.post("/corridor/entries", sent)
    assert again.json() == first.json()
    assert [line.split(" ")[0] for line in first.json()["said"]] == ["Paz", "On"]
    assert len(rows(site, OutreachAction)) == 3


def test_an_entry_that_came_in_is_answered_though_its_writer_may_write_no_more(site: Site, web_cast: WebCast) -> None:
    sent = entry(web_cast)
    first = site.post("/corridor/entries", sent)
    _leave(site, web_cast)
    assert site.post("/corridor/entries", sent).json() == first.json()
    refused = site.post("/corridor/entries", entry(web_cast))
    assert refused.status_code == 403
    assert refused.json()["message"] == "You no longer take part in that campaign."
    assert len(rows(site, OutreachAction)) == 1


def test_nobody_sends_what_somebody_else_wrote_on_the_device(site: Site, web_cast: WebCast) -> None:
    answer = site.as_user(web_cast.leo).post("/corridor/entries", entry(web_cast))
    assert (answer.status_code, answer.json()["field"]) == (409, "owner")
    used = entry(web_cast)
    site.post("/corridor/entries", used)
    taken = site.as_user(web_cast.leo).post("/corridor/entries", used | {"owner": str(web_cast.leo)})
    assert (taken.status_code, taken.json()["field"]) == (409, None)
    assert len(rows(site, OutreachAction)) == 1


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"happened_at": "soon"}, 422, "happened_at"),
        ({"happened_at": "2026-01-01T10:00:00"}, 422, "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, 422, "happened_at"),
        ({"happened_at": "2199-01-01T00:00:00Z"}, 422, "happened_at"),
        ({"seen": ""}, 422, "seen"),
        ({"client_key": "x"}, 422, "client_key"),
        ({"outcome": "danced"}, 422, "outcome"),
        ({"official": "nobody-here"}, 404, "official"),
        ({"campaign": "no-such-campaign"}, 403, "campaign"),
        ({"organization": "999999"}, 403, None),
        ({"measure-0": "no-such-measure"}, 422, "measure"),
        ({"due-0": "tomorrow", "what-0": "Call"}, 422, "due-0"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(
    site: Site, web_cast: WebCast, fields: dict[str, str], status: int, field: str | None
) -> None:
    answer = site.post("/corridor/entries", entry(web_cast) | fields)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.json()["message"].endswith((".", "?"))
    assert rows(site, OutreachAction) == rows(site, FollowUp) == []


def test_a_stance_from_nobody_is_refused_and_nothing_is_written(site: Site, web_cast: WebCast) -> None:
    answer = site.post("/corridor/entries", entry(web_cast, outcome="no_answer", **stance(web_cast.senator)))
    assert answer.status_code == 422
    assert "Nobody was reached" in answer.json()["message"]
    assert rows(site, OutreachAction) == rows(site, Position) == []


def _leave(site: Site, web_cast: WebCast) -> None:
    with site.database.write() as session:
        for row in session.scalars(
            select(CampaignOrganization).where(CampaignOrganization.organization_id == web_cast.neighbors)
        ):
            row.left_on = clock.today() - timedelta(days=1)
