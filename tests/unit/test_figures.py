from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.figures import fit_figures
from seriesbook.model import Asset, Trim
from seriesbook.pageshape import PageStyle, shape

PAGE = shape(PageStyle(), Trim(432, 648))


def style(width: int, height: int, kind: str = "", caption: str = "") -> str:
    end = f"<figcaption>{caption}</figcaption>" if caption else ""
    root = xhtml.parse(f'<figure class="{kind}"><img src="images/a.png" alt=""/>{end}</figure>')
    asset = Asset("images/a.png", "image/png", b"", width, height)
    fit_figures(root, {asset.href: asset}, PAGE)
    return next(xhtml.elements(root, "img")).get("style", "")


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (200, 100, "height: 5rlh; width: 150.00pt"),  # as large as it is
        (1000, 500, "height: 11rlh; width: 324.00pt"),  # as wide as the text
        (100, 20, "height: 1rlh; width: 75.00pt"),
        (1000, 4000, "height: 34rlh; width: 127.50pt"),  # as high as the page
    ],
)
def test_a_picture_is_whole_lines_high(width: int, height: int, shown: str) -> None:
    assert style(width, height) == shown


def test_a_caption_has_room() -> None:
    assert style(1000, 4000, caption="A tower.").startswith("height: 33rlh")


def test_a_picture_of_its_own_page_fills_it() -> None:
    assert style(100, 50, "full-page") == "height: 11rlh; width: 324.00pt"


def test_a_turned_picture_is_as_wide_as_the_page_is_high() -> None:
    assert style(1000, 500, "turned").startswith("height: 17rlh; width: 510.00pt")


def test_a_picture_without_measures_is_left_alone() -> None:
    assert style(0, 0) == ""
