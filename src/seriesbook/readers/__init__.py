"""Source formats: one row a suffix. A reader turns one file into a `Section`."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem, Where, has_errors
from seriesbook.readers.context import ReadContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.frontmatter import Head
    from seriesbook.model import Section, Source

    Reader = Callable[[Source, Head, ReadContext], Outcome[Section]]


# Imported when first used: workers read most texts, the main process often none.
def _markdown(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    from seriesbook.readers import markdown  # noqa: PLC0415

    return markdown.read(source, head, context)


def _pandoc(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    from seriesbook.readers import pandoc  # noqa: PLC0415

    return pandoc.read(source, head, context)


READERS: dict[str, Reader] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".docx": _pandoc,
    ".odt": _pandoc,
    ".html": _pandoc,
    ".htm": _pandoc,
    ".xhtml": _pandoc,
    ".rst": _pandoc,
    ".org": _pandoc,
    ".tex": _pandoc,
}

__all__ = ["READERS", "ReadContext", "read_section"]


def read_section(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    """Read one source by its suffix. An empty text is an error: a book has no empty pages."""
    outcome = READERS[PurePosixPath(source.path).suffix.lower()](source, head, context)
    if not outcome.value.body.strip() and not has_errors(outcome.problems):
        problem = Problem(
            Where(source.path, head.body_line),
            "text-empty",
            "there is no text in this file.",
            "Write some, or add draft: true to its head to leave it out.",
        )
        return Outcome(outcome.value, (*outcome.problems, problem))
    return outcome
