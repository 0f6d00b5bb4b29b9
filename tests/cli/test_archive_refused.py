"""Archives that are damaged, changed, of another version or none: one sentence each, and an empty database stays so."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.db import Base
from crm.exporters.archive.writing import archive as taken_out
from crm.exporters.archive.writing import write_archive
from crm.positions.models import EvidenceFile
from crm.sessions import Database, open_database
from tests.builders import law, ledger, people, states
from tests.cli.archives import Parts, changed, parts_of, put_together
from tests.cli.conftest import Crm, contents
from tests.engines import Engine

POSITIONS, USERS = "tables/positions.jsonl", "tables/users.jsonl"


@pytest.fixture(scope="module")
def whole(engine_under_test: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive: two people, an entry of the ledger with a file."""
    path = tmp_path_factory.mktemp("whole") / "whole.zip"
    with engine_under_test.copy() as url:
        database = open_database(url)
        with database.write() as session:
            where = states.state(session)
            person, _other = people.person(session, "Sena Abara"), people.person(session, "Mo Lindqvist")
            entry = ledger.position(session, person, law.measure(session, where))
            told = ledger.evidence(session, entry)
            session.add(EvidenceFile(evidence_id=told.id, name="a", media_type="text/plain", sha256="", content=b"abc"))
        with database.read() as session:
            write_archive(taken_out(session), path)
        database.close()
    return path


def _is_empty(database: Database) -> bool:
    return not any(contents(database).values())


def _refused(crm: Crm, database: Database, path: Path, said: str) -> None:
    ran = crm("import", "archive", path)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert _is_empty(database)


def test_the_small_archive_itself_comes_in(crm: Crm, database: Database, whole: Path) -> None:
    """Else the tests below would prove nothing."""
    assert crm("import", "archive", whole).code == 0
    assert not _is_empty(database)


def _edit(part: str, before: str, after: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert before.encode() in parts[part], parts[part][:500]
        parts[part] = parts[part].replace(before.encode(), after.encode(), 1)

    return change


def _also(name: str, content: bytes = b"") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def _without(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.__delitem__(name) if name in parts else None


def _cut(parts: Parts) -> None:
    parts[POSITIONS] = parts[POSITIONS][:-1]


def _twice(parts: Parts) -> None:
    parts[POSITIONS] *= 2


def _swapped_file(parts: Parts) -> None:
    name = next(name for name in parts if name.startswith("files/"))
    parts[name] = b"abd"


def _no_file(parts: Parts) -> None:
    del parts[next(name for name in parts if name.startswith("files/"))]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_edit(POSITIONS, '"stance":"yes"', '"stance":"perhaps"'), "positions.jsonl, line 1, has in stance: 'perhaps'"),
        (_edit(POSITIONS, '"id":1', '"id":"1"'), "line 1, has in id: no whole number"),
        (_edit(POSITIONS, '"person_id":1', '"person_id":null'), "line 1, has nothing in person_id"),
        (_edit(POSITIONS, '"person_id":1', '"person_id":999'), "does not fit the others"),
        (_edit(POSITIONS, '"corrects_id":null', '"corrects_id":7'), "row 1 names row 7, which is not there"),
        (_edit(POSITIONS, '"words":', '"mood":1,"words":'), "has a column that this Whipcount does not know: mood"),
        (_edit(POSITIONS, '"words":', '"zords":'), "lacks the column words"),
        (_edit(POSITIONS, "{", "["), "line 1, is no JSON"),
        (_edit(POSITIONS, "\n", "\n7\n"), "line 2, is no row"),
        (_edit("tables/people.jsonl", '"id":2', '"id":1'), "line 2, stands out of the order of the ids"),
        (_twice, "line 2, stands out of the order"),
        (_cut, "positions.jsonl is cut short"),
        (_swapped_file, "is not named after its content"),
        (_no_file, "The archive lacks files/"),
        (_without(POSITIONS), "lacks the table positions"),
        (_also("tables/diaries.jsonl"), "“tables/diaries.jsonl” is a table that this Whipcount does not know"),
        (_also("tables/login_sessions.jsonl"), "“tables/login_sessions.jsonl” is a table that"),
        (_also("../../evil.txt", b"x"), "“../../evil.txt” has no place in it"),
        (_also("tables/../evil.jsonl", b"x"), "“tables/../evil.jsonl” is a table"),
        (_also("/etc/passwd", b"x"), "“/etc/passwd” has no place in it"),
        (_also("files/letter.pdf", b"x"), "“files/letter.pdf” has no place in it"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_its_place(
    change: Callable[[Parts], None], said: str, crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    _refused(crm, database, changed(whole, tmp_path / "x.zip", change), said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_edit(POSITIONS, '"stance":"yes"', '"stance":"no" '), "positions.jsonl was changed since"),
        (_edit(POSITIONS, '"stance":"yes"', '"stance":"no"'), "positions.jsonl has another size"),
        (_edit("README.txt", "Whipcount", "Whapcount"), "README.txt was changed since"),
        (_without(USERS), "the zip file lacks it"),
        (_also("tables/diaries.jsonl"), "does not know"),
        (_also("files/" + "0" * 64), "manifest.json does not name it"),
    ],
)
def test_a_part_that_was_changed_is_found_by_its_fingerprint(
    change: Callable[[Parts], None], said: str, crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    _refused(crm, database, changed(whole, tmp_path / "x.zip", change, mend=False), said)


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"format": 2}, "has the form 2; this Whipcount reads up to 1. Install the newer Whipcount"),
        ({"format": "one"}, "is not that of an archive of Whipcount"),
        ({"product": "Something"}, "is not that of an archive of Whipcount"),
        ({"migration": "9999"}, "The archive's tables are at version 9999"),
        ({"migration": "0001", "product_version": "0.0.9"}, "wrote it, 0.0.9; then: crm db upgrade"),
        ({"exported_at": 5}, "is not that of an archive of Whipcount"),
    ],
    ids=str,
)  # fmt: skip
def test_an_archive_of_another_version_says_which_whipcount_reads_it(
    says: dict[str, object], said: str, crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    _refused(crm, database, changed(whole, tmp_path / "x.zip", lambda _: None, **says), said)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"product": "Whipcount"}', b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(
    content: bytes, crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    parts = parts_of(whole) | {"manifest.json": content}
    _refused(crm, database, put_together(parts, tmp_path / "x.zip"), "is not that of an archive")


