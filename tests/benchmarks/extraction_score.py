"""How well essays are cut out of saved pages: word F1 against the text that comes with them.

`PYTHONPATH=src python tests/benchmarks/extraction_score.py [FOLDER]`: a folder with a folder for
each page, in which are `source.html` and `expected.html`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

from seriesbook import xhtml
from seriesbook.importers.encodings import decode
from seriesbook.importers.extraction import extract

PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "imports" / "webpages"


def score(folder: Path) -> float:
    """F1 of the words of one page’s essay, from 0 to 1; a word counts as often as it stands."""
    page = xhtml.parse_page(decode((folder / "source.html").read_bytes(), folder.name).text)
    found = _words(" ".join(map(str, extract(page).body.itertext())))
    expected = xhtml.parse((folder / "expected.html").read_text(encoding="utf-8"))
    wanted = _words(" ".join(map(str, expected.itertext())))
    common = sum((found & wanted).values())
    return 2 * common / max(found.total() + wanted.total(), 1)


def scores(folder: Path = PAGES) -> dict[str, float]:
    """Name of a page → its score."""
    pages = sorted(path for path in folder.iterdir() if (path / "expected.html").exists())
    return {path.name: score(path) for path in pages}


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def main() -> None:
    """Print the score of each page, and the mean and the least of all."""
    found = scores(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
    for name, value in sorted(found.items(), key=lambda pair: pair[1]):
        print(f"{value:.3f}  {name}")
    print(f"mean {mean(found.values()):.3f}, least {min(found.values()):.3f}, {len(found)} pages")


if __name__ == "__main__":
    main()
