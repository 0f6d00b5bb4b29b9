"""Archives of public records, laid out for a reader: the folder that was asked for, and nothing outside of it."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from crm.errors import InvalidInput
from crm.importers.refresh import inside
from crm.importers.refresh.inside import lay_out

FILES = {
    "people-main/data/ny/legislature/a.yml": b"a",
    "people-main/data/ny/b.yml": b"b",
    "people-main/data/nyc/c.yml": b"c",
    "people-main/settings.yml": b"s",
}


def _tar(path: Path, files: dict[str, bytes], mode: str = "w:xz") -> Path:
    with tarfile.open(path, mode) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def _there(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(params=[_tar, _zip], ids=["tar", "zip"])
def pack(request: pytest.FixtureRequest) -> Callable[[Path, dict[str, bytes]], Path]:
    """A way of packing."""
    packer: Callable[[Path, dict[str, bytes]], Path] = request.param
    return packer


@pytest.mark.parametrize("wanted", ["data/ny", "people-main/data/ny"])
def test_the_folder_asked_for_is_laid_out_under_its_own_name(pack: Callable, wanted: str, tmp_path: Path) -> None:
    found = lay_out(pack(tmp_path / "x", FILES), PurePosixPath(wanted), tmp_path / "out")
    assert found == tmp_path / "out" / "ny"
    assert _there(tmp_path / "out") == {"ny/legislature/a.yml": b"a", "ny/b.yml": b"b", "settings.yml": b"s"}


def test_a_file_may_be_asked_for(pack: Callable, tmp_path: Path) -> None:
    found = lay_out(pack(tmp_path / "x", FILES), PurePosixPath("data/ny/b.yml"), tmp_path / "out")
    assert (found.name, found.read_bytes()) == ("b.yml", b"b")


def test_a_zip_is_laid_out_whole_and_its_only_folder_opened(tmp_path: Path) -> None:
    found = lay_out(_zip(tmp_path / "x", {"a/b/c.json": b"1", "a/b/d.json": b"2"}), None, tmp_path / "out")
    assert _there(found) == {"c.json": b"1", "d.json": b"2"}


def test_anything_else_is_given_as_it_is(tmp_path: Path) -> None:
    archive = _tar(tmp_path / "all.tar.xz", FILES)
    assert lay_out(archive, None, tmp_path / "out") == archive


@pytest.mark.parametrize("name", ["data/ny/../../../evil.yml", "/data/ny/evil.yml", "C:/evil.yml"])
def test_a_name_that_leads_out_of_the_folder_is_refused(pack: Callable, name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InvalidInput, match="outside of its folder"):
        lay_out(pack(tmp_path / "in" / "x", {name: b"x"}), PurePosixPath("data/ny"), tmp_path / "out")
    assert not list(tmp_path.rglob("evil.yml"))


def test_links_are_left_out(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo(f"data/ny/link-{kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    with pytest.raises(InvalidInput, match="holds no “data/ny”"):
        lay_out(tmp_path / "x", PurePosixPath("data/ny"), tmp_path / "out")
    entry = zipfile.ZipInfo("data/ny/link")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "y", "w") as packed:
        packed.writestr(entry, "/etc/passwd")
    with pytest.raises(InvalidInput, match="holds no “data/ny”"):
        lay_out(tmp_path / "y", PurePosixPath("data/ny"), tmp_path / "out")


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.7])
def test_an_archive_that_was_cut_short_is_refused(pack: Callable, kept: float, tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole", FILES | {"people-main/data/ny/long.yml": bytes(range(256)) * 500}).read_bytes()
    (tmp_path / "x").write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(InvalidInput, match="no whole archive"):
        lay_out(tmp_path / "x", PurePosixPath("data/ny"), tmp_path / "out")


def test_a_bomb_is_stopped_while_it_goes_off(pack: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "MOST_BYTES", 3_000_000)
    with pytest.raises(InvalidInput, match="more than 3 MB once unpacked"):
        lay_out(pack(tmp_path / "x", {"data/ny/a": bytes(10_000_000)}), PurePosixPath("data/ny"), tmp_path / "out")
    assert sum(map(len, _there(tmp_path / "out").values())) <= 3_000_000


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "MOST_FILES", 3)
    with pytest.raises(InvalidInput, match="more than 3 files"):
        lay_out(_zip(tmp_path / "x", FILES), PurePosixPath("data/ny"), tmp_path / "out")


def test_a_bomb_beside_the_folder_asked_for_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "MOST_BYTES", 3_000_000)
    packed = _tar(tmp_path / "x", {"elsewhere/huge": bytes(4_000_000), **FILES})
    with pytest.raises(InvalidInput, match="more than 3 MB"):
        lay_out(packed, PurePosixPath("data/ny"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
