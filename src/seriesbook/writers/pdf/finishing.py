"""From pages in their places to a PDF: heads and folios, assembly, outline, boxes, metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.enginewords import problems_of
from seriesbook.printers import Made, check, printer
from seriesbook.problems import Outcome
from seriesbook.reasons import reasons
from seriesbook.rendition import Placed, Written
from seriesbook.words import direction_of
from seriesbook.writers.pdf import gutter
from seriesbook.writers.pdf.assembly import Assembly
from seriesbook.writers.pdf.boxes import Finish
from seriesbook.writers.pdf.drafts import dead_links
from seriesbook.writers.pdf.folios import sheets_of
from seriesbook.writers.pdf.heads import notes_heads
from seriesbook.writers.pdf.metadata import add_metadata
from seriesbook.writers.pdf.outline import add_outline, add_page_labels
from seriesbook.writers.pdf.overlay import overlay
from seriesbook.writers.pdf.pagination import with_heads
from seriesbook.writers.pdf.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.model import Edition
    from seriesbook.problems import Problem
    from seriesbook.rendition import Rendition
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.drafts import Draft
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.setting import Setting


def finished(
    rendition: Rendition, drafts: Sequence[Draft], setting: Setting, tools: Tools
) -> Outcome[Written]:
    """Put a book's pages together, with all that is laid over them, and tell what was met with."""
    heads = notes_heads(rendition, setting.layouts, setting.sides, setting.where)
    over = overlay(rendition, with_heads(setting.sides, heads), tools)
    series, edition = rendition.book.series, rendition.book.edition
    press = printer(edition.printer)
    pages, margin = len(over.sides), gutter.margin_of(setting.layouts, over.sides)
    plan = Plan(
        sides=over.sides,
        layouts=setting.layouts,
        layer=over.layer,
        over=tuple(map(sheets_of, over.sides)),
        where=setting.where,
        gutter=gutter.shift(margin, pages, press, edition.bleed),
        fonts=rendition.fonts,
        size=(edition.trim.width, edition.trim.height),
        fixed=_bleeding(setting, over.sides),
        direction=direction_of(series.language),
    )
    trimmed = Finish(
        plan.size, edition.bleed, press.bleed_inside, edition.crop_marks, plan.direction
    )
    book = Assembly(plan, trimmed)
    book.write_pages()
    add_outline(book.frame, rendition.book.contents, plan, book.numbers)
    add_page_labels(book.frame, over.sides)
    add_metadata(book.frame, series, edition, tools.modified)
    problems = (
        *dead_links(tuple(drafts)),
        *setting.problems,
        *over.problems,
        *_engine_problems(rendition, setting),
        *check(press, _made(plan, edition, margin), series.at(f"editions.{edition.name}.printer")),
    )
    inputs = {**setting.inputs, **over.layer.inputs}
    fresh = setting.fresh | over.layer.fresh
    written = Written(
        content=book.finished(),
        pages=len(over.sides),
        placed=_places([d.page.name for d in drafts], over.sides),
        reused=tuple(name for name in inputs if name not in fresh),
        rebuilt=reasons(series, edition, inputs, fresh, tools.cache),
    )
    return Outcome(written, tuple(dict.fromkeys(problems)))


def _bleeding(setting: Setting, sides: Sequence[Side]) -> frozenset[int]:
    return frozenset(
        n for n, s in enumerate(sides) if s.name and setting.layouts[s.name].sheets[s.index].bleeds
    )


def _made(plan: Plan, edition: Edition, margin: float) -> Made:
    return Made(
        trim=edition.trim,
        pages=len(plan.sides),
        inside=margin + plan.gutter,
        outside=margin - plan.gutter,
        bleed=edition.bleed,
        marks=edition.crop_marks,
    )


def _places(names: Sequence[str], sides: Sequence[Side]) -> tuple[Placed, ...]:
    """First and last folio of each section."""
    folios: dict[str, list[str]] = {}
    for side in sides:
        folios.setdefault(side.name, []).append(side.folio)
    return tuple(Placed(name, folios[name][0], folios[name][-1]) for name in names)


def _engine_problems(rendition: Rendition, setting: Setting) -> tuple[Problem, ...]:
    return tuple(
        problem
        for page in rendition.pages
        for problem in problems_of(
            setting.layouts[page.name].messages,
            page,
            rendition.origin(page.direction),
            rendition.characters,
        )
    )
