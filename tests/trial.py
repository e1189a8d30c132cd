"""The trial series in tests/gallery, built in every theme, and its pages as pictures."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from support import ROOT, copy_series, run_build

if TYPE_CHECKING:
    from seriesbook.report import Report

SERIES = ROOT / "tests" / "gallery"
THEMES = ("classic", "modern", "pamphlet", "large-print", "plain")
GAP = 10  # px between pages on the table
TABLE = 205


def build_trial(work: Path) -> Report:
    """Build the trial series in a folder, one edition a theme."""
    folder = copy_series(SERIES, work / "trial")
    manifest = folder / "series.toml"
    editions = "".join(
        f'\n[editions.{name}]\nformat = "pdf"\ntheme = "{name}"\n' for name in THEMES
    )
    text = manifest.read_text(encoding="utf-8").partition("[editions.")[0]
    manifest.write_text(text + editions, encoding="utf-8")
    return run_build(folder, work / "output", cache=work / "cache")


def draw_pages(book: Path, first: int, last: int, resolution: int) -> list[Image.Image]:
    """Pages of a PDF, counted from 1, in greys."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", str(resolution), "-f", str(first), "-l", str(last), "-gray",
             "-png", str(book), f"{folder}/page"],
            check=True,
        )  # fmt: skip
        return [Image.open(path).copy() for path in sorted(Path(folder).iterdir())]


def on_a_table(pages: list[Image.Image], columns: int) -> Image.Image:
    """Pages in rows on a grey table."""
    width = max(page.width for page in pages) + GAP
    height = max(page.height for page in pages) + GAP
    rows = -(-len(pages) // columns)
    table = Image.new("L", (columns * width + GAP, rows * height + GAP), TABLE)
    for number, page in enumerate(pages):
        row, column = divmod(number, columns)
        table.paste(page, (GAP + column * width, GAP + row * height))
    return table
