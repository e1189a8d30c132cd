"""Builds and workers killed at random: the books are whole, and the next build is right."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from edits import EDITS, START, State
from support import run_build

BOOKS = ("small-series-ebook.epub", "small-series-paperback.pdf")
STATES = (
    START,
    EDITS["length"](EDITS["note"](START, 1, 20), 0, 1100),
    EDITS["add"](EDITS["trim"](START, 0, 1), 1, 77),
)


@dataclass
class Bench:
    """A series that is built and killed again and again."""

    folder: Path
    scratch: Path
    right: dict[State, dict[str, str]]  # digests by name of book

    @staticmethod
    def at(place: Path) -> Bench:
        """With the digests of what undisturbed builds make of each state."""
        right = {}
        for state in STATES:
            state.write(place / "series")
            report = run_build(place / "series", place / "clean")
            right[state] = {book.path.name: book.sha256 for book in report.books}
        (place / "scratch").mkdir()
        return Bench(place, place / "scratch", right)

    def start(self) -> subprocess.Popen[str]:
        """Begin a build."""
        where = self.folder
        return subprocess.Popen(
            [sys.executable, "-m", "seriesbook", "build", where / "series",
             "--output", where / "out", "--cache", where / "cache"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(self.scratch)},
        )  # fmt: skip

    def processes(self, word: str = "") -> list[int]:
        """All processes of builds, workers too, whose command line has a word in it."""
        mark = f"TMPDIR={self.scratch}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (place / "cmdline").read_text()
                if command and word in command and mark in (place / "environ").read_bytes():
                    found.append(int(place.name))
        return found

    def books(self) -> dict[str, str]:
        """Digests of the books that lie there now."""
        found = {}
        for name in BOOKS:
            with suppress(FileNotFoundError):
                data = (self.folder / "out" / "small-series" / name).read_bytes()
                found[name] = hashlib.sha256(data).hexdigest()
        return found

    def odd(self) -> list[str]:
        """Books that are none of those that a build would make."""
        return [
            name
            for name, digest in self.books().items()
            if all(digest != right[name] for right in self.right.values())
        ]

    def upset(self, source: random.Random) -> State:
        """Change the series, and sometimes lose the cache, so that there is work to do."""
        state = source.choice(STATES)
        state.write(self.folder / "series")
        if source.random() < 0.5:
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return state


class Witness(threading.Thread):
    """Reads the books over and over, and notes any that is not whole."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.odd: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.002):
            self.odd += self.bench.odd()


def undisturbed(bench: Bench, state: State) -> None:
    """Build once more, to the end: the books are those of a clean build."""
    while bench.processes():
        time.sleep(0.005)
    with bench.start() as program:
        _, said = program.communicate()
    assert (program.returncode, said) == (0, "")
    assert bench.books() == bench.right[state]


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["build", "worker"])
def test_kills_at_random_moments(
    victim: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    bench = Bench.at(tmp_path)
    began = time.perf_counter()
    undisturbed(bench, STATES[-1])
    usual = time.perf_counter() - began
    source = random.Random(victim)
    witness = Witness(bench)
    witness.start()
    lost = 0
    for _ in range(request.config.getoption("--tries") or 40):
        state = bench.upset(source)
        with bench.start() as program:
            time.sleep(source.random() * usual)
            if victim == "build":
                program.kill()
                program.communicate()
            else:
                lost += _kill_a_worker(bench, program, source)
        undisturbed(bench, state)
    witness.over.set()
    witness.join()
    assert witness.odd == []
    assert victim == "build" or lost  # else no kill met its aim


def _kill_a_worker(bench: Bench, program: subprocess.Popen[str], source: random.Random) -> bool:
    """Kill a worker or the process that starts them; tell whether the build failed by it."""
    while program.poll() is None:
        workers = bench.processes("forkserver")
        if workers:
            with suppress(ProcessLookupError):
                os.kill(source.choice(workers), signal.SIGKILL)
            break
    _, said = program.communicate()
    assert "Traceback" not in said
    if program.returncode:
        assert program.returncode == 1
        assert said.startswith("build: error[worker-lost]: "), said
    return bool(program.returncode)
