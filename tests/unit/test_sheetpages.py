"""Sheets of the folio layer, made after a pattern, are those that WeasyPrint makes one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest

from seriesbook import engine
from seriesbook.cache import Cache
from seriesbook.fonts import Typeface, cut
from seriesbook.problems import Where
from seriesbook.sheetpages import sheets_in

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font

CSS = """
@page { size: 300pt 400pt; margin: 40pt }
html { font: 12pt/15pt "EB Garamond"; font-variant-numeric: oldstyle-nums }
.sheet { break-before: page; string-set: head "— " attr(data-head), folio attr(data-folio) }
section.verso { page: verso } section.recto { page: recto } section.opening { page: opening }
@page verso { @top-left { content: string(folio) }
              @top-center { content: string(head); font-variant-caps: small-caps } }
@page recto { @top-right { content: string(folio) "."; border-bottom: 1pt solid }
              @top-left { content: string(head); font-style: italic } }
@page opening { @bottom-center { content: string(folio); letter-spacing: 1pt } }
"""
SHEETS = (
    ("verso", "Of the Federal Union", ""),
    ("verso", "", "2"),
    ("recto", "The same subject & others, which is a good deal too long for a head", ""),
    ("recto", "", "3"),
    ("verso", "", "114"),
    ("opening", "", "xvi"),
    ("recto", "Η ένωση", ""),
    ("opening", "", "5"),
    ("verso", "Of a “Standing” Army", ""),
)


@pytest.fixture(scope="module")
def fonts(cache: Path) -> tuple[Font, ...]:
    garamond = Typeface("EB Garamond", "fontpkg-eb-garamond", styles=("normal", "italic"))
    return cut(garamond, Cache(cache), Where("x")).value


def layer(*sheets: tuple[str, str, str]) -> str:
    sections = (
        f'<section class="sheet {kind}" data-head="{head.replace("&", "&amp;")}"'
        f' data-folio="{folio}"/>'
        for kind, head, folio in sheets
    )
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title/></head>'
        f'<body class="folios">{"".join(sections)}</body></html>'
    )


def laid(css: str, fonts: tuple[Font, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """A layer after patterns, and one by one."""
    short = engine.layout(layer(*SHEETS), css, fonts, {}, part=True)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "sheets_in", lambda *_: None)
        return short, engine.layout(layer(*SHEETS), css, fonts, {}, part=True)


@pytest.mark.parametrize(
    "css",
    [
        CSS,
        CSS + "[data-folio='3'] { page: verso }",
        CSS + ".sheet:nth-child(3n) { page: opening }",
        CSS + ".recto { height: 500pt }",
        CSS + "@page verso { @left-middle { content: counter(page) } }",
    ],
    ids=["plain", "one text", "every third", "two pages", "number of the sheet"],
)
def test_sheets_are_the_same(
    css: str, fonts: tuple[Font, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = laid(css, fonts, monkeypatch)
    assert short == long


def test_one_of_each_kind_is_set(fonts: tuple[Font, ...]) -> None:
    root = fromstring(layer(*SHEETS))
    sheets = sheets_in(root, CSS)
    assert sheets is not None
    assert len(sheets.first) == 5
    assert len(sheets.kinds) == len(SHEETS)
