"""An incremental build is byte for byte the clean build."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support import SAMPLE, copy_series, run_build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from seriesbook.report import Report


def _first(folder: Path) -> Path:
    return sorted((folder / "essays").iterdir())[0]


def _edit(path: Path, old: str, new: str) -> None:
    """Change the text after the front matter."""
    head, fence, body = path.read_text(encoding="utf-8").partition("\n---\n")
    assert old in body
    path.write_text(head + fence + body.replace(old, new, 1), encoding="utf-8")


def change_a_word(folder: Path) -> None:
    _edit(_first(folder), " the ", " that very same ")


def make_it_longer(folder: Path) -> None:
    path = _first(folder)
    path.write_text(path.read_text(encoding="utf-8") + "\n\nMore words.\n" * 60, encoding="utf-8")


def add_an_essay(folder: Path) -> None:
    (folder / "essays" / "00-added.md").write_text(
        "# Added\n\nWith a note.[^1]\n\n[^1]: A note.\n"
    )
    manifest = folder / "series.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('essays = ["', 'essays = ["00-added.md", "', 1))


def change_the_trim(folder: Path) -> None:
    manifest = folder / "series.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8")
        + '\n[editions.ebook]\nformat = "epub"\n[editions.paperback]\nformat = "pdf"\n'
        'trim = "5.5x8.5in"\n'
    )


def change_the_title(folder: Path) -> None:
    manifest = folder / "series.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("title ="))
    lines[first] = 'title = "Another Title"'  # the book's; parts must differ in theirs
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")


EDITS: tuple[Callable[[Path], None], ...] = (
    change_a_word,
    make_it_longer,
    add_an_essay,
    change_the_trim,
    change_the_title,
)


def digests(report: Report) -> dict[str, str]:
    return {
        book.path.name: hashlib.sha256(book.path.read_bytes()).hexdigest() for book in report.books
    }


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=4, unique=True))
def test_any_edits(
    edits: list[Callable[[Path], None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    work = tmp_path_factory.mktemp("edits")
    folder = copy_series(SAMPLE, work / "sample")
    run_build(folder, work / "warm", cache=work / "cache")
    for edit in edits:
        edit(folder)
        warm = digests(run_build(folder, work / "warm", cache=work / "cache"))
    assert warm == digests(run_build(folder, work / "clean"))
    shutil.rmtree(work)


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
