"""Where pages begin: what the engine says, against the words that poppler reads on them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from seriesbook.commontext import pieces, visible
from seriesbook.typeset import layout

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font

CSS = """
@page { size: 200pt 150pt; margin: 30pt }
html { font: 12pt/15pt "EB Garamond", serif; hyphens: auto; text-align: justify }
body, p { margin: 0 }
.footnote { float: footnote }
.footnote::footnote-call { content: none }
hr::before { content: "***" }
hr { border: 0 }
"""
WORDS = "extraordinary circumstances notwithstanding <em>the</em> unconstitutional implementation "
NOTE = '<a class="noteref"></a><span class="footnote">A note of several words.</span>'
ROW = "<tr><td>Cell {0}</td><td>words {0} internationalisation</td></tr>"
ROWS = "".join(ROW.format(n) for n in range(9))
BODIES = {
    "paragraphs": "".join(f"<p>Paragraph {n}: {WORDS * 2}.</p>" for n in range(8)),
    "notes": "".join(f"<p>Paragraph {n}: {WORDS}{NOTE}, {WORDS}.</p>" for n in range(8)),
    "lists": f"<ul>{''.join(f'<li>Item {n} {WORDS}</li>' for n in range(8))}</ul>",
    "table": f"<table><thead><tr><th>Head</th></tr></thead><tbody>{ROWS}</tbody></table>",
    "breaks": "".join(f"<p>{WORDS}</p><hr/><h2>Head {n}</h2><p>{WORDS}</p>" for n in range(6)),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_each_page_begins_with_the_words_at_its_place(
    body: str, font: Font, tmp_path: Path
) -> None:
    document = f'<html lang="en"><head><title>x</title></head><body>{body}</body></html>'
    made = layout(document, CSS, (font,))
    root = ElementTree.fromstring(document).find("body")
    text = "".join(visible(piece.text) for piece in pieces(root))
    assert len(made.starts) == len(made.sheets) > 2
    for shown, start in zip(_pages(made.pdf, tmp_path), made.starts, strict=True):
        expected = text[start : start + 12].lstrip("\ufffc")
        seen = visible(shown).removeprefix("***").removeprefix("•")
        seen = seen.removeprefix("Head") if "thead" in body and start else seen
        assert seen.replace("‐", "").startswith(expected), (start, shown)


def _pages(pdf: bytes, folder: Path) -> list[str]:
    (folder / "x.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-raw", str(folder / "x.pdf"), "-"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout.split("\f")[:-1]


def test_a_page_with_nothing_but_the_end_of_a_note_begins_at_the_end(font: Font) -> None:
    long = "words of a note " * 60
    body = f'<p>Short<span class="footnote">{long}</span>.</p>'
    made = layout(f"<html><body>{body}</body></html>", CSS, (font,))
    assert made.starts[0] == 0
    assert set(made.starts[1:]) == {len("Short.")}
