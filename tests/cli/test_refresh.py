"""``crm refresh`` and ``crm sources``, against a real HTTP server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crm import clock
from crm.audit.models import AuditEntry, ImportBatch
from crm.errors import Conflict
from crm.importers.models import RefreshSource
from crm.importers.refresh.run import Refreshed, refresh
from crm.people.models import Person
from crm.sessions import Database
from tests.cli.conftest import Crm
from tests.packed_roster import FIXTURE, WHOLE, packed
from tests.serving import Said, Serving, serving

TAGS = {"ETag": '"7"', "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"}


@pytest.fixture
def server() -> Iterator[Serving]:
    """A server that ends with the test."""
    with serving() as running:
        running.answers = [Said(body=WHOLE, headers=TAGS)]
        yield running


@pytest.fixture
def source(crm: Crm, server: Serving) -> str:
    """The address of the one source on file, which is due."""
    address = f"{server.url}/people.tar.gz#data/zz"
    assert crm("sources", "add", "openstates", address, "--json").json["id"] == 1
    return address


def _run(crm: Crm, *options: str) -> dict[str, Any]:
    (done,) = crm("refresh", "--json", *options).json["refreshed"]
    found: dict[str, Any] = done
    return found


def _row(database: Database) -> RefreshSource:
    with database.read() as session:
        return session.get_one(RefreshSource, 1)


def _batches(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(ImportBatch.source).order_by(ImportBatch.id)))


def test_a_source_is_asked_for_nothing_before_it_is_run(server: Serving, source: str) -> None:
    assert server.asked == []


def test_what_is_new_comes_in_under_the_name_of_the_source(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    done = _run(crm)
    assert (done["state"], done["created"], done["location"]) == ("updated", 9, source)
    assert _batches(database) == [source]
    assert [asked.path for asked in server.asked] == ["/people.tar.gz"]
    with database.read() as session:
        assert session.scalar(select(Person.name).where(Person.slug == "orla-finch")) == "Orla Finch"
        assert "whipcount-refresh" not in str(session.scalars(select(ImportBatch.summary)).all())


def test_a_source_that_is_not_due_is_left_alone(crm: Crm, server: Serving, source: str, database: Database) -> None:
    _run(crm)
    ran = crm("refresh")
    assert (ran.code, ran.out) == (0, "")
    assert "No source is due" in ran.err
    assert crm("refresh", "--json").json == {"refreshed": []}
    assert len(server.asked) == 1
    with clock.held_at(clock.now() + timedelta(hours=24, minutes=1)):
        assert _run(crm)["state"] == "same"
    assert len(server.asked) == 2


def test_what_has_not_changed_is_neither_sent_nor_brought_in_again(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    first = _run(crm)
    server.answers = [Said(status=304)]
    again = _run(crm, "--source", "1")
    asked = server.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (TAGS["ETag"], TAGS["Last-Modified"])
    assert (again["state"], again["created"], again["updated"], again["batch"]) == ("same", 0, 0, None)
    assert again["problems"] == first["problems"]
    assert len(_batches(database)) == 1
    _run(crm, "--source", "1")
    assert server.asked[-1].headers["if-none-match"] == TAGS["ETag"], "it is remembered over a 304"


def test_the_same_bytes_from_a_server_without_conditions_are_not_brought_in_again(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    server.answers = [Said(body=WHOLE)]
    assert _run(crm)["state"] == "updated"
    assert _run(crm, "--source", "1")["state"] == "same"
    assert len(_batches(database)) == 1
    server.answers = [Said(body=packed({"people-main/README": b"new"}))]
    assert _run(crm, "--source", "1")["same"] == 9
    assert len(_batches(database)) == 2


def test_a_source_that_fails_is_left_alone_for_longer_each_time_and_then_asked_for_all(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    _run(crm)
    server.answers = [Said(status=500)]
    for failures, hours in ((1, 1), (2, 2), (3, 4)):
        before = clock.now()
        ran = crm("refresh", "--source", "1")
        assert ran.code == 2
        assert "answered 500 for /people.tar.gz" in ran.err
        row = _row(database)
        assert row.failures == failures
        assert row.next_at is not None
        assert timedelta(hours=hours) <= row.next_at - before < timedelta(hours=hours, minutes=5)
        assert crm("refresh", "--json").json == {"refreshed": []}, "not before its time"
    assert len(server.asked) == 4, "asked once each time"
    server.answers = [Said(body=WHOLE, headers=TAGS)]
    done = _run(crm, "--source", "1")
    assert "if-none-match" not in server.asked[-1].headers
    assert (done["state"], done["same"]) == ("same", 9)
    assert _row(database).failures == 0


def test_what_could_not_be_brought_in_is_not_taken_for_known(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    server.answers = [Said(body=WHOLE[:-100], headers=TAGS)]
    ran = crm("refresh", "--json")
    assert ran.code == 2
    assert "no whole archive" in ran.err
    assert "Traceback" not in ran.err
    assert (_row(database).etag, _batches(database)) == (None, [])
    server.answers = [Said(body=WHOLE, headers=TAGS)]
    assert _run(crm, "--source", "1")["created"] == 9
    assert "if-none-match" not in server.asked[-1].headers


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Said(status=404), "answered 404"),
        (Said(status=302, headers={"Location": "https://elsewhere.example/x"}), "another host"),
        (Said(body=b"<html>sign in</html>"), "no whole archive"),
        (Said(body=WHOLE[:50], length=len(WHOLE)), "broke off before its end"),
        (Said(body=packed({"people-main/data/zz/../../../../evil.yml": b"id: 1\n"})), "outside of its folder"),
        (Said(body=packed({"people-main/data/zz/legislature/x.yml": b"id: ocd-per"})), "seems cut short"),
    ],
    ids=["404", "host", "web-page", "truncated", "traversal", "half-file"],
)
def test_an_answer_that_cannot_be_used_is_one_sentence_with_what_to_do_and_changes_nothing(
    answer: Said, said: str, crm: Crm, server: Serving, source: str, database: Database
) -> None:
    server.answers = [answer]
    ran = crm("refresh", "--json")
    assert ran.code == 2
    assert said in ran.err
    assert "whipcount-refresh" not in ran.err
    assert "base-url" not in ran.err
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() == []


def test_another_folder_than_the_archive_holds_is_named(crm: Crm, server: Serving) -> None:
    crm("sources", "add", "openstates", f"{server.url}/people.tar.gz#data/ca")
    ran = crm("refresh")
    assert ran.code == 2
    assert "holds no “data/ca”" in ran.err


def test_a_source_that_fails_stops_no_other(crm: Crm, server: Serving, source: str, tmp_path: Path) -> None:
    server.answers = [Said(status=500)]
    crm("sources", "add", "openstates", FIXTURE)
    ran = crm("refresh", "--json")
    assert ran.code == 2
    assert '"state": "failed"' in ran.out
    assert '"state": "updated"' in ran.out


def test_two_refreshes_at_once_run_a_source_once(database: Database, server: Serving, source: str) -> None:
    start = threading.Barrier(4)
    done: list[Refreshed] = []
    turned_away: list[Conflict] = []

    def one() -> None:
        start.wait()
        try:
            done.extend(refresh(database.write))
        except Conflict as wrong:
            turned_away.append(wrong)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert len(server.asked) == 1
    assert len(_batches(database)) == 1


def test_nobody_else_runs_a_source_while_one_is_at_it(
    database: Database, crm: Crm, server: Serving, source: str
) -> None:
    server.answers = [Said(silent=True)]
    first = threading.Thread(target=lambda: refresh(database.write))
    first.start()
    while first.is_alive() and not server.asked:
        pass
    crm("sources", "add", "openstates", FIXTURE)
    for options in (("--source", "1"), ("--source", "2"), ()):
        ran = crm("refresh", *options)
        assert ran.code == 2
        assert "Source 1 is being refreshed since" in ran.err
    assert crm("sources", "list", "--json").json["sources"][0]["is_running"]
    server.over.set()
    first.join()
    assert crm("sources", "list", "--json").json["sources"][0]["failures"] == 1


def test_how_a_source_goes_is_no_business_of_the_audit(crm: Crm, source: str, database: Database) -> None:
    _run(crm)
    with database.read() as session:
        noted = session.scalars(select(AuditEntry.change).where(AuditEntry.table_name == "refresh_sources")).all()
    assert [change.value for change in noted] == ["created"]


def test_a_folder_of_the_server_is_read_where_it_is(crm: Crm, database: Database, tmp_path: Path) -> None:
    assert crm("sources", "add", "openstates", FIXTURE, "--every-hours", "1").code == 0
    done = _run(crm)
    assert (done["created"], done["location"]) == (9, str(FIXTURE))
    assert _batches(database) == [str(FIXTURE)]


def test_a_folder_that_is_gone_is_a_failure_in_words(crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "zz").mkdir()
    crm("sources", "add", "openstates", tmp_path / "zz")
    (tmp_path / "zz").rmdir()
    ran = crm("refresh")
    assert ran.code == 2
    assert "does not exist" in ran.err


def test_a_source_can_be_stopped_and_let_go_on_and_forgotten(
    crm: Crm, server: Serving, source: str, database: Database
) -> None:
    _run(crm)
    assert crm("sources", "off", "1").code == 0
    with clock.held_at(clock.now() + timedelta(days=30)):
        assert crm("refresh", "--json").json == {"refreshed": []}
    assert crm("sources", "on", "1").code == 0
    assert len(crm("refresh", "--json").json["refreshed"]) == 1
    assert crm("sources", "remove", "1").code == 0
    assert crm("sources", "list", "--json").json == {"sources": []}
    with database.read() as session:
        assert session.scalars(select(Person.id)).all() != [], "what came in stays"


def test_the_list_tells_how_each_source_went(crm: Crm, source: str) -> None:
    assert "never asked" in crm("sources", "list").out
    _run(crm)
    told = crm("sources", "list").out
    assert "9 new" in told
    (line,) = crm("sources", "list", "--json").json["sources"]
    assert (line["title"], line["is_on"], line["last"]["state"]) == ("Open States people", True, "updated")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("horoscopes", "https://example.org/x"), "“horoscopes” cannot be refreshed"),
        (("sheet", "https://example.org/x"), "“sheet” cannot be refreshed"),
        (("openstates", "http://example.org/x"), "is not an https address"),
        (("openstates", "ftp://example.org/x"), "is not an https address"),
        (("openstates", "https://"), "is not an https address"),
        (("openstates", "https://ada:secret@example.org/x"), "holds a name or a password"),
        (("openstates", "https://example.org/x?API_KEY=1"), "has a key in it"),
        (("openstates", "https://10.0.0.1/x"), "is inside a network"),
        (("openstates", "https://169.254.169.254/latest"), "is inside a network"),
        (("openstates", "https://[::ffff:10.0.0.1]/x"), "is inside a network"),
        (("openstates", "https://127.0.0.2/x"), "is inside a network"),
        (("openstates", "https://example.org/x#../up"), "is no folder inside an archive"),
        (("openstates", "/nowhere/at/all"), "There is no file or folder /nowhere/at/all"),
        (("openstates", " "), "Where is the source?"),
        (("openstates", "https://example.org/x", "--every-hours", "0"), "How often?"),
    ],
    ids=" ".join,
)
def test_what_must_not_be_asked_is_refused_and_not_kept(
    arguments: tuple[str, ...], said: str, crm: Crm, database: Database
) -> None:
    ran = crm("sources", "add", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "secret" not in ran.err
    with database.read() as session:
        assert session.scalars(select(RefreshSource.id)).all() == []


def test_a_source_is_on_file_once(crm: Crm, source: str) -> None:
    ran = crm("sources", "add", "openstates", source)
    assert ran.code == 2
    assert "on file already" in ran.err


@pytest.mark.parametrize("command", ["refresh --source 9", "sources on 9", "sources off 9", "sources remove 9"])
def test_a_source_that_is_not_there_is_said_to_be(command: str, crm: Crm) -> None:
    ran = crm(*command.split())
    assert ran.code == 2
    assert "There is no source 9. See which there are: crm sources list" in ran.err
