"""An incremental build is byte for byte the clean build."""

from __future__ import annotations

import hashlib
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from edits import SCRIPT, START, Edit, lose
from seriesbook.build import build
from seriesbook.problems import BookError
from seriesbook.report import Options
from seriesbook.workers import Workshop
from support import SAMPLE, copy_series, run_build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from seriesbook.report import Report

Shops = dict[int, Executor]
WORKERS = st.sampled_from((1, 2, 4))


def _first(folder: Path) -> Path:
    return sorted((folder / "essays").iterdir())[0]


def change_a_word(folder: Path) -> None:
    path = _first(folder)
    head, fence, body = path.read_text(encoding="utf-8").partition("\n---\n")
    assert " the " in body
    path.write_text(head + fence + body.replace(" the ", " that very same ", 1), encoding="utf-8")


def digests(report: Report) -> dict[str, str]:
    return {
        book.path.name: hashlib.sha256(book.path.read_bytes()).hexdigest() for book in report.books
    }


@pytest.fixture(scope="module")
def shops() -> Iterator[Shops]:
    """Workers that stay for all scripts, by their number."""
    with Workshop(1) as one, Workshop(2) as two, Workshop(4) as four:
        yield {1: one, 2: two, 4: four}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose cache remembers all scripts before."""
    return tmp_path_factory.mktemp("edits")


def made(folder: Path, output: Path, shop: Executor, cache: Path | None) -> object:
    """Digests of what a build makes, with its problems; the problems alone if it makes nothing."""
    try:
        report = build(folder, Options(output, cache=cache), shop, lambda *_: None)
    except BookError as error:
        return error.problems
    return digests(report), report.problems


def follow(script: list[Edit], counts: tuple[int, int], shops: Shops, work: Path) -> None:
    """Build after each edit, with what the cache has; then clean, elsewhere."""
    warm, clean = counts
    state, folder, cache = START, work / "series", work / "cache"
    for edit in script:
        state = edit.apply(state)
        state.write(folder)
        lose(cache, edit)
        found = made(folder, work / "warm", shops[warm], cache)
    elsewhere = work / "another folder" / "copy"
    state.write(elsewhere)
    assert found == made(elsewhere, work / "clean", shops[clean], None)


EVERY = tuple(HealthCheck)


@settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=EVERY,
    phases=(Phase.generate,),
)  # fmt: skip
@given(script=SCRIPT, counts=st.tuples(WORKERS, WORKERS))
def test_a_dozen_edit_scripts(
    script: list[Edit], counts: tuple[int, int], shops: Shops, work: Path
) -> None:
    follow(script, counts, shops, work)


@pytest.mark.slow
def test_any_edit_script(request: pytest.FixtureRequest, shops: Shops, work: Path) -> None:
    tries = request.config.getoption("--tries") or 300

    @settings(
        max_examples=tries, deadline=None, suppress_health_check=EVERY, database=None,
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(script=SCRIPT, counts=st.tuples(WORKERS, WORKERS))
    def scripts(script: list[Edit], counts: tuple[int, int]) -> None:
        follow(script, counts, shops, work)

    scripts()


def test_an_edit_costs_its_own_essay_only(tmp_path: Path, cache: Path) -> None:
    folder = copy_series(SAMPLE, tmp_path / "sample")
    run_build(folder, tmp_path / "out", cache=cache)
    change_a_word(folder)
    report = run_build(folder, tmp_path / "out", cache=cache)
    paperback = next(book for book in report.books if book.edition.format == "pdf")
    slug = _first(folder).stem.partition("-")[2]
    rebuilt = [part for part, _ in paperback.written.rebuilt]
    assert slug in rebuilt
    assert len(rebuilt) < len(paperback.written.reused)
    # and the result is what a build without any cache makes, elsewhere, with one worker
    moved = copy_series(folder, tmp_path / "elsewhere" / "sample")
    clean = run_build(moved, tmp_path / "clean", jobs=1)
    assert digests(report) == digests(clean)
