from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.model import Book, Edition, Entry, License, Note, Person, Section, Series
from seriesbook.problems import Where
from seriesbook.rendition import Page, Rendition

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.rendition import Font

CSS = """
@page { size: 432pt 648pt; margin: 54pt }
body { font: 12pt/18pt "EB Garamond", serif; margin: 0 }
p { margin: 0; orphans: 2; widows: 2 }
h1 { font-size: 20pt; margin: 0 0 36pt }
.mark { line-height: 0 }
ol { margin: 0; padding: 0 0 0 24pt }
"""

FOLIO_CSS = """
@page { size: 432pt 648pt; margin: 54pt; font: 10pt "EB Garamond", serif }
@page verso { @top-center { content: string(head) } @top-left { content: string(folio) } }
@page recto { @top-center { content: string(head) } @top-right { content: string(folio) } }
@page opening { @bottom-center { content: string(folio) } }
.sheet { string-set: head attr(data-head), folio attr(data-folio) }
.verso { page: verso }
.recto { page: recto }
.opening { page: opening }
"""

LABELS = (
    ("notes-to-pages", "Notes to pages {first}–{last}"),
    ("notes-to-page", "Notes to page {first}"),
)


def page(slug: str, role: str, body: str, *, recto: str = "") -> Page:
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title>'
        '<link rel="stylesheet" href="../css/book.css"/></head>'
        f'<body><section id="{slug}">{body}</section></body></html>'
    )
    where = Where(f"essays/{slug}.md", 1)
    return Page(slug, role, slug.title(), xhtml, where, "en", "The Series", recto or slug.title())


def words(count: int, line: int = 3) -> str:
    return f'<p data-line="{line}">' + "some quiet words of prose " * (count // 5) + "</p>"


def mark(slug: str, number: int) -> str:
    return f'<a class="mark" id="{slug}--fnref-{number}" href="#{slug}--fn-{number}">{number}</a>'


def note(slug: str, number: int, text: str = "A note.") -> str:
    back = f'<a href="#{slug}--fnref-{number}">{number}.</a>'
    return f'<li id="{slug}--fn-{number}">{back} {text}</li>'


def essay(slug: str, length: int, marks: int, first: str = "") -> str:
    parts = [f"<h1>{slug.title()}</h1>", first]
    for number in range(1, marks + 1):
        parts.append(words(length // marks))
        parts.append(f"<p>Marked{mark(slug, number)}.</p>")
    return "".join(parts)


def section(slug: str, role: str, marks: int = 0) -> Section:
    where = Where(f"essays/{slug}.md", 1)
    notes = tuple(
        Note(f"{slug}--fn-{n}", n, "<p>A note.</p>", where, (f"{slug}--fnref-{n}",))
        for n in range(1, marks + 1)
    )
    return Section(role, slug, slug.title(), where, notes=notes)


def contents(*slugs: str) -> str:
    lines = "".join(
        f'<li><a href="#{s}">{s.title()} <span class="page-number" data-ref="{s}"></span></a></li>'
        for s in slugs
    )
    return f"<h1>Contents</h1><ol>{lines}</ol>"


@pytest.fixture
def make(font: Font) -> Callable[..., Rendition]:
    """Build a rendition: `essays` maps a slug to (words, marks)."""

    def rendition(
        essays: dict[str, tuple[int, int]] | None = None,
        first: str = "",
        css: str = CSS,
        recto: str = "",
    ) -> Rendition:
        essays = essays or {"tide": (1200, 3), "ebb": (300, 1)}
        listed = ("preface", *essays, "notes")
        entries = "".join(
            f"<h2>{slug.title()}</h2><ol>"
            + "".join(note(slug, n + 1, "A note of some length. " * 12) for n in range(marks))
            + "</ol>"
            for slug, (_, marks) in essays.items()
        )
        pages = (
            page("half-title", "half-title", "<p>The Series</p>"),
            page("title-page", "title-page", "<h1>The Series</h1>"),
            page("copyright-page", "copyright-page", "<p>Copyright</p>"),
            page("contents", "contents", contents(*listed)),
            page("preface", "preface", "<h1>Preface</h1>" + words(700)),
            *(
                page(slug, "essay", essay(slug, length, marks, first), recto=recto)
                for slug, (length, marks) in essays.items()
            ),
            page("notes", "notes", f"<h1>Notes</h1>{entries}"),
        )
        series = Series(
            slug="the-series",
            title="The Series",
            language="en",
            identifier="urn:uuid:1",
            authors=(Person("Ann Author", "Author, Ann"),),
            license=License(
                "CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
            ),
        )
        edition = Edition("paperback", "pdf")
        sections = tuple(section(s, "essay", marks) for s, (_, marks) in essays.items())
        book = Book(series, edition, sections, tuple(Entry(s.title(), s) for s in listed))
        return Rendition(book, pages, css, FOLIO_CSS, (), (font,), LABELS)

    return rendition
