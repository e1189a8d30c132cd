"""The command that tells the longer story of a code."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.explanations import Explanation

_WIDTH = 79


@click.command()
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """Tell the longer story of a message: what CODE means and how to mend it.

    The code stands in square brackets in each message. Without one, all codes are listed.
    """
    from seriesbook.explanations import explanations, nearest  # noqa: PLC0415 - seldom needed

    if code is None:
        click.echo("\n".join(_listed()))
        return
    entry = explanations().get(code.strip().strip("[]").lower())
    if entry is None:
        near = nearest(code)
        meant = f"Did you mean {', '.join(near)}? " if near else ""
        message = f"There is no code {code!r}. {meant}`seriesbook explain` lists all."
        raise click.UsageError(message)
    click.echo("\n".join(_told(entry)))


def _told(entry: Explanation) -> Iterator[str]:
    yield click.style(entry.code, bold=True)
    for text in (entry.means, f"Why it matters. {entry.why}", f"What to do. {entry.mend}"):
        yield from ("", textwrap.fill(text, _WIDTH))
    yield from ("", "For example:", "", textwrap.indent(entry.example.strip("\n"), "    "))


def _listed() -> Iterator[str]:
    from seriesbook.explanations import families  # noqa: PLC0415 - seldom needed

    width = 4 + max(len(e.code) for family in families() for e in family.explanations)
    for family in families():
        yield click.style(family.title, bold=True)
        for entry in family.explanations:
            head = f"  {entry.code}".ljust(width)
            yield textwrap.fill(head + entry.means, _WIDTH, subsequent_indent=" " * width)
        yield ""
    yield "seriesbook explain CODE tells more about one."
