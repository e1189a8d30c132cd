"""Quotation marks, apostrophes, dashes and spaces by language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import read
from seriesbook import xhtml
from seriesbook.readers.typography import Typographer


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "\"a 'b' c\" '90s 'tis rock 'n' roll", "“a ‘b’ c” ’90s ’tis rock ’n’ roll"),
        ("en", "\"'a,' he said,\" she said; dogs' it's", "“‘a,’ he said,” she said; dogs’ it’s"),
        ("en", "a--\"b\"---\"c\" (\"d\") ...", "a–“b”—“c” (“d”) …"),
        ("en", "the 'ouse", "the ’ouse"),
        ("en", "'Round the corner,' he said", "‘Round the corner,’ he said"),
        ("en", "6'2\" tall", "6′2″ tall"),
        ("en", '"...then" he "stopped..."', "“…then” he “stopped…”"),
        ("en", "http://a--b.c/x...y \"http://x.y\"", "http://a--b.c/x...y “http://x.y”"),
        ("en", "a@b--c.d", "a@b--c.d"),
        ("en", "C++ & \"Q\" it's <b>x</b> [x](y) *s* 1.", "C++ & “Q” it’s <b>x</b> [x](y) *s* 1."),
        ("en", "---- ....", "---- ...."),
        ("fr", "l'\"École\" d'hier : \"Quoi ?!\" non!", "l’« École » d’hier : « Quoi ?! » non !"),
        ("fr-CA", '"Quoi?" : oui', "« Quoi? » : oui"),
        ("de", "\"Er: 'Nein'\" geht's 's ist", "„Er: ‚Nein‘“ geht’s ’s ist"),
        ("nl", "'s avonds \"x\"", "’s avonds “x”"),
        ("ru", '"x"', "«x»"),
        ("he", 'הוא אמר ש"הים זוכר", אבל צה"ל', "הוא אמר ש”הים זוכר“, אבל צה״ל"),
        ("ar", 'قال: "نعم".', "قال: «نعم»."),
        ("zh-Hans", '老人说："大海记得。"但是', "老人说：“大海记得。”但是"),
        ("zh-TW", '"大海"', "「大海」"),
        ("xx", '"x"', "“x”"),
    ],
)  # fmt: skip
def test_plain(language: str, text: str, expected: str) -> None:
    made = Typographer(language).plain(text)
    for wide in "\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}":
        made = made.replace(wide, " ")
    assert made == expected


def test_french_spaces_do_not_break() -> None:
    assert Typographer("fr").plain('"a" ; b : c ?') == ("«\u202fa\u202f»\u202f; b\u00a0: c\u202f?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"*a*" *"b"*', "<p>“<em>a</em>” <em>“b”</em></p>"),
        ('"`c"d`"', '<p>“<code>c"d</code>”</p>'),
        ("*it*'s", "<p><em>it</em>’s</p>"),
        (r"\"a\" \-- 5\'", '<p>"a" -- 5\'</p>'),
        ("<span title=\"a--'b'\">c</span>", "<p><span title=\"a--'b'\">c</span></p>"),
        ("[a](b--c 'd...')", '<p><a href="b--c" title="d...">a</a></p>'),
    ],
)
def test_across_elements(text: str, expected: str) -> None:
    assert xhtml.strip_lines(read(text).value.body) == expected


def test_a_note_mark_between_does_not_matter() -> None:
    outcome = read('"a[^1]" "b."[^1] \'c\'\n\n[^1]: n')
    assert xhtml.text_of(xhtml.parse(outcome.value.body)) == "“a1” “b.”1 ‘c’"


def test_french_in_captions_notes_and_titles() -> None:
    section = read('# Quoi ?\n\n![a](i.png "Oui !")[^1]\n\n[^1]: Non ;', "fr").value
    assert section.title == "Quoi\u202f?"
    assert "Non\u202f;" in section.notes[0].body


@given(st.text(alphabet="ab '\"-.\n(", max_size=60), st.sampled_from(["en", "fr", "de", "sv"]))
def test_letters_stay_and_no_mark_is_left(text: str, language: str) -> None:
    made = Typographer(language).plain(text)
    assert [c for c in made if c in "ab("] == [c for c in text if c in "ab("]
    assert '"' not in made
    assert "'" not in made
    assert Typographer(language).plain(made) == made
