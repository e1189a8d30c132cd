"""What is wrong, where, and how to mend it: the only way that bad news travels.

A stage returns its best value *and* its problems (`Outcome`); it raises `BookError` only when
there is no value at all to go on with. `build` gathers the problems of all stages and stops
before pages are made if any of them is an error, so that an author sees every error in one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seriesbook.codes import Code

T = TypeVar("T")
U = TypeVar("U")

Severity = Literal["error", "warning", "hint"]
_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the author's files.

    `path` is relative to the series folder, with forward slashes; `line` and `column` count
    from 1. A stylesheet has columns too; in a text the line is enough.
    """

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, in the author's words.

    `code` is one of `codes` (`note-missing`); `mend` tells what to do about it.
    """

    where: Where
    code: Code
    message: str
    mend: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.where}: {self.severity}[{self.code}]: {self.message}"
        text = f"{text} {self.mend}" if self.mend else text
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage made, and what it has to say about it."""

    value: T
    problems: tuple[Problem, ...] = ()

    def then(self, stage: Callable[[T], Outcome[U]]) -> Outcome[U]:
        """Hand the value to the next stage and keep the problems of both."""
        following = stage(self.value)
        return Outcome(following.value, self.problems + following.problems)


class BookError(Exception):
    """A book that can't be made; `problems` holds every error and warning found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and severity, each once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (
                p.where.path,
                p.where.line or 0,
                p.where.column or 0,
                _RANK[p.severity],
                p.code,
                p.message,
            ),
        )
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is an error (warnings and hints are not)."""
    return any(p.severity == "error" for p in problems)


def in_a_sentence(text: str) -> str:
    """What a library said, such that it can stand in a sentence of ours: in one line, no stop."""
    return " ".join(text.split()).rstrip(".")
