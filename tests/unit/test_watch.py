"""Watching a series: real processes, real files."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from seriesbook.report import Options
from seriesbook.terminal import news_line
from seriesbook.watch import News, watch
from support import run_build

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "essays").mkdir(parents=True)
    (folder / "series.toml").write_text(
        'title = "Tiny"\nlanguage = "en"\n[editions.paper]\nformat = "pdf"\n'
    )
    (folder / "essays" / "1-one.md").write_text("# One\n\nText.\n")
    (folder / "essays" / "2-two.md").write_text("# Two\n\nText.\n")
    return folder


class Watched:
    """A `seriesbook watch --json` that runs."""

    def __init__(self, folder: Path, output: Path, cache: Path, scratch: Path) -> None:
        scratch.mkdir()
        self.scratch = scratch
        self.process = subprocess.Popen(
            [sys.executable, "-m", "seriesbook", "watch", folder, "--output", output,
             "--cache", cache, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(scratch)}, start_new_session=True,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)

    def next(self) -> dict[str, Any]:
        """What is told of the next build."""
        news: dict[str, Any] = json.loads(self._lines.get(timeout=120))
        return news

    def processes(self) -> list[str]:
        """Processes of this watch, workers and all, by their command lines."""
        mark = f"TMPDIR={self.scratch}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_text())
            except OSError:
                continue
        return [command for command in found if command]

    def end(self, number: int) -> int:
        """Send a signal to all processes of the session, as a terminal does; the exit code."""
        os.killpg(self.process.pid, number)
        code = self.process.wait()
        self._reader.join()
        while self.processes():
            pass
        return code


@contextmanager
def watching(folder: Path, work: Path, cache: Path) -> Iterator[Watched]:
    watched = Watched(folder, work / "out", cache, work / "scratch")
    try:
        yield watched
    finally:
        if watched.process.poll() is None:
            watched.end(signal.SIGTERM)
        for pipe in (watched.process.stdout, watched.process.stderr):
            assert pipe
            pipe.close()


def test_builds_on_save_and_survives_errors_and_a_missing_folder(
    series: Path, tmp_path: Path, cache: Path
) -> None:
    essay = series / "essays" / "1-one.md"
    with watching(series, tmp_path, cache) as watched:
        first = watched.next()
        assert (first["changed"], first["fault"]) == ([], "")
        assert list(first["editions"]) == ["paper"], first

        essay.write_text("# One\n\nA longer text.\n")
        news = watched.next()
        assert news["changed"] == ["essays/1-one.md"]
        assert [part["part"] for part in news["editions"]["paper"]["rebuilt"]] == ["one"]
        made = (tmp_path / "out" / "tiny" / "tiny-paper.pdf").read_bytes()
        run_build(series, tmp_path / "clean")
        assert made == (tmp_path / "clean" / "tiny" / "tiny-paper.pdf").read_bytes()

        essay.write_text("# One\n\nText.[^1]\n")
        news = watched.next()
        assert [p["code"] for p in news["problems"]] == ["note-missing"]
        assert made == (tmp_path / "out" / "tiny" / "tiny-paper.pdf").read_bytes()

        series.rename(series.with_name("away"))
        assert [p["code"] for p in watched.next()["problems"]] == ["series-empty"]
        series.with_name("away").rename(series)
        assert [p["code"] for p in watched.next()["problems"]] == ["note-missing"]

        temporary = series / "essays" / ".1-one.md.kate-swp"
        temporary.write_text("# One\n\nText, replaced.\n")
        temporary.rename(essay)
        news = watched.next()
        assert (news["changed"], news["problems"]) == (["essays/1-one.md"], [])
        assert watched.end(signal.SIGINT) == 130
        assert list(watched.scratch.iterdir()) == []
        assert watched.process.stderr
        assert watched.process.stderr.read() == "Stopped.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_build_leaves_nothing_behind(
    series: Path, tmp_path: Path, number: signal.Signals
) -> None:
    (series / "essays" / "3-long.md").write_text("# Long\n\n" + "Many words. " * 20_000)
    with watching(series, tmp_path, tmp_path / "own") as watched:
        while len(watched.processes()) < 2:  # until workers are at it
            pass
        assert watched.end(number) == 128 + number
        assert list(watched.scratch.iterdir()) == []
    assert not (tmp_path / "out").exists()


class _EnoughError(Exception):
    pass


def test_a_save_during_a_build_restarts_it(series: Path, tmp_path: Path, cache: Path) -> None:
    essay = series / "essays" / "1-one.md"
    told: list[News] = []
    begun = threading.Event()

    def say(news: News) -> None:
        told.append(news)
        if len(told) == 2:
            raise _EnoughError
        essay.write_text("# One\n\nSecond.\n")

    class Slow:
        """A listener in whose time the author saves once more."""

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def __call__(self, stage: str, done: int, total: int) -> None:
            if told and not begun.is_set():
                begun.set()
                essay.write_text("# One\n\nThird.\n")
                threading.Event().wait(2)

    options = Options(output=tmp_path / "out", cache=cache)
    with pytest.raises(_EnoughError):
        watch(series, options, say, Slow)
    assert told[1].changed == ("essays/1-one.md",)
    run_build(series, tmp_path / "clean")
    name = "tiny/tiny-paper.pdf"
    assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "clean" / name).read_bytes()


def test_a_line_tells_what_changed_and_what_is_wrong() -> None:
    news = News(("a.md", "b.md", "c.md", "d.md"), None, (), 0.5, "Traceback\n")
    assert news_line(news) == (
        "a.md, b.md, c.md and 1 more: nothing written; Seriesbook failed (0.50 s)"
    )
