"""Archives are read by somebody who trusts none: a clear answer, bounded in time and memory, and nothing half done."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.bills.models import Bill
from crm.errors import InvalidInput
from crm.importers.nybills import archive
from crm.importers.nybills.archive import members_of
from crm.importers.nybills.run import bring_ny_bills
from crm.importers.report import ImportReport
from crm.sessions import Database

BIGGEST = 100_000


def bill(number: str = "S1") -> bytes:
    told = {
        "PrintNo": number, "Session": 2025, "Chamber": "SENATE", "Title": "An act",
        "Actions": [{"Text": "REFERRED TO CODES", "Date": "2025-01-16", "Chamber": "SENATE"}],
        "Sponsors": [{"ID": 7, "Name": "Sena Abara", "Short": "ABARA"}],
    }  # fmt: skip
    return json.dumps(told).encode()


def packed(*files: tuple[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w") as made:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname, info.mtime = len(content), kind, link, 1_750_000_000
            made.addfile(info, io.BytesIO(content))
    return found.getvalue()


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """What is inside takes no more memory (unpacking .xz alone takes 8 MB)."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < size
    finally:
        tracemalloc.stop()


def names(path: Path, report: ImportReport | None = None) -> list[str]:
    return [member.name for member in members_of(path, report or ImportReport(), BIGGEST)]


@pytest.fixture(params=[".tar", ".tar.gz", ".tar.bz2", ".tar.xz"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[bytes], Path]:
    def run(content: bytes) -> Path:
        path = tmp_path / f"bills{request.param}"
        how = {".tar": bytes, ".tar.gz": gzip.compress, ".tar.bz2": bz2.compress, ".tar.xz": lzma.compress}
        path.write_bytes(how[request.param](content))
        return path

    return run


def test_every_make_of_archive_is_read(write) -> None:
    path = write(packed(("bills/S1.json", bill()), ("bills/S2.json", bill("S2"))))
    assert names(path) == ["bills/S1.json", "bills/S2.json"]


def test_one_that_was_cut_short_is_refused(write) -> None:
    path = write(packed(*((f"S{number}.json", bill() * 20) for number in range(60))))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(InvalidInput, match="damaged") as wrong:
        names(path)
    assert "nothing was imported" in wrong.value.hint


@pytest.mark.parametrize("name", ["../S1.json", "/etc/S1.json", "a/../../S1.json", "..\\S1.json", "C:/S1.json"])
def test_a_name_that_leads_out_is_left_out_and_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(packed((name, bill()), ("S2.json", bill("S2"))))
    report = ImportReport()
    assert names(path, report) == ["S2.json"]
    assert [problem.what for problem in report.problems] == ["Its name leads out of the archive."]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_left_out_and_told(kind: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(packed(("S1.json", b""), kind=kind, link="/etc/passwd"))
    report = ImportReport()
    assert names(path, report) == []
    assert len(report.problems) == 1


def test_a_file_too_large_for_a_bill_is_left_out_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(packed(("S1.json", b" " * (BIGGEST + 1)), ("S2.json", bill("S2"))))
    report = ImportReport()
    assert names(path, report) == ["S2.json"]
    assert "no bill" in report.problems[0].what


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 5_000_000)
    path = tmp_path / "x.tar.xz"
    path.write_bytes(lzma.compress(packed(("S1.json", b"\0" * 20_000_000))))
    with at_most(12_000_000), pytest.raises(InvalidInput, match="holds more than 5 MB"):
        names(path)


def test_a_header_made_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(packed(("././@LongLink", b"\0" * 30_000_000), kind=tarfile.GNUTYPE_LONGNAME)))
    with at_most(5_000_000), pytest.raises(InvalidInput, match="damaged"):
        names(path)


def test_more_files_than_any_session_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    path = tmp_path / "x.tar"
    path.write_bytes(packed(*((f"S{number}.json", b"{}") for number in range(5))))
    with pytest.raises(InvalidInput, match="more than 3 files"):
        names(path)


def test_what_is_not_packed_as_its_name_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.xz"
    path.write_bytes(b"hello, this is no archive at all")
    with pytest.raises(InvalidInput, match="damaged at its beginning"):
        names(path)


def test_a_damaged_archive_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    whole = packed(*((f"S{number}.json", bill(f"S{number}")) for number in range(1, 40)))
    path.write_bytes(whole[: len(whole) // 2 + 700])
    with pytest.raises(InvalidInput), database.write() as session:
        bring_ny_bills(session, path)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Bill)) == 0


def test_what_cannot_be_used_is_told_and_the_rest_comes_in(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    files = (("S1.json", bill()), ("S2.json", bill("S2")[:-40]), ("S3.json", b"\xff\xfe\x00"), ("S4.json", b"[1]"))
    others = (("S5.json", b'{"a": 1}'), ("notes.txt", b"hello"), ("../S6.json", bill("S6")))
    path.write_bytes(packed(*files, *others))
    with database.write() as session:
        report = bring_ny_bills(session, path)
    assert report.created == 1
    assert [problem.where for problem in report.problems] == [
        "S2.json", "S3.json", "S4.json", "S5.json", "notes.txt", "../S6.json",
    ]  # fmt: skip
    assert all(problem.what and problem.hint for problem in report.problems)
