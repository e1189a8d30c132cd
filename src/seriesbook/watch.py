"""Builds a series again whenever one of its files is saved."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.build import build
from seriesbook.faults import FaultError
from seriesbook.filewatch import FileWatch
from seriesbook.problems import BookError, Problem, Where
from seriesbook.shelving import MANIFEST
from seriesbook.shift import CalledOffError, Shift
from seriesbook.wanted import UnknownEditionError
from seriesbook.workers import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import NoReturn

    from seriesbook.report import Options, Progress, Report


@dataclass(frozen=True, slots=True)
class News:
    """How one build went.

    Attributes:
        changed: paths that were saved since the last build; none for the first.
        report: what was made; None if there were errors.
        problems: all that there is to mend.
        seconds: from the moment that the change was seen.
        fault: the details, if Seriesbook itself has failed.
    """

    changed: tuple[str, ...]
    report: Report | None
    problems: tuple[Problem, ...]
    seconds: float
    fault: str = ""


def watch(
    folder: Path,
    options: Options,
    say: Callable[[News], None],
    progress: Callable[[], AbstractContextManager[Progress]],
) -> NoReturn:
    """Build a series now and after every change, until an exception (Ctrl-C) ends it.

    Workers stay between builds, with what they have loaded. A change during a build calls it
    off: nothing of it is saved, and the next one builds both changes.

    Args:
        folder: the series; it may go and come back.
        options: the same as for `build`.
        say: told how each build went.
        progress: opens a listener for one build.
    """
    inbox = _Inbox()
    changed: dict[str, None] = {}
    with Workshop(options.jobs) as workshop, FileWatch(folder, _apart(options), inbox.put):
        inbox.put(())
        while True:
            shift = inbox.open_shift(workshop, changed)
            start = inbox.since
            try:
                with progress() as shown:
                    outcome = _build(folder, options, shift, shown)
            except CalledOffError:
                continue
            report, problems, fault = outcome
            say(News(tuple(changed), report, problems, time.perf_counter() - start, fault))
            changed.clear()
            workshop.warm(options.jobs)


def _apart(options: Options) -> frozenset[Path]:
    """Folders that hold what a build makes."""
    return frozenset(path.resolve() for path in (options.output, options.cache) if path)


def _build(
    folder: Path, options: Options, shift: Shift, shown: Progress
) -> tuple[Report | None, tuple[Problem, ...], str]:
    """Report, problems and details of a build, whatever happens to it."""

    def progress(stage: str, done: int, total: int) -> None:
        shift.check()
        shown(stage, done, total)

    try:
        report = build(folder, options, shift, progress)
    except CalledOffError:
        raise
    except BookError as error:
        fault = error.__cause__
        return None, error.problems, fault.details if isinstance(fault, FaultError) else ""
    except UnknownEditionError as error:
        problem = Problem(Where(MANIFEST), "edition-unknown", f"{error}")
        return None, (problem,), ""
    return report, report.problems, ""


class _Inbox:
    """Changes that wait to be built, and the build that they call off.

    Attributes:
        since: when the first change came that the open shift builds, by `time.perf_counter`.
    """

    def __init__(self) -> None:
        self.since = 0.0
        self._waiting: dict[str, None] | None = None
        self._came = 0.0
        self._shift: Shift | None = None
        self._filled = threading.Condition()

    def put(self, paths: tuple[str, ...]) -> None:
        """Take changes in, from any thread; none at all is a wish to build, too."""
        with self._filled:
            if self._waiting is None:
                self._waiting, self._came = {}, time.perf_counter()
            self._waiting |= dict.fromkeys(paths)
            if self._shift:
                self._shift.call_off()
            self._filled.notify()

    def open_shift(self, pool: Executor, changed: dict[str, None]) -> Shift:
        """Wait for changes, add them to those to be built, and begin to build."""
        with self._filled:
            self._shift = None
            self._filled.wait_for(lambda: self._waiting is not None)
            self.since = self.since if changed else self._came
            changed |= dict.fromkeys(self._waiting or ())
            self._waiting = None
            self._shift = Shift(pool)
            return self._shift
