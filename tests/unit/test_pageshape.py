from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.model import Trim
from seriesbook.pageshape import PageStyle, page_css, shape


def test_the_usual_page() -> None:
    made = shape(PageStyle(), Trim(432, 648))
    assert (made.size, made.leading, made.top, made.side, made.bottom) == (12, 15, 66, 54, 72)
    assert (made.width, made.lines, made.code_columns) == (324, 34, 57)


@pytest.mark.parametrize(
    ("width", "height", "size", "ems"),
    [
        (360, 576, 11.0, 24.5),  # 5 x 8 in: smaller type
        (419.528, 595.276, 12.0, 26.2),  # A5
        (504, 720, 12.0, 27.5),  # 7 x 10 in: wider margins
        (612, 792, 12.0, 27.5),
        (306, 495, 10.0, 22.9),  # 4.25 x 6.87 in: as small as the theme allows
    ],
)
def test_a_line_holds_what_an_eye_can(
    width: float, height: float, size: float, ems: float
) -> None:
    made = shape(PageStyle(), Trim(width, height))
    assert (made.size, round(made.width / made.size, 1)) == (size, ems)


@given(
    st.floats(250, 900),
    st.floats(330, 1200),
    st.floats(9, 20),
    st.floats(1.1, 1.6),
)
def test_text_is_whole_lines_inside_margins(
    width: float, height: float, size: float, leading: float
) -> None:
    made = shape(
        PageStyle(size=size, smallest=min(size, 10), leading=leading), Trim(width, height)
    )
    assert made.lines * made.leading + made.top + made.bottom == pytest.approx(height, abs=0.01)
    assert made.side >= 36 - 0.01
    assert made.top >= 36 + 2 * made.leading - 0.01
    assert made.bottom >= 36 + 2 * made.leading - 0.01
    assert made.leading * 4 == int(made.leading * 4)
    assert made.width <= 27.5 * made.size + 0.01


def test_css() -> None:
    css = page_css(shape(PageStyle(), Trim(432, 648)), bleed=9)
    assert "margin: 66pt 54pt 72pt; bleed: 9pt }" in css
    assert "font-size: 12pt; line-height: 15pt" in css
