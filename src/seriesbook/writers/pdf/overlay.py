"""Puts heads and folios to the pages of a book, and shortens heads that are too long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seriesbook.enginewords import problems_of
from seriesbook.mirror import css_for
from seriesbook.problems import BookError, Problem
from seriesbook.words import direction_of
from seriesbook.writers.pdf.folios import (
    SHEETS,
    SheetsError,
    begin_folios,
    begin_heads,
    folio_layer,
    sheets_of,
    shortened,
)
from seriesbook.writers.pdf.fragments import Style
from seriesbook.writers.pdf.heads import notes_heads
from seriesbook.writers.pdf.pagination import with_heads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seriesbook.rendition import Rendition
    from seriesbook.stylesheets import Origin
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.folios import Layer, Sheet
    from seriesbook.writers.pdf.fragments import Pending
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.setting import Setting


@dataclass(frozen=True, slots=True)
class Overlay:
    """The folio layer, and the pages with the heads that they really carry."""

    layer: Layer
    sides: tuple[Side, ...]
    problems: tuple[Problem, ...]


def begin_overlay(rendition: Rendition, tools: Tools, setting: Setting) -> tuple[Pending, ...]:
    """Have the folios and heads of pages set, for `overlay` to find them."""
    style, language = _style(rendition), rendition.book.series.language
    heads = notes_heads(rendition, setting.layouts, setting.sides, setting.where)
    sides = with_heads(setting.sides, heads)
    return (
        begin_folios(sides, style, language, tools),
        begin_heads(sides, style, language, tools),
    )


def _style(rendition: Rendition) -> Style:
    css = css_for(_direction(rendition), rendition.folio_css)
    return Style(f"{css}\n{SHEETS}", rendition.fonts)


def _direction(rendition: Rendition) -> str:
    return direction_of(rendition.book.series.language)


def overlay(rendition: Rendition, sides: Sequence[Side], tools: Tools) -> Overlay:
    """Set everything that is laid over the pages.

    Raises BookError if the theme's folio.css can't be used.
    """
    series = rendition.book.series
    style = _style(rendition)
    origin = rendition.folio_origin(_direction(rendition))
    heads = [sheet for side in sides for sheet in sheets_of(side) if sheet.head]
    try:
        folios = folio_layer(sides, style, series.language, tools)
        layer, cut = shortened(heads, folios, style, series.language, tools)
    except SheetsError as error:
        raise BookError([_broken(origin)]) from error
    layer = folios.joined(layer)
    said = [m for made in layer.documents.values() for m in made.messages]
    here = origin.whole("folio.css")
    return Overlay(
        layer=layer,
        sides=tuple(_shortened(side, cut) for side in sides),
        problems=(
            *problems_of(said, None, origin, document=here),
            *_too_long(rendition, sides, cut),
        ),
    )


def _broken(origin: Origin) -> Problem:
    return Problem(
        origin.whole("folio.css"),
        "theme-folios",
        "the theme's folio.css does not give every .sheet a page of its own.",
        "Use the named pages verso, recto and opening, as the theme plain does.",
    )


def _shortened(side: Side, cut: Mapping[Sheet, Sheet]) -> Side:
    for sheet in sheets_of(side):
        if sheet in cut:
            return replace(side, head=cut[sheet].head)
    return side


def _too_long(
    rendition: Rendition, sides: Sequence[Side], cut: Mapping[Sheet, Sheet]
) -> tuple[Problem, ...]:
    """A warning for each head that was cut, at the file whose short title would mend it."""
    series = rendition.book.series
    pages = {page.name: page.where for page in rendition.pages}
    titles = {series.title, series.short_title}
    first: dict[str, tuple[Side, Sheet]] = {}
    for side in sides:
        for sheet in sheets_of(side):
            if sheet in cut:
                first.setdefault(sheet.head, (side, cut[sheet]))
    return tuple(
        Problem(
            series.at("title") if head in titles else pages[side.name],
            "head-too-long",
            f"the running head {head!r} is too long and was cut to {shorter.head!r}.",
            "Give it a shorter short_title.",
            "warning",
        )
        for head, (side, shorter) in first.items()
    )
