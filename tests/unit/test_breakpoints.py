"""Words as hyphenation knows them."""

from __future__ import annotations

import unicodedata

import pyphen
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook import breakpoints


@pytest.mark.parametrize(
    ("word", "simple", "divided"),
    [
        ("ἀνθρώπων", "ανθρώπων", "αν-θρώπων"),
        ("ἐλευθέρων", "ελευθέρων", "ελευ-θέρων"),
        ("ἀγωγῆς", "αγωγής", "αγω-γής"),
        ("ᾤκησεν", "ώκησεν", "ώκη-σεν"),
        ("πραΰνω", "πραΰνω", "πραΰνω"),
        ("letter", "letter", "letter"),
    ],
)
def test_greek_is_divided_as_its_modern_form(word: str, simple: str, divided: str) -> None:
    assert breakpoints._simple(word) == simple
    assert pyphen.Pyphen(lang="el", left=2, right=3).inserted(simple) == divided


@given(st.text(st.characters(min_codepoint=0x370, max_codepoint=0x1FFF)))
def test_places_stay_the_same(text: str) -> None:
    word = unicodedata.normalize("NFC", text)
    assert len(breakpoints._simple(word)) == len(word)
