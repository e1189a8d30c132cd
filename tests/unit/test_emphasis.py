from __future__ import annotations

import re

import pytest

from seriesbook.emphasis import has_dots, with_dots
from seriesbook.xhtml import XHTML

DOT = re.compile(r'<span class="dot">(.)</span>')


def dotted(body: str, language: str = "zh") -> str:
    document = f'<html xmlns="{XHTML}" lang="{language}"><body>{body}</body></html>'
    made = with_dots(document)
    return DOT.sub(r"\1.", made).partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>海<em>大海</em>海</p>", "<p>海<em>大.海.</em>海</p>"),
        ("<p><strong>海，A海</strong></p>", "<p><strong>海.，A海.</strong></p>"),
        ("<p><em>大<b>海</b>大</em>海</p>", "<p><em>大.<b>海.</b>大.</em>海</p>"),
        ('<p><em lang="en">sea</em></p>', '<p><em lang="en">sea</em></p>'),
        ("<p>海</p>", "<p>海</p>"),
    ],
)
def test_ideographs_that_are_stressed_get_dots(body: str, expected: str) -> None:
    assert dotted(body) == expected


def test_a_language_within_another() -> None:
    assert dotted('<p><em lang="ja">海の</em></p>', "en") == '<p><em lang="ja">海.の.</em></p>'
    assert dotted("<p><em>海</em></p>", "en") == "<p><em>海</em></p>"


def test_which_languages_do_so() -> None:
    assert [has_dots(tag) for tag in ("zh-Hant", "ja", "ko", "en")] == [True, True, False, False]
