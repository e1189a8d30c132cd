"""Draw a spread of a PDF as one picture: `spread.py BOOK.pdf VERSO PICTURE.png`.

VERSO is the left page's number in the file, from 1. Needs poppler's pdftoppm.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

RESOLUTION = 90  # pixels an inch
EDGE = 24  # px of table around the paper


def draw(book: Path, verso: int, picture: Path) -> None:
    """Draw two facing pages side by side on a grey table."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", str(RESOLUTION), "-f", str(verso), "-l", str(verso + 1), "-png",
             str(book), f"{folder}/page"],
            check=True,
        )  # fmt: skip
        pages = [Image.open(path).convert("L") for path in sorted(Path(folder).iterdir())]
    width, height = pages[0].size
    spread = Image.new("L", (2 * width + 1 + 2 * EDGE, height + 2 * EDGE), 200)
    for number, page in enumerate(pages):
        spread.paste(page, (EDGE + number * (width + 1), EDGE))
    spread.save(picture, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
