"""The steps from pages to a PDF, in order."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from seriesbook.model import Placed, Written
from seriesbook.problems import Outcome, Problem
from seriesbook.writers.pdf import gutter
from seriesbook.writers.pdf.assembly import assemble
from seriesbook.writers.pdf.drafts import dead_links, draft
from seriesbook.writers.pdf.fragments import Style
from seriesbook.writers.pdf.heads import notes_heads
from seriesbook.writers.pdf.messages import problems_of
from seriesbook.writers.pdf.metadata import add_metadata
from seriesbook.writers.pdf.outline import add_outline, add_page_labels
from seriesbook.writers.pdf.overlay import overlay
from seriesbook.writers.pdf.pagination import with_heads
from seriesbook.writers.pdf.plan import Plan
from seriesbook.writers.pdf.printed import printed
from seriesbook.writers.pdf.setting import set_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.model import Rendition
    from seriesbook.problems import Where
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.drafts import Draft
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.setting import Setting


def write(rendition: Rendition, tools: Tools) -> Outcome[Written]:
    """Write a rendition as a PDF.

    The bytes depend on the rendition and `tools.modified` alone, not on the cache, the number of
    workers, the clock or the machine's fonts.
    """
    drafts = tuple(draft(page, rendition.assets, rendition.css) for page in rendition.pages)
    setting = set_pages(drafts, Style(rendition.css, rendition.fonts, tagged=True), tools)
    heads = notes_heads(rendition, setting.layouts, setting.sides, setting.where)
    over = overlay(rendition, with_heads(setting.sides, heads), tools)
    series, edition = rendition.book.series, rendition.book.edition
    pages, margin = len(over.sides), _margin(setting, over.sides)
    plan = Plan(
        sides=over.sides,
        layouts=setting.layouts,
        layer=over.layer,
        where=setting.where,
        gutter=gutter.shift(margin, pages),
        fonts=rendition.fonts,
        size=(edition.trim.width, edition.trim.height),
    )
    pdf = assemble(plan)
    add_outline(pdf, rendition.book.contents, plan)
    add_page_labels(pdf, over.sides)
    add_metadata(pdf, series, edition, tools.modified)
    theme = series.at(f"editions.{edition.name}.theme")
    problems = (
        *dead_links(drafts),
        *setting.problems,
        *over.problems,
        *_engine_problems(drafts, setting, theme),
        *_narrow(margin + plan.gutter, pages, theme),
    )
    written = _written(_saved(pdf), drafts, setting, over.sides)
    return Outcome(written, tuple(dict.fromkeys(problems)))


def _written(
    data: bytes, drafts: Sequence[Draft], setting: Setting, sides: Sequence[Side]
) -> Written:
    names = [d.page.name for d in drafts]
    return Written(
        data=data,
        pages=len(sides),
        placed=_places(names, sides),
        reused=tuple(name for name in names if name not in setting.fresh),
        rebuilt=tuple((name, "not in the cache") for name in names if name in setting.fresh),
        printed=tuple(printed(drafts, setting.layouts, sides)),
    )


def _margin(setting: Setting, sides: Sequence[Side]) -> float:
    """Side margin of the pages that carry text; of all pages in a book of display pages."""
    sheets = [(s, setting.layouts[s.name].sheets[s.index]) for s in sides if s.name]
    text = [sheet for side, sheet in sheets if side.kind != "display"]
    return gutter.side_margin(text or [sheet for _, sheet in sheets])


def _narrow(inside: float, pages: int, theme: Where) -> tuple[Problem, ...]:
    least = gutter.least_inside(pages)
    if inside >= least:
        return ()
    return (
        Problem(
            theme,
            "margin-narrow",
            f"the inside margin is {inside / 72:.3f} in, but a printer wants {least / 72:.3f} in"
            f" for {pages} pages.",
            "Choose a theme with wider margins or a larger trim.",
            "warning",
        ),
    )


def _places(names: Sequence[str], sides: Sequence[Side]) -> tuple[Placed, ...]:
    """First and last folio of each section."""
    folios: dict[str, list[str]] = {}
    for side in sides:
        folios.setdefault(side.name, []).append(side.folio)
    return tuple(Placed(name, folios[name][0], folios[name][-1]) for name in names)


def _engine_problems(
    drafts: Sequence[Draft], setting: Setting, theme: Where
) -> tuple[Problem, ...]:
    return tuple(
        problem
        for d in drafts
        for problem in problems_of(setting.layouts[d.page.name].messages, d.page.where, theme)
    )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """Bytes of a PDF; its /ID is a digest of them (ISO 32000-1 §14.4)."""
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
    )
    return buffer.getvalue()
