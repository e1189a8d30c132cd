"""The command line: arguments, progress, exit codes. Everything heavy is imported when used."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

import click
from click.shell_completion import get_completion_class

from seriesbook import __version__, cachecommands, explaincommand, themecommands
from seriesbook.mishaps import OUT_OF_MEMORY, disk_problem, is_shortage
from seriesbook.places import cache_home
from seriesbook.problems import BookError, Where, has_errors
from seriesbook.terminal import (
    DEBUG,
    NewsPrinter,
    Progress,
    show_books,
    show_details,
    show_failure,
    show_findings,
    show_import,
    show_import_failure,
    show_problems,
    show_reasons,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from seriesbook.limits import Limits
    from seriesbook.report import Options, Report
    from seriesbook.workers import Workshop

P = ParamSpec("P")
STOPPED = 130  # as shells say of a program that Ctrl-C ended
LAST_SECOND = 253402300799  # of the year 9999, the last that dates know
_FOLDER = click.Path(file_okay=False, path_type=Path)


class _Commands(click.Group):
    """The commands, any of which may be stopped by Ctrl-C or a polite kill."""

    def invoke(self, ctx: click.Context) -> Any:
        before = signal.signal(signal.SIGTERM, _leave)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(STOPPED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # a reader who has gone away, for click to handle
            _fail(error)
            ctx.exit(1)
        finally:
            signal.signal(signal.SIGTERM, before)


def _fail(error: Exception) -> None:
    """Tell what no command foresaw: that the system refused something, or a fault of our own."""
    if is_shortage(error):
        show_failure([OUT_OF_MEMORY], as_json=False)
    elif isinstance(error, OSError) and error.errno is not None:
        raise click.ClickException(f"{str(error.filename or 'disk')!r}: {error.strerror}.")
    else:
        from seriesbook.faults import fault_of  # noqa: PLC0415 - seldom needed

        fault = fault_of(error, "at work", Where("seriesbook"))
        show_failure([fault.problem], as_json=False)
        show_details(fault.details)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """End as after Ctrl-C, leaving nothing behind."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _no_colour(ctx: click.Context) -> None:
    """Honour NO_COLOR (https://no-color.org)."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seriesbook")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Make a book of a series of essays: an EPUB and a print-ready PDF."""
    _no_colour(ctx)


main.add_command(cachecommands.cache)
main.add_command(explaincommand.explain)
main.add_command(themecommands.theme)

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


@main.command()
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
    from seriesbook.workers import READERS, Workshop  # noqa: PLC0415

    beside = () if Cache(options.cache).holds("section") else READERS
    shop = partial(Workshop, beside=beside)
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
            _show_cause(error)
            sys.exit(1)


def _show_cause(error: BookError) -> None:
    """The details of what made a build or import fail, if it was a fault of our own."""
    from seriesbook.faults import FaultError  # noqa: PLC0415 - seldom needed

    if isinstance(error.__cause__, FaultError):
        show_details(error.__cause__.details)


def _opened(open_shop: Callable[[int], Workshop], options: Options, *, as_json: bool) -> Workshop:
    """A workshop; without room for its files, tell and end."""
    try:
        return open_shop(options.jobs)
    except OSError as error:
        show_failure([disk_problem(error, "temporary files")], as_json=as_json)
        sys.exit(1)


@main.command()
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


@main.command("import")
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--to", "to", type=_FOLDER, metavar="DIR", help="Folder of the series.")
@click.option(
    "--select", multiple=True, metavar="PATTERN", help="Only posts whose title, slug or tag fits."
)
@click.option("--drafts", is_flag=True, help="Drafts and private posts too.")
@click.option("--pages", is_flag=True, help="Pages too, after the posts.")
@click.option("--comments", is_flag=True, help="Readers' comments as an appendix.")
@click.option("--fetch", is_flag=True, help="Get pictures that are on the web.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=NUMBER",
    help="Accept more, or less, of something (see Limits in the guide).",
)
@click.option("--dry-run", is_flag=True, help="Show the report and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Problems and report as JSON.")
def import_(
    sources: tuple[Path, ...], to: Path | None, select: tuple[str, ...], drafts: bool, pages: bool,
    comments: bool, fetch: bool, limits: tuple[str, ...], dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make a series of what was published elsewhere: exports, feeds, saved pages, documents.

    Several sources are one series. A second import into the same folder updates what has changed
    and keeps what you have edited.
    """
    from seriesbook.importers import SOURCES  # noqa: PLC0415 - heavy
    from seriesbook.importers.options import ImportOptions  # noqa: PLC0415
    from seriesbook.importers.run import import_series  # noqa: PLC0415

    options = ImportOptions(
        to, select, drafts, pages, comments, fetch, dry_run, _limits(limits, to)
    )
    try:
        with Progress(quiet=as_json) as progress:
            report, problems = import_series(sources, options, SOURCES, progress)
    except BookError as error:
        show_import_failure(error.problems, as_json=as_json)
        _show_cause(error)
        sys.exit(1)
    except OSError as error:
        show_import_failure([disk_problem(error, "the series")], as_json=as_json)
        sys.exit(1)
    show_problems(problems, as_json=as_json)
    show_import(report, as_json=as_json)
    sys.exit(1 if report.conflicts() else 0)


def _limits(given: tuple[str, ...], to: Path | None) -> Limits:
    """The limits of an import: those of the series that it goes into, changed by `--limit`."""
    from seriesbook.limits import MOST, USUAL, changed, limits_of, names  # noqa: PLC0415

    manifest = to / "series.toml" if to else None
    limits = limits_of(manifest.read_bytes()) if manifest and manifest.is_file() else USUAL
    for pair in given:
        name, _, number = pair.partition("=")
        value = number.replace("_", "")
        if name not in names():
            raise click.UsageError(f"There is no limit {name!r}. Known: {', '.join(names())}.")
        if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= MOST):
            raise click.UsageError(f"The limit {name} needs a whole number: {name}=1000000.")
        limits = changed({name: int(value)}, limits)
    return limits


@main.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def new(folder: Path) -> None:
    """Start a series in DIR: a small one that explains the syntax by using it."""
    from seriesbook.new import FolderNotEmptyError, start_series  # noqa: PLC0415 - seldom needed

    try:
        paths = start_series(folder)
    except FolderNotEmptyError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{str(folder)!r}: {error.strerror or error}.") from error
    for path in paths:
        click.echo(path)
    click.echo(f"Now: seriesbook build {folder}", err=True)


@main.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and how to get it."""
    from seriesbook.doctor import examine  # noqa: PLC0415 - looks at the disk

    findings = examine()
    show_findings(findings)
    sys.exit(int(any(f.need.required and not f.found for f in findings)))


@main.command()
def schema() -> None:
    """Print the JSON Schema of series.toml, for editors."""
    from seriesbook.config import json_schema  # noqa: PLC0415 - heavy

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script that completes commands in your shell.

    bash: eval "$(seriesbook completion bash)"
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(main, {}, "seriesbook", "_SERIESBOOK_COMPLETE").source())


def _with_debug(group: click.Group) -> None:
    """Give every command `--debug`."""
    for command in group.commands.values():
        if isinstance(command, click.Group):
            _with_debug(command)
        else:
            command.params.append(
                click.Option(
                    ["--debug"],
                    is_flag=True,
                    expose_value=False,
                    callback=lambda ctx, _, value: ctx.meta.update({DEBUG: value}),
                    help="If Seriesbook itself fails, show all details.",
                )
            )


_with_debug(main)
