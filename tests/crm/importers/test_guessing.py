"""Which kind of import a file is."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crm.importers import guessing
from crm.importers.guessing import guess

BILL = json.dumps({"PrintNo": "S77", "Session": 2025, "Chamber": "SENATE"})
FILES = {
    "S77.json": (BILL, "ny-bills"),
    "cut.json": ('{"PrintNo": "S77", "Sess', "ny-bills"),
    "answer.json": ('{"success": true, "responseType": "bill", "result": {}}', "openleg"),
    "LDSPON_S00077.XML": ('<sponsor_data no="S77"><prime>DOE</prime></sponsor_data>', "openleg"),
    "bill.json": ('{"bill":{"bill_id":1,"change_hash":"ab"}}', "legiscan"),
    "vote.json": ('{"roll_call":{"roll_call_id":1}}', "legiscan"),
    "bills.csv": ("bill_id,session_id,bill_number\n1,2,HB3\n", "legiscan"),
    "0007.json": ('{"ID": 7, "GUID": "A-B", "File": "Int 0007-2026"}', "nyc-council"),
    "ann.yml": ("id: ocd-person/00000000\nname: Ann Doe\n", "openstates"),
    "zz.csv": ("id,name,current_party,current_district\nocd-person/0,Ann Doe,Independent,4\n", "openstates"),
    "page.json": ('{"results": [{"id": "ocd-bill/0", "jurisdiction": {}}]}', "openstates-bills"),
    "members.yaml": ("- id:\n    bioguide: Z000001\n", "congress"),
    "friends.csv": ("\ufeffName;District\nDoe, Ann;4\n", "sheet"),
    "pasted.txt": ("Name\tStance\nAnn Doe\tyes\n", "sheet"),
    "one.csv": ("Name\n", "sheet"),
    "letter.txt": ("Dear Senator, we write to you.", None),
    "picture.png": ("\x89PNG", None),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_what_stands_at_its_beginning(name: str) -> None:
    content, kind = FILES[name]
    assert guess(name, content.encode()).kind == kind


def packed(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_an_archive_is_what_most_of_its_files_are() -> None:
    content = packed({"README.csv": "a,b\n1,2\n", "bills/S77.json": BILL, "bills/S78.json": BILL})
    found = guess("session.zip", content)
    assert found.kind == "ny-bills"
    assert found.why.startswith("In the archive: ")


@pytest.mark.parametrize("mode", ["w:xz", "w:gz", "w"])
def test_a_packed_folder_is_looked_into_however_it_is_packed(mode: str) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        member = tarfile.TarInfo("bills/S77.json")
        member.size = len(BILL)
        archive.addfile(member, io.BytesIO(BILL.encode()))
    assert guess("session.tar", made.getvalue()).kind == "ny-bills"
    assert guess("session.tar", made.getvalue()[:-40]).kind in ("ny-bills", None), "cut short, and no crash"


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_of_an_archive_that_swells_no_more_than_its_beginning_is_unpacked(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in (
            ("S77.json", BILL.encode()),
            ("S78.json", b"a" * 40_000_000),
            ("S79.json", BILL.encode()),
        ):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    taken: list[int] = []
    read = guessing._Beginning.read

    def counting(stream: guessing._Beginning, size: int) -> bytes:
        data = read(stream, size)
        taken.append(len(data))
        return data

    monkeypatch.setattr(guessing._Beginning, "read", counting)
    assert guess("session.tar", packed.getvalue()).kind == "ny-bills"
    assert (sum(taken) <= 20_000_000, max(taken) < 1_000_000) == (True, True)


def test_a_workbook_is_a_sheet_although_it_is_packed() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Senators").write(0, 0, "Name")
    assert guess("ours.xlsx", made.getvalue()).kind == "sheet"
    assert guess("ours.xlsx", made.getvalue()[:200]).kind == "sheet", "broken, and still meant as one"


@given(st.binary(max_size=400), st.text(max_size=20))
def test_no_bytes_whatever_break_it(content: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\xfd7zXZ\x00", b"\x1f\x8b\x08", b"BZh", b"\xff\xfe"):
        assert guess(name, head + content).why


def test_every_real_file_is_known_as_what_it_is(shared_data: Path) -> None:
    folders = {
        "ny-bills/bills": "ny-bills",
        "ny-bills/history": "ny-bills",
        "nyc-council/people": "nyc-council",
        "nyc-council/introduction": "nyc-council",
        "nyc-council/events": "nyc-council",
        "openleg": "openleg",
        "legiscan": "legiscan",
        "openstates-people/ny/legislature": "openstates",
    }
    wrong = [
        f"{file.relative_to(shared_data)}: {found.kind}"
        for folder, kind in folders.items()
        for file in sorted((shared_data / folder).rglob("*"))
        if file.is_file()
        and "appendix" not in file.parts
        and (found := guess(file.name, file.read_bytes())).kind != kind
    ]
    assert wrong == []
    packed_session = shared_data / "ny-bills" / "all-2025-2026.tar.xz"
    assert guess(packed_session.name, packed_session.read_bytes()).kind == "ny-bills"
    for file in (shared_data / "spreadsheets").glob("*.csv"):
        assert guess(file.name, file.read_bytes()).kind == "sheet", file.name
