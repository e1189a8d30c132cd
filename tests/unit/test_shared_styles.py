"""Documents that share their styles look as if each had been set alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from weasyprint.css import StyleFor

from seriesbook import engine, shortcuts
from seriesbook.cache import Cache
from seriesbook.fonts import Typeface, cut
from seriesbook.problems import Where

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.rendition import Font

CSS = """
@page { size: 300pt 400pt; margin: 40pt }
@page wide { size: 400pt 300pt; @top-center { content: counter(page) " " string(name) } }
html { font: 12pt/15pt "EB Garamond"; hyphens: auto }
p { text-align: justify; margin: 0 } .wide { page: wide } .half { margin-left: 50vw }
p.large::first-letter { font-size: 30pt; float: left } h1 { string-set: name content() }
.note { float: footnote } table { border-collapse: collapse } td { border: 1pt solid }
li { list-style: square inside } .flex { display: flex } .grid { display: grid }
"""
WORDS = "Sheets of the first press were sold by subscription to those who could read them. " * 4
BODIES = {
    "text": f"<p>{WORDS}</p><p class='large'>{WORDS}</p>",
    "wide": f"<div class='wide'><h1>Head</h1><p class='half'>{WORDS}</p></div>",
    "half": f"<p class='half'>{WORDS}</p>",
    "notes": f"<p>{WORDS}<span class='note'>{WORDS}</span></p>" * 2,
    "table": f"<table><tr><td>{WORDS}</td><td>x</td></tr></table><p>{WORDS}</p>",
    "list": f"<ul><li>{WORDS}</li><li><p>{WORDS}</p></li></ul><p>{WORDS}</p>",
    "names": f"<div id='a'><h1 id='b'>Head</h1><p id='c'>{WORDS}<a href='#b'>b</a></p></div>",
    "others": f"<div id='x'><h1 id='y'>Head</h1><p id='z'>{WORDS}<a href='#x'>x</a></p></div>",
    "own": f"<p style='color: red; font-size: 15pt'>{WORDS}</p><p style='color: red'>{WORDS}</p>",
    "languages": f"<p lang='fr'>{WORDS}</p><p lang='de'>{WORDS}</p><p dir='rtl'>{WORDS}</p>",
    "long head": f"<h1>{WORDS}</h1><p>{WORDS}</p>",
    "short head": "<h1>Of the <em>Press</em></h1><p>One word.</p>",
    "ligatures": f"<p>{'office—and ' * 4}<em>{'office—and ' * 3}</em>{'office—and ' * 3}</p>",
    "boxes": f"<div class='flex'><p>{WORDS}</p></div><div class='grid'><p>{WORDS}</p></div>",
}


@pytest.fixture(scope="module")
def fonts(cache: Path) -> tuple[Font, ...]:
    garamond = Typeface("EB Garamond", "fontpkg-eb-garamond", styles=("normal", "italic"))
    return cut(garamond, Cache(cache), Where("x")).value


def laid(name: str, fonts: tuple[Font, ...]) -> Any:
    return engine.layout(
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head>'
        f"<body>{BODIES[name]}</body></html>",
        CSS,
        fonts,
        {},
        part=True,
        tagged=True,
    )


def test_documents_are_the_same_after_others(fonts: tuple[Font, ...]) -> None:
    assert shortcuts.install()
    alone = {}
    for name in BODIES:
        engine.forget()
        alone[name] = laid(name, fonts)
    engine.forget()
    for name in (*BODIES, *reversed(BODIES)):
        assert laid(name, fonts) == alone[name], name


def test_a_second_essay_needs_no_style_of_its_own(
    fonts: tuple[Font, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[int, int] = {}

    def counted(self: Any, *others: Any, **named: Any) -> None:
        set_styles(self, *others, **named)
        styles = self.font_config.__dict__["styles"]
        kept[id(self)] = len(styles)

    assert shortcuts.install()
    engine.forget()
    set_styles = StyleFor.set_computed_styles
    monkeypatch.setattr(StyleFor, "set_computed_styles", counted)
    for name in ("names", "others", "text"):
        laid(name, fonts)
    first, second, third = kept.values()
    assert first == second < third
