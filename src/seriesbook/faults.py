"""Faults of Seriesbook itself: what it was at, told to the author in place of a traceback."""

from __future__ import annotations

import traceback
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seriesbook.mishaps import is_shortage
from seriesbook.problems import BookError, Problem, Where
from seriesbook.shift import CalledOffError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 200


class FaultError(Exception):
    """Ours or a library's code failed as nobody foresaw, while something was being done.

    It is made of plain values, so that it comes whole out of a worker whatever was raised there;
    many exceptions of libraries do not.
    """

    def __init__(self, doing: str, where: Where, said: str, details: str) -> None:
        super().__init__(doing, where, said, details)
        self.doing, self.where, self.said, self.details = doing, where, said, details

    @property
    def problem(self) -> Problem:
        """What to say of it."""
        return Problem(
            self.where,
            "seriesbook-fault",
            f"Seriesbook failed while {self.doing} ({self.said}). This is a fault of Seriesbook,"
            " not of yours.",
            "What was there before is untouched. Please report it (`seriesbook explain"
            " seriesbook-fault` tells how); --debug shows the details.",
        )


def fault_of(error: BaseException, doing: str, where: Where) -> FaultError:
    """The fault that an exception is; itself, if it is one."""
    if isinstance(error, FaultError):
        return error
    text = " ".join(str(error).split())
    name = type(error).__name__
    said = f"{name}: {text[:_LONGEST]}" if text else name
    details = "".join(traceback.format_exception(error))
    return FaultError(doing, where, said.rstrip("."), details)


def is_meant(error: BaseException) -> bool:
    """Whether an exception is for somebody: bad news of a book, of the system, a call to stop."""
    foreseen = (BookError, FaultError, BrokenExecutor, CalledOffError)
    return isinstance(error, foreseen) or of_system(error)


def of_system(error: BaseException) -> bool:
    """Whether the system refuses something: memory, a file, another process."""
    return is_shortage(error) or (isinstance(error, OSError) and error.errno is not None)


@contextmanager
def at_work(doing: str, where: Where) -> Iterator[None]:
    """Turn what nobody foresaw inside into a FaultError of this place."""
    try:
        yield
    except Exception as error:
        if is_meant(error):
            raise
        raise fault_of(error, doing, where) from error
