"""Tiny series, built and compared with the books that are expected of them.

`tests/books/NAME/source` is the series; `expected/` holds the text members of its EPUBs and the
text and links of its PDFs' pages. `pytest --update-golden` rewrites what is expected: read the
difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from golden import assert_golden
from seriesbook.checks import CHECKS
from seriesbook.report import Report, problem_json
from support import Epub, Pdf, copy_series, qpdf_check, run_build
from tagged import Tagged

BOOKS = sorted(path for path in (Path(__file__).parent / "books").iterdir() if path.is_dir())
TEXTS = (".xhtml", ".opf", ".ncx", ".css", ".svg")


@pytest.fixture(scope="module", params=BOOKS, ids=lambda path: path.name)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> tuple[Path, Report]:
    work = tmp_path_factory.mktemp(request.param.name)
    folder = copy_series(request.param / "source", work / request.param.name)
    return request.param, run_build(folder, work / "output", cache=cache)


def test_the_book_is_as_expected(
    built: tuple[Path, Report], request: pytest.FixtureRequest
) -> None:
    home, report = built
    made = described(report)
    update = request.config.getoption("--update-golden")
    assert_golden(made, home / "expected", update=update)


def test_both_books_are_valid(built: tuple[Path, Report]) -> None:
    _, report = built
    for book in report.books:
        if book.edition.format == "pdf":
            assert qpdf_check(book.path) == ""
            assert Tagged(book.path.read_bytes()).faults() == []
        else:
            epub = book.path.read_bytes()
            assert [str(p) for check in CHECKS["epub"].values() for p in check(epub)] == []


def described(report: Report) -> dict[str, str]:
    """What a report and its books hold, as text files by name."""
    problems = [json.dumps(problem_json(p), ensure_ascii=False) for p in report.problems]
    made = {"problems.jsonl": "".join(f"{line}\n" for line in problems)}
    for book in report.books:
        name = book.edition.name
        if book.edition.format == "epub":
            for member, data in Epub(book.path.read_bytes()).members.items():
                if member.endswith(TEXTS):
                    made[f"{name}/{member}"] = data.decode()
        else:
            made[f"{name}.txt"] = _described_pdf(Pdf(book.path))
    return made


def _described_pdf(pdf: Pdf) -> str:
    pages = []
    for label, text in zip(pdf.labels, pdf.texts, strict=True):
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        pages.append("\n".join([f"=== page {label}", *lines]))
    links = [
        f"link on {pdf.labels[page]} to {pdf.labels[target]} at {height:.0f}"
        for page, target, height in pdf.links()
    ]
    outline = [f"bookmark {title}: {pdf.labels[page]}" for title, page in pdf.outline()]
    return "\n".join([*pages, "", *links, "", *outline, ""])
