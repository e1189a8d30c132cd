"""A book and a theme become pages: one XHTML document a section, the same for both formats."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from seriesbook.emphasis import has_dots, with_dots
from seriesbook.faults import at_work
from seriesbook.glyphs import characters_of, missing_glyphs
from seriesbook.keptpages import NOTES, KeptPages, begun_mark, without_texts
from seriesbook.leadin import lead_in
from seriesbook.measures import measures
from seriesbook.numbered import numbered, with_digits
from seriesbook.pagecontext import context_of, typefaces_of
from seriesbook.pageshape import leaded, page_css, shape
from seriesbook.printed import printed
from seriesbook.problems import Outcome
from seriesbook.rendering import render
from seriesbook.rendition import Page, Rendition
from seriesbook.rightward import with_addresses_left_to_right
from seriesbook.roles import ROLES
from seriesbook.runningheads import heads
from seriesbook.scripts import script_of_language
from seriesbook.stylesheets import moved
from seriesbook.versals import versal_style
from seriesbook.words import (
    direction_of,
    languages_of,
    names_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seriesbook.cache import Cache
    from seriesbook.fonts import Typeface
    from seriesbook.model import Book, Entry, Section
    from seriesbook.pageshape import Shape
    from seriesbook.rendition import Font
    from seriesbook.spool import Kept
    from seriesbook.theme import Theme

_PLAIN_SCRIPTS = ("Latn", "Grek", "Cyrl", "")


def make_pages(book: Book, theme: Theme, cache: Cache) -> Outcome[Rendition]:
    """Turn a book into pages in reading order; those in the cache are not rendered again.

    Generated sections without a title get the theme's word for them, in the contents too.
    Characters that the theme's fonts lack are warnings in print. Raises BookError if a template
    that the series brings is at fault.
    """
    page = shape(leaded(theme.page, book.series.language), book.edition.trim)
    printed_out = book.edition.format == "pdf"
    book = numbered(_titled(book, theme))
    if printed_out:
        book = printed(book, page, theme.labels["page-ref"])
    context = context_of(book, theme) | {"lead_in": _lead_in(theme, page if printed_out else None)}
    by_several = context["several_authors"]
    kept = KeptPages(book, theme, context["typefaces"], cache)
    pages = tuple(
        _made(
            section,
            book,
            by_several,
            kept,
            cache,
            partial(_rendered, section, book, theme, context, kept),
        )
        for section in book.sections
        if section.role != "cover" or context["cover"]
    )
    fonts = _fonts(theme, context["typefaces"])
    families = {font.family for font in fonts}
    covered = frozenset[int]().union(*(theme.covered.get(name, ()) for name in families))
    form = book.edition.format
    styles, files = theme.styles[form], theme.files.get(form, ())
    if _other_scripts(book):
        files += moved(theme.files.get(f"scripts-{form}", ()), len(styles))
        styles += theme.scripts[form]
    measures, folios = page_css(page, book.edition.bleed) if printed_out else "", page_css(page)
    rendition = Rendition(
        book=without_texts(book, but_notes=True),
        pages=pages,
        css=measures + styles,
        folio_css=folios + theme.folio_css,
        css_files=moved(files, len(measures)),
        folio_files=moved(theme.files.get("folio", ()), len(folios)),
        assets=book.assets,
        fonts=fonts,
        labels=tuple(theme.labels.items()),
        openings=theme.page.openings,
        multiple=theme.page.multiple,
        characters=characters_of(book) if printed_out else frozenset(),
    )
    return Outcome(rendition, missing_glyphs(book, covered) if printed_out else ())


def cover_page(book: Book, theme: Theme, cache: Cache) -> str:
    """The document that a cover image is drawn from, with the theme's `cover_css`."""

    def rendered() -> str:
        context = context_of(book, theme) | {"language": book.series.language}
        return render("cover-image.xhtml.j2", context, theme, book.series.limits)

    return KeptPages(book, theme, typefaces_of(book, theme), cache).cover(rendered)


def shaped(book: Book, theme: Theme) -> Book:
    """Give an edition without a trim of its own the theme's."""
    if book.edition.own_trim:
        return book
    return replace(book, edition=replace(book.edition, trim=theme.page.trim))


