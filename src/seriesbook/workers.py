"""The processes that do the heavy work of a build."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import context, forkserver, process, util
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from seriesbook.leftovers import Claim, is_claimed, sweep_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

P = ParamSpec("P")
T = TypeVar("T")

# Of the path of a socket, what is left beside the names that multiprocessing gives.
_LONGEST_FOLDER = 70
_SCRATCH, _SOCKETS = "seriesbook-", "pymp-"
# What a fork server imports once for all of its workers; what reads sources, only if there is
# much to read.
_PRELOADED = (
    "seriesbook.engine", "seriesbook.writers.pdf.pageworker", "seriesbook.rendition",
    "seriesbook.workers", "multiprocessing.synchronize",
)  # fmt: skip
READERS = ("seriesbook.readers.markdown", "seriesbook.readers.pandoc")
# Keeps a worker from taking what is meant to start the next one, in s.
_MOMENT = 0.05
_PAUSE = partial(time.sleep, _MOMENT)


class Workshop(Executor):
    """A pool of processes for any number of builds, started when first used.

    A worker that dies (out of memory, killed) breaks the build that waits for it; the next work
    finds a new pool. Leaving the `with` block by an exception ends the workers at once, whatever
    they are at. Nothing is left of them in any case: their temporary files lie in one folder,
    which goes with them, and if this process dies without a word, they notice and follow.

    Args:
        jobs: number of processes, 0 for one a core.
        beside: modules that workers are to find loaded, beside what sets pages.
        first: what workers do that are started before there is any work.
    """

    def __init__(
        self,
        jobs: int,
        beside: Sequence[str] = READERS,
        first: Callable[[], object] = _PAUSE,
    ) -> None:
        self._first = first
        self._jobs = jobs or _cores()
        self._preloaded = (*_PRELOADED, *beside)
        sweep_folders(Path(tempfile.gettempdir()), _SCRATCH)
        # It removes itself at the exit of the program, if a signal comes before the `with` block.
        self._scratch = tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True)
        self._claim = Claim(Path(self._scratch.name))
        self._pool, self._line = self._opened()
        self._warmed = 0
        self._lock = threading.Lock()

    @property
    def jobs(self) -> int:
        """Number of processes."""
        return self._jobs

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a picklable function called in a worker."""
        with _without_interrupt():
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                with self._lock:
                    self._renew()
                return self._pool.submit(fn, *args, **kwargs)
            except (EOFError, ConnectionError) as error:  # from the process that starts workers
                raise BrokenProcessPool("a worker could not be started") from error
            except OSError as error:
                if error.errno is not None:
                    raise
                # A pool that has just lost a worker closes what it is told by.
                raise BrokenProcessPool("a worker was lost") from error

    def _renew(self) -> None:
        """Open a new pool, unless another thread has just done so."""
        try:
            self._pool.submit(time.sleep, 0)
        except BrokenExecutor:
            self._end(wait=True)
            self._pool, self._line = self._opened()
            self._warmed = 0

    def _opened(self) -> tuple[ProcessPoolExecutor, Connection]:
        return _pool(self._jobs, self._scratch.name, self._preloaded)

    def warm(self, count: int = 1) -> None:
        """Start up to `count` workers, and what they load, before there is any work.

        Returns at once.
        """
        fresh = min(count, self._jobs) - self._warmed
        if fresh > 0:
            self._warmed += fresh
            _begin_server()
            threading.Thread(target=self._warm, args=(fresh,), daemon=True).start()

    def _warm(self, count: int) -> None:
        with suppress(RuntimeError):  # there was no work, and the shop is closed again
            for _ in range(count):
                self.submit(self._first)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when they have done their work, and take their files away."""
        self._end(wait=wait, cancel_futures=cancel_futures)
        self._scratch.cleanup()
        self._claim.close()

    def _end(self, *, wait: bool, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._line.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the workers: at once, if the work has failed."""
        if kind is not None:
            self._line.close()
        self.shutdown(cancel_futures=kind is not None)


def _pool(
    jobs: int, scratch: str, preloaded: Sequence[str]
) -> tuple[ProcessPoolExecutor, Connection]:
    """A pool, and the end of a line to its workers: when that closes, they end.

    A fork server imports WeasyPrint once for all workers; macOS can't fork safely after loading
    Pango, so workers start afresh there.
    """
    _make_room_for_sockets()
    if sys.platform == "linux":
        kind: context.BaseContext = _ForkServer()
        kind.set_forkserver_preload(list(preloaded))
    else:
        kind = _Spawn()
    theirs, ours = kind.Pipe(duplex=False)
    return ProcessPoolExecutor(jobs, kind, _settle, (theirs, scratch)), ours


class _Quiet(process.BaseProcess):
    """A worker that ends without a word when its pool has gone: whoever waits for it is told.

    What goes wrong in its work is handed on as the work's result; what is left are the queues.
    """

    def run(self) -> None:
        """Do what the pool wants done."""
        with suppress(EOFError, OSError):
            super().run()


class _Spawned(_Quiet, context.SpawnProcess):
    pass


class _Spawn(context.SpawnContext):
    Process = _Spawned


if sys.platform == "linux":

    class _Forked(_Quiet, context.ForkServerProcess):
        pass

    class _ForkServer(context.ForkServerContext):
        Process = _Forked


@contextmanager
def _without_interrupt() -> Iterator[None]:
    """Start processes inside: they inherit which signals are held back.

    Ctrl-C, which reaches all processes of a terminal, is for this process to answer.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_server() -> None:
    """Start the fork server, without waiting for a thread's turn to do it."""
    if sys.platform == "linux":
        with _without_interrupt(), suppress(OSError):  # `submit` tells of it
            forkserver.ensure_running()


def _make_room_for_sockets() -> None:
    """Claim the folder of multiprocessing's sockets, and sweep those of killed programs.

    It lies in /tmp if the folder for temporary files is too deep: the path of a socket has 108
    bytes on Linux and 104 on macOS (unix(7), unix(4)).
    """
    given = tempfile.gettempdir()
    if len(os.fsencode(given)) > _LONGEST_FOLDER and Path("/tmp").is_dir():
        tempfile.tempdir = "/tmp"
    folder = Path(util.get_temp_dir())
    tempfile.tempdir = given
    if not is_claimed(folder):  # the first pool of this process, which keeps it to its end
        Claim(folder)
        sweep_folders(folder.parent, _SOCKETS)


def _settle(line: Connection, scratch: str) -> None:
    """Make a new worker put its files where they will be found, and listen on the line."""
    tempfile.tempdir = scratch
    threading.Thread(target=_follow, args=(line, scratch), daemon=True).start()


def _follow(line: Connection, scratch: str) -> None:
    """Wait until the other end of the line is closed, by will or by death; then end."""
    line.poll(None)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _cores() -> int:
    """Cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
