"""The pictures of the documentation are smaller, and of the same things."""

from __future__ import annotations

import struct

import pytest
from playwright.sync_api import Browser

from tests.browser.small_png import smaller

FEW = "<body style='margin:0;background:#fbfaf7'><div style='width:40px;height:30px;background:#0f6b63'></div></body>"
MANY = "<body style='margin:0;height:100vh;background:linear-gradient(90deg,#000,#fff 50%,#27406b)'></body>"


def captured(browser: Browser, html: str) -> bytes:
    page = browser.new_page(viewport={"width": 120, "height": 60})
    page.set_content(html)
    png = page.screenshot()
    page.close()
    return png


def shown(browser: Browser, png: bytes) -> list[int]:
    """The colours of a picture, dot by dot, as a browser reads them."""
    page = browser.new_page()
    found: list[int] = page.evaluate(
        """async bytes => { const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const drawn = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        drawn.drawImage(picture, 0, 0);
        return [...drawn.getImageData(0, 0, picture.width, picture.height).data] }""",
        list(png),
    )
    page.close()
    return found


def test_a_picture_of_few_colours_loses_nothing(browser: Browser) -> None:
    png = captured(browser, FEW)
    assert shown(browser, smaller(png)) == shown(browser, png)


def test_a_picture_of_many_colours_keeps_its_size_and_stays_close(browser: Browser) -> None:
    png = captured(browser, MANY)
    small = smaller(png)
    assert struct.unpack_from(">II", small, 16) == (120, 60)
    before, after = shown(browser, png), shown(browser, small)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 8


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        smaller(b"GIF89a" + bytes(60))
