"""The palette: every word can be read and every mark can be seen, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from web.charts.stances import ALL

TOKENS = Path(__file__).parents[3] / "web" / "static" / "css" / "tokens.css"
PAIRS = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text(encoding="utf-8"))
THEMES = {
    "light": {name: light for name, light, _ in PAIRS},
    "dark": {name: dark for name, _, dark in PAIRS},
}
PAGES = ["paper", "card", "sunken"]
STANCES = [stance for stance in ALL if stance != "vacant"]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour like #1d2328, as WCAG defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> dict[str, str]:
    return THEMES[request.param]


@pytest.mark.parametrize("word", ["ink", "soft", "accent", "error", "good", "warn"])
@pytest.mark.parametrize("page", PAGES)
def test_text_can_be_read_on_every_page_colour(theme: dict[str, str], word: str, page: str):
    assert contrast(theme[word], theme[page]) >= 4.5


@pytest.mark.parametrize("stance", STANCES)
def test_the_word_of_a_stance_can_be_read_on_its_fill(theme: dict[str, str], stance: str):
    assert contrast(theme[f"{stance}-ink"], theme[stance]) >= 4.5


@pytest.mark.parametrize("stance", STANCES)
def test_the_mark_of_a_stance_stands_out_from_the_card(theme: dict[str, str], stance: str):
    assert contrast(theme[f"{stance}-edge"], theme["card"]) >= 3


@pytest.mark.parametrize("kind", ["warn", "error", "good"])
def test_a_note_can_be_read_on_its_tint(theme: dict[str, str], kind: str):
    assert contrast(theme[kind], theme[f"{kind}-tint"]) >= 4.5


@pytest.mark.parametrize("page", ["paper", "card"])
def test_the_border_of_a_control_stands_out(theme: dict[str, str], page: str):
    assert contrast(theme["control-line"], theme[page]) >= 3


def test_the_primary_button_can_be_read(theme: dict[str, str]):
    assert contrast(theme["accent-ink"], theme["accent"]) >= 4.5
    assert contrast(theme["accent-ink"], theme["accent-strong"]) >= 4.5
    assert contrast(theme["ink"], theme["accent-tint"]) >= 4.5
    assert contrast(theme["accent"], theme["accent-tint"]) >= 4.5
