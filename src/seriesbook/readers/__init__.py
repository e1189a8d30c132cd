"""Source formats: one row a suffix. A reader turns one file into a `Section`."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem, Where, has_errors
from seriesbook.readers import markdown, pandoc
from seriesbook.readers.context import ReadContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.frontmatter import Head
    from seriesbook.model import Section, Source

    Reader = Callable[[Source, Head, ReadContext], Outcome[Section]]

READERS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".docx": pandoc.read,
    ".odt": pandoc.read,
    ".html": pandoc.read,
    ".htm": pandoc.read,
    ".xhtml": pandoc.read,
    ".rst": pandoc.read,
    ".org": pandoc.read,
    ".tex": pandoc.read,
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