@pytest.mark.parametrize("part", [{"bytes": -1}, {"bytes": "5"}, {"rows": 1.5}, {"name": 7}, {"sha256": None}])
def test_a_part_without_a_right_number_is_refused(
    part: dict[str, object], crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    said = json.loads(parts_of(whole)["manifest.json"])
    said["parts"][3] |= part
    parts = parts_of(whole) | {"manifest.json": json.dumps(said).encode()}
    _refused(crm, database, put_together(parts, tmp_path / "x.zip"), "is not that of an archive")


def test_a_zip_file_of_something_else_is_told_so(crm: Crm, database: Database, tmp_path: Path) -> None:
    _refused(crm, database, put_together({"README.txt": b"x"}, tmp_path / "x.zip"), "holds no manifest.json")
    _refused(crm, database, put_together({"photo.jpg": b"x"}, tmp_path / "y.zip"), "“photo.jpg” has no place in it")


@pytest.mark.parametrize("kept", [0, 1, 50, 0.5, 0.9, -1])
def test_an_archive_that_was_cut_short_is_refused(
    kept: float, crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    content = whole.read_bytes()
    end = int(len(content) * kept) if isinstance(kept, float) else kept
    (tmp_path / "x.zip").write_bytes(content[:end])
    _refused(crm, database, tmp_path / "x.zip", "is no whole zip file")


def test_a_single_bit_that_turned_is_found(crm: Crm, database: Database, whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as opened:
        at = opened.getinfo(POSITIONS).header_offset + 30 + len(POSITIONS) + 60
    content = bytearray(whole.read_bytes())
    content[at] ^= 0x10
    (tmp_path / "x.zip").write_bytes(content)
    ran = crm("import", "archive", tmp_path / "x.zip")
    assert ran.code == 2
    assert "positions.jsonl" in ran.err
    assert _is_empty(database)


def test_a_file_that_is_not_there_or_a_folder_is_named(crm: Crm, database: Database, tmp_path: Path) -> None:
    _refused(crm, database, tmp_path / "none.zip", "There is no file")
    _refused(crm, database, tmp_path, "There is no file")


def test_a_bomb_is_not_unpacked(crm: Crm, database: Database, whole: Path, tmp_path: Path) -> None:
    def swell(parts: Parts) -> None:
        parts[USERS] = b" " * 100_000_000

    _refused(crm, database, changed(whole, tmp_path / "x.zip", swell, level=9), "would grow out of all measure")


def test_a_part_that_holds_more_than_it_says_is_read_no_further(
    crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    """Whoever builds a bomb lies wherever a size stands: in the manifest, and twice in the zip file."""

    def swell(parts: Parts) -> None:
        parts[USERS] = b"A" * 5_000_000

    path = changed(whole, tmp_path / "x.zip", swell)
    lied = path.read_bytes().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 1000))
    path.write_bytes(lied)
    said = json.loads(parts_of(whole)["manifest.json"])
    next(part for part in said["parts"] if part["name"] == USERS)["bytes"] = 1000
    with zipfile.ZipFile(path, "a") as opened:
        opened.filelist = [entry for entry in opened.filelist if entry.filename != "manifest.json"]
        opened.NameToInfo.pop("manifest.json")
        opened.writestr("manifest.json", json.dumps(said))
    _refused(crm, database, path, "tables/users.jsonl")


def test_a_name_that_is_in_it_twice_is_refused(crm: Crm, database: Database, whole: Path, tmp_path: Path) -> None:
    put_together(parts_of(whole), tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr(POSITIONS, b"")
    _refused(crm, database, tmp_path / "x.zip", "positions.jsonl is in the zip file twice")


def test_a_line_without_end_fills_no_memory(crm: Crm, database: Database, whole: Path, tmp_path: Path) -> None:
    def lengthen(parts: Parts) -> None:
        parts[POSITIONS] = (os.urandom(1 << 20).hex() * 40).encode()

    path = changed(whole, tmp_path / "x.zip", lengthen)
    _refused(crm, database, path, "positions.jsonl holds a line that is too long")


def test_what_postgresql_cannot_hold_is_said_and_sqlite_takes_it(
    crm: Crm, database: Database, whole: Path, tmp_path: Path
) -> None:
    path = changed(whole, tmp_path / "x.zip", _edit(POSITIONS, '"words":"', '"words":"\\u0000'))
    if database.engine.dialect.name == "postgresql":
        _refused(crm, database, path, "has a NUL character in words, which PostgreSQL does not take")
    else:
        assert crm("import", "archive", path).code == 0


def test_a_file_that_cannot_be_used_makes_no_database(crm: Crm, whole: Path, tmp_path: Path) -> None:
    path = changed(whole, tmp_path / "x.zip", _twice)
    ran = crm("--database", f"sqlite:///{tmp_path / 'new.db'}", "import", "archive", path.with_name("none.zip"))
    assert ran.code == 2
    assert not (tmp_path / "new.db").exists()


def test_every_table_is_looked_at_before_a_database_counts_as_empty(database: Database) -> None:
    assert set(contents(database)) == {table.name for table in Base.metadata.sorted_tables}
