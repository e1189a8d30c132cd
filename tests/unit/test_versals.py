"""Versals stand on the grid, and the lines beside them are as good as any."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_eb_garamond
import pytest
from PIL import Image

from geometry import HYPHENS, measure
from seriesbook import xhtml
from seriesbook.leadin import lead_in
from seriesbook.measures import measures
from seriesbook.model import Trim
from seriesbook.pageshape import Shape
from seriesbook.typeset import layout
from seriesbook.versals import versal_style

if TYPE_CHECKING:
    from seriesbook.rendition import Font

PAGE = Shape(Trim(380, 400), 12, 16, top=40, side=50, bottom=40, lines=20, code_size=9)
CSS = """
@page { size: 380pt 400pt; margin: 40pt 50pt }
html { hyphens: auto; hyphenate-limit-chars: 5 2 3; text-align: justify }
body { font: 12pt/16pt "EB Garamond", serif; margin: 0 }
p { margin: 0 }
.versal { float: left }
.versal-mark { font-size: 0.5em; line-height: 0; vertical-align: 0.6em }
.lead-in { letter-spacing: 0.6pt }
"""
TEXT = (
    "was considered remarkable by the institutions that had established it, and necessary to the "
    "representation of people everywhere; which is why the government of the union, considerable "
    "as its interests were, administered it with so much character and so little well-being that "
    "in the end nobody remembered what it had been for, or whether it had been for anything."
)


def pages(font: Font, body: str, path: Path) -> Path:
    html = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'
    path.write_bytes(layout(html, CSS, (font,)).pdf)
    return path


def opened(font: Font, text: str, lines: int) -> str:
    face = measures(font)

    def cut(mark: str, letter: str) -> str:
        return versal_style(face, PAGE, lines, mark, letter)

    return str(lead_in(f"<p>{text}</p>", "versal", lines, cut))


@pytest.mark.parametrize("lines", [2, 3, 4])
@pytest.mark.parametrize("start", ["This", "A thing", "“When it", "Été, it", "Quite so, it"])
def test_a_versal_stands_on_the_grid(font: Font, tmp_path: Path, start: str, lines: int) -> None:
    body = opened(font, f"{start} {TEXT} {TEXT}", lines)
    assert 'class="versal"' in body
    made = measure(pages(font, body, tmp_path / "x.pdf"), 40, 360, 16, 12)
    (sheet,) = made.sheets
    row, text = sheet.lines[lines - 1], sheet.lines
    assert row.text.lstrip("“ ").startswith(start.strip("“")[0])  # it is on that line's baseline
    grid = [round((line.baseline - text[0].baseline) / 16, 2) for line in text]
    assert grid == list(range(len(grid)))
    beside = lines + start.startswith("Q")
    assert all(line.left > row.left + 15 for line in text[:beside] if line is not row)
    assert all(abs(line.left - 50) < 1.5 for line in text[beside:])
    assert all(abs(line.right - 330) < 1.5 for line in text[:-1])
    assert sum(line.text[-1] in HYPHENS for line in text[:beside]) <= 1


def test_the_head_of_a_versal_is_level_with_the_capitals(font: Font, tmp_path: Path) -> None:
    path = pages(font, opened(font, f"Here {TEXT}", 3), tmp_path / "x.pdf")
    subprocess.run(["pdftoppm", "-r", "288", "-gray", str(path), str(tmp_path / "p")], check=True)
    with Image.open(tmp_path / "p-1.pgm") as page:
        ink = page.point(lambda value: 255 * (value < 128))
        versal = ink.crop((190, 0, 300, 700)).getbbox()
    assert versal is not None
    capital = measures(font).extents("H")
    assert capital is not None
    (sheet,) = measure(path, 40, 360, 16, 12).sheets
    first = min(line.baseline for line in sheet.lines if line.size < 13)
    assert versal[1] / 4 == pytest.approx(first - 12 * capital.top, abs=0.5)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Too short for one.</p>",
        f"<p>1904 {TEXT}</p>",
        f"<p>— {TEXT}</p>",
        f"<p><em>Emphasis</em> {TEXT}</p>",
        f"<h2>Head</h2><p>It {TEXT}</p>",
        f"<p>بسم الله {TEXT}</p>",
        f"<p>初，鄭武公娶于申{TEXT}</p>",
        f"<p>Ж {TEXT}</p>",  # not in this font
    ],
)
def test_what_can_have_no_versal(font: Font, body: str) -> None:
    text = xhtml.parse(body)
    made = str(lead_in(body, "versal", 3, lambda *p: versal_style(measures(font), PAGE, 3, *p)))
    assert "versal" not in made
    assert xhtml.text_of(xhtml.parse(made)) == xhtml.text_of(text)


def test_small_capitals_are_those_of_the_font(font: Font) -> None:
    data = (Path(fontpkg_eb_garamond.__file__).parent / "files/EBGaramond[wght].ttf").read_bytes()
    whole = measures(replace(font, data=data))
    assert whole.has_small_caps("Once upon a time; été")
    assert not whole.has_small_caps("ἔννεπε")
    assert not measures(font).has_small_caps("Once")  # they were cut out of this one
    assert 'class="lead-in"' not in str(
        lead_in(f"<p>Once upon a time {TEXT}</p>", has_small_caps=lambda _: False)
    )
