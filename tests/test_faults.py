"""Builds, watches, imports and workers killed at random: the next run makes all good."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importing import files_of, run_import
from killing import Bench, Witness, kill, processes, wait_until_gone
from seriesbook.workers import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

RIGHT = "no book is ever half one, the next build is right, nothing is left behind"
EXPORT = Path(__file__).parent / "imports" / "jekyll" / "source"


@pytest.fixture
def tries(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> int:
    """How often to kill."""
    count = int(request.config.getoption("--tries") or 200)
    record_property("tries", count)
    return count


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.trust("Faults", "kill -9 at a random moment of a build, of it alone or of all", RIGHT)
def test_builds_killed(bench: Bench, tries: int) -> None:
    _kill_often("build", bench, tries)


@pytest.mark.trust("Faults", "kill -9 at a random moment of a watch, of it alone or of all", RIGHT)
def test_watches_killed(bench: Bench, tries: int) -> None:
    _kill_often("watch", bench, tries)


def _kill_often(command: str, bench: Bench, tries: int) -> None:
    source = random.Random(command)
    bench.undisturbed(bench.upset(source, lose=0))
    began = time.perf_counter()
    bench.undisturbed(bench.upset(source, lose=0))
    usual = time.perf_counter() - began
    met = 0
    with Workshop(1) as shop, Witness(bench):
        for _ in range(tries):
            state = bench.upset(source)
            with bench.start(command) as program:
                if command == "watch":
                    time.sleep(source.random() * usual)
                    state = bench.upset(source)
                time.sleep(source.random() * usual)
                met += kill(program, workers_too=source.random() < 0.5)
            wait_until_gone(program)
            bench.rebuild(state, shop)
        bench.undisturbed(bench.upset(source))
    assert met > tries // 3


@pytest.mark.trust(
    "Faults",
    "kill -9 of a worker, or of the process that starts them, at a random moment",
    "the build fails by a Problem that says so, the last books stay, the next build is right",
)
def test_workers_killed(bench: Bench, tries: int) -> None:
    source = random.Random("worker")
    bench.undisturbed(bench.upset(source))
    state = bench.upset(source, lose=1)
    began = time.perf_counter()
    with bench.start() as program:
        program.communicate()
    usual = time.perf_counter() - began
    lost = 0
    with Workshop(1) as shop, Witness(bench):
        bench.rebuild(state, shop)
        for _ in range(tries):
            state = bench.upset(source, lose=1)  # else no worker is needed
            with bench.start() as program:
                lost += _kill_a_worker(program, source.random() * usual, source)
            bench.rebuild(state, shop)
        bench.undisturbed(bench.upset(source))
    assert lost or tries < 50  # else no kill met its aim


def _kill_a_worker(program: subprocess.Popen[str], moment: float, source: random.Random) -> bool:
    """Kill a worker or the process that starts them, `moment` s after the start.

    Tells whether the build failed by it: it does not if only the process that starts workers was
    there, which is started again.
    """
    time.sleep(moment)
    while program.poll() is None:
        workers = processes(program, "forkserver")
        if workers:
            with suppress(ProcessLookupError):
                os.kill(source.choice(workers), signal.SIGKILL)
            break
        time.sleep(0.01)
    _, said = program.communicate()
    assert "Traceback" not in said
    if program.returncode:
        assert program.returncode == 1
        assert said.startswith("build: error[worker-lost]: "), said
    return bool(program.returncode)


def _texts(folder: Path) -> dict[str, str]:
    """The files of an imported series, but for the report, which tells what each run did."""
    return {k: v for k, v in files_of(folder).items() if not k.startswith((".", "import-report"))}


@pytest.mark.trust(
    "Faults",
    "kill -9 at a random moment of a first import, and of one that updates",
    "no file is half one, the next import makes what an undisturbed one makes, nothing of the"
    " author's is touched, nothing is left behind",
)
def test_imports_killed(tmp_path: Path, tries: int) -> None:
    source = random.Random("import")
    exports = _exports(tmp_path)
    whole = []
    for number, export in enumerate(exports):
        run_import(export, to=tmp_path / f"clean-{number}")
        whole.append(_texts(tmp_path / f"clean-{number}"))
    folder = tmp_path / "series"
    began = time.perf_counter()
    _import(exports[0], folder).communicate()
    usual = time.perf_counter() - began
    assert _texts(folder) == whole[0]
    allowed = {name: {texts[name] for texts in whole if name in texts} for name in whole[0]}
    met = 0
    for _ in range(tries):
        first, then = source.sample(range(len(exports)), 2)
        if source.random() < 0.5:
            shutil.rmtree(folder, ignore_errors=True)
        with _import(exports[first], folder) as program:
            time.sleep(usual * (0.5 + source.random() / 2))
            met += kill(program, workers_too=False)
        for name, text in (_texts(folder) if folder.exists() else {}).items():
            assert text in allowed[name]
        run_import(exports[then], to=folder)
        assert _texts(folder) == whole[then]
        hidden = [p.name for p in folder.rglob("*") if p.name.startswith(".")]
        assert hidden == [".seriesbook-import.json"]
    assert met > tries // 4


def _exports(place: Path) -> list[Path]:
    """Three states of one site."""
    found = []
    for number in range(3):
        site = shutil.copytree(EXPORT, place / f"site-{number}" / "site")
        for path in sorted(site.rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            path.write_text(f"{text}\n\nWritten for the {number}th time.\n", encoding="utf-8")
        found.append(site)
    return found


def _import(export: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "seriesbook", "import", export, "--to", folder],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
