"""Tells when a series folder has changed, from a thread of its own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from seriesbook.snapshot import NOTHING, changes, look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

# In ms: saves closer together than this are one; no burst is waited for longer than that.
_STEP, _BURST = 25, 250
# Where no event comes (network drives, a folder that is not there), the files are looked at as
# often as this: 100 of them cost less than a millisecond. In ms.
_POLL = 700


class FileWatch:
    """Calls `changed` with the paths that changed, again and again, while its `with` block lasts.

    The first look is taken on entering, so that nothing is missed from then on. A folder that
    goes is waited for.

    Args:
        folder: the series.
        apart: folders inside it that don't belong to it, resolved.
        changed: called in the thread.
    """

    def __init__(
        self, folder: Path, apart: frozenset[Path], changed: Callable[[tuple[str, ...]], None]
    ) -> None:
        self._folder = folder
        self._apart = apart
        self._changed = changed
        self._stop = threading.Event()
        # A signal may come between the start of the thread and the `with` block.
        self._thread = threading.Thread(target=self._run, name="file watch", daemon=True)
        self._seen = look(folder, apart, NOTHING, time.time_ns())

    def __enter__(self) -> FileWatch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            place = _identity(self._folder)
            for _ in self._wakes():
                self._look()
                if _identity(self._folder) != place:
                    break  # another folder lies there now: the events are of the old one

    def _look(self) -> None:
        before = self._seen
        self._seen = look(self._folder, self._apart, before, time.time_ns())
        paths = changes(before, self._seen)
        if paths:
            self._changed(paths)

    def _wakes(self) -> Iterator[None]:
        """Moments to look at: soon after events, and now and then."""
        import watchfiles  # noqa: PLC0415 - takes 80 ms, which the first build need not wait for

        events = watchfiles.watch(
            self._folder,
            watch_filter=None,
            step=_STEP,
            debounce=_BURST,
            rust_timeout=_POLL,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        try:
            yield  # whatever happened before the watch began is seen now
            for _ in events:
                yield
        except (OSError, RuntimeError):  # no such folder; no more watches to be had
            self._stop.wait(_POLL / 1000)
            yield


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
