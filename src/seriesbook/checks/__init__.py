"""Checks of finished files: one row a check, by format; each gives what is wrong, or nothing.

`rendition` is what the file was made from: with it a problem has its place in the author's files,
without it in the finished one. A check that runs another program takes that program's path, and
says with a hint (`checker-missing`) that it could not run. `ace.check` has no row: it starts a
browser, and whoever calls it knows which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from seriesbook.checks import epub_links, epubcheck

if TYPE_CHECKING:
    from seriesbook.model import Format
    from seriesbook.problems import Problem
    from seriesbook.rendition import Rendition


class Check(Protocol):
    """A function of a finished file's bytes."""

    def __call__(self, data: bytes, rendition: Rendition | None = None) -> tuple[Problem, ...]:
        """Tell what is wrong with the file."""
        ...


CHECKS: dict[Format, dict[str, Check]] = {
    "epub": {"links": epub_links.check, "epubcheck": epubcheck.check},
    "pdf": {},
}
