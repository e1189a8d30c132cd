from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from seriesbook.typeset import Link, Message, engine_version, layout
from seriesbook.versions import version_of

if TYPE_CHECKING:
    from seriesbook.rendition import Font

CSS = """
@page { size: 300pt 400pt; margin: 40pt 50pt; @top-center { content: "Head" } }
body { font: 12pt/16pt "EB Garamond", serif; margin: 0 }
p { margin: 0 }
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)


def document(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>{body}</body></html>'


def test_measures_and_anchors(font: Font) -> None:
    made = layout(document('<p id="a">One</p><p id="b">Two <a href="#a">x</a></p>'), CSS, (font,))
    (sheet,) = made.sheets
    assert (sheet.width, sheet.height) == (300, 400)
    assert (sheet.content.left, sheet.content.right) == (50, 250)
    assert [(a.id, a.page, a.x, a.y) for a in made.anchors] == [
        ("a", 0, 50.0, 40.0),
        ("b", 0, 50.0, 56.0),
    ]
    assert made.links == (Link(0, "a", internal=True),)
    (head,) = sheet.margin_lines
    assert 50 < head.left < head.right < 250
    assert made.messages == ()


def test_an_element_over_a_break_has_an_anchor_on_each_page(font: Font) -> None:
    made = layout(document(f'<ol><li id="n">{"many words " * 400}</li></ol>'), CSS, (font,))
    assert [(a.id, a.page) for a in made.anchors] == [("n", n) for n in range(len(made.sheets))]
    assert len(made.sheets) > 1


def test_only_given_resources_are_read(font: Font, tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(PNG)
    body = f'<img src="images/a.png"/><img src="{file.as_uri()}"/><img src="../b.png"/>'
    made = layout(document(body), CSS, (font,), {"images/a.png": PNG})
    assert [m.level for m in made.messages] == ["error", "error"]
    assert all("not part of the book" in m.text for m in made.messages)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages[0].obj.Resources.XObject) == 1


def test_no_font_of_the_machine_is_used(font: Font) -> None:
    made = layout(document('<p style="font-family: DejaVu Sans">Ж</p>'), CSS, (font,))
    assert [m.text for m in made.messages] == [
        '.notdef glyph rendered for Unicode string unsupported by fonts: "Ж" (U+0416)'
    ]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        names = {str(f.BaseFont) for f in pdf.pages[0].obj.Resources.Font.values()}
    assert all("EB-Garamond" in name for name in names)


def test_messages_about_the_stylesheet_come_every_time(font: Font) -> None:
    css = CSS + "p { colour: red }"
    first, second = (layout(document("<p>x</p>"), css, (font,)) for _ in range(2))
    assert first.messages == second.messages
    assert [(m.level, m.about) for m in first.messages] == [("warning", "css")]


def test_the_environment_is_left_as_it_was(font: Font) -> None:
    before = dict(os.environ)
    layout(document("<p>x</p>"), CSS, (font,))
    assert dict(os.environ) == before


def test_same_bytes_in_another_process(font: Font) -> None:
    text = document("<p>Same bytes, wherever.</p>")
    here = layout(text, CSS, (font,))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(layout, text, CSS, (font,)).result()
    assert there == here
    assert pickle.loads(pickle.dumps(here)) == here
    with pikepdf.open(io.BytesIO(here.pdf)) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert "/ID" not in pdf.trailer


def test_refuses_what_it_cannot_set(font: Font) -> None:
    with pytest.raises(ValueError, match="font"):
        layout(document("<p>x</p>"), CSS, ())
    with pytest.raises(ValueError, match="well-formed"):
        layout("<p>x", CSS, (font,))


def test_counter_styles_of_the_stylesheet_count(font: Font) -> None:
    css = CSS + '@counter-style stars { system: cyclic; symbols: "*"; suffix: " " }'
    made = layout(document('<ol style="list-style: stars"><li>x</li></ol>'), css, (font,))
    assert made.messages == ()


def test_versions_are_asked_without_loading_the_engine() -> None:
    code = (
        "import sys; from seriesbook.typeset import engine_version; v = engine_version();"
        "assert 'unknown' not in v and 'weasyprint' in v; assert 'weasyprint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "pango" in engine_version()


@pytest.mark.parametrize("package", ["weasyprint", "tinycss2", "pillow"])
def test_versions_are_those_that_python_knows(package: str) -> None:
    assert version_of(package) == metadata.version(package)


def test_message_is_a_value() -> None:
    assert Message("error", "x") == Message("error", "x", "document")


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server there")
def test_workers_leave_no_temporary_files(font: Font, tmp_path: Path) -> None:
    (tmp_path / "font").write_bytes(pickle.dumps(font))
    script = tmp_path / "script.py"
    script.write_text(
        "import pickle, sys\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from multiprocessing import get_context\n"
        "from seriesbook.typeset import layout\n"
        "if __name__ == '__main__':\n"
        "    font = pickle.loads(open(sys.argv[1], 'rb').read())\n"
        "    with ProcessPoolExecutor(1, mp_context=get_context('forkserver')) as pool:\n"
        "        pool.submit(layout, sys.argv[2], '', (font,)).result()\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(script), str(tmp_path / "font"), document("<p>x</p>")]
    with tempfile.TemporaryDirectory() as folder:  # short: the fork server's socket lies in it
        subprocess.run(command, check=True, env={**os.environ, "TMPDIR": folder})
        assert list(Path(folder).glob("weasyprint-*")) == []


BLEED = (
    CSS
    + """
@page { bleed: 9pt } @page full { margin: 0 } @page dark { background: #333 }
.full { page: full; position: relative; height: 400pt }
.full img { position: absolute; top: -9pt; left: -9pt; width: 318pt; height: 418pt }
.dark { page: dark }
"""
)


def test_a_page_tells_whether_it_bleeds(font: Font) -> None:
    body = (
        '<p>Plain.</p><div class="full"><img src="a.png" alt=""/></div>'
        '<p>Plain.</p><p class="dark">Dark.</p>'
    )
    made = layout(document(body), BLEED, (font,), {"a.png": PNG})
    assert [sheet.bleeds for sheet in made.sheets] == [False, True, False, True]
    assert {(sheet.width, sheet.height) for sheet in made.sheets} == {(300, 400)}
