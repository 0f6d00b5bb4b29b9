"""``crm log``: a contact from the terminal, with all that came of it, for somebody who may write it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import clock
from crm.audit.models import AuditEntry
from crm.campaigns.models import AskKind
from crm.coalition.models import Organization, Visibility
from crm.outreach.models import ActionOfficial, ActionStaff, ActionTopic, FollowUp, OutreachAction, Part
from crm.positions.models import Evidence, EvidenceKind, Position
from crm.positions.stance import Stance
from crm.sessions import Database
from tests import builders, cast
from tests.cli.conftest import Crm, Ran, contents

ACT = "open-kitchens-act"
HEARD = ("--measure", ACT, "--stance", "yes", "--words", "I am with you.")


@pytest.fixture
def desk(database: Database) -> Database:
    """A campaign of two organizations; Ada works for the one that leads it, Vera for both."""
    with database.write() as session:
        state = builders.state(session)
        upper, lower = state.chambers
        builders.seat(session, upper, 1, builders.person(session, cast.SENATOR))
        builders.seat(session, lower, 1, builders.person(session, cast.MEMBER))
        measure = builders.measure(session, state)
        builders.measure(session, state, "Night Bus Act")
        neighbors = builders.organization(session, cast.NEIGHBORS)
        clinic = builders.organization(session, cast.CLINIC)
        campaign = builders.campaign(session, measure, [neighbors, clinic])
        for chamber in state.chambers:
            builders.ask(session, campaign, AskKind.VOTE_YES, chamber=chamber)
        builders.ask(session, campaign, AskKind.COSPONSOR, chamber=upper)
        builders.member(session, builders.user(session, cast.ADA), neighbors)
    return database


@pytest.fixture
def two(desk: Database) -> Database:
    """The same, with Vera, who works for both organizations."""
    with desk.write() as session:
        vera = builders.user(session, cast.VERA)
        for slug in (cast.NEIGHBORS, cast.CLINIC):
            builders.member(session, vera, _organization(session, slug))
    return desk


def _organization(session: Session, name: str) -> Organization:
    return session.scalars(select(Organization).where(Organization.name == name)).one()


def test_a_call_is_logged_with_everything_that_came_of_it(crm: Crm, desk: Database) -> None:
    told = crm(
        *("log", "Sen. Abara", "--outcome", "reached_member", *HEARD, "--ask", "vote-yes"),
        *("--condition", "if the fee is waived", "--witness", "Leo Brandt", "--notes", "In a good mood."),
        *("--minutes", 7, "--follow-up", "Send the fact sheet", "--due", "2099-01-02", "--json"),
    ).json
    assert (told["person"], told["measure"], told["stance"]) == ("sena-abara", ACT, "yes")
    assert (told["visibility"], told["recorded_by"], told["organization"]) == ("coalition", cast.ADA, cast.NEIGHBORS)
    assert [(owed["what"], owed["due_on"], owed["owed_by"]) for owed in told["follow_ups"]] == [
        ("Send the fact sheet", "2099-01-02", cast.ADA)
    ]
    with desk.read() as session:
        action = session.get_one(OutreachAction, told["action"])
        assert (action.channel.value, action.outcome and action.outcome.value) == ("call", "reached_member")
        assert (action.happened_latest, action.minutes, action.notes) == (clock.today(), 7, "In a good mood.")
        entry = session.get_one(Position, told["position"])
        assert (entry.stance, entry.words, entry.condition) == (Stance.YES, "I am with you.", "if the fee is waived")
        heard = session.scalars(select(Evidence).where(Evidence.position_id == entry.id)).one()
        assert (heard.kind, set(heard.witnesses)) == (EvidenceKind.CONVERSATION, {cast.ADA, cast.LEO})
        assert session.scalars(select(ActionTopic.ask_id)).one() is not None
        assert session.scalars(select(FollowUp.id)).all() == [told["follow_ups"][0]["id"]]


def test_what_was_logged_is_in_the_timeline_and_in_the_count(crm: Crm, desk: Database) -> None:
    crm("log", "sena-abara", "--outcome", "reached_member", *HEARD)
    (entry,) = crm("timeline", "sena-abara", "--measure", ACT, "--json").json["entries"]
    assert (entry["stance"], entry["hard"], entry["words"]) == ("yes", False, "I am with you.")
    assert crm("whip", ACT, "--chamber", "upper", "--json").json["chambers"][0]["soft"] == 1


def test_it_says_in_a_sentence_what_it_did_and_who_sees_it(crm: Crm, desk: Database) -> None:
    ran = crm("log", "sena-abara", "--outcome", "no_answer")
    assert (ran.code, ran.out) == (0, "")
    assert f"with {cast.SENATOR}" in ran.err
    assert f"for {cast.ADA}, seen by {cast.NEIGHBORS} alone" in ran.err
    ran = crm("log", "sena-abara", *HEARD, "--follow-up", "Thank her")
    assert "seen by the campaign's organizations. On record: Yes, Open Kitchens Act. Owed: Thank her." in ran.err


def test_the_day_is_as_vague_as_it_is_told(crm: Crm, desk: Database) -> None:
    told = crm("log", "sena-abara", *HEARD, "--when", "2025-06", "--json").json
    assert told["happened"] == "2025-06"
    with desk.read() as session:
        action = session.get_one(OutreachAction, told["action"])
        entry = session.get_one(Position, told["position"])
        assert (action.happened_earliest, action.happened_latest) == (date(2025, 6, 1), date(2025, 6, 30))
        assert (entry.said, entry.said_latest) == ("2025-06", date(2025, 6, 30))


def test_a_letter_they_wrote_is_one_they_sent(crm: Crm, desk: Database) -> None:
    told = crm("log", "sena-abara", "--channel", "letter", "--outcome", "sent", "--part", "sent", *HEARD, "--json").json
    with desk.read() as session:
        assert session.scalars(select(ActionOfficial.part)).one() is Part.SENT
        evidence = session.scalars(select(Evidence).where(Evidence.position_id == told["position"])).one()
        assert evidence.kind is EvidenceKind.LETTER


def test_what_staff_said_is_staffs_word(crm: Crm, desk: Database) -> None:
    told = crm("log", "sena-abara", "--outcome", "reached_staff", "--staff", "Kit", *HEARD, "--json").json
    with desk.read() as session:
        assert session.scalars(select(ActionStaff.printed_name)).all() == ["Kit"]
        evidence = session.scalars(select(Evidence).where(Evidence.position_id == told["position"])).one()
        assert evidence.kind is EvidenceKind.STAFF


def test_private_stays_private(crm: Crm, desk: Database) -> None:
    told = crm("log", "sena-abara", *HEARD, "--visibility", "private", "--follow-up", "Thank her", "--json").json
    with desk.read() as session:
        for model in (OutreachAction, Position, FollowUp):
            assert session.scalars(select(model.visibility)).all() == [Visibility.PRIVATE]
    assert told["visibility"] == "private"


def test_a_measure_of_no_campaign_of_theirs_is_logged_for_the_organization_alone(crm: Crm, desk: Database) -> None:
    told = crm("log", "sena-abara", "--measure", "night-bus-act", "--words", "Not read yet.", "--json").json
    assert (told["visibility"], told["position"]) == ("private", None)


def test_the_audit_names_the_user(crm: Crm, desk: Database) -> None:
    crm("log", "sena-abara", *HEARD)
    with desk.read() as session:
        users = session.scalars(
            select(AuditEntry.user_id).where(AuditEntry.table_name.in_(["outreach_actions", "positions"]))
        ).all()
        assert len(users) == 2
        assert None not in users


def test_of_several_users_one_is_named_and_of_several_organizations_too(crm: Crm, two: Database) -> None:
    told = crm("log", "sena-abara", "--user", "ADA@example.org", "--json").json
    assert told["recorded_by"] == cast.ADA
    told = crm("log", "sena-abara", "--user", "vera@example.org", "--organization", "harbor-law-clinic", "--json").json
    assert (told["recorded_by"], told["organization"]) == (cast.VERA, cast.CLINIC)


def test_of_several_users_the_one_who_administers_the_server_sits_at_its_terminal(crm: Crm, two: Database) -> None:
    with two.write() as session:
        root = builders.user(session, cast.ROOT, is_admin=True)
        builders.member(session, root, _organization(session, cast.CLINIC))
    told = crm("log", "sena-abara", "--json").json
    assert (told["recorded_by"], told["organization"]) == (cast.ROOT, cast.CLINIC)


def test_an_ask_of_one_kind_in_both_chambers_is_that_of_their_own(crm: Crm, desk: Database) -> None:
    for person in ("sena-abara", "mo-lindqvist"):
        assert crm("log", person, "--measure", ACT, "--ask", "vote_yes").code == 0
    with desk.read() as session:
        asked = session.scalars(select(ActionTopic.ask_id).order_by(ActionTopic.id)).all()
    assert len(set(asked)) == 2
    assert crm("log", "sena-abara", "--measure", ACT, "--ask", asked[0]).code == 0


def test_a_public_record_needs_nobody(crm: Crm, two: Database) -> None:
    told = crm("log", "sena-abara", "--channel", "rally", "--part", "spoke", *HEARD, "--visibility", "public", "--json")
    assert (told.json["organization"], told.json["recorded_by"], told.json["visibility"]) == (None, None, "public")


def _refused(ran: Ran, *said: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    for words in said:
        assert words in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--stance", "maybe", "--measure", ACT, "--words", "x"), "“maybe” is not on the scale. Use one of: yes,"),
        (("--stance", "", "--measure", ACT, "--words", "x"), "not on the scale"),
        (("--stance", "unknown", "--measure", ACT, "--words", "x"), "Leave --stance out"),
        (("--stance", "yes", "--words", "x"), "--measure"),
        (("--ask", "vote_yes"), "--measure"),
        (("--stance", "yes", "--measure", ACT), "What did they say?"),
        (("--stance", "yes", "--measure", "no-such-act", "--words", "x"), "No measure “no-such-act”"),
        ((*HEARD, "--outcome", "no_answer"), "Nobody was reached"),
        ((*HEARD, "--ask", "wave"), "“wave” is not something to ask for"),
        ((*HEARD, "--ask", "override"), "asks for: vote_yes"),
        ((*HEARD, "--ask", "999"), "does not ask for “999”"),
        (("--measure", "night-bus-act", "--ask", "vote_yes"), "--campaign SLUG"),
        ((*HEARD, "--campaign", "no-such-campaign"), "No campaign “no-such-campaign”"),
        ((*HEARD, "--organization", "nobodys"), "No organization is called “nobodys”"),
        ((*HEARD, "--organization", "harbor-law-clinic"), "You do not work for that organization."),
        ((*HEARD, "--user", "nobody@example.org"), "crm user list"),
        ((*HEARD, "--when", "2025-13"), "“2025-13” is not a date"),
        ((*HEARD, "--when", ""), "A date is missing"),
        ((*HEARD, "--when", "2099-01-01"), "That has not happened yet."),
        ((*HEARD, "--follow-up", "thank her", "--due", "tomorrow"), "“tomorrow” is not a day"),
        ((*HEARD, "--due", "2099-01-01"), "What is owed?"),
        ((*HEARD, "--follow-up", " "), "What is owed?"),
        ((*HEARD, "--minutes", "-3"), "0 to 1440 minutes"),
        (("--witness", "Leo Brandt"), "--stance"),
        (("--condition", "if it rains"), "--stance"),
        (("--visibility", "coalition"), "needs a campaign"),
        (("--channel", "pigeon"), "pigeon"),
        (("--outcome", "fine"), "fine"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else None,
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    options: tuple[str, ...], said: str, crm: Crm, desk: Database
) -> None:
    before = contents(desk)
    _refused(crm("log", "sena-abara", *options, "--json"), said)
    assert contents(desk) == before


@pytest.mark.parametrize("person", ["", "Nobody At All", "Sen. Zzyzx"])
def test_somebody_who_is_not_on_file_cannot_be_logged(person: str, crm: Crm, desk: Database) -> None:
    before = contents(desk)
    _refused(crm("log", person, *HEARD))
    assert contents(desk) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "For whom is it logged?"),
        (("--organization", "neighbors-together"), "--user"),
        (("--user", "vera@example.org"), "works for 2 organizations: harbor-law-clinic, neighbors-together"),
    ],
)
def test_an_organizations_entry_is_somebodys(options: tuple[str, ...], said: str, crm: Crm, two: Database) -> None:
    before = contents(two)
    _refused(crm("log", "sena-abara", *HEARD, *options), said)
    assert contents(two) == before


def test_a_user_without_an_organization_is_told_so(crm: Crm, two: Database) -> None:
    with two.write() as session:
        builders.user(session, cast.ROOT, is_admin=True)
    _refused(crm("log", "sena-abara", "--user", "rosa@example.org"), "Rosa Thorne works for no organization.")


def test_who_may_sign_in_no_more_logs_nothing(crm: Crm, desk: Database) -> None:
    with desk.write() as session:
        builders.user(session, cast.LEO, is_admin=True)
    assert crm("user", "off", "ada@example.org").code == 0
    _refused(crm("log", "sena-abara", "--user", "ada@example.org"), "Nobody signs in here as “ada@example.org”")
    _refused(crm("log", "sena-abara"), "For whom is it logged?")
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(OutreachAction)) == 0
