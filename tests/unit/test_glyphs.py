"""Characters that no font has."""

from __future__ import annotations

from seriesbook.glyphs import missing_glyphs
from seriesbook.model import Book, Edition, Note, Section, Series
from seriesbook.problems import Where

LATIN = frozenset(range(0x20, 0x180))
SERIES = Series("s", "S", "en", "urn:x")


def _book(*sections: Section) -> Book:
    return Book(SERIES, Edition("p", "pdf"), sections)


def _essay(body: str, **fields: object) -> Section:
    return Section("essay", "a", "A", Where("essays/a.md", 1), body=body, **fields)  # type: ignore[arg-type]


def test_the_first_line_and_all_characters() -> None:
    body = '<p data-line="3">Abc</p><p data-line="5">de <em>ᚠ</em>, ᚢ and ᚠ</p>'
    (problem,) = missing_glyphs(_book(_essay(body)), LATIN)
    assert (problem.code, problem.severity) == ("glyph-missing", "warning")
    assert str(problem.where) == "essays/a.md:5"
    assert "ᚠ (U+16A0), ᚢ (U+16A2)" in problem.message


def test_a_note_is_found_at_its_own_line() -> None:
    note = Note("a--fn-1", 1, "<p>ᚠ</p>", Where("essays/a.md", 40))
    (problem,) = missing_glyphs(_book(_essay("<p>Abc</p>", notes=(note,))), LATIN)
    assert str(problem.where) == "essays/a.md:40"


def test_what_is_not_seen_needs_no_glyph() -> None:
    body = "<p>soft\N{SOFT HYPHEN}hyphen, joiner\N{ZERO WIDTH JOINER}, space\N{THIN SPACE}\n</p>"
    assert not missing_glyphs(_book(_essay(body)), LATIN)


def test_many_characters_are_cut_short() -> None:
    body = "".join(f"<p>{chr(0x16A0 + n)}</p>" for n in range(15))
    (problem,) = missing_glyphs(_book(_essay(body)), LATIN)
    assert "and 5 more" in problem.message


def test_a_script_with_a_package_is_an_error_once() -> None:
    essays = (_essay("<p>தமிழ்</p>"), _essay("<p>தமிழ் ᚠ</p>"))
    first, second = missing_glyphs(_book(*essays), LATIN)
    assert (first.severity, first.mend) == ("error", "Run `pip install fontpkg-noto-sans-tamil`.")
    assert second.severity == "warning"
    assert "ᚠ" in second.message
    assert "fonts/" in second.mend
