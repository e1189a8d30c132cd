from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.model import Source
from seriesbook.text import decode, legal
from tiny import said


def read(data: bytes) -> tuple[str, list[str]]:
    outcome = decode(Source("a.md", data, ""))
    return outcome.value, said(outcome.problems)


@pytest.mark.parametrize(
    "data",
    [
        "é\nb\n".encode(),
        codecs.BOM_UTF8 + "é\nb\n".encode(),
        codecs.BOM_UTF16_LE + "é\nb\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "é\nb\n".encode("utf-16-be"),
        "é\r\nb\r".encode(),
    ],
)
def test_encodings_and_line_ends_become_one(data: bytes) -> None:
    assert read(data) == ("é\nb\n", [])


def test_the_byte_and_the_line_of_what_is_not_utf8_are_named() -> None:
    outcome = decode(Source("a.md", b"one\rtwo\r\nna\xefve\n", ""))
    assert outcome.value == "one\ntwo\nna�ve\n"
    assert said(outcome.problems) == ["a.md:3:error:encoding"]
    assert "byte 11 is 0xEF" in outcome.problems[0].message


def test_the_byte_is_counted_from_the_start_of_the_file() -> None:
    outcome = decode(Source("a.md", codecs.BOM_UTF8 + b"\xff", ""))
    assert "byte 3 is 0xFF" in outcome.problems[0].message


def test_characters_that_no_xml_may_hold_are_replaced() -> None:
    assert read(b"a\nb\x00c") == ("a\nb�c", ["a.md:2:error:character-illegal"])


def test_a_page_break_of_an_old_editor_is_white_space() -> None:
    assert read(b"a\x0cb") == ("a b", [])


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"\x89PNG\r\n", "PNG"), (b"PK\x03\x04", "Word"), (b"a\x00" * 20, "not a text file")],
)
def test_what_is_no_text_says_so_once(data: bytes, words: str) -> None:
    outcome = decode(Source("a.md", data, ""))
    assert outcome.value == ""
    assert said(outcome.problems) == ["a.md:error:not-text"]
    assert words in outcome.problems[0].message


@given(st.binary())
def test_any_bytes_give_a_legal_text(data: bytes) -> None:
    text, _ = read(data)
    assert legal(text) == text
    assert "\r" not in text
