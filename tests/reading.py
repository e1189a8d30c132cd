"""Reads small texts as the essay `a`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.frontmatter import split
from seriesbook.model import Source
from seriesbook.readers import ReadContext, read_section

if TYPE_CHECKING:
    from seriesbook.model import Section
    from seriesbook.problems import Outcome


def read(text: str | bytes, language: str = "en", path: str = "essays/a.md") -> Outcome[Section]:
    """The section that a file makes."""
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(path, data, "digest")
    return read_section(source, split(source).value, ReadContext("a", "essay", language))


def said(outcome: Outcome[Section]) -> list[str]:
    """Problems as `line:severity:code`, without the hint about a missing title."""
    return [
        f"{p.where.line}:{p.severity}:{p.code}"
        for p in outcome.problems
        if p.code != "title-derived"
    ]
