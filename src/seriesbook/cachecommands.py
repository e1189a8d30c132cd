"""Commands about what is kept between builds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from seriesbook.places import cache_home
from seriesbook.terminal import show_cache

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def cache() -> None:
    """Tell how much is kept between builds, or delete it."""


def _cache_option(command: Callable[P, None]) -> Callable[P, None]:
    return click.option(
        "--cache", "folder", type=_FOLDER, metavar="DIR", help="Folder of the cache."
    )(command)


@cache.command("info")
@_cache_option
def cache_info(folder: Path | None) -> None:
    """Tell where the cache lies and what is in it."""
    from seriesbook.cachebounds import LIMIT, entries  # noqa: PLC0415 - seldom needed

    folder = folder or cache_home(os.environ)
    show_cache(folder, list(entries(folder)), LIMIT)


@cache.command("clear")
@_cache_option
def cache_clear(folder: Path | None) -> None:
    """Delete what builds have kept; the next one makes everything anew."""
    from seriesbook.cachebounds import clear  # noqa: PLC0415 - seldom needed

    folder = folder or cache_home(os.environ)
    click.echo(f"{folder}: {clear(folder)} entries deleted")
