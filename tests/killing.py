"""A small series that is built, watched and killed again and again."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from edits import EDITS, START, State
from seriesbook.build import build
from seriesbook.report import Options
from support import run_build

if TYPE_CHECKING:
    import random
    from types import TracebackType

    from seriesbook.workers import Workshop

BOOKS = ("small-series-ebook.epub", "small-series-paperback.pdf")
STATES = (
    START,
    EDITS["length"](EDITS["note"](START, 1, 20), 0, 400),
    EDITS["add"](EDITS["trim"](START, 0, 1), 1, 77),
)


@dataclass
class Bench:
    """A series, its books, its cache, and a folder for temporary files."""

    place: Path
    right: dict[State, dict[str, str]] = field(default_factory=dict)  # digests by name of book

    def __post_init__(self) -> None:
        """Learn what undisturbed builds make of each state."""
        for state in STATES:
            state.write(self.series)
            report = run_build(self.series, self.place / "clean")
            self.right[state] = {book.path.name: book.sha256 for book in report.books}
        self.scratch.mkdir()

    @property
    def series(self) -> Path:
        return self.place / "series"

    @property
    def output(self) -> Path:
        return self.place / "out"

    @property
    def cache(self) -> Path:
        return self.place / "cache"

    @property
    def scratch(self) -> Path:
        return self.place / "scratch"

    def start(self, command: str = "build", **environment: str) -> subprocess.Popen[str]:
        """Begin to build or watch, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "seriesbook", command, self.series,
             "--output", self.output, "--cache", self.cache],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(self.scratch), **environment},
        )  # fmt: skip

    def books(self) -> dict[str, str]:
        """Digests of the books that lie there now."""
        found = {}
        for name in BOOKS:
            with suppress(FileNotFoundError):
                data = (self.output / "small-series" / name).read_bytes()
                found[name] = hashlib.sha256(data).hexdigest()
        return found

    def odd(self) -> list[str]:
        """Books that are none of those that a build would make."""
        return [
            name
            for name, digest in self.books().items()
            if all(digest != right[name] for right in self.right.values())
        ]

    def upset(self, source: random.Random, lose: float = 0.1) -> State:
        """Change the series, and now and then lose the cache, so that there is work to do."""
        state = source.choice(STATES)
        state.write(self.series)
        if source.random() < lose:
            shutil.rmtree(self.cache, ignore_errors=True)
        return state

    def undisturbed(self, state: State, **environment: str) -> None:
        """Build once more, to the end: all is as after a clean build, here and in /tmp."""
        with self.start(**environment) as program:
            _, said = program.communicate()
        assert (program.returncode, said) == (0, "")
        self.check(state)
        assert list(self.scratch.iterdir()) == []

    def rebuild(self, state: State, shop: Workshop) -> None:
        """Build to the end by workers that are there: all is as after a clean build."""
        build(self.series, Options(self.output, cache=self.cache), shop, lambda *_: None)
        self.check(state)

    def check(self, state: State) -> None:
        """The books are those of a clean build, and there is nothing else."""
        assert self.books() == self.right[state]
        made = {path.name for path in (self.output / "small-series").iterdir()}
        assert made == {*BOOKS, "build-report.json"}
        assert not [path for path in self.series.rglob("*") if path.name.startswith(".")]


class Witness(threading.Thread):
    """Reads the books over and over while its `with` block lasts; none may ever be half one."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._odd: list[str] = []
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.01):
            self._odd += self._bench.odd()

    def __enter__(self) -> Witness:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self.join()
        assert self._odd == []


def processes(program: subprocess.Popen[str], word: str = "") -> list[int]:
    """The processes of a program's group that live and have a word in their command lines."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(place.name)) == program.pid:
                command = (place / "cmdline").read_text()
                if command and word in command:  # the dead have none
                    found.append(int(place.name))
    return found


def wait_until_gone(program: subprocess.Popen[str]) -> None:
    """Wait for the last process of a program's group."""
    while processes(program):
        time.sleep(0.005)


def kill(program: subprocess.Popen[str], *, workers_too: bool) -> bool:
    """Kill a program, or all of its group at once; tell whether it still ran."""
    ran = program.poll() is None
    with suppress(ProcessLookupError):
        if workers_too:
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    program.communicate()
    return ran