def _titled(book: Book, theme: Theme) -> Book:
    """Give generated sections, and their lines in the contents, the theme's words as titles."""
    people = len(names_of(book.series.authors))
    words = {
        role.name: theme.labels[_label(role.label, people)]
        for role in ROLES.values()
        if role.label
    }
    sections = tuple(
        section if section.title else replace(section, title=words.get(section.role, ""))
        for section in book.sections
    )
    contents = tuple(_titled_entry(entry, words) for entry in book.contents)
    return replace(book, sections=sections, contents=contents)


def _label(label: str, people: int) -> str:
    return "about-the-authors" if label == "about-the-author" and people > 1 else label


def _titled_entry(entry: Entry, words: Mapping[str, str]) -> Entry:
    title = entry.title or words.get(entry.role, "")
    children = tuple(_titled_entry(child, words) for child in entry.children)
    return replace(entry, title=title, children=children)


def _other_scripts(book: Book) -> bool:
    """Whether any of a book's languages has customs that Latin, Greek and Cyrillic have not."""
    return any(
        script_of_language(language) not in _PLAIN_SCRIPTS for language in languages_of(book)
    )


def _fonts(theme: Theme, typefaces: tuple[Typeface, ...]) -> tuple[Font, ...]:
    """The theme's fonts, without those for code in a book that has none."""
    code = {face.family for face in theme.typefaces} - {face.family for face in typefaces}
    return tuple(font for font in theme.fonts if font.family not in code)


def _lead_in(theme: Theme, page: Shape | None) -> Callable[[str], Markup]:
    """How a text begins, as the theme wants; on a page, or on a screen (None)."""
    style = theme.page
    main = theme.typefaces[0].family if theme.typefaces else ""
    font = next((f for f in theme.fonts if (f.family, f.style) == (main, "normal")), None)
    if font is None or style.lead_in == "none":
        return Markup

    measured = lru_cache(maxsize=1)(partial(measures, font))

    def begun(body: str) -> Markup:
        face = measured()
        cut = partial(versal_style, face, page, style.versal) if page else None
        return lead_in(body, style.lead_in, style.versal, cut, face.has_small_caps)

    return begun


def _page(section: Section, book: Book, head: tuple[str, str], document: Kept) -> Page:
    language = section.language or book.series.language
    head_verso, head_recto = head
    return Page(
        name=section.slug,
        role=section.role,
        title=section.title,
        content=document,
        where=section.where,
        language=language,
        head_verso=head_verso,
        head_recto=head_recto,
        direction=section.direction or direction_of(language),
    )


def _made(
    section: Section,
    book: Book,
    by_several: bool,
    kept: KeptPages,
    cache: Cache,
    make: Callable[[], str],
) -> Page:
    with at_work(f"making the page {section.slug!r}", section.where):
        content = cache.spool.keep(kept.page(section, make).encode())
    return _page(section, book, heads(section, book.series, by_several), content)


def _rendered(
    section: Section, book: Book, theme: Theme, context: Mapping[str, Any], kept: KeptPages
) -> str:
    """A page; templates of strangers may look at its text, ours only put it in its place."""
    if theme.own or not section.body:
        document = _filled_in(section, book, theme, context)
    else:

        def around(mark: str) -> str:
            marks = {**context, "lead_in": lambda text: Markup(begun_mark(text))}
            return _filled_in(replace(section, body=mark), book, theme, marks)

        document = kept.frame(section, around).filled(section.body, context["lead_in"])
    language = section.language or book.series.language
    if book.edition.format == "pdf" and has_dots(language):
        document = with_dots(document)
    document = with_digits(document, language)
    return with_addresses_left_to_right(document) if 'dir="rtl"' in document else document


def _filled_in(section: Section, book: Book, theme: Theme, context: Mapping[str, Any]) -> str:
    """The template of a section's role, filled in."""
    language = section.language or book.series.language
    direction = section.direction or direction_of(language)
    own = {
        "section": section,
        "role": ROLES[section.role],
        "language": language,
        "direction": direction,
        "body": Markup(section.body),
    }
    hidden = {} if section.role == NOTES else {"note_groups": ()}
    return render(
        ROLES[section.role].template, {**context, **hidden, **own}, theme, book.series.limits
    )
