"""What a build was asked for, and what it made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from seriesbook.model import Book, Edition, Series
    from seriesbook.problems import Problem
    from seriesbook.rendition import Written

Progress: TypeAlias = "Callable[[str, int, int], None]"  # stage, done, total


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller wants.

    `output` is the folder that holds a folder for each series. `editions` are names ('' for all).
    `jobs` is the number of worker processes, 0 for one a core. `cache` is the cache folder, or
    None to go without. `epoch` is the time (s since 1970) of a series that gives no date.
    """

    output: Path
    editions: tuple[str, ...] = ()
    jobs: int = 0
    cache: Path | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Things of an edition that must agree between sources and outputs."""

    essays: int
    notes: int
    words: int

    @staticmethod
    def of(book: Book, words: int) -> Counts:
        """Count the sections and notes of a book."""
        return Counts(
            essays=sum(section.role == "essay" for section in book.sections),
            notes=sum(len(section.notes) for section in book.sections),
            words=words,
        )


@dataclass(frozen=True, slots=True)
class ShownBook:
    """What is told of a finished book: where it lies, its bytes, its pages (0 for an e-book)."""

    path: Path
    bytes: int
    pages: int


@dataclass(frozen=True, slots=True)
class Built:
    """One finished book. `seconds` are by stage."""

    edition: Edition
    path: Path
    sha256: str
    bytes: int
    counts: Counts
    written: Written
    seconds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one build made; `path` is the build-report.json it was saved to."""

    series: Series
    books: tuple[Built, ...]
    problems: tuple[Problem, ...]
    path: Path
    seconds: tuple[tuple[str, float], ...]

    def shown(self) -> tuple[ShownBook, ...]:
        """What is told of the books."""
        return tuple(ShownBook(b.path, b.bytes, b.written.pages) for b in self.books)

    def as_json(self) -> dict[str, Any]:
        """Build-report.json, as plain values."""
        return {
            "series": self.series.title,
            "identifier": self.series.identifier,
            "editions": {book.edition.name: _book_json(book) for book in self.books},
            "problems": [problem_json(problem) for problem in self.problems],
            "seconds": {name: round(seconds, 3) for name, seconds in self.seconds},
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem as plain values: a line of `--json`."""
    return {
        "path": problem.where.path,
        "line": problem.where.line,
        "column": problem.where.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "mend": problem.mend,
    }


def _book_json(book: Built) -> dict[str, Any]:
    written = book.written
    return {
        "file": book.path.name,
        "format": book.edition.format,
        "sha256": book.sha256,
        "bytes": book.bytes,
        "pages": written.pages or None,
        "essays": book.counts.essays,
        "notes": book.counts.notes,
        "words": book.counts.words,
        "sections": [
            {"slug": place.slug, "first": place.first, "last": place.last}
            for place in written.placed
        ],
        "reused": list(written.reused),
        "rebuilt": [{"part": part, "why": why} for part, why in written.rebuilt],
        "seconds": {name: round(seconds, 3) for name, seconds in book.seconds},
    }
