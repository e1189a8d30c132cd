"""The commands that build: `build` once, `watch` whenever a file is saved."""

from __future__ import annotations

import os
import sys
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from seriesbook.mishaps import disk_problem
from seriesbook.places import cache_home
from seriesbook.problems import BookError, has_errors
from seriesbook.terminal import (
    NewsPrinter,
    Progress,
    show_books,
    show_cause,
    show_failure,
    show_problems,
    show_reasons,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.report import Options, Report
    from seriesbook.workers import Workshop

P = ParamSpec("P")
LAST_SECOND = 253402300799  # of the year 9999, the last that dates know
_FOLDER = click.Path(file_okay=False, path_type=Path)

_BUILD_OPTIONS = (
    click.argument("folder", metavar="[DIR]", type=_FOLDER, default="."),
    click.option(
        "--edition", "editions", multiple=True, metavar="NAME", help="Only this edition."
    ),
    click.option(
        "--output",
        type=_FOLDER,
        default="output",
        show_default=True,
        metavar="DIR",
        help="Where the books go.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help="Worker processes; 0 for one a core.",
    ),
    click.option("--cache", "cache", type=_FOLDER, metavar="DIR", help="Folder of the cache."),
    click.option("--no-cache", is_flag=True, help="Make everything anew."),
    click.option("--json", "as_json", is_flag=True, help="Problems and report as JSON."),
)


def _build_options(command: Callable[P, None]) -> Callable[P, None]:
    """Give a command the arguments of all that build."""
    return reduce(lambda made, option: option(made), reversed(_BUILD_OPTIONS), command)


@click.command()
@_build_options
@click.option("--why", is_flag=True, help="Tell of each part why it was set anew, or not.")
def build(folder: Path, as_json: bool, why: bool, **given: Any) -> None:
    """Build the books of the series in DIR (this folder if none is given)."""
    from seriesbook import unchanged  # noqa: PLC0415 - keeps `--help` fast

    options = _options(folder, **given)
    key = unchanged.key_for(folder, options)
    said = unchanged.recall(key, options)
    anew = said is None
    if said is None:
        report = _build(folder, options, as_json=as_json)
        unchanged.remember(key, folder, report, options)
        said = unchanged.Remembered(report.shown(), report.problems, report.as_json())
    show_problems(said.problems, as_json=as_json)
    show_books(said.books, said.report if as_json else None)
    if why and not as_json:
        show_reasons(said.report, anew=anew)
    sys.exit(1 if has_errors(said.problems) else 0)


def _build(folder: Path, options: Options, *, as_json: bool) -> Report:
    """Build, or tell why not and end."""
    from seriesbook.cache import Cache  # noqa: PLC0415 - heavy, as what follows
    from seriesbook.foreseen import make_ready, place  # noqa: PLC0415
    from seriesbook.workers import READERS, Workshop  # noqa: PLC0415

    beside = () if Cache(options.cache).holds("section") else READERS
    shop = partial(Workshop, beside=beside)
    if options.cache is not None:
        shop = partial(shop, first=partial(make_ready, options.cache, place()))
    with _opened(shop, options, as_json=as_json) as workshop:
        workshop.warm()
        from seriesbook.build import build  # noqa: PLC0415
        from seriesbook.wanted import UnknownEditionError  # noqa: PLC0415

        try:
            with Progress(quiet=as_json) as progress:
                return build(folder, options, workshop, progress)
        except UnknownEditionError as error:
            raise click.UsageError(str(error)) from error
        except BookError as error:
            show_failure(error.problems, as_json=as_json)
            show_cause(error)
            sys.exit(1)


def _opened(open_shop: Callable[[int], Workshop], options: Options, *, as_json: bool) -> Workshop:
    """A workshop; without room for its files, tell and end."""
    try:
        return open_shop(options.jobs)
    except OSError as error:
        show_failure([disk_problem(error, "temporary files")], as_json=as_json)
        sys.exit(1)


@click.command()
@_build_options
def watch(folder: Path, as_json: bool, **given: Any) -> None:
    """Build the books of the series in DIR now and whenever a file in it is saved."""
    from seriesbook.watch import watch as watch_series  # noqa: PLC0415 - heavy

    options = _options(folder, **given)
    watch_series(folder, options, NewsPrinter(as_json=as_json), partial(Progress, quiet=as_json))


def _options(
    folder: Path, output: Path, editions: tuple[str, ...], jobs: int, cache: Path | None,
    no_cache: bool,
) -> Options:  # fmt: skip
    from seriesbook.report import Options  # noqa: PLC0415 - keeps `--help` fast

    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {str(folder)!r}.")
    return Options(
        output=output,
        editions=editions,
        jobs=jobs,
        cache=None if no_cache else cache or cache_home(os.environ),
        epoch=_epoch(),
    )


def _epoch() -> int:
    """SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/)."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or "0"
    if not given.isdecimal() or int(given) > LAST_SECOND:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {given!r}, which is not a date in seconds.")
    return int(given)
