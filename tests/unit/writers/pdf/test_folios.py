from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook.writers.pdf.folios import (
    SHEETS,
    Sheet,
    SheetsError,
    folio_layer,
    head_layer,
    sheets_of,
    shortened,
)
from seriesbook.writers.pdf.fragments import Style
from seriesbook.writers.pdf.pagination import Side, Span, paginate

if TYPE_CHECKING:
    from seriesbook.rendition import Font
    from seriesbook.tools import Tools

CSS = """
@page { size: 300pt 400pt; margin: 50pt; font: 10pt "EB Garamond" }
@page verso { @top-center { content: string(head) } @top-left { content: string(folio) } }
@page recto { @top-center { content: string(head) } @top-right { content: string(folio) } }
@page opening { @bottom-center { content: string(folio) } }
.sheet { string-set: head attr(data-head), folio attr(data-folio) }
.verso { page: verso }
.recto { page: recto }
.opening { page: opening }
"""


@pytest.fixture
def style(font: Font) -> Style:
    return Style(CSS + SHEETS, (font,))


@pytest.mark.parametrize(
    ("side", "sheets"),
    [
        (Side("blank", "D", 2), ()),
        (Side("display", "D", 1, "part"), ()),
        (Side("opening", "D", 3, "a", head="No"), (Sheet("opening", folio="3"),)),
        (Side("recto", "r", 3, "a", head="H"), (Sheet("recto", "H"), Sheet("recto", folio="iii"))),
        (Side("verso", "D", 4, "a"), (Sheet("verso", folio="4"),)),
    ],
)
def test_what_a_page_carries(side: Side, sheets: tuple[Sheet, ...]) -> None:
    assert sheets_of(side) == sheets


def test_every_folio_of_a_book_is_set(style: Style, tools: Tools) -> None:
    sides = paginate([Span("preface", "preface", 3), Span("tide", "essay", 130)])
    layer = folio_layer(sides, style, "en", tools)
    wanted = {sheet for side in sides for sheet in sheets_of(side)}
    assert wanted <= set(layer.places)
    assert sorted(layer.documents) == [
        "folios D-0",
        "folios D-1",
        "folios r-0",
        "openings D-0",
        "openings r-0",
    ]
    assert all(len(layer.lines(sheet)) == 1 for sheet in wanted)


def test_folios_of_a_longer_book_are_the_same_documents(style: Style, tools: Tools) -> None:
    short, long = (paginate([Span("tide", "essay", n)]) for n in (10, 90))
    one, other = (folio_layer(sides, style, "en", tools).documents for sides in (short, long))
    assert {name: made.parts for name, made in one.items()} == {
        name: made.parts for name, made in other.items()
    }


def test_a_head_gives_way_to_the_folio(style: Style, tools: Tools) -> None:
    sides = paginate([Span("tide", "essay", 2)])
    folios = folio_layer(sides, style, "en", tools)
    long = Sheet("verso", "Of the many names, and the few uses, of tides")
    short = Sheet("recto", "Of tides")
    layer, cut = shortened([long, short], folios, style, "en", tools)
    assert set(cut) == {long}
    assert long.head.startswith(cut[long].head.removesuffix("…"))
    assert cut[long] in layer.places
    (head,) = layer.lines(cut[long])
    assert head.left > max(line.right for line in folios.lines(Sheet("verso", folio="2")))


def test_a_head_without_spaces_is_cut_too(style: Style, tools: Tools) -> None:
    sheet = Sheet("verso", "W" * 80)
    empty = folio_layer((), style, "en", tools)
    _, cut = shortened([sheet], empty, style, "en", tools)
    assert 10 < len(cut[sheet].head) < 40
    assert cut[sheet].head == "W" * (len(cut[sheet].head) - 1) + "…"


def test_a_stylesheet_that_joins_sheets_is_refused(font: Font, tools: Tools) -> None:
    style = Style(CSS + ".sheet { display: none }", (font,))
    with pytest.raises(SheetsError):
        head_layer([Sheet("verso", f"Head {n}") for n in range(20)], style, "en", tools)
