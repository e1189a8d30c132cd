"""Lines of other scripts, measured in the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from seriesbook.cache import Cache
from seriesbook.fonts import Typeface, cut, is_installed
from seriesbook.problems import Where
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from seriesbook.rendition import Font

PAGE = "@page { size: 300pt 300pt; margin: 30pt } body, p { margin: 0 }"


def fonts(family: str, package: str) -> tuple[Font, ...]:
    return cut(Typeface(family, package), Cache(None), Where("x")).value


def lines(document: str, css: str, faces: tuple[Font, ...]) -> list[tuple[float, float]]:
    """Left and right edge of each line, in pt, from the top."""
    pdf = pypdfium2.PdfDocument(layout(document, PAGE + css, faces).pdf)
    text = pdf[0].get_textpage()
    edges: dict[int, tuple[float, float]] = {}
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            left, bottom, right, _ = text.get_charbox(index, loose=True)
            known = edges.get(round(bottom), (left, right))
            edges[round(bottom)] = min(left, known[0]), max(right, known[1])
    return [edges[height] for height in sorted(edges, reverse=True)]


def test_a_paragraph_from_right_to_left_is_indented_at_its_beginning() -> None:
    words = (
        "إن لكل شيء من العلم ونوع من الحكمة وصنف من الأدب سببا يدعو إلى تأليف ما كان فيه مشتتا "
    )
    document = f'<html lang="ar" dir="rtl"><body><p>{words * 2}</p></body></html>'
    css = "html { font: 12pt/18pt 'Amiri'; text-align: justify } p { text-indent: 24pt }"
    first, second, *_ = lines(document, css, fonts("Amiri", "fontpkg-amiri"))
    assert first == pytest.approx((30, 246), abs=1)
    assert second == pytest.approx((30, 270), abs=1)


@pytest.mark.skipif(not is_installed("mplfonts"), reason="there is no font for ideographs")
def test_lines_of_ideographs_are_filled() -> None:
    text = (
        "初鄭武公，娶于申曰武姜，生莊公及共叔段莊公寤生驚姜氏故名曰寤生，遂惡之愛共叔段欲立之亟請于武公公弗許"
        * 2
    )
    document = f'<html lang="zh-Hant"><body><p>{text}</p></body></html>'
    css = "html { font: 12pt/18pt 'Han'; text-align: justify } @page { margin: 30pt 32pt }"
    found = lines(document, css, fonts("Han", "mplfonts"))
    assert len(found) > 3
    for left, right in found[:-1]:
        assert (left, right) == pytest.approx((32, 268), abs=1)
