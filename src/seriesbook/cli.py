"""The command line: its commands, how they end. Everything heavy is imported when used."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import get_completion_class

from seriesbook import (
    __version__,
    buildcommands,
    cachecommands,
    explaincommand,
    importcommand,
    themecommands,
)
from seriesbook.mishaps import OUT_OF_MEMORY, is_shortage
from seriesbook.problems import Where
from seriesbook.terminal import DEBUG, show_details, show_failure, show_findings

if TYPE_CHECKING:
    from types import FrameType

STOPPED = 130  # as shells say of a program that Ctrl-C ended
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


main.add_command(buildcommands.build)
main.add_command(buildcommands.watch)
main.add_command(cachecommands.cache)
main.add_command(importcommand.import_)
main.add_command(explaincommand.explain)
main.add_command(themecommands.theme)


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
