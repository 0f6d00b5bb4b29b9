"""An archive for one organization holds what it may see, and hangs together."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import clock
from crm.accounts.models import User
from crm.audit.models import AuditEntry, ImportBatch
from crm.calling.models import CallList, CallTarget, Claim
from crm.campaigns.models import CampaignOrganization, TalkingPoint
from crm.coalition.models import OrganizationContact, Visibility
from crm.exporters.archive.reading import bring_back
from crm.exporters.archive.scope import STAYS, OneOrganization
from crm.exporters.archive.tables import exported
from crm.exporters.archive.writing import archive, write_archive
from crm.importers.models import ImportUpload
from crm.outreach import service
from crm.outreach.contact import NewContact, Official, Owed, Staff, Topic
from crm.outreach.models import Channel, Outcome
from crm.positions.models import EvidenceFile
from crm.positions.stance import Stance
from crm.sessions import Database, open_database
from tests.builders import ledger
from tests.builders.scene import Scene
from tests.cli.archives import parts_of, rows_of
from tests.properties.walled_world import START, Row, Written, visible_part, worlds

Contents = dict[str, list[dict[str, Any]]]
NOW = START + timedelta(days=100)


def _contents(session: Any, organization_id: int, day: date) -> Contents:
    scope = OneOrganization(session, organization_id, "it", day)
    return {
        table.name: [scope.finish(table, dict(row)) for row in session.execute(scope.query(table)).mappings()]
        for table in exported()
    }


def _loose_ends(contents: Contents) -> list[str]:
    """References that lead to no row of the same archive."""
    ids = {table: {row["id"] for row in rows} for table, rows in contents.items()}
    return [
        f"{table.name}.{column.name}: {row[column.name]}"
        for table in exported()
        for column in table.columns
        for key in column.foreign_keys
        for row in contents[table.name]
        if row.get(column.name) is not None and row[column.name] not in ids[key.column.table.name]
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(rows=worlds(), place=st.integers(0, 2))
def test_what_an_organization_may_not_see_is_as_if_it_had_never_been_entered(
    database: Database, rows: list[Row], place: int
) -> None:
    with clock.held_at(NOW), database.write() as session:
        world = Written(session)
        found = []
        for part in (rows, visible_part(rows, frozenset({place}))):
            written = session.begin_nested()
            world.write(part)
            found.append(_contents(session, world.organizations[place].id, NOW))
            written.rollback()
        assert found[0] == found[1]
        assert _loose_ends(found[0]) == []
        session.rollback()


SECRETS = (
    "quoxposition", "quoxevidence", "quoxfile", "quoxnotes", "quoxstaff", "quoxanswer", "quoxowed", "quoxtie",
    "quoxlist", "quoxreason", "quoxupload", "quoxcells", "quoxagreement",
)  # fmt: skip


@pytest.fixture
def scene(database: Database) -> Scene:
    """Paz's organization keeps something private in every way it can; Ada's works with it in one campaign."""
    with database.write() as session:
        made = Scene(session)
        walls = {"organization_id": made.ally.id, "campaign_id": made.campaign.id}
        private, shared = {"visibility": Visibility.PRIVATE, **walls}, {"visibility": Visibility.COALITION, **walls}
        recorded = {"recorded_by_id": made.paz.user_id}
        entry = ledger.position(
            session, made.senator, made.measure, "yes", "2026-01-02", words="quoxposition", **private, **recorded
        )
        told = ledger.evidence(session, entry, title="quoxevidence")
        session.add(
            EvidenceFile(evidence_id=told.id, name="a", media_type="text/plain", sha256="", content=b"quoxfile")
        )
        ledger.position(
            session, made.senator, made.measure, "no", "2026-01-03", words="Told all of us.", **shared, **recorded
        )
        kept_back = {
            "staff": (Staff("quoxstaff"),),
            "topics": (Topic(made.measure.id, stance=Stance.YES, answer="quoxanswer"),),
            "follow_ups": (Owed("quoxowed"),),
        }
        for visibility, notes, rest in (
            (Visibility.PRIVATE, "quoxnotes", kept_back),
            (Visibility.COALITION, "For all of us.", {}),
        ):
            service.log_contact(
                session,
                made.paz,
                NewContact(
                    Channel.MEETING, Outcome.HELD, (Official(made.senator.id),), notes=notes,
                    campaign_id=made.campaign.id, visibility=visibility, **rest,
                ),
            )  # fmt: skip
        service.set_relationship(
            session, made.paz, made.senator.id, 5, "quoxtie", campaign_id=made.campaign.id,
            visibility=Visibility.PRIVATE,
        )  # fmt: skip
        for name, wall in (("quoxlist", private), ("Our calls", shared)):
            kept = CallList(
                name=name, deadline_on=clock.today(), rule={}, left_out={}, built_at=clock.now(), **wall,
            )  # fmt: skip
            session.add(kept)
            session.flush()
            reason = "quoxreason" if name == "quoxlist" else "A reason"
            target = CallTarget(call_list_id=kept.id, person_id=made.senator.id, rank=1, reasons=[reason])
            session.add(target)
            session.flush()
            session.add(
                Claim(
                    call_target_id=target.id, user_id=made.paz.user_id, claimed_at=clock.now(), expires_at=clock.now()
                )
            )
        session.add(
            ImportUpload(
                name="quoxupload", sha256="0", size=9, content=b"quoxcells", options={}, uploaded_at=clock.now(),
                organization_id=made.ally.id, uploaded_by_id=made.paz.user_id,
            )
        )  # fmt: skip
        other = session.query(CampaignOrganization).filter_by(organization_id=made.ally.id).one()
        other.agreement = "quoxagreement"
        session.add(ImportBatch(kind="sheet", source="quoxupload", started_at=clock.now(), summary={}))
        session.add(
            OrganizationContact(organization_id=made.ally.id, name="Speaks for the clinic", email="clinic@example.org")
        )
        session.add(TalkingPoint(campaign_id=made.campaign.id, kind="script", heading="Say this", body="Our script"))
    return made


def _taken_out(database: Database, slug: str, path: Path) -> Path:
    with database.read() as session:
        write_archive(archive(session, organization=slug), path)
    return path


def test_a_partner_takes_out_what_is_shared_and_no_word_that_is_not(
    database: Database, scene: Scene, tmp_path: Path
) -> None:
    path = _taken_out(database, scene.ours.slug, tmp_path / "ours.zip")
    everything = b"".join(parts_of(path).values()).decode()
    # The agreement of a partner in one's own campaign is one's own, too.
    assert [secret for secret in SECRETS if secret in everything] == ["quoxagreement"]
    assert "Told all of us." in everything
    assert "For all of us." in everything
    assert "Speaks for the clinic" in everything
    assert "Our script" in everything
    assert len(rows_of(path, "claims")) == 1


def test_an_organization_takes_out_all_that_is_its_own(database: Database, scene: Scene, tmp_path: Path) -> None:
    everything = b"".join(parts_of(_taken_out(database, scene.ally.slug, tmp_path / "x.zip")).values()).decode()
    assert [secret for secret in SECRETS if secret not in everything] == []


def test_whoever_is_in_no_campaign_takes_out_the_public_record(
    database: Database, scene: Scene, tmp_path: Path
) -> None:
    path = _taken_out(database, scene.outside.slug, tmp_path / "x.zip")
    everything = b"".join(parts_of(path).values()).decode()
    for word in (*SECRETS, "Told all of us.", "For all of us.", "Speaks for the clinic", "Our script", "Our calls"):
        assert word not in everything
    assert len(rows_of(path, "people")) == 3
    assert [row["email"] for row in rows_of(path, "users")] == ["otto@example.org"]


def test_people_of_other_organizations_are_numbers_without_a_name_and_only_where_a_row_names_them(
    database: Database, scene: Scene, tmp_path: Path
) -> None:
    users = {row["id"]: row for row in rows_of(_taken_out(database, scene.ours.slug, tmp_path / "x.zip"), "users")}
    assert {scene.ada.user_id, scene.leo.user_id, scene.paz.user_id} == users.keys()
    assert users[scene.ada.user_id]["email"] == "ada@example.org"
    stranger = users[scene.paz.user_id]
    assert "Paz" not in json.dumps(stranger)
    assert "paz@" not in json.dumps(stranger)
    assert not stranger["is_active"]


def test_what_serves_this_server_alone_stays(database: Database, scene: Scene) -> None:
    with database.read() as session:
        assert session.query(AuditEntry).count() > 0
        found = _contents(session, scene.ally.id, clock.today())
    assert {table for table in STAYS if found[table]} == set()
    assert _loose_ends(found) == []


@pytest.mark.parametrize("who", ["ours", "ally", "outside"])
def test_it_comes_back_into_an_empty_database_and_goes_out_again_the_same(
    database: Database, scene: Scene, who: str, engine_under_test: Any, tmp_path: Path
) -> None:
    first = _taken_out(database, getattr(scene, who).slug, tmp_path / "first.zip")
    with engine_under_test.copy() as url:
        fresh = open_database(url)
        with fresh.write() as session:
            assert bring_back(session, first).organization == getattr(scene, who).slug
        with fresh.read() as session:
            write_archive(archive(session), tmp_path / "second.zip")
        fresh.close()
    before, after = parts_of(first), parts_of(tmp_path / "second.zip")
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}


def test_somebody_who_left_the_campaign_takes_out_no_reference_to_what_they_no_longer_see(
    database: Database, scene: Scene
) -> None:
    """A private correction of a shared entry stays theirs; what it corrects is behind the wall by now."""
    with database.write() as session:
        walls = {"organization_id": scene.ally.id, "campaign_id": scene.campaign.id}
        entry = ledger.position(
            session, scene.senator, scene.measure, "yes", "2026-01-05", visibility=Visibility.COALITION, **walls
        )
        own = {"organization_id": scene.ours.id, "visibility": Visibility.PRIVATE, "reason_given": "Misheard."}
        correction = ledger.position(session, scene.senator, scene.measure, "no", corrects_id=entry.id, **own)
        other = ledger.position(
            session, scene.senator, scene.measure, "yes", "2026-01-06", visibility=Visibility.COALITION, **walls
        )
        retraction = ledger.position(
            session, scene.senator, scene.measure, None, corrects_id=other.id, is_retraction=True, **own
        )
        for taking in session.query(CampaignOrganization).filter_by(organization_id=scene.ours.id):
            taking.left_on = clock.today() - timedelta(days=1)
    with database.read() as session:
        found = _contents(session, scene.ours.id, clock.today())
    entries = {row["id"]: row for row in found["positions"]}
    assert entries[correction.id]["corrects_id"] is None
    assert not {entry.id, other.id, retraction.id} & entries.keys()
    assert _loose_ends(found) == []


def test_no_column_that_may_be_empty_hides_a_name_of_a_stranger(database: Database, scene: Scene) -> None:
    """Emails of users stand in the table of users alone."""
    with database.read() as session:
        addresses = {user.email for user in session.query(User)} - {"ada@example.org", "leo@example.org"}
        found = _contents(session, scene.ours.id, clock.today())
    text = json.dumps(found, default=str)
    assert [address for address in addresses if address in text] == []
