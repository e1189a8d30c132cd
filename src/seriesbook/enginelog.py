"""What WeasyPrint and the libraries below it say, as messages."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from seriesbook.listening import Ear
from seriesbook.sheets import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOGGERS = ("weasyprint", "fontTools")


@contextmanager
def messages_about(about: Literal["document", "css"]) -> Iterator[list[Message]]:
    """Catch all that the libraries log and warn of, and let nothing of it be printed.

    The list that is given is filled at the end.
    """
    ear, messages = Ear(), list[Message]()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings(record=True) as warned:
            yield messages
    finally:
        for logger, propagate, level in before:
            logger.removeHandler(ear)
            logger.propagate = propagate
            logger.setLevel(level)
    messages += [Message(_level(one), one.getMessage(), about) for one in ear.records]
    messages += [Message("warning", str(one.message), about) for one in warned]


def _level(record: logging.LogRecord) -> Literal["warning", "error"]:
    return "error" if record.levelno >= logging.ERROR else "warning"
