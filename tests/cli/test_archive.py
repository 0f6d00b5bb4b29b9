"""``crm export archive`` and ``crm import archive``: what goes out comes back as it was, on either engine."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from crm import clock
from crm.accounts import service
from crm.accounts.models import FeedToken, LinkPurpose, User
from crm.importers.models import ImportUpload
from crm.people.models import Person
from crm.positions.models import Evidence, EvidenceFile, EvidenceKind, Position
from crm.sessions import Database, open_database
from tests.builders import people
from tests.cli.archives import AT, parts_of, rows_of
from tests.cli.conftest import Crm, contents, run_crm
from tests.engines import Engine
from tests.examples import put_demo

SECRET = "$argon2id$quoxsecret"
LETTER = b"%PDF-1.7 the letter\x00\xff" * 1000
ELSEWHERE = ("login_sessions", "one_time_links", "feed_tokens", "sign_in_attempts")


DAY = date(2026, 6, 3)


def _add(database: Database) -> None:
    """What the demo has none of: files, merged people, secrets."""
    with clock.held_at(DAY), database.write() as session:
        older, newer = people.person(session, "Merged Older"), people.person(session, "Kept Newer")
        older.merged_into_id = newer.id
        entry = session.scalars(select(Position).limit(1)).one()
        told = Evidence(
            position_id=entry.id, kind=EvidenceKind.LETTER, is_firm=True, witnesses=["Zoë\u2028 O’Hara"],
            recorded_at=datetime(2026, 6, 3, 1, 2, 3, 4, tzinfo=UTC),
        )  # fmt: skip
        session.add(told)
        session.flush()
        for name in ("letter.pdf", "again.pdf"):
            session.add(
                EvidenceFile(
                    evidence_id=told.id, name=name, media_type="application/pdf",
                    sha256=hashlib.sha256(LETTER).hexdigest(), content=LETTER,
                )
            )  # fmt: skip
        session.add(
            ImportUpload(
                name="sheet.csv", sha256="0", size=3, content=b"a,b", options={"b": [1.1, None], "a": {"é": "😀"}},
                uploaded_at=clock.now(),
            )
        )  # fmt: skip
        user = session.scalars(select(User).where(User.is_admin)).one()
        user.password_hash = SECRET
        service.new_link(session, user, LinkPurpose.SIGN_IN)
        service.start_session(session, user, "quoxbrowser")
        session.add(FeedToken(user_id=user.id, label="quoxfeed", token_hash="f" * 64, created_at=clock.now()))


@pytest.fixture(scope="module")
def demo(engine_under_test: Engine) -> Iterator[Database]:
    """A database with everything in it; the tests only read it."""
    with engine_under_test.copy() as url:
        put_demo(engine_under_test, url, DAY)
        database = open_database(url)
        _add(database)
        yield database
        database.close()


@pytest.fixture(scope="module")
def archive(demo: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything of it, as one file."""
    return _taken_out(demo, tmp_path_factory.mktemp("archive") / "all.zip")


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def _taken_out(database: Database, path: Path) -> Path:
    ran = run_crm(_url(database), "export", "archive", path, "--exported-at", AT)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return path


