"""What a build gathers on its way through its stages."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from seriesbook.faults import at_work
from seriesbook.listening import heard_problems, listening
from seriesbook.problems import BookError, Outcome, Problem, Where, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_DOING = {
    "read": "reading the series",
    "assemble": "putting the book together",
    "theme": "reading the themes",
    "covers": "drawing the covers",
    "cover": "drawing the cover",
    "pages": "making pages",
    "write": "writing the book",
}


@dataclass(slots=True)
class Run:
    """What a build gathers on its way: problems and seconds."""

    problems: list[Problem] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def take(self, outcome: Outcome[T]) -> T:
        """Keep the problems, hand on the value."""
        self.problems += outcome.problems
        return outcome.value

    def gate(self) -> None:
        """Stop here if there is any error: nothing was written yet."""
        if has_errors(self.problems):
            raise BookError(self.problems)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that passes inside to the stage's seconds, and what libraries say."""
        start, place = time.perf_counter(), Where("build")
        try:
            with listening() as heard, at_work(_DOING[name], place):
                yield
        finally:
            self.problems += heard_problems(heard, place)
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start
