"""The processes that do the heavy work of a build."""

from __future__ import annotations

import os
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
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
