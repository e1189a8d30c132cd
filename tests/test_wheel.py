"""The wheel carries everything: installed alone, far from the checkout, it builds a book."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from support import ROOT, Epub

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = target.glob("*.whl")
    return built


def test_it_holds_the_themes_and_the_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = [*(ROOT / "themes").rglob("*"), *(ROOT / "src/seriesbook/data").rglob("*")]
    for path in wanted:
        if path.is_file():
            inside = path.relative_to(ROOT).as_posix().removeprefix("src/")
            inside = f"seriesbook/{inside}" if inside.startswith("themes") else inside
            assert inside in names


@pytest.mark.slow
def test_it_builds_a_book_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    for arguments in (["new", "mine"], ["build", "mine", "--no-cache"]):
        subprocess.run([python, "-m", "seriesbook", *arguments], cwd=tmp_path, check=True)
    books = sorted((tmp_path / "output" / "my-series").iterdir())
    assert [path.suffix for path in books] == [".json", ".epub", ".pdf"]
    assert len(Epub(books[1].read_bytes()).spine) > 5
