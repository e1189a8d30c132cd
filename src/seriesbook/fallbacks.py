"""Fonts for what a theme's own fonts lack: those that the author names or brings, then those
that we know for a script.

Pango takes any font of a document for a character that the named families lack. A language whose
own script comes from such a font is set in it altogether, since points and figures of another
typeface would look wrong between its letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.fontfiles import own_fonts
from seriesbook.fonts import Typeface, cut, face_of, how_to_install, is_installed
from seriesbook.glyphs import characters_in, coverage, is_invisible
from seriesbook.problems import Outcome, Problem
from seriesbook.scripts import script_font, script_of, script_of_language
from seriesbook.words import languages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from seriesbook.cache import Cache
    from seriesbook.model import Book, Source
    from seriesbook.problems import Where
    from seriesbook.rendition import Font
    from seriesbook.theme import Theme

_WEIGHTS = (400, 700)


def with_fallbacks(
    theme: Theme, book: Book, files: Iterable[Source], cache: Cache
) -> Outcome[Theme]:
    """A theme with all the fonts that a book needs and that can be had.

    `files` are fonts of the series folder. What can't be had is told where the characters stand
    (`glyphs`), but a package that the author names must be there.
    """
    own = own_fonts(files, cache)
    named = _named(book)
    cuts = [cut(face, cache, where) for face, where in named.value]
    given = (*(font for one in cuts for font in one.value), *own.value)
    known = _script_faces(book, theme, coverage(given, cache))
    by_script = [cut(face, cache, book.series.at("language")) for face in known]
    added = (*given, *(font for one in by_script for font in one.value))
    problems = (*named.problems, *own.problems, *(p for one in cuts for p in one.problems))
    if not added:
        return Outcome(theme, problems)
    css = _language_css(book, theme, added, cache)
    faces = tuple(
        face
        for face in (*(face for face, _ in named.value), *known)
        if face.family not in {one.family for one in theme.typefaces}
    )
    completed = replace(
        theme,
        styles={form: text + css for form, text in theme.styles.items()},
        folio_css=theme.folio_css + css,
        cover_css=theme.cover_css + css,
        fonts=(*theme.fonts, *added),
        typefaces=(*theme.typefaces, *faces),
        covered={**coverage(added, cache), **theme.covered},
        digest=key_of(theme.digest, css, *(font.digest for font in added)),
    )
    return Outcome(completed, problems)


def _named(book: Book) -> Outcome[tuple[tuple[Typeface, Where], ...]]:
    """Typefaces of the packages that series and edition name, and where they do."""
    series, edition = book.series, book.edition
    lists = ((f"editions.{edition.name}.fonts", edition.fonts), ("fonts", series.fonts))
    found: dict[str, tuple[Typeface, Where]] = {}
    problems = []
    for key, packages in lists:
        for number, package in enumerate(packages):
            where = series.at(f"{key}.{number}")
            face = face_of(package, _WEIGHTS)
            if face is None:
                problems.append(_not_there(package, where))
            else:
                found.setdefault(package, (face, where))
    return Outcome(tuple(found.values()), tuple(problems))


def _not_there(package: str, where: Where) -> Problem:
    known = package.startswith("fontpkg-")
    return Problem(
        where,
        "font-package-missing",
        f"the font package {package!r} is not installed.",
        f"Run `{how_to_install(package)}`."
        if known
        else "Name a package that begins with fontpkg-, or put font files into fonts/.",
    )


def _script_faces(
    book: Book, theme: Theme, given: Mapping[str, frozenset[int]]
) -> tuple[Typeface, ...]:
    """Installed typefaces for the scripts of characters that no other font of the text has."""
    covered = _covered(theme).union(*given.values())
    lacking = {c for c in _characters(book, theme) if ord(c) not in covered}
    rows = (script_font(script_of(c)) for c in sorted(lacking) if not is_invisible(c))
    faces = dict.fromkeys(row.typeface for row in rows if row)
    return tuple(face for face in faces if is_installed(face.package))


def _covered(theme: Theme) -> frozenset[int]:
    """Code points of a theme's fonts, without those for code."""
    text = {face.family for face in theme.typefaces if face.use == "text"}
    return frozenset().union(*(theme.covered[name] for name in text if name in theme.covered))


def _characters(book: Book, theme: Theme) -> frozenset[str]:
    """All characters of a book and of the words that the theme adds."""
    series = book.series
    names = (person.name for person in series.authors)
    found = set[str]().union(series.title, series.subtitle, series.publisher, *names)
    for section in book.sections:
        found |= characters_in(section)
    return frozenset(found.union(*theme.labels.values()))


def _language_css(book: Book, theme: Theme, added: tuple[Font, ...], cache: Cache) -> str:
    """Rules that set a language in the font that has its script, if that is not the theme's."""
    covers, own = coverage(added, cache), _covered(theme)
    main = next((f'"{f.family}", ' for f in theme.typefaces if f.use == "text"), "") + "serif"
    rules = []
    for language in languages_of(book):
        row = script_font(script_of_language(language))
        if row is None or ord(row.sample) in own:
            continue
        family = next((f for f, points in covers.items() if ord(row.sample) in points), "")
        if family:
            rules.append(_rule(language, f'"{family}"', main))
    return "".join(rules)


def _rule(language: str, own: str, main: str) -> str:
    """Text in the language's own font; the theme's has the superior figures of note marks."""
    here = f'[lang|="{language}"]'
    return (
        f"\n{here}, html{here} > body {{ font-family: {own}, {main} }}"
        f"\n{here} .noteref {{ font-family: {main} }}\n"
    )
