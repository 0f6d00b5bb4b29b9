"""How days, phones and counts are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm import clock
from web import filters


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-06-12", "June 12, 2025"),
        ("2025-06", "June 2025"),
        ("2025", "2025"),
        ("../2025-06", "by June 2025"),
        ("2025-06-01/..", "since June 1, 2025"),
        ("2026-01-08/2026-01-31", "between January 8, 2026 and January 31, 2026"),
        ("2025-06~", "about June 2025"),
        ("2025-22", "summer 2025"),
        ("2025-13", "2025"),
        ("{2025,2026}", "{2025,2026}"),
        ("", ""),
    ],
)
def test_a_vague_date_is_said_as_people_say_it(text: str, words: str) -> None:
    assert filters.vague(text) == words


@pytest.mark.parametrize(
    ("written", "shown", "dialled"),
    [
        ("518-455-2800", "(518) 455-2800", "tel:+15184552800"),
        ("1 (518) 455.2800", "(518) 455-2800", "tel:+15184552800"),
        ("518-455-2800 ext. 12", "(518) 455-2800, ext. 12", "tel:+15184552800,12"),
        ("+44 20 7946 0000", "+44 20 7946 0000", "tel:+442079460000"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_phone_reads_well_and_dials(written: str | None, shown: str, dialled: str) -> None:
    assert (filters.phone(written), filters.tel(written)) == (shown, dialled)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (-1, "tomorrow"), (3, "3 days ago"), (-6, "in 6 days"), (40, "5 weeks ago")],
)
def test_distance_from_today_is_in_words(days: int, words: str) -> None:
    assert filters.ago(clock.today() - timedelta(days=days)) == words


def test_this_years_days_go_without_the_year() -> None:
    with clock.held_at(date(2025, 6, 20)):
        assert filters.shortday(date(2025, 6, 12)) == "Jun 12"
        assert filters.shortday(date(2024, 6, 12)) == "Jun 12, 2024"


def test_one_is_said_differently_from_many() -> None:
    assert [filters.count(number, "action") for number in (0, 1, 1240)] == ["0 actions", "1 action", "1,240 actions"]


@pytest.mark.parametrize(
    "address", ["", None, "javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "httpx:y"]
)
def test_only_an_address_of_the_web_becomes_a_link(address: str | None) -> None:
    assert filters.weblink(address) == ""
    assert filters.weblink("https://example.org/a?b=c") == "https://example.org/a?b=c"
