"""``crm merges``: what may be one person is listed with its reason, and decided by a person."""

from __future__ import annotations

from crm.people.merging import propose_merge
from crm.sessions import Database
from tests import cast
from tests.builders import people
from tests.cli.conftest import Crm


def proposed(database: Database) -> int:
    with database.write() as session:
        one, other = people.person(session, cast.SENATOR), people.person(session, "Sena A. Abara")
        return propose_merge(session, one.id, other.id, "Same birthday.").id


def test_what_waits_is_listed_with_its_reason(crm: Crm, database: Database) -> None:
    number = proposed(database)
    (found,) = crm("merges", "list", "--json").json["proposals"]
    assert (found["id"], found["reason"]) == (number, "Same birthday.")
    assert "Same birthday." in crm("merges", "list").out


def test_the_same_become_one_and_wait_no_longer(crm: Crm, database: Database) -> None:
    number = proposed(database)
    assert crm("merges", "decide", str(number), "same").code == 0
    assert crm("merges", "list", "--json").json["proposals"] == []
    again = crm("merges", "decide", str(number), "different")
    assert (again.code, again.out) == (2, "")
    assert "settled before" in again.err


def test_what_is_no_answer_and_no_proposal_gets_one_sentence(crm: Crm, database: Database) -> None:
    number = proposed(database)
    assert "Say same or different" in crm("merges", "decide", str(number), "perhaps").err
    assert "not on file" in crm("merges", "decide", "999", "same").err


def test_a_merge_is_listed_and_taken_back(crm: Crm, database: Database) -> None:
    number = proposed(database)
    assert crm("merges", "decide", str(number), "same", "--keep", "sena-a-abara").code == 0
    (merge,) = crm("merges", "list", "--json").json["merges"]
    assert (merge["kept_slug"], merge["undone_at"]) == ("sena-a-abara", None)
    assert crm("merges", "undo", merge["id"]).code == 0
    after = crm("merges", "list", "--json").json
    assert after["merges"][0]["undone_at"]
    assert [each["id"] for each in after["proposals"]] == [number]
    again = crm("merges", "undo", merge["id"])
    assert (again.code, again.out) == (2, "")
    assert "undone before" in again.err


def test_who_looks_alike_is_counted_and_put_on_the_list_when_asked(crm: Crm, database: Database) -> None:
    with database.write() as session:
        for name in ("Bill Harper", "William Harper"):
            people.person(session, name)
    listed = crm("merges", "list", "--json").json
    assert (listed["proposals"], listed["more"]) == ([], 1)
    assert "1 pair is new" in crm("merges", "find").err
    (found,) = crm("merges", "list", "--json").json["proposals"]
    assert found["reason"] == "Bill Harper and William Harper: one first name is short for the other."
