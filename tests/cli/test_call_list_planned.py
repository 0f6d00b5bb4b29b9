"""``crm call-list --hours`` and ``crm forecast`` over the training state: every row explained, every number given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from crm import clock
from tests.cli.conftest import Ran, run_crm
from tests.engines import Engine
from tests.examples import put_training

TRAINING = "every-plate"


PLAN = ("call-list", TRAINING, "--hours", "6", "--callers", "4")
Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def trained(engine_under_test: Engine) -> Iterator[Run]:
    """The command over the training state, loaded once: it is only looked at."""
    with engine_under_test.copy() as url:
        put_training(engine_under_test, url)
        yield partial(run_crm, url)


def test_every_row_of_a_plan_is_explained(trained: Run) -> None:
    sheet = trained(*PLAN, "--json").json
    assert sheet["goal"] == "win"
    assert 0 < sheet["win_before"] < sheet["win_after"] < 1
    assert sheet["plan"][0] == "4 callers with 6 hours each: 192 calls at 8 an hour."
    rows = sheet["rows"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    order = ["leaders", "votes", "opponents"]
    places = [order.index(row["tier"]) for row in rows]
    assert places == sorted(places)
    for row in rows:
        assert row["minutes"] == 7.5
        assert row["gain"] >= 0
        assert row["phone"]
        assert row["lost_without"].startswith("Without ")
        assert len(row["reasons"]) >= 2
    assert all(each["reason"] for each in sheet["left_out"])
    assert sheet["win_after"] - sheet["win_before"] == pytest.approx(sum(row["gain"] for row in rows))


def test_every_row_says_by_whom_and_nobody_has_more_than_their_part(trained: Run) -> None:
    sheet = trained(*PLAN, "--json").json
    callers = {each["number"]: each for each in sheet["callers"]}
    assert [each["who"] for each in callers.values()].count("caller 4") == 1
    assert len(callers) == 4
    for number, each in callers.items():
        assert each["calls"] == sum(row["best_by"]["number"] == number for row in sheet["rows"])
        assert each["calls"] <= 6 * 10
    assert sum(each["calls"] for each in callers.values()) == len(sheet["rows"])
    assert {"neighbor", "evenly"} <= {row["best_by"]["why"] for row in sheet["rows"]}
    assert trained(*PLAN, "--json").json["rows"] == sheet["rows"]
    assert "By whom: " in trained(*PLAN).err
    assert "Best called by" in trained(*PLAN, "--csv").out


def test_whoever_is_on_the_list_is_not_left_out_and_nobody_is_forgotten(trained: Run) -> None:
    plain = trained("call-list", TRAINING, "--json").json
    plan = trained("call-list", TRAINING, "--calls", "9", "--json").json
    assert len(plan["rows"]) == 9
    on_it, off_it = ({row["person"] for row in plan[which]} for which in ("rows", "left_out"))
    assert not on_it & off_it
    everybody = {row["person"] for which in ("rows", "left_out") for row in plain[which]}
    assert on_it | off_it == everybody
    assert any(each["reason"].startswith("No time: would add ") for each in plan["left_out"])


def test_a_plan_prints_for_people_with_what_it_adds_beside(trained: Run) -> None:
    ran = trained(*PLAN)
    assert "Without this call" in ran.out
    assert "the chance of 32 votes goes from" in ran.err
    assert "Lost without it" in trained(*PLAN, "--csv").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--hours", "0"), "Nobody calls for 0 hours."),
        (("--hours", "1000000"), "Nobody calls for 1,000,000 hours."),
        (("--hours", "2", "--callers", "0"), "0 callers make no list."),
        (("--callers", "2"), "Add --hours."),
        (("--calls", "-1"), "-1 calls make no list."),
        (("--goal", "glory"), "is no goal"),
        (("--hours", "2", "--deadline", "2020-01-01"), "is past"),
    ],
)
def test_time_nobody_has_gets_one_sentence(trained: Run, words: tuple[str, ...], says: str) -> None:
    ran = trained("call-list", TRAINING, *words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_the_forecast_gives_every_seat_and_every_number(trained: Run) -> None:
    found = trained("forecast", TRAINING, "--json").json
    assert found["win"] == pytest.approx(found["chambers"][0]["win"] * found["chambers"][1]["win"])
    for chamber in found["chambers"]:
        assert sum(chamber["totals"]) == pytest.approx(1)
        assert len(chamber["by_seat"]) == chamber["seats"] == len(chamber["totals"]) - 1
        assert chamber["expected"] == pytest.approx(sum(seat["chance"] for seat in chamber["by_seat"]))
        assert chamber["win"] == pytest.approx(sum(chamber["totals"][chamber["needed"] :]))
        assert all(seat["reasons"] for seat in chamber["by_seat"])
    assert {"reach", "move", "tie", "neighbor", "hard_yes", "half_life"} <= {each["name"] for each in found["numbers"]}


def test_the_forecast_of_an_earlier_day_is_that_of_then(trained: Run) -> None:
    then = (clock.today() - timedelta(days=300)).isoformat()
    now = trained("forecast", TRAINING, "--json").json
    past = trained("forecast", TRAINING, "--said", then, "--known", then, "--json").json
    assert past["win"] != now["win"]
    one = trained("forecast", TRAINING, "--chamber", "upper", "--json").json
    assert [chamber["chamber"] for chamber in one["chambers"]] == ["upper"]
    assert "All chambers" in trained("forecast", TRAINING).err


def test_what_cannot_be_forecast_gets_one_sentence(trained: Run) -> None:
    for words, says in ((("nothing",), "No campaign “nothing”"), ((TRAINING, "--said", "soon"), "is not a day")):
        ran = trained("forecast", *words)
        assert (ran.code, ran.out) == (2, "")
        assert says in ran.err
