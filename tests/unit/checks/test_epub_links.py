from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epub_pages import page, rendition, tools
from seriesbook.checks.epub_links import check
from written import write_epub

if TYPE_CHECKING:
    from seriesbook.rendition import Rendition


def made(changed: Rendition | None = None) -> bytes:
    return write_epub(changed or rendition(), tools()).value.data


def edited(member: str, old: str, new: str) -> bytes:
    """The book with one member changed behind the writer's back; '' for `old` removes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == member and not old:
                continue
            if name == member:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(name, data)
    return out.getvalue()


def test_a_good_book_has_no_problem() -> None:
    assert check(made(), rendition()) == ()
    assert check(made()) == ()


@pytest.mark.parametrize(
    ("member", "old", "new", "expected"),
    [
        (
            "EPUB/text/ebb.xhtml", 'href="flow.xhtml"', 'href="nowhere.xhtml"',
            ["essays/ebb.md:11 link-dead"],
        ),
        (
            "EPUB/text/flow.xhtml", "#ebb--mud", "#ebb--clay",
            ["essays/flow.md:5 link-dead"],
        ),
        (
            "EPUB/text/ebb.xhtml", 'id="ebb--mud"', 'id="ebb--title"',
            ["essays/ebb.md:1 id-duplicate", "series.toml link-dead",
             "essays/flow.md:5 link-dead"],
        ),
        (
            "EPUB/text/notes.xhtml", "#ebb--fnref-1", "#ebb--title",
            ["essays/ebb.md:7 note-one-way", "series.toml note-one-way"],
        ),
        (
            "EPUB/text/contents.xhtml", '<li><a href="flow.xhtml">Flow</a></li>'
            '<li><a href="notes.xhtml">Notes</a></li>', '<li><a href="notes.xhtml">Notes</a></li>'
            '<li><a href="flow.xhtml">Flow</a></li>',
            ["series.toml nav-order"],
        ),
        (
            "EPUB/images/mud.svg", "", "",
            ["series.toml file-missing", "essays/ebb.md:13 link-dead"],
        ),
        (
            "EPUB/package.opf", '<item href="css/book.css" id="css_book.css" '
            'media-type="text/css"/>', "",
            ["series.toml file-unlisted"],
        ),
        ("mimetype", "", "", ["series.toml epub-container"]),
        (
            "EPUB/package.opf", '<itemref idref="text_flow.xhtml"/>', "",
            ["series.toml nav-order"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where(member: str, old: str, new: str, expected: list[str]) -> None:
    problems = check(edited(member, old, new), rendition())
    assert [f"{problem.where} {problem.code}" for problem in problems] == expected


def test_without_the_rendition_the_place_is_in_the_epub() -> None:
    problems = check(edited("EPUB/text/flow.xhtml", "#ebb--mud", "#ebb--clay"))
    assert [str(problem.where) for problem in problems] == ["EPUB/text/flow.xhtml"]


def test_a_note_that_is_used_twice_leads_back_twice() -> None:
    pages = [*rendition().pages]
    second = '<a id="flow--r" href="#ebb--fn-1" epub:type="noteref" role="doc-noteref">1</a>'
    pages[3] = page("flow", f'<section id="flow"><p>x{second}</p><p id="ebb--mud2"/></section>')
    problems = check(made(rendition(pages=tuple(pages))))
    assert [problem.code for problem in problems] == ["note-one-way"]


@given(st.binary(max_size=200))
def test_what_is_no_epub_is_told(data: bytes) -> None:
    assert [problem.code for problem in check(data)] == ["epub-unreadable"]