@pytest.fixture(params=["the same engine", "a file of SQLite"])
def fresh(request: pytest.FixtureRequest, empty_database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An empty place without tables, on the engine under test and on the other one."""
    url = empty_database_url if request.param == "the same engine" else f"sqlite:///{tmp_path / 'fresh.db'}"
    database = open_database(url)
    yield database
    database.close()


def test_what_was_taken_out_comes_back_and_goes_out_again_byte_for_byte(
    demo: Database, archive: Path, fresh: Database, tmp_path: Path
) -> None:
    told = run_crm(_url(fresh), "import", "archive", archive, "--json").json
    before, after = contents(demo), contents(fresh)
    for table in ELSEWHERE:
        assert before.pop(table) != [] or table == "sign_in_attempts"
        assert after.pop(table) == []
    users = [tuple(None if value == SECRET else value for value in row) for row in before.pop("users")]
    assert after.pop("users") == users
    assert after == before
    assert told["rows"] == sum(map(len, after.values())) + len(users)
    assert (told["files"], told["organization"]) == (2, None)
    assert _taken_out(fresh, tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_what_comes_from_sqlite_goes_into_the_engine_under_test(
    archive: Path, empty_database_url: str, tmp_path: Path
) -> None:
    """And with the test above both ways."""
    middle, there = open_database(f"sqlite:///{tmp_path / 'middle.db'}"), open_database(empty_database_url)
    assert run_crm(_url(middle), "import", "archive", archive).code == 0
    second = _taken_out(middle, tmp_path / "second.zip")
    assert run_crm(_url(there), "import", "archive", second).code == 0
    assert _taken_out(there, tmp_path / "third.zip").read_bytes() == archive.read_bytes()
    middle.close()
    there.close()


def test_a_database_that_was_filled_so_is_whole_and_goes_on(archive: Path, fresh: Database) -> None:
    """PostgreSQL's counters must have moved past the ids that came in."""
    assert run_crm(_url(fresh), "import", "archive", archive).code == 0
    assert run_crm(_url(fresh), "db", "check").code == 0
    with fresh.write() as session:
        last = max(session.scalars(select(Person.id)))
        assert people.person(session, "Somebody New").id > last
    shown = run_crm(_url(fresh), "user", "link", "desk@whipcount.example", "--password")
    assert "/welcome/" in shown.out


def test_the_ledger_refuses_changes_after_it_came_back(archive: Path, fresh: Database) -> None:
    assert run_crm(_url(fresh), "import", "archive", archive).code == 0
    with pytest.raises(Exception, match="append-only"), fresh.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE positions SET words = 'other'")


def test_no_secret_is_in_it(archive: Path) -> None:
    everything = b"".join(parts_of(archive).values())
    for secret in (SECRET, "quoxbrowser", "quoxfeed", "f" * 64):
        assert secret.encode() not in everything
    assert {f"tables/{table}.jsonl" for table in ELSEWHERE}.isdisjoint(parts_of(archive))
    assert all("password_hash" not in row for row in rows_of(archive, "users"))


def test_a_file_that_was_handed_in_twice_is_in_it_once_as_it_is(archive: Path) -> None:
    name = f"files/{hashlib.sha256(LETTER).hexdigest()}"
    assert parts_of(archive)[name] == LETTER
    assert [row["content"] for row in rows_of(archive, "evidence_files")] == [name, name]


def test_it_can_be_read_without_this_software(archive: Path) -> None:
    assert next(iter(parts_of(archive))) == "README.txt"
    text = parts_of(archive)["README.txt"].decode()
    assert "You can read all of it without Whipcount" in text
    assert "positions" in text
    rows = rows_of(archive, "people")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert all(list(row) == sorted(row) for row in rows)
    (told,) = [row for row in rows_of(archive, "evidence") if row["witnesses"] == ["Zoë\u2028 O’Hara"]]
    assert told["recorded_at"] == "2026-06-03T01:02:03.000004Z"


def test_its_own_date_stands_in_one_place_alone(demo: Database, archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with clock.held_at(date(2026, 12, 24)):
        assert run_crm(_url(demo), "export", "archive", other).code == 0
    differing = [name for name, content in parts_of(archive).items() if parts_of(other)[name] != content]
    assert differing == ["manifest.json"]
    manifest = parts_of(other)["manifest.json"]
    assert manifest.replace(b"2026-12-24T17:00:00.000000Z", AT.encode()) == parts_of(archive)["manifest.json"]
    with zipfile.ZipFile(other) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_overwrites_nothing_and_others_cannot_read_it(demo: Database, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine\n")
    ran = run_crm(_url(demo), "export", "archive", tmp_path / "diary.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "is there already" in ran.err
    assert (tmp_path / "diary.txt").read_text() == "mine\n"
    assert archive.stat().st_mode & 0o077 == 0
    assert [path.name for path in archive.parent.iterdir()] == ["all.zip"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--organization", "nobody"), "No organization is called “nobody”"),
        (("--exported-at", "yesterday"), "“yesterday” is no moment"),
    ],
)
def test_what_cannot_be_taken_out_leaves_no_file(
    demo: Database, options: tuple[str, str], said: str, tmp_path: Path
) -> None:
    ran = run_crm(_url(demo), "export", "archive", tmp_path / "x.zip", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(demo: Database, tmp_path: Path) -> None:
    ran = run_crm(_url(demo), "export", "archive", tmp_path / "nowhere" / "x.zip")
    assert ran.code == 2
    assert "nowhere/x.zip cannot be written" in ran.err


def test_a_database_with_anything_in_it_takes_no_archive(archive: Path, database: Database, crm: Crm) -> None:
    with database.write() as session:
        service.add_user(session, "ana@example.org", "Ana")
    before = contents(database)
    ran = crm("import", "archive", archive)
    assert (ran.code, ran.out) == (2, "")
    assert "not empty: it has users in it. Choose an empty one" in ran.err
    assert contents(database) == before
