"""Series in other scripts: both books are valid, complete, and run the right way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.checks import CHECKS
from seriesbook.fonts import is_installed
from support import CORPORA, NAMESPACES, Epub, Pdf, copy_series, qpdf_check, run_build

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.report import Report

SERIES = {
    "arabic-jahiz": ("رسائل الجاحظ", "ar", "rtl"),
    "greek-plutarch": ("Ἠθικά", "grc", "ltr"),
    "russian-kryukov": ("На тихом Дону", "ru", "ltr"),
    "chinese-guwen": ("古文觀止", "zh-Hant", "ltr"),
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here"),
]


@pytest.fixture(scope="module", params=SERIES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> tuple[str, Report]:
    title, language, _ = SERIES[request.param]
    if language.startswith("zh") and not is_installed("mplfonts"):
        pytest.skip("there is no font for ideographs")
    work = tmp_path_factory.mktemp(request.param)
    folder = copy_series(CORPORA / "scripts" / request.param, work / "series")
    manifest = f'title = "{title}"\nlanguage = "{language}"\n'
    (folder / "series.toml").write_text(manifest, encoding="utf-8")
    return request.param, run_build(folder, work / "output", cache=cache)


def test_nothing_is_wrong_but_long_heads_and_rare_signs(built: tuple[str, Report]) -> None:
    _, report = built
    codes = {p.code for p in report.problems if p.severity != "hint"}
    assert codes <= {"head-too-long", "glyph-missing"}
    # a sign or two of a text that has thousands
    assert sum(p.code == "glyph-missing" for p in report.problems) <= 1


def test_both_books_are_valid(built: tuple[str, Report]) -> None:
    _, report = built
    for book in report.books:
        if book.edition.format == "pdf":
            assert qpdf_check(book.path) == ""
        else:
            epub = book.path.read_bytes()
            assert [str(p) for check in CHECKS["epub"].values() for p in check(epub)] == []


def test_both_books_run_the_right_way(built: tuple[str, Report]) -> None:
    name, report = built
    _, language, direction = SERIES[name]
    books = {book.edition.format: book for book in report.books}
    epub = Epub(books["epub"].path.read_bytes())
    spine = epub.package.find(".//opf:spine", NAMESPACES)
    assert spine is not None
    assert spine.get("page-progression-direction") == direction
    for document in epub.documents.values():
        assert document.get("lang") == language
        assert document.get("dir", "ltr") == direction
    pdf = Pdf(books["pdf"].path)
    viewer = pdf.file.Root.ViewerPreferences
    assert (viewer.get("/Direction") == "/R2L") == (direction == "rtl")


def test_every_page_has_its_words(built: tuple[str, Report]) -> None:
    """No text is drawn with a blank box, and every printed page is in the e-book's list."""
    _, report = built
    books = {book.edition.format: book for book in report.books}
    epub = Epub(books["epub"].path.read_bytes())
    nav = epub.documents["EPUB/text/contents.xhtml"].find(
        ".//h:nav[@epub:type='page-list']", NAMESPACES
    )
    assert nav is not None
    listed = [a.text for a in nav.iterfind(".//h:a", NAMESPACES)]
    here = {name.rpartition("/")[2].removesuffix(".xhtml") for name in epub.documents}
    printed = [
        folio
        for section in books["pdf"].written.printed
        if section.slug in here
        for folio, _ in section.pages
    ]
    assert listed == printed
