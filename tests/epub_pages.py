"""A small rendition with every kind of link, made by hand for tests of the EPUB writer."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from seriesbook.cache import Cache
from seriesbook.model import (
    Asset,
    Book,
    Collection,
    Edition,
    Entry,
    License,
    Note,
    Origin,
    Person,
    Section,
    Series,
)
from seriesbook.problems import Where
from seriesbook.rendition import Font, Page, Rendition
from seriesbook.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

CC = License(
    "CC-BY-NC-4.0",
    "Creative Commons Attribution-NonCommercial 4.0 International",
    "https://creativecommons.org/licenses/by-nc/4.0/",
)
JAY = Person("John Jay", "Jay, John")
GUEST = Person("Ōta Nanpo", "Ōta, Nanpo")
TRANSLATOR = Person("Ann Ross", "Ross, Ann", "translator")

_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" \
xml:lang="en"><head><title>{title}</title><link rel="stylesheet" href="css/book.css"/></head>
<body class="{role}">{body}</body></html>
"""
_COVER = '<section epub:type="cover" id="cover"><img src="images/cover.jpg" alt="Tides" \
role="doc-cover"/></section>'
_CONTENTS = """<section id="contents"><nav epub:type="toc" role="doc-toc" aria-label="Contents" \
id="toc"><h1>Contents</h1><ol><li><a href="#ebb">Ebb</a>\
<ol><li><a href="#ebb--mud">Mud</a></li></ol></li>\
<li><a href="#flow">Flow</a></li><li><a href="#notes">Notes</a></li></ol></nav>\
<nav epub:type="landmarks" hidden=""><h2>Guide</h2><ol>\
<li><a epub:type="toc" href="#contents">Contents</a></li>\
<li><a epub:type="bodymatter" href="#ebb">Text</a></li></ol></nav></section>"""
_EBB = """<section id="ebb" epub:type="chapter" role="doc-chapter"><h1 id="ebb--title">Ebb</h1>
<p data-line="7">Sand<a class="noteref" id="ebb--fnref-1" href="#ebb--fn-1" epub:type="noteref" \
role="doc-noteref">1</a> and <em>water</em>.</p>
<h2 id="ebb--mud" data-line="9">Mud</h2>
<p data-line="11">See <a href="#flow">Flow</a>, <a href="#ebb--title">above</a> and \
<a href="https://example.org/tide">the table</a>.</p>
<figure data-line="13"><img src="images/mud.svg" alt="A flat of mud" width="10" height="10"/>\
<figcaption>Mud</figcaption></figure></section>"""
_FLOW = '<section id="flow" epub:type="chapter" role="doc-chapter"><h1>Flow</h1>\
<p data-line="5">Straße. <a href="#ebb--mud">Mud</a> again.</p></section>'
_NOTES = """<section id="notes" epub:type="endnotes" role="doc-endnotes"><h1>Notes</h1>\
<section><h2>Ebb</h2><ol><li id="ebb--fn-1"><p>Wet. <a class="backlink" role="doc-backlink" \
epub:type="backlink" aria-label="Back" href="#ebb--fnref-1">↩︎</a></p></li></ol>\
</section></section>"""
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10">\
<rect width="10" height="10" fill="#654"/></svg>'
_CSS = """body { font-family: "Test Serif", serif; }
h1 { font-variant: small-caps; }
h1, h2 { font-weight: normal; }
blockquote { font-style: italic; }
.break::before { content: "\\2766"; }
"""
_ROLES = {"cover": "cover", "contents": "contents", "notes": "notes"}


class Here(Executor):
    """Runs everything at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def tools(cache: Cache | None = None) -> Tools:
    """Tools without a cache; the time is fixed and not in UTC's day."""
    return Tools(cache or Cache(None), Here(), datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))


def page(name: str, body: str, title: str = "") -> Page:
    """A page whose body holds this markup."""
    role = _ROLES.get(name, "essay")
    where = Where(f"essays/{name}.md", 1) if role == "essay" else Where("series.toml")
    title = title or name.capitalize()
    return Page(name, role, title, _PAGE.format(title=title, role=role, body=body), where)


@lru_cache(maxsize=1)
def font_data() -> bytes:
    """A font with a few letters, each a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((500, 500))
    pen.lineTo((500, 0))
    pen.closePath()
    box = pen.glyph()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .,ßжЖ\N{FLORAL HEART}"
    names = {ord(letter): f"u{ord(letter):04x}" for letter in letters}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, box))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test Serif", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def font(weight: int = 400, style: str = "normal", family: str = "Test Serif") -> Font:
    """The test font under some name."""
    data = font_data()
    digest = hashlib.sha256(data).hexdigest()
    return Font(family, weight, "italic" if style == "italic" else "normal", data, digest)


def cover() -> Asset:
    """A tiny JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (16, 26), "#345").save(out, "JPEG")
    return Asset("images/cover.jpg", "image/jpeg", out.getvalue(), 16, 26)


def book() -> Book:
    """Two essays, the second by a guest and a translator."""
    note = Note("ebb--fn-1", 1, "<p>Wet.</p>", Where("essays/ebb.md", 15), ("ebb--fnref-1",))
    series = Series(
        slug="tides",
        title="Tides",
        subtitle="Two  essays",
        language="en",
        identifier="urn:uuid:0c3b1c5e-8a5c-4b8f-9d1e-1b1b1b1b1b1b",
        issued=date(2026, 1, 2),
        authors=(JAY,),
        license=CC,
        description="On\nwater & sand.",
        subjects=("Sea", "Sand", "Sea"),
        publisher="Shore Press",
        collection=Collection("Elements", "2"),
    )
    guests = (GUEST, TRANSLATOR)
    origin = Origin("https://example.org/flow")
    sections = (
        Section("essay", "ebb", "Ebb", Where("essays/ebb.md", 1), notes=(note,), authors=(JAY,)),
        Section(
            "essay", "flow", "Flow", Where("essays/flow.md", 1), authors=guests, origin=origin
        ),
    )
    contents = (
        Entry("Ebb", "ebb", number="1", children=(Entry("Mud", "ebb--mud"),)),
        Entry("Flow", "flow", number="2"),
        Entry("Notes", "notes"),
    )
    return Book(series, Edition("ebook", "epub", isbn="978-0-306-40615-7"), sections, contents)


def rendition(**changes: object) -> Rendition:
    """The book above as pages, with fields replaced."""
    pages = (
        page("cover", _COVER),
        page("contents", _CONTENTS),
        page("ebb", _EBB),
        page("flow", _FLOW),
        page("notes", _NOTES),
    )
    made = Rendition(
        book(),
        pages,
        _CSS,
        assets=(cover(), Asset("images/mud.svg", "image/svg+xml", _SVG, 10, 10)),
        fonts=(font(), font(700), font(400, "italic"), font(400, "normal", "Unused")),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
