from __future__ import annotations

import pytest

from seriesbook.importers.encodings import decode

WORDS = (
    "Das Gewicht der Schlüssel ist größer, als man glaubt – „sagte“ er, und ging über die Brücke."
)
RUSSIAN = "В каждой гавани есть две книги: в одной записаны корабли, а в другой записана вода."


def said(data: bytes, declared: str = "") -> tuple[str, list[str]]:
    found = decode(data, "page.html", declared)
    return found.text, [finding.words for finding in found.findings]


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        (WORDS.encode(), []),
        (b"\xef\xbb\xbf" + WORDS.encode(), []),
        (WORDS.encode("utf-16"), []),
        (WORDS.encode("cp1252"), ["it says nothing of its encoding; read as windows-1252"]),
    ],
)
def test_bytes_that_state_nothing(data: bytes, guess: list[str]) -> None:
    assert said(data) == (WORDS, guess)


@pytest.mark.parametrize("name", ["koi8-r", "cp1251"])
def test_an_alphabet_gives_its_encoding_away(name: str) -> None:
    text, guess = said((RUSSIAN * 3).encode(name))
    assert text == RUSSIAN * 3
    assert len(guess) == 1


def test_what_is_declared_counts() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    assert said((head + RUSSIAN).encode("koi8-r")) == (head + RUSSIAN, [])
    assert said(RUSSIAN.encode("koi8-r"), "koi8-r") == (RUSSIAN, [])


def test_what_is_declared_wrongly_does_not() -> None:
    head = '<meta charset="iso-8859-1">'
    assert said((head + WORDS).encode()) == (
        head + WORDS, ["it is UTF-8, though it says iso-8859-1"]
    )  # fmt: skip
    head = '<meta charset="utf-8">'
    assert said((head + WORDS).encode("cp1252")) == (
        head + WORDS, ["it is not utf-8, as it says; read as windows-1252"]
    )  # fmt: skip


def test_a_damaged_byte_is_counted() -> None:
    data = b'<meta charset="utf-8">' + WORDS.encode() * 3 + b"\xff"
    found = decode(data, "page.html")
    assert found.text.endswith("\N{REPLACEMENT CHARACTER}")
    assert [(f.what, f.count) for f in found.findings] == [("unreadable characters", 1)]


def test_lines_end_with_a_line_feed() -> None:
    assert said(b"a\r\nb\rc\0") == ("a\nb\nc", [])
