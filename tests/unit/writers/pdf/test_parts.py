"""Small parts: gutter, codec, drafts, metadata."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pikepdf
import pytest

from seriesbook.cache import Cache
from seriesbook.model import Asset, Edition, License, Person, Series
from seriesbook.parts import Annotation, Figure, Parts, Stream
from seriesbook.printers import printer
from seriesbook.problems import Where
from seriesbook.rendition import Page
from seriesbook.spool import Spool
from seriesbook.typeset import Anchor, Box, Face, Glyph, Layout, Link, Message, Sheet
from seriesbook.writers.pdf.codec import fragment, pack
from seriesbook.writers.pdf.drafts import dead_links, draft
from seriesbook.writers.pdf.gutter import lacking, shift, side_margin
from seriesbook.writers.pdf.metadata import add_metadata

HTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("name", "margin", "pages", "moved"),
    [
        ("", 54, 100, 0), ("", 54, 517, 9), ("", 60, 517, 3), ("", 40, 517, 4), ("", 30, 517, 0),
        ("kdp", 30, 517, 12), ("ingram", 54, 100, 0), ("lulu", 54, 100, 0), ("lulu", 54, 300, 18),
    ],
)  # fmt: skip
def test_shift(name: str, margin: float, pages: int, moved: float) -> None:
    assert shift(margin, pages, printer(name)) == moved


def test_what_margins_lack_for_a_printer() -> None:
    assert lacking(54, 300, printer("lulu")) == 0
    assert lacking(54, 500, printer("lulu")) == 4.5
    assert lacking(54, 500, printer("kdp")) == 0


def test_side_margin_is_that_of_most_pages() -> None:
    usual = Sheet(432, 648, Box(54, 54, 378, 594))
    odd = Sheet(432, 648, Box(0, 0, 432, 648))
    assert side_margin([odd, usual, usual]) == 54


def test_a_layout_survives_the_cache() -> None:
    layout = Layout(
        b"",
        (Sheet(432, 648, Box(54, 54, 378, 594), (Box(1, 2, 3, 4.5),), bleeds=True),),
        (Anchor("ä", 0, 1.5, 2),),
        (Link(0, "x", internal=True),),
        (Message("error", "…", "css"),),
        (Face("d", (Glyph(1, "ä", 2),)),),
        (0, 7),
        Parts(
            b"<</S /P/K [%d]>>\n/Filter /FlateDecode\n\n/Tabs /S\n\n",
            (3,),
            1,
            (Stream(b"\n\0\xff", "twin"),),
            (0,),
            (Annotation(0, "#ä", (1.0, 2.5, 3.0, 4.0), b"/Subtype /Link", 0),),
            (Figure(0, (1.0, 2.5, 3.0, 4.0)),),
            1,
            ("ä",),
            0,
        ),
    )
    made = fragment(Spool().keep(pack(layout)))
    for name in ("parts", "sheets", "anchors", "messages", "faces", "starts"):
        assert getattr(made, name) == getattr(layout, name)


def page(body: str, head: str = "", name: str = "tide") -> Page:
    return Page(name, "essay", "", HTML.format(head=head, body=body), Where("essays/tide.md", 1))


def test_a_draft_holds_nothing_from_outside() -> None:
    body = (
        '<p data-line="4" id="a"><a href="#a">x</a> <a href="#ebb--fn-1">y</a>'
        ' <a href="https://e.org/">z</a></p>'
    )
    made = draft(page(body, '<link rel="stylesheet" href="x.css"/>'), (), "", Cache(None))
    text = made.document({})
    assert "data-line" not in text
    assert "<link" not in text
    assert 'href="#a"' in text
    assert 'href="seriesbook:ebb--fn-1"' in text
    assert made.targets == (("a", 4), ("ebb--fn-1", 4))
    assert [str(p.where) for p in dead_links((made,))] == ["essays/tide.md:4"]
    assert (
        dead_links((made, draft(page('<p id="ebb--fn-1"/>', name="ebb"), (), "", Cache(None))))
        == ()
    )


def test_page_numbers_are_filled_in() -> None:
    made = draft(page('<p id="a">p. <span data-ref="a"></span></p>'), (), "", Cache(None))
    assert made.refs == ("a",)
    assert '<span data-ref="a">12</span>' in made.document({"a": "12"})
    assert ">000<" in made.document({})


def test_a_draft_takes_the_assets_that_it_or_the_stylesheet_shows() -> None:
    assets = tuple(Asset(f"images/{n}.png", "image/png", b"") for n in "abc")
    made = draft(
        page('<img src="images/a.png"/>'), assets, "hr { content: url(images/c.png) }", Cache(None)
    )
    assert [asset.href for asset in made.assets] == ["images/a.png", "images/c.png"]


def test_metadata_of_a_licensed_series() -> None:
    series = Series(
        "s", "<em>Tides</em> &amp; Ebbs", "fr", "urn:uuid:1", authors=(
            Person("Ann", "Ann"), Person("Bo", "Bo", "translator")),
        license=License("CC0-1.0", "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        description="D", subjects=("a", "b"), publisher="P",
    )  # fmt: skip
    pdf = pikepdf.new()
    when = datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=2)))
    add_metadata(pdf, series, Edition("p", "pdf", isbn="9780000000002"), when)
    assert str(pdf.docinfo.ModDate) == "D:20260304050607+02'00"
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == "Tides & Ebbs"
        assert meta["dc:identifier"] == "urn:isbn:9780000000002"
        assert meta["dc:contributor"] == {"Bo"}
        assert meta["dc:subject"] == {"a", "b"}
        assert meta["xmpRights:Marked"] == "False"
