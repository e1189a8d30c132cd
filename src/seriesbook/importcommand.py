"""The command `import`: what was published elsewhere becomes a series."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seriesbook.mishaps import disk_problem
from seriesbook.problems import BookError
from seriesbook.terminal import (
    Progress,
    show_cause,
    show_import,
    show_import_failure,
    show_problems,
)

if TYPE_CHECKING:
    from seriesbook.limits import Limits

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("import")
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
        show_cause(error)
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
