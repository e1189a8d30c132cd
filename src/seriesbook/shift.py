"""The work of one build among many that share their workers: it can be called off."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, Future
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class CalledOffError(Exception):
    """Raised wherever a build that was called off submits work or waits for it."""


class Shift(Executor):
    """Hands work on to a pool.

    When the shift is called off, by another thread, work that waits in the pool is cancelled and
    whoever waits for a result wakes up. What a worker is at is let finish; its result is dropped.
    """

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._open: dict[Future[Any], Future[Any]] = {}
        self._off = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function called in a worker. Raises CalledOffError."""
        self.check()
        given: Future[T] = Future()
        inner = self._pool.submit(fn, *args, **kwargs)
        with self._lock:
            self._open[inner] = given
        inner.add_done_callback(partial(self._hand_on, given))
        given.add_done_callback(lambda future: future.cancelled() and inner.cancel())
        self.check()
        return given

    def check(self) -> None:
        """Raise CalledOffError if the shift is over."""
        if self._off:
            raise CalledOffError

    def call_off(self) -> None:
        """End the shift."""
        with self._lock:
            self._off = True
            waiting = list(self._open.items())
            self._open.clear()
        for inner, given in waiting:
            inner.cancel()
            if given.set_running_or_notify_cancel():
                given.set_exception(CalledOffError())

    def _hand_on(self, given: Future[T], inner: Future[T]) -> None:
        with self._lock:
            if self._open.pop(inner, None) is None:
                return
        if not given.set_running_or_notify_cancel():
            return
        if inner.cancelled():
            given.set_exception(CalledOffError())
        elif error := inner.exception():
            given.set_exception(error)
        else:
            given.set_result(inner.result())
