"""Real series in plain folders make both books: old prose, many notes, code and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.checks import CHECKS, epubcheck
from support import CORPORA, Pdf, copy_series, qpdf_check, run_build
from tagged import Tagged

if TYPE_CHECKING:
    from pathlib import Path

SERIES = ("emerson", "epictetus", "modern/500lines")


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize("name", SERIES)
def test_a_folder_of_real_texts(tmp_path: Path, cache: Path, name: str) -> None:
    folder = copy_series(CORPORA / name, tmp_path / "series")
    report = run_build(folder, tmp_path / "output", cache=cache)
    assert [str(p) for p in report.problems if p.severity == "error"] == []
    for book in report.books:
        if book.edition.format == "pdf":
            assert qpdf_check(book.path) == ""
            assert Tagged(book.path.read_bytes()).faults() == []
            pdf = Pdf(book.path)
            assert len(pdf.outline()) >= len(list(folder.glob("*.md")))
        else:
            epub = book.path.read_bytes()
            assert [str(p) for check in CHECKS["epub"].values() for p in check(epub)] == []
            assert [str(p) for p in epubcheck.check(epub)] == []
