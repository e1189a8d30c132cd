"""Draw the themes for docs/: `gallery.py [FOLDER]` writes themes.png and one picture a theme.

The pictures are of the trial series in tests/gallery, which has every kind of block and page.
Needs poppler's pdftoppm.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from trial import build_trial, draw_pages, on_a_table  # noqa: E402 - it is in tests/

if TYPE_CHECKING:
    from PIL import Image

    from seriesbook.report import Built

RESOLUTION = 50  # pixels an inch
# What is shown of a theme: pages of a section, counted from its first.
SHOWN = (
    ("title-page", 0), ("contents", 0), ("prose", 0), ("prose", 1), ("blocks", 1), ("blocks", 2),
)  # fmt: skip
IN_ALL = 4  # how many of them are in themes.png


def main(folder: Path) -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as output:
        rows: list[Image.Image] = []
        for book in build_trial(Path(output)).books:
            places = positions(book)
            numbers = [places[slug] + index + 1 for slug, index in SHOWN]
            shown = [draw_pages(book.path, n, n, RESOLUTION)[0] for n in numbers]
            _save(on_a_table(shown, len(shown)), folder / f"theme-{book.edition.theme}.png")
            rows += shown[:IN_ALL]
        _save(on_a_table(rows, IN_ALL), folder / "themes.png")


def positions(book: Built) -> dict[str, int]:
    """Index of the first page of each section."""
    with pikepdf.open(book.path) as pdf:
        labels = [page.label for page in pdf.pages]
    return {placed.slug: labels.index(placed.first) for placed in book.written.placed}


def _save(picture: Image.Image, path: Path) -> None:
    picture.quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
