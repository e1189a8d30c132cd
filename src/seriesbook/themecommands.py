"""Commands about themes."""

from __future__ import annotations

from pathlib import Path

import click

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def theme() -> None:
    """List the themes, show one, or copy one into a series to change it."""


@theme.command("list")
@click.argument("folder", metavar="[DIR]", type=_FOLDER, default=".")
def theme_list(folder: Path) -> None:
    """List the themes, those in the series DIR too."""
    from seriesbook.themeshelf import shelf  # noqa: PLC0415 - heavy

    themes = shelf(folder)
    width = max(len(one.name) for one in themes)
    for one in themes:
        place = " (in this series)" if one.own else ""
        click.echo(f"{one.name:<{width}}  {one.description}{place}")


@theme.command("show")
@click.argument("name")
@click.argument("folder", metavar="[DIR]", type=_FOLDER, default=".")
def theme_show(name: str, folder: Path) -> None:
    """Tell what a theme is made of."""
    from seriesbook.themeshelf import ThemeError, described  # noqa: PLC0415 - heavy

    try:
        facts = list(described(name, folder))
    except ThemeError as error:
        raise click.UsageError(str(error)) from error
    width = max(len(word) for word, _ in facts) + 1
    for word, text in facts:
        click.echo(f"{word + ':':<{width}} {text}")


@theme.command("eject")
@click.argument("name")
@click.argument("folder", metavar="[DIR]", type=_FOLDER, default=".")
@click.option("--as", "new_name", default="", metavar="NAME", help="Name of the copy.")
def theme_eject(name: str, folder: Path, new_name: str) -> None:
    """Copy a theme into the series DIR, as themes/NAME, to be changed there."""
    from seriesbook.themeshelf import ThemeError, eject  # noqa: PLC0415 - heavy

    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {str(folder)!r}.")
    try:
        paths = eject(name, folder, new_name)
    except ThemeError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{str(folder)!r}: {error.strerror or error}.") from error
    for path in paths:
        click.echo(path)
    click.echo(f'Now: theme = "{new_name or name}" in an edition of series.toml', err=True)
