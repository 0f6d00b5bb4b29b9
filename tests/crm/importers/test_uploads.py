"""Files handed in: whose they are, who sees them, what happens to them."""

from __future__ import annotations

import io
import stat
import zipfile
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import ImportBatch
from crm.coalition.models import Role
from crm.coalition.visibility import Viewer
from crm.errors import Conflict, InvalidInput, NotAllowed, NotFound
from crm.importers import unpacking
from crm.importers.history import imports, one_import
from crm.importers.models import ImportUpload
from crm.importers.uploads import (
    LARGEST,
    came_before,
    change_kind,
    clean_name,
    drop_upload,
    find_upload,
    keep_upload,
    upload_to_change,
    uploads_open,
)  # fmt: skip
from tests.builders import users
from tests.builders.scene import Scene

SHEET = b"Name,Stance\nAnn Doe,yes\n"
BILL = b'{"PrintNo": "S77", "Session": 2025}'


@pytest.fixture
def scene(session: Session) -> Scene:
    """A campaign, its organizations, and who works for them."""
    return Scene(session)


def test_an_upload_belongs_to_the_organization_of_whoever_sent_it(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "C:\\lists\\ours.csv", SHEET)
    assert (upload.name, upload.kind, upload.size) == ("ours.csv", "sheet", len(SHEET))
    assert upload.organization_id == scene.ours.id
    assert upload.content == SHEET


def test_only_its_own_organization_sees_an_upload_and_an_administrator_no_more_than_others(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)

    def sees(viewer: Viewer) -> bool:
        listed = upload.id in {line.id for line in uploads_open(scene.session, viewer)}
        try:
            find_upload(scene.session, viewer, upload.id)
        except NotFound:
            assert not listed
            return False
        return listed

    assert {name: sees(viewer) for name, viewer in scene.viewers.items()} == {
        "ada": True, "leo": True, "paz": False, "otto": False, "rosa": False,
    }  # fmt: skip


def test_what_an_administrator_of_no_organization_sends_is_seen_by_administrators_alone(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.rosa, "S77.json", BILL)
    assert upload.organization_id is None
    assert find_upload(scene.session, scene.rosa, upload.id).id == upload.id
    for viewer in (scene.ada, scene.leo, scene.paz, scene.otto):
        with pytest.raises(NotFound):
            find_upload(scene.session, viewer, upload.id)


def test_somebody_who_left_sees_no_more_what_they_handed_in(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)
    with pytest.raises(NotFound):
        find_upload(scene.session, Viewer(user_id=scene.ada.user_id), upload.id)


def test_a_volunteer_hands_in_nothing(scene: Scene) -> None:
    helper = users.user(scene.session, "Vic Ellis")
    users.member(scene.session, helper, scene.ours, Role.VOLUNTEER)
    with pytest.raises(NotAllowed):
        keep_upload(scene.session, Viewer(helper.id, frozenset({scene.ours.id})), "ours.csv", SHEET)


def test_a_volunteer_sees_what_was_handed_in_and_leaves_it_alone(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)
    helper = users.user(scene.session, "Vic Ellis")
    users.member(scene.session, helper, scene.ours, Role.VOLUNTEER)
    volunteer = Viewer(helper.id, frozenset({scene.ours.id}))
    assert find_upload(scene.session, volunteer, upload.id) is upload
    for change in (drop_upload, upload_to_change, partial(change_kind, kind="openstates")):
        with pytest.raises(NotAllowed):
            change(scene.session, volunteer, upload.id)
    assert upload_to_change(scene.session, scene.ada, upload.id).kind == "sheet"


def test_who_works_for_two_organizations_says_for_which(scene: Scene) -> None:
    users.member(scene.session, scene.users["ada"], scene.ally)
    both = Viewer(scene.ada.user_id, frozenset({scene.ours.id, scene.ally.id}))
    with pytest.raises(InvalidInput) as wrong:
        keep_upload(scene.session, both, "ours.csv", SHEET)
    assert wrong.value.field == "organization"
    kept = keep_upload(scene.session, both, "ours.csv", SHEET, organization_id=scene.ally.id)
    assert kept.organization_id == scene.ally.id
    with pytest.raises(NotAllowed):
        keep_upload(scene.session, both, "ours.csv", SHEET, organization_id=scene.outside.id)


def test_a_file_that_is_empty_or_too_large_is_refused_with_its_size(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="nothing in it"):
        keep_upload(scene.session, scene.ada, "ours.csv", b"")
    with pytest.raises(InvalidInput, match="40 MB are taken"):
        keep_upload(scene.session, scene.ada, "ours.csv", b"x" * (LARGEST + 1))


def test_a_name_is_a_name_and_no_path() -> None:
    assert clean_name("../../etc/pass\x00wd") == "pass wd"
    assert clean_name("  ") == "unnamed"
    assert len(clean_name("x" * 900 + ".csv")) == 200


