"""What a person would choose, proposed."""

from __future__ import annotations

import pytest

from crm.errors import InvalidInput
from crm.importers.sheet.mapping import NOTHING, Column, Constants, Mapping, SheetKind, Use, constants_from, guess
from crm.importers.sheet.tables import read_table


def guessed(text: str, kind: SheetKind | None = None) -> tuple[SheetKind, dict[str, str]]:
    mapping = guess(read_table("a.csv", text.encode()), kind)
    return mapping.kind, {each.header: each.use.value for each in mapping.columns if each.use is not Use.IGNORE}


def test_a_list_of_officials() -> None:
    kind, uses = guessed(
        "First Name,Last Name,Chamber,District,Party,Capitol Phone,E-mail Address,Office Address,Website,Twitter\n"
        "Ana,Stone,Senate,3,D,(518) 455-0101,ana@example.gov,1 Main St,www.example.gov,@ana\n"
    )
    assert kind is SheetKind.OFFICIALS
    assert list(uses.values()) == [
        "given_name", "family_name", "chamber", "district", "party", "phone", "email", "address", "website",
    ]  # fmt: skip


def test_a_tracker_of_positions_with_a_column_a_measure() -> None:
    kind, uses = guessed(
        "Legislator,House,Open Kitchens,Fair Fares,Geography\nAna,Senate,Y,,Vale\nBo,Assembly,N,Y?,Port\n"
    )
    assert kind is SheetKind.POSITIONS
    assert uses == {
        "Legislator": "name", "House": "chamber", "Open Kitchens": "stance", "Fair Fares": "stance",
    }  # fmt: skip


def test_a_log_of_contacts() -> None:
    kind, uses = guessed(
        "Member,Date,Contact method,Outcome,Staff,Stance,Notes,Follow up,Due\n"
        "Ana Stone,6/1/2025,call,voicemail,,,none,call again,6/9/2025\n"
    )
    assert kind is SheetKind.CONTACTS
    assert list(uses.values()) == [
        "name", "said", "channel", "outcome", "staff", "stance", "notes", "follow_up", "due",
    ]  # fmt: skip


def test_a_list_of_organizations() -> None:
    kind, uses = guessed(
        "Name,Address,Phone,Website,Membership Status,Legislation\nX,1 Main,555-010-1234,x.org,Endorser,A\n"
    )
    assert kind is SheetKind.ORGANIZATIONS
    assert list(uses.values()) == ["name", "address", "phone", "website", "level", "measures"]


def test_a_list_of_sponsors() -> None:
    assert guessed("Bill,Sponsor,Role\nS12,Ana Stone,prime\n")[0] is SheetKind.SPONSORS


def test_columns_without_a_name_are_known_by_what_is_in_them() -> None:
    rows = "".join(f'x,SEN,"Stone{n}, Ana",(D),617-555-01{n:02},a{n}@example.gov\n' for n in range(10))
    kind, uses = guessed(f",,,,PHONE,EMAIL\n{rows}{rows.replace('SEN', 'HSE').replace('(D)', '(R)')}")
    assert kind is SheetKind.OFFICIALS
    assert uses == {
        "Column B": "chamber", "Column C": "name", "Column D": "party", "PHONE": "phone", "EMAIL": "email",
    }  # fmt: skip


def test_a_second_table_to_the_right_is_left_alone() -> None:
    people = ["Ames", "Bell", "Cole", "Dunn", "Eads"]
    rows = "".join(f'"{name}, Ana",Y,{",".join("X" if n != 2 else "A" for n in range(5))}\n' for name in people)
    _, uses = guessed(f"Name,Open Kitchens,{','.join(name.upper() for name in people)}\n{rows}")
    assert uses == {"Name": "name", "Open Kitchens": "stance"}


def values(header: str, cells: list[str], kind: SheetKind | None = None) -> dict[str, str]:
    text = f"Name,{header}\n" + "".join(f"Person N{n},{cell}\n" for n, cell in enumerate(cells))
    found = guess(read_table("a.csv", text.encode()), kind or SheetKind.POSITIONS)
    return found.columns[1].values


def test_cells_mean_stances() -> None:
    assert values("Stance", ["Y", "yes?", "Leaning No", "✔", "undecided", "N", "n/a", "banana"]) == {
        "y": "yes", "yes?": "leaning_yes", "leaning no": "leaning_no", "✔": "yes", "undecided": "undecided",
        "n": "no", "n a": NOTHING,
    }  # fmt: skip
    assert values("Stance", ["1", "2", "5", "3"]) == {
        "1": "yes", "2": "leaning_yes", "3": "undecided", "5": "no",
    }  # fmt: skip


def test_who_has_not_cosponsored_has_not_said_no() -> None:
    assert values("S.223 cosponsor", ["Y", "N"]) == {"y": "yes", "n": NOTHING}
    assert values("Stance", ["Y", "N"]) == {"y": "yes", "n": "no"}
    assert values("S12", ["X", "", "N"], SheetKind.SPONSORS) == {"x": "co", "n": NOTHING}


def test_a_mapping_is_kept_as_plain_values_and_comes_back_the_same() -> None:
    table = read_table("a.csv", b"Name,S12\nAna,Y\nBo,\n")
    mapping = guess(table, SheetKind.POSITIONS)
    mapping = Mapping(mapping.kind, mapping.columns, Constants(said="2025", add_people=True, measure="m"))
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert mapping.to_json()["constants"] == {"measure": "m", "said": "2025", "add_people": True}
    other = read_table("b.csv", b"s12,Phone,NAME\nY,1,Ana\n")
    fitted = mapping.fitted(other)
    assert [(each.header, each.use) for each in fitted.columns] == [
        ("s12", Use.STANCE), ("Phone", Use.IGNORE), ("NAME", Use.NAME),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        {}, {"kind": "horses"}, {"kind": "positions", "columns": [{}]}, {"kind": "positions", "columns": 3},
        {"kind": "positions", "columns": [{"header": "x", "use": "ride"}]},
        {"kind": "officials", "constants": {"x": 1}},
        {"kind": "officials", "constants": {"evidence": "rumour"}},
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Mapping.from_json(broken)


def test_words_that_hold_for_all_rows_are_checked() -> None:
    assert constants_from({"chamber": "upper", "said": ""}).chamber == "upper"
    with pytest.raises(InvalidInput, match="no visibility"):
        constants_from({"visibility": "secret"})


def test_what_only_one_column_can_be_is_taken_from_the_one_that_was() -> None:
    mapping = Mapping(SheetKind.POSITIONS, (Column("A", Use.NAME), Column("B", Use.STANCE), Column("C")))
    changed = mapping.with_column(Column("C", Use.NAME)).with_column(Column("A", Use.STANCE))
    assert [each.use for each in changed.columns] == [Use.STANCE, Use.STANCE, Use.NAME]
