"""From books to their bytes: editions are begun together and finished in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from seriesbook.covers import begin_cover
from seriesbook.isbn import digits_of
from seriesbook.pages import make_pages, shaped
from seriesbook.problems import Problem
from seriesbook.rendition import PageSource
from seriesbook.report import Counts, Progress
from seriesbook.stages import Run
from seriesbook.writers import WRITERS

if TYPE_CHECKING:
    from seriesbook.covers import Cover
    from seriesbook.model import Book, Edition, Source
    from seriesbook.rendition import Printed, Written
    from seriesbook.sources import Sources
    from seriesbook.theme import Theme
    from seriesbook.tools import Tools
    from seriesbook.writers import Work

_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class Begun:
    """An edition whose parts are being made. `run` has what was met with so far."""

    edition: Edition
    identifier: str
    counts: Counts
    work: Work
    run: Run


@dataclass(frozen=True, slots=True)
class Finished:
    """An edition that is made, not yet in its place; `seconds` are those of its stages."""

    edition: Edition
    counts: Counts
    written: Written
    seconds: tuple[tuple[str, float], ...]


def begin_all(
    books: list[Book],
    themes: list[Theme],
    sources: Sources,
    tools: Tools,
    run: Run,
    progress: Progress,
) -> list[Begun]:
    """Begin all editions, so that workers are never idle: covers first, since pages show them."""
    books = [shaped(book, theme) for book, theme in zip(books, themes, strict=True)]
    with run.stage("covers"):
        fronts = [
            begin_cover(book, theme, _given(book, sources, run), tools)
            if book.edition.format == "epub"
            else None
            for book, theme in zip(books, themes, strict=True)
        ]
    return [
        _begin(book, theme, front, replace(tools, progress=partial(progress, book.edition.name)))
        for book, theme, front in zip(books, themes, fronts, strict=True)
    ]


def _given(book: Book, sources: Sources, run: Run) -> Source | None:
    """The author's own image for the cover."""
    path = book.series.cover
    if not path or path not in tuple(sources.images):
        return None
    try:
        return sources.images[path]
    except OSError as error:  # it went away after the folder was listed
        message = f"{path} can't be read: {error.strerror}."
        mend = "See what became of the file."
        run.problems.append(Problem(book.series.at("cover"), "image-missing", message, mend))
        return None


def _begin(book: Book, theme: Theme, front: Cover | None, tools: Tools) -> Begun:
    run = Run()
    if front:
        with run.stage("cover"):
            book = replace(book, assets=(front.outline(), *book.assets))
    with run.stage("pages"):
        rendition = run.take(make_pages(book, theme, tools.cache))
    if front:
        with run.stage("cover"):
            assets = (run.take(front.finish()), *book.assets[1:])
            book = replace(book, assets=assets)
            rendition = replace(
                rendition, assets=assets, book=replace(rendition.book, assets=assets)
            )
    with run.stage("write"):
        work = WRITERS[book.edition.format](rendition, tools)
    counts = Counts.of(book, sum(_words(section.body) for section in book.sections))
    return Begun(book.edition, _identifier(book), counts, work, run)


def finish_all(begun: list[Begun], run: Run) -> dict[str, Finished]:
    """Finish all editions by name; e-books as soon as the pages that they tell are known."""
    by_name = {one.edition.name: one for one in begun}
    for one in begun:
        printed = by_name.get(one.edition.page_source)
        if printed:  # its contents may be at the workers still
            with printed.run.stage("write"):
                likely = _source(printed, printed.work.foreseen())
            with one.run.stage("write"):
                one.work.prepare(likely)
    return {
        one.edition.name: _finish(one, by_name.get(one.edition.page_source), run)
        for one in sorted(begun, key=lambda one: one.edition.format == "pdf")
    }


def _finish(begun: Begun, page_source: Begun | None, run: Run) -> Finished:
    """Turn one edition's book into bytes.

    `page_source` is the print edition whose page numbers an e-book gives.
    """
    own = begun.run
    source = None
    if page_source:
        with page_source.run.stage("write"):
            source = _source(page_source, page_source.work.printed())
    with own.stage("write"):
        written = own.take(begun.work.finish(source))
    run.problems += own.problems
    return Finished(begun.edition, begun.counts, written, tuple(own.seconds.items()))


def _source(begun: Begun, printed: tuple[Printed, ...]) -> PageSource:
    return PageSource(begun.identifier, printed)


@lru_cache(maxsize=256)
def _words(body: str) -> int:
    """How many words a text has. Editions mostly have the same texts."""
    return len(_TAG.sub("", body).split())


def _identifier(book: Book) -> str:
    """What a print edition is called: its ISBN, or a name of its own."""
    isbn = digits_of(book.edition.isbn)
    return f"urn:isbn:{isbn}" if isbn else f"{book.series.identifier}#{book.edition.name}"