def test_the_kind_can_be_changed_until_the_file_has_come_in(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)
    assert change_kind(scene.session, scene.ada, upload.id, "openstates").kind == "openstates"
    with pytest.raises(InvalidInput):
        change_kind(scene.session, scene.ada, upload.id, "nonsense")
    applied(scene, upload)
    with pytest.raises(Conflict):
        change_kind(scene.session, scene.ada, upload.id, "sheet")
    with pytest.raises(Conflict):
        drop_upload(scene.session, scene.ada, upload.id)


def test_an_upload_that_never_came_in_can_be_thrown_away(scene: Scene) -> None:
    upload = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)
    with pytest.raises(NotFound):
        drop_upload(scene.session, scene.paz, upload.id)
    drop_upload(scene.session, scene.ada, upload.id)
    assert uploads_open(scene.session, scene.ada) == ()


def applied(scene: Scene, upload: ImportUpload) -> ImportBatch:
    """The upload as it is once it came in."""
    batch = ImportBatch(
        kind=upload.kind, source=upload.name, started_at=clock.now(), user_id=upload.uploaded_by_id,
        summary={"created": 3, "upload": upload.id, "problems": [{"where": "row 2", "what": "?", "hint": "!"}]},
    )  # fmt: skip
    scene.session.add(batch)
    scene.session.flush()
    upload.batch_id = batch.id
    scene.session.flush()
    return batch


def test_the_same_file_is_known_again_by_those_who_may_see_it(scene: Scene) -> None:
    first = keep_upload(scene.session, scene.ada, "ours.csv", SHEET)
    batch = applied(scene, first)
    again = keep_upload(scene.session, scene.leo, "ours (2).csv", SHEET)
    theirs = keep_upload(scene.session, scene.paz, "ours.csv", SHEET)
    found = came_before(scene.session, scene.leo, again)
    assert found is not None
    assert found[0] == batch.id
    assert came_before(scene.session, scene.paz, theirs) is None


def test_imports_of_sheets_are_known_to_their_organization_and_those_of_records_to_all(scene: Scene) -> None:
    sheet = applied(scene, keep_upload(scene.session, scene.ada, "ours.csv", SHEET))
    bills = applied(scene, keep_upload(scene.session, scene.leo, "S77.json", BILL))
    by_hand = ImportBatch(kind="sheet", source="by hand", started_at=clock.now(), summary={}, user_id=scene.paz.user_id)
    scene.session.add(by_hand)
    scene.session.flush()
    seen = scene.seen_by(lambda session, viewer: {line.id for line in imports(session, viewer)})
    assert seen == {
        "ada": {sheet.id, bills.id}, "leo": {sheet.id, bills.id}, "paz": {bills.id, by_hand.id},
        "otto": {bills.id}, "rosa": {bills.id},
    }  # fmt: skip
    one = one_import(scene.session, scene.ada, sheet.id)
    assert (one.line.created, one.line.problems, one.line.organization) == (3, 1, scene.ours.name)
    assert one.problems[0]["where"] == "row 2"
    with pytest.raises(NotFound):
        one_import(scene.session, scene.otto, sheet.id)
    (line,) = imports(scene.session, scene.otto)
    assert (line.upload_id, line.organization) == (None, None), "the file itself is still its organization's"


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_an_archive_is_laid_out_as_the_folder_it_holds(tmp_path: Path) -> None:
    content = zipped({"zz/legislature/ann.yml": b"id: 1\n", "__MACOSX/zz/._ann.yml": b"", ".DS_Store": b""})
    folder = unpacking.lay_out("zz.zip", content, tmp_path)
    assert [each.name for each in folder.iterdir()] == ["ann.yml"], "opened as far as there is nothing but a folder"


def test_several_files_become_one_upload_and_several_again(tmp_path: Path) -> None:
    name, content = unpacking.bundle([("S77.json", b"1"), ("S78.json", b"2"), ("s77.json", b"3")])
    assert name == "S77.json and 2 more.zip"
    folder = unpacking.lay_out(name, content, tmp_path)
    assert sorted(file.read_bytes() for file in folder.iterdir()) == [b"1", b"2", b"3"]


@pytest.mark.parametrize("name", ["../out.json", "/etc/out.json", "a/../../out.json", "C:\\out.json", "..\\out.json"])
def test_an_archive_writes_nothing_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(InvalidInput, match="outside"):
        unpacking.lay_out("bad.zip", zipped({name: b"x"}), inside)
    assert not list(tmp_path.glob("out*"))


def test_a_link_a_password_and_half_an_archive_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InvalidInput, match="link"):
        unpacking.lay_out("bad.zip", made.getvalue(), tmp_path)
    locked = bytearray(zipped({"a.json": b"secret" * 20}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InvalidInput, match="cannot be unpacked"):
        unpacking.lay_out("bad.zip", bytes(locked), tmp_path)


def test_a_bomb_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", 5_000_000)
    with pytest.raises(InvalidInput, match="more than 5 MB"):
        unpacking.lay_out("bomb.zip", zipped({"bomb.json": b"\0" * 50_000_000}), tmp_path)
    assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) <= 5_000_000
