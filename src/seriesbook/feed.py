"""Tasks handed to workers a few at a time, so that what they bring is not all in memory."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

# More than workers can take before the next one is handed over.
_AT_ONCE = 64


def fed(
    tasks: Sequence[A], submit: Callable[[A], Future[B]], settle: Callable[[B], C]
) -> tuple[Future[C], ...]:
    """Results to come, in the order of tasks.

    `submit` hands a task over; `settle` takes what it has made as soon as it is there, in any
    thread. After a failure no more are handed over.
    """
    feed = _Feed(tasks, submit, settle)
    feed.hand_over()
    return feed.results


class _Feed(Generic[A, B, C]):
    def __init__(
        self, tasks: Sequence[A], submit: Callable[[A], Future[B]], settle: Callable[[B], C]
    ) -> None:
        self.results: tuple[Future[C], ...] = tuple(Future() for _ in tasks)
        self._waiting = deque(zip(tasks, self.results, strict=True))
        self._submit, self._settle = submit, settle
        self._room = _AT_ONCE
        self._lock = threading.Lock()
        self._busy = False

    def hand_over(self) -> None:
        """Submit tasks while there is room; one thread at a time, and never within itself."""
        while True:
            with self._lock:
                if self._busy or not self._room or not self._waiting:
                    return
                self._busy = True
                self._room -= 1
                task, result = self._waiting.popleft()
            try:
                inner = self._submit(task)
            except Exception as error:
                self._fail(result, error)
            else:
                inner.add_done_callback(partial(self._take, result))
            with self._lock:
                self._busy = False

    def _take(self, result: Future[C], made: Future[B]) -> None:
        try:
            result.set_result(self._settle(made.result()))
        except Exception as error:
            self._fail(result, error)
        with self._lock:
            self._room += 1
        self.hand_over()

    def _fail(self, result: Future[C], error: Exception) -> None:
        """Tell whoever waits; what is not handed over yet never will be."""
        result.set_exception(error)
        with self._lock:
            waiting = [other for _, other in self._waiting]
            self._waiting.clear()
        for other in waiting:
            other.set_exception(error)
