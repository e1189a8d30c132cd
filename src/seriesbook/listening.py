"""What libraries log or warn of, caught, so that it is neither lost nor shown raw."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where, in_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Ear(logging.Handler):
    """Keeps what loggers say from warnings on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


@contextmanager
def listening(names: Iterable[str] = ("",)) -> Iterator[list[str]]:
    """Catch what loggers of these names, and all below them, log, and what Python warns of.

    The list that is given is filled at the end.
    """
    ear, heard = Ear(), list[str]()
    loggers = [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        with warnings.catch_warnings(record=True) as warned:
            yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
        heard += [record.getMessage() for record in ear.records]
        heard += [str(warning.message) for warning in warned]


def heard_problems(heard: Iterable[str], where: Where) -> tuple[Problem, ...]:
    """What was heard as hints, each once."""
    texts = dict.fromkeys(map(in_a_sentence, heard))
    return tuple(
        Problem(
            where,
            "library-warning",
            f'a library that Seriesbook uses noticed something ("{text}").',
            "Look at the book here; if nothing is wrong, nothing needs to be done.",
            "hint",
        )
        for text in texts
    )
