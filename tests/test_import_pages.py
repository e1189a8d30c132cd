"""Saved pages and texts in many layouts, imported from end to end and compared, file by file.

`tests/unit/importers/pages/` holds them; beside them, in `expected/`, is what they become.
`pytest --update-golden` rewrites it: read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from importing import files_of, run_import
from seriesbook.checks import epubcheck
from support import CORPORA, run_build

FOLDER = Path(__file__).parent / "unit" / "importers" / "pages"
PAGES = sorted(path for path in FOLDER.iterdir() if path.is_file())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_becomes_this_series(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    run_import(page, to=tmp_path / "series", comments=True)
    files = files_of(tmp_path / "series")
    made = "".join(f"=== {path}\n{text}\n" for path, text in files.items() if "report" not in path)
    golden = FOLDER / "expected" / f"{page.name}.txt"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_nothing_changes_when_a_page_is_imported_again(page: Path, tmp_path: Path) -> None:
    run_import(page, to=tmp_path / "series")
    before = files_of(tmp_path / "series")
    run_import(page, to=tmp_path / "series")
    after = files_of(tmp_path / "series")
    assert {p: t for p, t in after.items() if "report" not in p} == {
        p: t for p, t in before.items() if "report" not in p
    }


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here")
def test_the_seed_page_becomes_both_books(tmp_path: Path) -> None:
    run_import(CORPORA / "seed" / "essay.txt", to=tmp_path / "series")
    files = files_of(tmp_path / "series")
    assert "# 5. Iran’s 1979 Revolution" in files["series.toml"]
    assert files["back/about-the-author.md"].startswith("Ramin Mazaheri is the chief")
    report = run_build(tmp_path / "series", tmp_path / "output")
    assert [str(p) for p in report.problems if p.severity == "error"] == []
    ebook, paperback = sorted(report.books, key=lambda book: book.path.suffix)
    assert paperback.path.suffix == ".pdf"
    assert epubcheck.check(ebook.path.read_bytes()) == ()
