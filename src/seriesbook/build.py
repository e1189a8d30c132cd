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
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from seriesbook import passes
from seriesbook.assemble import assemble
from seriesbook.atomic import replace_files
from seriesbook.cache import Cache
from seriesbook.covers import begin_cover
from seriesbook.doctor import missing_for_build
from seriesbook.fallbacks import with_fallbacks
from seriesbook.faults import at_work, fault_of
from seriesbook.isbn import digits_of
from seriesbook.listening import heard_problems, listening
from seriesbook.mishaps import OUT_OF_MEMORY, WORKER_LOST, disk_problem, is_shortage
from seriesbook.pages import make_pages, shaped
from seriesbook.problems import BookError, Outcome, Problem, Where, has_errors, in_order
from seriesbook.readers.manifest_texts import set_texts
from seriesbook.reading import Texts, read_series
from seriesbook.rendition import PageSource
from seriesbook.report import Built, Counts, Options, Progress, Report
from seriesbook.shift import CalledOffError
from seriesbook.sources import read_sources
from seriesbook.theme import load_theme
from seriesbook.tools import Tools
from seriesbook.wanted import UnknownEditionError, wanted_editions, with_page_sources
from seriesbook.writers import SUFFIX, WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from seriesbook.covers import Cover
    from seriesbook.model import Book, Edition, Section, Series, Source
    from seriesbook.rendition import Printed, Written
    from seriesbook.sources import Sources
    from seriesbook.theme import Theme
    from seriesbook.writers import Work

T = TypeVar("T")

_DOING = {
    "read": "reading the series",
    "assemble": "putting the book together",
    "theme": "reading the themes",
    "covers": "drawing the covers",
    "cover": "drawing the cover",
    "pages": "making pages",
    "write": "writing the book",
}
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
        """Add the time that passes inside to the stage's seconds, and what libraries say."""
        start, place = time.perf_counter(), Where("build")
        try:
            with listening() as heard, at_work(_DOING[name], place):
                yield
        finally:
            self.problems += heard_problems(heard, place)
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
    except (BookError, CalledOffError, UnknownEditionError):
        raise
    except BrokenExecutor:
        raise BookError([*run.problems, WORKER_LOST]) from None
    except Exception as error:
        if is_shortage(error):
            raise BookError([*run.problems, OUT_OF_MEMORY]) from None
        if isinstance(error, OSError) and error.errno is not None:
            raise BookError([*run.problems, disk_problem(error)]) from error
        fault = fault_of(error, "building", Where("build"))
        raise BookError([*run.problems, fault.problem]) from fault


def _made(
    folder: Path, options: Options, workshop: Executor, run: _Run, progress: Progress
) -> tuple[Series, list[_Finished]]:
    """All stages from the sources to finished bytes."""
    cache = Cache(options.cache)
    series, editions, begun = _begun(folder, options, cache, workshop, run, progress)
    made = _finish_all(begun, run)
    run.problems += cache.problems
    run.gate()
    return series, [made[edition.name] for edition in editions]


def _begun(
    folder: Path,
    options: Options,
    cache: Cache,
    workshop: Executor,
    run: _Run,
    progress: Progress,
) -> tuple[Series, tuple[Edition, ...], list[_Begun]]:
    """All stages up to the writers; texts are in memory to its end, and not longer."""
    try:
        with run.stage("read"):
            sources = run.take(read_sources(folder))
            series = set_texts(run.take(read_series(folder.resolve().name, sources, cache)))
            texts = Texts(sources, series, cache)
        editions = wanted_editions(series, options.editions)
        making = with_page_sources(editions, series)
        with run.stage("theme"):
            loaded = _themes(making, series, folder, cache)  # while workers start
        with run.stage("read"):
            busy = texts.begin(workshop)
        with run.stage("theme"):
            for theme in loaded.values() if busy else ():
                theme.value.warm(series.limits)
        with run.stage("read"):
            sections = run.take(texts.finish(progress))
        del texts
        sources = replace(sources, essays=(), matter=())
    except BookError as error:
        raise BookError((*run.problems, *error.problems)) from None
    series = _dated(series, sections, options.epoch)
    books = [_assemble(series, edition, sections, sources, run) for edition in making]
    run.gate()
    when = series.modified or datetime.fromtimestamp(0, UTC)
    tools = Tools(cache, workshop, when, series.limits.layout_seconds)
    with run.stage("theme"):
        themes = {name: run.take(theme) for name, theme in loaded.items()}
        whole = [
            run.take(with_fallbacks(themes[book.edition.theme], book, sources.fonts, cache))
            for book in books
        ]
    run.gate()
    return series, editions, _begin_all(books, whole, sources, tools, run, progress)


def _themes(
    editions: list[Edition], series: Series, folder: Path, cache: Cache
) -> dict[str, Outcome[Theme]]:
    """The themes of editions by their names."""
    asking = {edition.theme: edition for edition in editions}
    return {
        name: load_theme(edition, series.language, folder, cache, series.limits, series.at)
        for name, edition in asking.items()
    }


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
class _Begun:
    """An edition whose parts are being made. `run` has what was met with so far."""

    edition: Edition
    identifier: str
    counts: Counts
    work: Work
    run: _Run


@dataclass(frozen=True, slots=True)
class _Finished:
    edition: Edition
    counts: Counts
    written: Written
    seconds: tuple[tuple[str, float], ...]


def _begin_all(
    books: list[Book],
    themes: list[Theme],
    sources: Sources,
    tools: Tools,
    run: _Run,
    progress: Progress,
) -> list[_Begun]:
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


def _given(book: Book, sources: Sources, run: _Run) -> Source | None:
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


def _begin(book: Book, theme: Theme, front: Cover | None, tools: Tools) -> _Begun:
    run = _Run()
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
    return _Begun(book.edition, _identifier(book), counts, work, run)


def _finish_all(begun: list[_Begun], run: _Run) -> dict[str, _Finished]:
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


def _finish(begun: _Begun, page_source: _Begun | None, run: _Run) -> _Finished:
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
    return _Finished(begun.edition, begun.counts, written, tuple(own.seconds.items()))


def _source(begun: _Begun, printed: tuple[Printed, ...]) -> PageSource:
    return PageSource(begun.identifier, printed)


@lru_cache(maxsize=256)
def _words(body: str) -> int:
    """How many words a text has. Editions mostly have the same texts."""
    return len(_TAG.sub("", body).split())


def _identifier(book: Book) -> str:
    """What a print edition is called: its ISBN, or a name of its own."""
    isbn = digits_of(book.edition.isbn)
    return f"urn:isbn:{isbn}" if isbn else f"{book.series.identifier}#{book.edition.name}"


def _save(series: Series, finished: list[_Finished], output: Path, run: _Run) -> Report:
    """Write every file beside its place first and move all into place last."""
    folder = output / series.slug
    folder.mkdir(parents=True, exist_ok=True)
    built = tuple(
        Built(
            edition=f.edition,
            path=folder / f"{series.slug}-{f.edition.name}{SUFFIX[f.edition.format]}",
            sha256=_digest(f.written.content.chunks()),
            bytes=f.written.content.size,
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
    files: dict[Path, Iterable[bytes]] = {b.path: b.written.content.chunks() for b in built}
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    files[report.path] = (text.encode(), b"\n")
    replace_files(files)
    return report


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
