from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.readers.runs import edited
from seriesbook.readers.ties import ties


def tied(text: str, language: str = "en") -> str:
    return edited(text, lambda run: ties(run, language)).replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see p. 12 and pp. 3-4", "see p.~12 and pp.~3-4"),
        ("Mr. J. W. Prentice of No. 5", "Mr.~J.~W.~Prentice of No.~5"),
        ("5 mm, 1,200 km and 20 %", "5~mm, 1,200~km and 20~%"),
        ("at 5 in the morning", "at 5 in the morning"),
        ("vol. 3,\nno. 7", "vol.~3,\nno.~7"),
        ("it ends so. Then p.\n12", "it ends so. Then p.~12"),
        ("§ 4", "§~4"),
        ("he said no. Then vol. II", "he said no. Then vol.~II"),
        ("https://example.org/p. 12", "https://example.org/p. 12"),
        ("a map. 12 men; the app. 3", "a map. 12 men; the app. 3"),
        ("5 mmm", "5 mmm"),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert tied(text) == expected


def test_each_language_has_its_own() -> None:
    assert tied("siehe S. 12, Abb. 3", "de-AT") == "siehe S.~12, Abb.~3"
    assert tied("см. с. 12, рис. 3", "ru") == "см. с.~12, рис.~3"
    assert tied("S. 12", "xx") == "S. 12"


@given(st.text("ap.12 mMr§J", max_size=30), st.sampled_from(["en", "de", "fr", ""]))
def test_nothing_but_spaces_changes(text: str, language: str) -> None:
    assert tied(text, language).replace("~", " ") == text
