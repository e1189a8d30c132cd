"""The trial series, which has every kind of block and page, in every theme.

Two themes are compared with pictures of all their pages in tests/gallery/expected;
`--update-golden` draws them anew. Look at them before you commit them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageFilter

from seriesbook.themefolder import builtin_themes
from support import Pdf, qpdf_check
from trial import GAP, SERIES, THEMES, build_trial, draw_pages, on_a_table

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.report import Report

EXPECTED = SERIES / "expected"
KEPT = ("classic", "modern")
RESOLUTION = 28  # pixels an inch
COLUMNS = 11
# A page whose lower half stands a line lower differs in 1.6% of its pixels by so much; one that is
# a third of a point to the right, as another poppler may draw it, in less than 0.2%.
DIFFERENT, SHARE = 36, 0.004

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build_trial(tmp_path_factory.mktemp("gallery"))


def test_every_theme_sets_every_block(report: Report) -> None:
    assert set(THEMES) == {path.parent.name for path in builtin_themes().glob("*/theme.toml")}
    assert report.problems == ()
    for book in report.books:
        assert qpdf_check(book.path) == ""
        text = " ".join(" ".join(Pdf(book.path).texts).split())
        for words in ("Nobody keeps a trial sheet", "Lock the forme", "18,900", "(p. ", "→ "):
            assert words in text, (book.edition.theme, words)


@pytest.mark.parametrize("theme", KEPT)
def test_pages_look_as_they_did(
    report: Report, theme: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    (book,) = [book for book in report.books if book.edition.theme == theme]
    pages = draw_pages(book.path, 1, 999, RESOLUTION)
    made = on_a_table(pages, COLUMNS)
    kept = EXPECTED / f"{theme}.png"
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(exist_ok=True)
        made.quantize(16).save(kept, optimize=True)
    expected = Image.open(kept).convert("L")
    assert made.size == expected.size
    made.save(tmp_path / "made.png")
    wrong = [
        number for number, share in enumerate(_differences(made, expected), 1) if share > SHARE
    ]
    assert wrong == [], f"compare {kept} with {tmp_path / 'made.png'}"


def _differences(made: Image.Image, expected: Image.Image) -> list[float]:
    """Share of each page's pixels that are not as expected."""
    blur = ImageFilter.BoxBlur(1)
    difference = ImageChops.difference(made.filter(blur), expected.filter(blur))
    width = (made.width - GAP) // COLUMNS
    height = round(width * 648 / 432)
    shares = []
    for top in range(GAP, made.height - height // 2, height + GAP // 2):
        for left in range(GAP, made.width - width // 2, width):
            cell = difference.crop((left, top, left + width, top + height))
            shares.append(sum(cell.histogram()[DIFFERENT:]) / (width * height))
    return shares
