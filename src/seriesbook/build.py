"""The stages of a build, in order; the only writer of output."""

from __future__ import annotations

import hashlib
import json
import re
import time
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from seriesbook import covers, passes
from seriesbook.assemble import assemble
from seriesbook.atomic import replace_files
from seriesbook.cache import Cache
from seriesbook.config import load_series
from seriesbook.doctor import missing_for_build
from seriesbook.fallbacks import with_fallbacks
from seriesbook.isbn import digits_of
from seriesbook.mishaps import WORKER_LOST, disk_problem
from seriesbook.model import PageSource
from seriesbook.pages import make_pages, shaped
from seriesbook.problems import BookError, Outcome, Problem, has_errors, in_order
from seriesbook.readers.manifest_texts import set_texts
from seriesbook.reading import read_texts
from seriesbook.report import Built, Counts, Options, Progress, Report
from seriesbook.sources import Sources, read_sources
from seriesbook.theme import load_theme
from seriesbook.tools import Tools
from seriesbook.wanted import wanted_editions, with_page_sources
from seriesbook.writers import SUFFIX, WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from seriesbook.model import Book, Edition, Section, Series, Written
    from seriesbook.theme import Theme

T = TypeVar("T")

_TAG = re.compile("<[^>]*>")


@dataclass(slots=True)
class _Run:
    """What a build gathers on its way: problems and seconds."""

    problems: list[Problem] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def take(self, outcome: Outcome[T]) -> T:
        """Keep the problems, hand on the value."""
        self.problems += outcome.problems
        return outcome.value

    def gate(self) -> None:
        """Stop here if there is any error: nothing was written yet."""
        if has_errors(self.problems):
            raise BookError(self.problems)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that passes inside to the stage's seconds."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start


def build(folder: Path, options: Options, workshop: Executor, progress: Progress) -> Report:
    """Build the editions of the series in `folder`.

    Writes `OUTPUT/SLUG/SLUG-EDITION.EXT` and `OUTPUT/SLUG/build-report.json`. Raises BookError
    with every problem if the series has errors; then nothing is written. So it is when `workshop`
    or `progress` raise something of their own, to call the build off.

    Args:
        folder: the series.
        options: what is wanted of it.
        workshop: does the heavy work; it may serve any number of builds.
        progress: told, now and then, how far the build is.
    """
    run = _Run()
    run.problems += missing_for_build()
    run.gate()
    try:
        series, finished = _made(folder, options, workshop, run, progress)
        progress("saving", 0, len(finished))
        return _save(series, finished, options.output, run)
    except BrokenExecutor:
        raise BookError([*run.problems, WORKER_LOST]) from None
    except OSError as error:
        raise BookError([*run.problems, disk_problem(error)]) from error


def _made(
    folder: Path, options: Options, workshop: Executor, run: _Run, progress: Progress
) -> tuple[Series, list[_Finished]]:
    """All stages from the sources to finished bytes."""
    cache = Cache(options.cache)
    try:
        sources, series, sections = _read(folder, cache, workshop, run, progress)
    except BookError as error:
        raise BookError((*run.problems, *error.problems)) from None
    series = _dated(series, sections, options.epoch)
    editions = wanted_editions(series, options.editions)
    books = [
        _assemble(series, edition, sections, sources, run)
        for edition in with_page_sources(editions, series)
    ]
    run.gate()
    when = series.modified or datetime.fromtimestamp(0, UTC)
    tools = Tools(cache, workshop, when, series.limits.layout_seconds)
    with run.stage("theme"):
        names = {book.edition.theme: book.edition for book in books}
        themes = {
            name: run.take(load_theme(edition, series.language, folder, cache, series.limits))
            for name, edition in names.items()
        }
        whole = [
            run.take(with_fallbacks(themes[book.edition.theme], book, sources.fonts, cache))
            for book in books
        ]
    run.gate()
    made: dict[str, _Finished] = {}
    for book, theme in zip(books, whole, strict=True):
        source = made.get(book.edition.page_source)
        made[book.edition.name] = _make(book, theme, sources, tools, run, progress, source)
    run.problems += cache.problems
    run.gate()
    return series, [made[edition.name] for edition in editions]


