"""The stages of a build, in order."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from seriesbook import passes
from seriesbook.assemble import assemble
from seriesbook.cache import Cache
from seriesbook.doctor import missing_for_build
from seriesbook.fallbacks import with_fallbacks
from seriesbook.faults import fault_of
from seriesbook.making import begin_all, finish_all
from seriesbook.mishaps import OUT_OF_MEMORY, WORKER_LOST, disk_problem, is_shortage
from seriesbook.problems import BookError, Outcome, Where
from seriesbook.readers.manifest_texts import set_texts
from seriesbook.reading import Texts, read_series
from seriesbook.saving import save
from seriesbook.shift import CalledOffError
from seriesbook.sources import read_sources
from seriesbook.stages import Run
from seriesbook.theme import load_theme
from seriesbook.tools import Tools
from seriesbook.wanted import UnknownEditionError, wanted_editions, with_page_sources

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from seriesbook.making import Begun, Finished
    from seriesbook.model import Book, Edition, Section, Series
    from seriesbook.report import Options, Progress, Report
    from seriesbook.sources import Sources
    from seriesbook.theme import Theme


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
    run = Run()
    run.problems += missing_for_build()
    run.gate()
    try:
        series, finished = _made(folder, options, workshop, run, progress)
        progress("saving", 0, len(finished))
        return save(series, finished, options.output, run)
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
    folder: Path, options: Options, workshop: Executor, run: Run, progress: Progress
) -> tuple[Series, list[Finished]]:
    """All stages from the sources to finished bytes."""
    cache = Cache(options.cache)
    series, editions, begun = _begun(folder, options, cache, workshop, run, progress)
    made = finish_all(begun, run)
    run.problems += cache.problems
    run.gate()
    return series, [made[edition.name] for edition in editions]


def _begun(
    folder: Path,
    options: Options,
    cache: Cache,
    workshop: Executor,
    run: Run,
    progress: Progress,
) -> tuple[Series, tuple[Edition, ...], list[Begun]]:
    """All stages up to the writers; texts are in memory to its end, and not longer."""
    try:
        with run.stage("read"):
            sources = run.take(read_sources(folder))
            series = set_texts(run.take(read_series(folder.resolve().name, sources, cache)))
            texts = Texts(sources, series, cache)
        sources = replace(sources, essays=(), matter=())
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
    return series, editions, begin_all(books, whole, sources, tools, run, progress)


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
    run: Run,
) -> Book:
    with run.stage("assemble"):
        book = run.take(assemble(series, edition, sections))
        return run.take(passes.run(book, sources.images))
