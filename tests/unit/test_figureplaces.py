from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from geometry import measure
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font
    from seriesbook.sheets import Layout

CSS = """
@page { size: 380pt 400pt; margin: 40pt 50pt }
html { hyphens: auto; orphans: 2; widows: 2; text-align: justify }
body { font: 12pt/16pt "EB Garamond", serif; margin: 0 }
p { margin: 0; text-indent: 12pt }
figure { break-inside: avoid; margin: 16pt 0 }
figure.full-page { break-before: page; break-after: page; margin: 0 }
img { display: block }
"""
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="100" height="200">
<rect width="9" height="9"/></svg>"""
SENTENCE = "It was the <em>quietest</em> street in the town, and nothing was ever printed in it. "


def words(count: int, mark: str) -> str:
    text = "".join(f"{mark}{n} {SENTENCE}" for n in range(count))
    return f"<p>{text.strip()}</p>"


def figure(kind: str = "", caption: str = "Seen from afar.") -> str:
    image = '<img src="images/a.svg" alt="" style="height: 208pt"/>'
    return f'<figure class="{kind}">{image}<figcaption>{caption}</figcaption></figure>'


def laid(body: str, font: Font) -> Layout:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
    made = layout(page, CSS, (font,), {"images/a.svg": SVG})
    assert made.messages == ()
    return made


def lines(made: Layout, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "x.pdf"
    path.write_bytes(made.pdf)
    found = measure(path, top=40, bottom=360, leading=16, size=12)
    return [[line.text for line in sheet.lines] for sheet in found.sheets]


@pytest.mark.parametrize("kind", ["", "full-page"])
def test_text_fills_the_page_and_the_figure_begins_the_next(
    font: Font, tmp_path: Path, kind: str
) -> None:
    body = words(8, "a") + figure(kind) + words(9, "b") + words(6, "c")
    pages = lines(laid(body, font), tmp_path)
    assert len(pages[0]) >= 19
    assert "Seen from afar." not in pages[0]
    assert "Seen from afar." in pages[1][: 1 if kind else 2]
    text = " ".join(line for page in pages for line in page if line != "Seen from afar.")
    found = re.findall(r"[abc]\d", text)
    assert found == [f"a{n}" for n in range(8)] + [f"b{n}" for n in range(9)] + [
        f"c{n}" for n in range(6)
    ]


def test_pages_begin_at_their_place_in_the_authors_order(font: Font, tmp_path: Path) -> None:
    body = words(8, "a") + figure() + words(9, "b") + words(6, "c")
    made = laid(body, font)
    pages = lines(made, tmp_path)
    order = re.sub(r"\s", "", re.sub("<img.*?/>", "\ufffc", body).replace("\ufffc", "#"))
    visible = re.sub("<.*?>", "", order)
    for page, start in zip(pages[1:], made.starts[1:], strict=True):
        first = next(line for line in page if line != "Seen from afar.")
        assert visible[start:].startswith(re.sub(r"\s", "", first)[:12])


def test_a_figure_at_the_end_stays_there(font: Font, tmp_path: Path) -> None:
    pages = lines(laid(words(8, "a") + figure(), font), tmp_path)
    assert pages[1] == ["Seen from afar."]


def test_a_figure_that_fits_stays_where_it_is(font: Font, tmp_path: Path) -> None:
    pages = lines(laid(words(2, "a") + figure() + words(4, "b"), font), tmp_path)
    assert "Seen from afar." in pages[0]