def _read(
    folder: Path, cache: Cache, executor: Executor, run: _Run, progress: Progress
) -> tuple[Sources, Series, tuple[Section, ...]]:
    with run.stage("read"):
        sources = run.take(read_sources(folder))
        series = set_texts(run.take(load_series(folder.resolve().name, sources)))
        sections = run.take(read_texts(sources, series, cache, executor, progress))
    return sources, series, sections


def _dated(series: Series, sections: tuple[Section, ...], epoch: int) -> Series:
    """Give a series without `modified` the date of its latest essay, never the clock's."""
    if series.modified:
        return series
    dates = [day for s in sections for day in (s.date, s.updated) if day]
    latest = max([*dates, *([series.issued] if series.issued else [])], default=None)
    when = (
        datetime.combine(latest, time_of_day(), UTC)
        if latest
        else datetime.fromtimestamp(epoch, UTC)
    )
    return replace(series, modified=when)


def _assemble(
    series: Series,
    edition: Edition,
    sections: tuple[Section, ...],
    sources: Sources,
    run: _Run,
) -> Book:
    with run.stage("assemble"):
        book = run.take(assemble(series, edition, sections))
        return run.take(passes.run(book, sources.images))


@dataclass(frozen=True, slots=True)
class _Finished:
    edition: Edition
    counts: Counts
    written: Written
    seconds: tuple[tuple[str, float], ...]


def _make(
    book: Book,
    theme: Theme,
    sources: Sources,
    tools: Tools,
    run: _Run,
    progress: Progress,
    page_source: _Finished | None,
) -> _Finished:
    """Turn one edition's book into bytes.

    `page_source` is the finished print edition whose page numbers an e-book gives.
    """
    book = shaped(book, theme)
    edition = book.edition
    part = _Run()
    if edition.format == "epub":
        with part.stage("cover"):
            given = sources.images.get(book.series.cover) if book.series.cover else None
            cover = part.take(covers.front_cover(book, theme, given, tools))
            book = replace(book, assets=(cover, *book.assets))
    with part.stage("pages"):
        rendition = part.take(make_pages(book, theme, tools.cache))
        if page_source:
            rendition = replace(rendition, page_source=_pages_of(page_source, book.series))
    with part.stage("write"):
        shown = replace(tools, progress=partial(progress, edition.name))
        written = part.take(WRITERS[edition.format](rendition, shown))
    run.problems += part.problems
    words = sum(len(_TAG.sub("", section.body).split()) for section in book.sections)
    return _Finished(edition, Counts.of(book, words), written, tuple(part.seconds.items()))


def _pages_of(finished: _Finished, series: Series) -> PageSource:
    """The pages of a print edition, under its ISBN or a name of its own."""
    isbn = digits_of(finished.edition.isbn)
    identifier = f"urn:isbn:{isbn}" if isbn else f"{series.identifier}#{finished.edition.name}"
    return PageSource(identifier, finished.written.printed)


def _save(series: Series, finished: list[_Finished], output: Path, run: _Run) -> Report:
    """Write every file beside its place first and move all into place last."""
    folder = output / series.slug
    folder.mkdir(parents=True, exist_ok=True)
    built = tuple(
        Built(
            edition=f.edition,
            path=folder / f"{series.slug}-{f.edition.name}{SUFFIX[f.edition.format]}",
            sha256=hashlib.sha256(f.written.data).hexdigest(),
            bytes=len(f.written.data),
            counts=f.counts,
            written=f.written,
            seconds=f.seconds,
        )
        for f in finished
    )
    report = Report(
        series,
        built,
        in_order(run.problems),
        folder / "build-report.json",
        tuple(run.seconds.items()),
    )
    files = {book.path: book.written.data for book in built}
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    files[report.path] = text.encode() + b"\n"
    replace_files(files)
    return report
