"""Disks that are full or read-only, files that may not be read, or change under our hands."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from disks import MB, fill, remount, run, small_disk
from importing import run_import
from killing import STATES, Bench, Witness
from seriesbook.build import build
from seriesbook.problems import BookError
from seriesbook.report import Options
from seriesbook.workers import Workshop
from test_faults import EXPORT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SAID = (
    "a Problem that says which disk and what to do, the last books stay, the next build is right"
)
FIRST, SECOND = STATES[0], STATES[1]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


def build_it(bench: Bench) -> tuple[int, str]:
    return run(
        "build", bench.series, "--output", bench.output, "--cache", bench.cache,
        TMPDIR=str(bench.scratch),
    )  # fmt: skip


@pytest.mark.parametrize("why", ["full", "no files left", "read-only"])
@pytest.mark.parametrize("what", ["output", "cache", "scratch"])
@pytest.mark.trust(
    "Faults", "the disk of output, cache or temporary files is full or read-only", SAID
)
def test_a_disk_that_takes_nothing(what: str, why: str, bench: Bench) -> None:
    FIRST.write(bench.series)
    options = "size=20m,nr_inodes=1000"
    with small_disk(getattr(bench, what), options) as place:
        assert build_it(bench) == (0, "")
        SECOND.write(bench.series)
        left = list(place.rglob("*"))
        if why == "full":
            fill(place)
        elif why == "no files left":
            remount(place, f"size=20m,nr_inodes={len(left) + 1}")
        else:
            remount(place, f"ro,{options}")
        with Witness(bench):
            code, said = build_it(bench)
        if what == "cache":
            assert code == 0
            assert said.startswith(f"cache: warning[cache-unwritable]: the cache folder {place}")
            bench.check(SECOND)
        elif code:
            assert "error[disk]" in said
            assert "untouched" in said
            bench.check(FIRST)
        else:  # there are other places for temporary files
            assert what == "scratch"
            bench.check(SECOND)
        if why == "full":
            (place / "filler").unlink()
        remount(place, f"rw,{options}")
        if what != "cache":
            assert build_it(bench) == (0, "")
        bench.check(SECOND)


@pytest.mark.trust(
    "Faults",
    "the disk becomes full at every so many KiB of an import",
    "a Problem that says so, the folder is as it was, the next import is right",
)
def test_a_disk_too_small_for_an_import(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    run_import(EXPORT, to=tmp_path / "right")
    failed = 0
    for size in range(4, 81, 4):
        with small_disk(tmp_path / "disk", f"size={size}k") as disk:
            code, said = run("import", EXPORT, "--to", disk / "series")
            if code:
                failed += 1
                assert "error[disk]: the series can't be written" in said
                assert not (disk / "series").exists() or not list((disk / "series").iterdir())
                remount(disk, "size=1m")
                assert run("import", EXPORT, "--to", disk / "series")[0] == 0
            names = {path.name for path in (disk / "series").rglob("*")}
            assert names == {path.name for path in (tmp_path / "right").rglob("*")}
    record_property("tries", 20)
    assert 3 < failed < 20


@pytest.mark.parametrize("path", [
    "series.toml", "essays/one.md", "images/two.png", "essays", "images", ".",
])  # fmt: skip
@pytest.mark.trust(
    "Faults",
    "a file or folder of the series may not be read",
    "a Problem that names it, the last books stay, the next build is right",
)
def test_what_may_not_be_read(path: str, bench: Bench) -> None:
    FIRST.write(bench.series)
    assert build_it(bench) == (0, "")
    place = bench.series / path
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        code, said = build_it(bench)
    finally:
        place.chmod(mode)
    assert code == (2 if path == "." else 1)
    assert path in said
    assert "can't be read" in said or "is not readable" in said
    bench.check(FIRST)
    assert build_it(bench) == (0, "")
    bench.check(FIRST)


@pytest.mark.parametrize("what", ["output", "cache"])
@pytest.mark.trust("Faults", "the folder of books, or the cache, may not be written", SAID)
def test_a_folder_that_may_not_be_written(what: str, bench: Bench) -> None:
    FIRST.write(bench.series)
    assert build_it(bench) == (0, "")
    SECOND.write(bench.series)
    places = [p for p in (getattr(bench, what), *getattr(bench, what).rglob("*")) if p.is_dir()]
    for place in places:
        place.chmod(0o555)
    try:
        code, said = build_it(bench)
    finally:
        for place in places:
            place.chmod(0o755)
    if what == "output":
        assert code == 1
        assert "error[disk]: the books can't be written: Permission denied" in said
        bench.check(FIRST)
    else:
        assert code == 0
        assert "warning[cache-unwritable]" in said
    assert build_it(bench)[0] == 0
    bench.check(SECOND)


@pytest.mark.trust(
    "Faults",
    "an essay, picture or manifest is changed, cut short or deleted at a random moment of a build",
    "the books of one state or a Problem, the next build is right",
)
def test_sources_that_change_meanwhile(
    bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    source = random.Random("change")
    rounds = 40
    FIRST.write(bench.series)
    bench.undisturbed(FIRST)
    with Workshop(1) as shop:
        for _ in range(rounds):
            FIRST.write(bench.series)
            moment = source.randrange(8)

            def upset(stage: str, done: int, total: int) -> None:
                nonlocal moment
                moment -= 1
                if moment == 0:
                    paths = sorted(p for p in bench.series.rglob("*") if p.is_file())
                    path = source.choice(paths)
                    data = path.read_bytes()
                    path.unlink()
                    if source.random() < 0.7:
                        path.write_bytes(data[: source.randrange(len(data))])

            try:
                build(bench.series, Options(bench.output, cache=bench.cache), shop, upset)
            except BookError as error:
                assert error.problems
            SECOND.write(bench.series)
            bench.rebuild(SECOND, shop)
    record_property("tries", rounds)


@pytest.mark.trust(
    "Faults",
    "a bound on the memory of each process, from far too little to enough",
    "a Problem that says so, the last books stay, the next build is right",
)
def test_too_little_memory(bench: Bench, record_property: Callable[[str, object], None]) -> None:
    bounds = [mb * MB for mb in range(200, 421, 20)]
    codes = []
    for bound in bounds:
        FIRST.write(bench.series)
        bench.undisturbed(FIRST)
        SECOND.write(bench.series)
        code, said = run(
            "build", bench.series, "--output", bench.output, "--no-cache", "--jobs", "2",
            memory=bound, TMPDIR=str(bench.scratch),
        )  # fmt: skip
        codes.append(code)
        if code:
            assert code == 1
            assert "error[worker-lost]" in said or "error[memory]" in said, said
            bench.check(FIRST)
        else:
            bench.check(SECOND)
    record_property("tries", len(bounds))
    assert {0, 1} == set(codes)


@pytest.mark.trust(
    "Faults", "all files of the series are from the future, the clock is set back by years",
    "each build is right",
)  # fmt: skip
def test_a_clock_that_is_set_back(bench: Bench) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("there is no faketime")
    environment = {
        "LD_PRELOAD": _library(faketime), "FAKETIME": "", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    for state, when in ((FIRST, "@2031-05-06 07:08:09"), (SECOND, "@1999-12-31 23:59:50")):
        state.write(bench.series)
        for path in bench.series.rglob("*"):
            os.utime(path, (time.time() + 1e8,) * 2)
        bench.undisturbed(state, **environment | {"FAKETIME": when})


def _library(faketime: str) -> str:
    """The library that the program faketime loads into others."""
    said = subprocess.run(
        [faketime, "2020-01-01 00:00:00", "sh", "-c", "echo $LD_PRELOAD"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return said.stdout.strip()


@pytest.mark.trust(
    "Faults",
    "two builds of one series at once",
    "both end well, every book is whole at every moment, the last ones are right",
)
def test_two_builds_of_one_series(
    bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    rounds = 10
    source = random.Random("two")
    with Witness(bench):
        for _ in range(rounds):
            state = bench.upset(source)
            both = [bench.start(), bench.start()]
            for program in both:
                _, said = program.communicate()
                assert (program.returncode, said) == (0, "")
            bench.check(state)
    record_property("tries", rounds)
    bench.undisturbed(state)


@pytest.mark.trust(
    "Faults",
    "four builds of different series at once, on one cache",
    "all end well, and make what each makes alone",
)
def test_four_builds_on_one_cache(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rounds = 5
    benches = []
    for number in range(4):
        (tmp_path / str(number)).mkdir()
        benches.append(Bench(tmp_path / str(number)))
    benches[0].cache.mkdir()
    for place in benches[1:]:
        place.cache.symlink_to(benches[0].cache)
    source = random.Random("four")
    for _ in range(rounds):
        states = [place.upset(source, lose=0) for place in benches]
        for program in [place.start() for place in benches]:
            _, said = program.communicate()
            assert (program.returncode, said) == (0, "")
        for place, state in zip(benches, states, strict=True):
            place.check(state)
    record_property("tries", rounds)
