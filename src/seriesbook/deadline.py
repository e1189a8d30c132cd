"""A bound on the time that a piece of work may take in this process."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_AGAIN = 1.0  # s; work that has caught the first call is called off again


class TooSlowError(BaseException):
    """Work was called off. No library's `except Exception` may take it for an error of its own."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the work inside if it takes longer than `seconds`.

    Works in the main thread of a process and where the system has alarms (not on Windows); there
    alone do workers set pages. Elsewhere there is no bound.
    """
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def call_off(number: int, frame: FrameType | None) -> None:
        raise TooSlowError(seconds)

    before = signal.signal(signal.SIGALRM, call_off)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
