"""The processes that do the heavy work of a build."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")


class _Pool(ProcessPoolExecutor):
    """A pool whose processes leave Ctrl-C, which reaches all of a terminal's, to the parent.

    They start when work is submitted, and inherit which signals are held back just then.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def workers(jobs: int) -> Iterator[Executor]:
    """A pool of processes, started when first used.

    A fork server imports WeasyPrint once for all workers; macOS can't fork safely after loading
    Pango, so workers start afresh there.
    """
    jobs = jobs or _cores()
    kind = "forkserver" if sys.platform == "linux" else "spawn"
    context = get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(["seriesbook.engine", "seriesbook.readers"])
    with _Pool(jobs, mp_context=context) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _cores() -> int:
    """Cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
