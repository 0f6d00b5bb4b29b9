"""Positions out of sheets: each once, a change as a new entry, private unless chosen otherwise, doubt asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from crm.coalition.models import Visibility
from crm.coalition.visibility import OPERATOR
from crm.errors import InvalidInput, NotFound
from crm.importers.matching.review import decide
from crm.importers.models import ImportUpload, MatchState, NameMatch
from crm.importers.sheet.mapping import Column, SheetKind, Use
from crm.importers.undo import undo_batch
from crm.importers.uploads import keep_upload, set_options
from crm.positions.as_of import AsOf
from crm.positions.models import Evidence, EvidenceKind, Position
from crm.positions.queries import standing
from tests import cast
from tests.counting import statements
from tests.crm.importers.sheet.conftest import Desk, told

SHEET = f"Name,House,Stance\n{cast.SENATOR},Senate,Y\n{cast.OTHER_SENATOR},Senate,N\n{cast.MEMBER},Assembly,\n"
SAID = {"measure": "open-kitchens-act", "said": "2025-06"}


def test_cells_become_entries_of_the_organization_whose_sheet_it_is(desk: Desk) -> None:
    report = desk.apply(SHEET, **SAID)
    assert told(report) == (2, 0, 0)
    assert desk.entries() == [
        (cast.SENATOR, "yes", "2025-06", "Listed as “Y” under “Stance”."),
        (cast.OTHER_SENATOR, "no", "2025-06", "Listed as “N” under “Stance”."),
    ]
    entry = desk.session.scalars(select(Position)).first()
    assert entry is not None
    assert (entry.visibility, entry.organization_id) == (Visibility.PRIVATE, desk.ours.id)
    evidence = desk.session.scalars(select(Evidence)).first()
    assert evidence is not None
    assert (evidence.kind, evidence.title, evidence.is_firm) == (EvidenceKind.THIRD_PARTY, "Sheet “tracker”", False)


def test_the_same_sheet_again_brings_nothing_also_under_the_name_of_a_download(desk: Desk) -> None:
    desk.apply(SHEET, **SAID)
    for name in ("tracker.csv", "tracker (2).csv", "Copy of tracker.csv"):
        assert told(desk.apply(SHEET, name=name, **SAID)) == (0, 0, 2)
    assert told(desk.apply(SHEET, measure="open-kitchens-act")) == (0, 0, 2)


def test_a_changed_cell_is_a_new_entry_and_back_again_one_more(desk: Desk) -> None:
    desk.apply(SHEET, measure="open-kitchens-act")
    changed = SHEET.replace(",Y\n", ",undecided\n")
    assert told(desk.apply(changed, measure="open-kitchens-act")) == (1, 0, 1)
    assert told(desk.apply(changed, measure="open-kitchens-act")) == (0, 0, 2)
    assert told(desk.apply(SHEET, measure="open-kitchens-act")) == (1, 0, 1)
    assert [entry[1] for entry in desk.entries() if entry[0] == cast.SENATOR] == ["yes", "undecided", "yes"]


def test_older_and_newer_sheets_may_come_in_any_order_and_any_number_of_times(desk: Desk) -> None:
    newer, older = {**SAID, "said": "2025-09"}, {**SAID, "said": "2025-03"}
    changed = SHEET.replace(",Y\n", ",N\n")
    for _ in range(2):
        desk.apply(SHEET, **newer)
        desk.apply(changed, **older)
    assert [(entry[1], entry[2]) for entry in desk.entries() if entry[0] == cast.SENATOR] == [
        ("yes", "2025-09"), ("no", "2025-03"),
    ]  # fmt: skip
    stands = standing(desk.session, desk.ada, desk.measure.id, AsOf.of())
    assert stands[desk.senator.id].stance == "yes"


def test_rows_with_days_of_their_own_are_each_a_statement(desk: Desk) -> None:
    text = (
        f"Name,Stance,Date,Quote\n{cast.SENATOR},yes,6/1/2025,I am with you\n"
        f"{cast.SENATOR},yes,2025-08-02,Still with you\n{cast.SENATOR},leaning,March 2025,Maybe\n"
    )
    assert told(desk.apply(text, measure="open-kitchens-act")) == (3, 0, 0)
    assert told(desk.apply(text, measure="open-kitchens-act")) == (0, 0, 3)
    assert [(entry[2], entry[3]) for entry in desk.entries()] == [
        ("2025-06-01", "I am with you"), ("2025-08-02", "Still with you"), ("2025-03", "Maybe"),
    ]  # fmt: skip


def test_rows_that_contradict_each_other_come_in_on_neither_side(desk: Desk) -> None:
    report = desk.apply(f"Name,Stance\n{cast.SENATOR},Y\n{cast.OTHER_SENATOR},Y\n{cast.SENATOR},N\n", **SAID)
    assert told(report) == (1, 0, 0)
    assert "Rows 2 and 4 say different things of one person" in report.problems[0].what


def test_each_column_may_speak_of_its_own_measure_and_is_known_by_its_name(desk: Desk) -> None:
    text = f"Name,Open Kitchens Act,FAIR FARES ACT\n{cast.SENATOR},Y,\n{cast.OTHER_SENATOR},,Y\n"
    assert told(desk.apply(text, said="2025")) == (2, 0, 0)
    assert set(desk.session.scalars(select(Position.measure_id))) == {desk.measure.id, desk.other_measure.id}


def test_cells_that_are_not_understood_are_told_first_and_say_nothing(desk: Desk) -> None:
    text = SHEET.replace(",N\n", ",banana\n")
    looked = desk.preview(text, **SAID)
    assert looked.problems[0].where == "row 3"
    assert "“banana” under “Stance”" in looked.problems[0].what
    assert told(desk.apply(text, **SAID)) == (1, 0, 0)
    column = Column("Stance", Use.STANCE, values={"y": "yes", "banana": "leaning_no"})
    assert told(desk.apply(text, None, column, **SAID)) == (1, 0, 1)


def test_days_that_are_none_or_to_come_are_told(desk: Desk) -> None:
    text = f"Name,Stance,Date\n{cast.SENATOR},Y,soon\n{cast.OTHER_SENATOR},Y,2031-01-01\n"
    report = desk.apply(text, measure="open-kitchens-act")
    assert [problem.what for problem in report.problems] == ["“soon” is no date.", "2031-01-01 has not come yet."]


def test_text_that_looks_like_a_formula_is_text(desk: Desk) -> None:
    desk.apply(f'Name,Stance,Quote\n{cast.SENATOR},Y,"=HYPERLINK(""http://x"")"\n', **SAID)
    assert desk.entries()[0][3] == '=HYPERLINK("http://x")'


def test_a_link_is_evidence_and_a_public_statement_makes_a_yes_hard(desk: Desk) -> None:
    text = f"Name,Stance,Quote,Source\n{cast.SENATOR},Y,I will vote for it,https://example.org/a\n"
    desk.apply(text, **SAID, evidence="public_statement")
    evidence = desk.session.scalars(select(Evidence)).one()
    assert (evidence.url, evidence.quote, evidence.is_firm) == ("https://example.org/a", "I will vote for it", True)


def test_somebody_must_say_whose_sheet_it_is_and_who_may_see_it(desk: Desk) -> None:
    assert {each.about for each in desk.preview(SHEET, viewer=OPERATOR, **SAID).missing} == {"organization"}
    with pytest.raises(InvalidInput, match="For which organization"):
        desk.apply(SHEET, viewer=OPERATOR, **SAID)
    report = desk.apply(SHEET, viewer=OPERATOR, organization=desk.ours.slug, **SAID)
    assert told(report) == (2, 0, 0)
    assert {each.about for each in desk.preview(SHEET, visibility="coalition", **SAID).missing} == {"campaign"}
    coalition = desk.preview(SHEET, visibility="coalition", campaign=desk.campaign.slug, **SAID)
    assert coalition.ready
    assert not desk.preview(SHEET, viewer=desk.otto, visibility="coalition", campaign=desk.campaign.slug, **SAID).ready
    assert not desk.preview(SHEET, viewer=desk.otto, organization=desk.ours.slug, **SAID).ready


def test_what_is_named_and_not_on_file_is_missing(desk: Desk) -> None:
    looked = desk.preview(SHEET, measure="gone", organization="nobody", campaign="none", said="2025-13")
    assert {each.what for each in looked.missing} >= {
        "No measure “gone” is on file.", "No organization “nobody” is on file.", "No campaign “none” is on file.",
        "“2025-13” is not a date.",
    }  # fmt: skip
    assert "Which measure is “Stance”?" in {each.what for each in desk.preview(SHEET).missing}


def test_a_preview_says_what_each_row_becomes_problems_first_and_writes_nothing(desk: Desk) -> None:
    text = SHEET + "Sina Abara,Senate,Y\nZeno Quirk,Senate,Y\n,Senate,Y\n"
    looked = desk.preview(text, **SAID)
    assert [(row.number, row.state) for row in looked.rows] == [
        (7, "unusable"), (5, "asked"), (6, "nobody"), (2, "sure"), (3, "sure"), (4, "sure"),
    ]  # fmt: skip
    counts = looked.counts
    assert (counts.rows, counts.sure, counts.asked, counts.nobody, counts.unusable, counts.items) == (6, 3, 1, 1, 1, 2)
    assert looked.rows[3].becomes == ("Yes on Open Kitchens Act, said June 2025",)
    assert looked.rows[3].person == cast.SENATOR
    assert "Almost the same name" in looked.rows[1].why or "spelled otherwise" in looked.rows[1].why
    assert [row.number for row in desk.preview(text, limit=2, **SAID).rows] == [7, 2]
    assert desk.entries() == []


def test_a_preview_asks_the_database_as_often_however_long_the_sheet(desk: Desk) -> None:
    with statements(desk.session) as few:
        desk.preview(SHEET, **SAID)
    with statements(desk.session) as more:
        desk.preview(SHEET + SHEET.partition("\n")[2] * 30, **SAID)
    assert len(more) == len(few) < 25


def _handed_in(desk: Desk, text: str) -> ImportUpload:
    upload = keep_upload(desk.session, desk.ada, "tracker.csv", text.encode())
    mapping = desk.mapping(desk.table(text), **SAID, organization=desk.ours.slug)
    upload.kind = "sheet"
    set_options(upload, mapping=mapping.to_json())
    return upload


def test_a_doubtful_name_waits_once_and_the_rest_comes_in(desk: Desk) -> None:
    report = desk.apply(SHEET + "Sina Abbara,Senate,N\nSina Abbara,Senate,\n", **SAID)
    assert (told(report), report.waiting) == ((2, 0, 0), 1)
    note = desk.session.scalars(select(NameMatch)).one()
    assert (note.state, note.source, note.printed_name) == (MatchState.WAITING, f"sheet:{desk.ours.id}", "Sina Abbara")
    assert desk.apply(SHEET, **SAID).waiting == 0


def test_what_waited_comes_in_for_whoever_handed_it_in_whoever_decides(desk: Desk) -> None:
    text = f"Name,House,Stance\n{cast.OTHER_SENATOR},Senate,N\nSina Abbara,Senate,Y\n"
    upload = _handed_in(desk, text)
    upload.batch_id = desk.apply(text, upload_id=upload.id, **SAID).batch
    note = desk.session.scalars(select(NameMatch)).one()
    assert decide(desk.session, replace(desk.leo, user_id=None), note.id, desk.senator.id) == 1
    entry = desk.entries()[-1]
    assert entry[:3] == (cast.SENATOR, "yes", "2025-06")
    assert told(desk.apply(text, **SAID)) == (0, 0, 2)


def test_one_answer_serves_every_sheet_of_every_organization_in_which_the_name_waits(desk: Desk) -> None:
    text = "Name,House,Stance\nSina Abbara,Senate,Y\n"
    for viewer, name in ((desk.ada, "a.csv"), (desk.ada, "b.csv"), (desk.otto, "c.csv")):
        upload = keep_upload(desk.session, viewer, name, text.encode())
        upload.kind = "sheet"
        mapping = desk.mapping(desk.table(text), **SAID)
        set_options(upload, mapping=mapping.to_json())
        upload.batch_id = desk.apply(text, viewer=viewer, name=name, upload_id=upload.id, **SAID).batch
    ours, theirs = desk.session.scalars(select(NameMatch).order_by(NameMatch.id)).all()
    assert (ours.source, theirs.source) == (f"sheet:{desk.ours.id}", f"sheet:{desk.outside.id}")
    with pytest.raises(NotFound):
        decide(desk.session, desk.leo, theirs.id, desk.senator.id)
    assert decide(desk.session, desk.leo, ours.id, desk.senator.id) == 3
    rows = desk.session.execute(select(Position.organization_id, Position.stance).order_by(Position.id))
    assert [tuple(row) for row in rows] == [
        (desk.ours.id, "yes"), (desk.ours.id, "yes"), (desk.outside.id, "yes"),
    ]  # fmt: skip


def test_who_was_decided_to_be_nobody_is_neither_asked_nor_told_again(desk: Desk) -> None:
    text = SHEET + "Sina Abbara,Senate,Y\n"
    desk.apply(text, **SAID)
    decide(desk.session, desk.leo, desk.session.scalars(select(NameMatch.id)).one(), None)
    report = desk.apply(text, **SAID)
    assert (report.waiting, report.problems) == (0, [])


def test_an_undone_import_may_come_again_and_what_a_person_took_back_may_not(desk: Desk) -> None:
    first = desk.apply(SHEET, **SAID)
    assert first.batch is not None
    undo_batch(desk.session, OPERATOR, first.batch)
    assert told(desk.apply(SHEET, **SAID)) == (2, 0, 0)
    assert told(desk.apply(SHEET, **SAID)) == (0, 0, 2)


def test_who_held_the_seat_at_the_time_is_meant_and_not_who_holds_it_now(desk: Desk) -> None:
    text = f"Name,House,District,Stance\n{cast.SENATOR},Senate,1,Y\n"
    old = desk.preview(text, **{**SAID, "said": "2020-06"})
    assert old.rows[0].state == "asked"
    assert "took that seat only on 2025-01-01" in old.rows[0].why
    assert desk.preview(text, **{**SAID, "said": "2020-06"}, day="2025-02-01").rows[0].state == "sure"


def test_kinds_that_are_told_go_before_the_guess(desk: Desk) -> None:
    assert desk.preview(SHEET, SheetKind.OFFICIALS).kind is SheetKind.OFFICIALS


@pytest.mark.parametrize("sign", ["; ", " / ", ", ", " and ", " & ", "\n"])
def test_several_people_in_one_cell_are_each_told_of(desk: Desk, sign: str) -> None:
    sheet = f'Name,House,District,Stance,Date\n"{cast.SENATOR}{sign}{cast.OTHER_SENATOR}",Senate,77,Y,no day\n'
    report = desk.apply(sheet, None, Column("Date", Use.SAID), **SAID)
    assert [(entry[0], entry[1]) for entry in desk.entries()] == [(cast.SENATOR, "yes"), (cast.OTHER_SENATOR, "yes")]
    assert ["is no date" in each.what for each in report.problems] == [True], "told once, not for each of them"
    assert told(desk.apply(sheet, **SAID)) == (0, 0, 2)
    assert desk.preview(sheet, **SAID).notes[-1] == "Cells that name several people count as a row for each: 1 more."


@pytest.mark.parametrize(
    "cell",
    [
        f"{cast.SENATOR.split()[-1]}, {cast.SENATOR.split()[0]}",
        f"{cast.SENATOR} / Chief of Staff",
        f"{cast.SENATOR}, Jr.",
    ],
)
def test_a_sign_in_a_name_does_not_cut_it_in_two(desk: Desk, cell: str) -> None:
    rows = desk.preview(f'Name,House,Stance\n"{cell}",Senate,Y\n', **SAID).rows
    assert len(rows) == 1
