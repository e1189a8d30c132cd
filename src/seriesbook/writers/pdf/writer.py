"""The steps from pages to a PDF, in order: begun, placed, finished."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cached_property, partial
from math import lcm
from typing import TYPE_CHECKING

import pikepdf

from seriesbook.glyphs import characters_of
from seriesbook.mirror import css_for
from seriesbook.model import Placed, Written
from seriesbook.printers import Made, check, printer
from seriesbook.problems import Outcome
from seriesbook.words import direction_of
from seriesbook.writers.pdf import gutter
from seriesbook.writers.pdf.assembly import assemble
from seriesbook.writers.pdf.boxes import Finish, add_boxes
from seriesbook.writers.pdf.drafts import dead_links, draft
from seriesbook.writers.pdf.fragments import Style
from seriesbook.writers.pdf.heads import notes_heads
from seriesbook.writers.pdf.messages import problems_of
from seriesbook.writers.pdf.metadata import add_metadata
from seriesbook.writers.pdf.outline import add_outline, add_page_labels
from seriesbook.writers.pdf.overlay import begin_overlay, overlay
from seriesbook.writers.pdf.pagination import Binding, with_heads
from seriesbook.writers.pdf.plan import Plan
from seriesbook.writers.pdf.printed import printed
from seriesbook.writers.pdf.reasons import reasons
from seriesbook.writers.pdf.setting import begin_pages, set_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.model import Edition, PageSource, Printed, Rendition
    from seriesbook.problems import Problem, Where
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.drafts import Draft
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.setting import Begun, Setting


class PdfWork:
    """A rendition that becomes a PDF: its pages are with the workers from the start.

    The bytes depend on the rendition and `tools.modified` alone, not on the cache, the number of
    workers, the clock or the machine's fonts.
    """

    def __init__(self, rendition: Rendition, tools: Tools) -> None:
        self._rendition, self._tools = rendition, tools
        self._drafts = tuple(
            draft(p, rendition.assets, rendition.css, tools.cache) for p in rendition.pages
        )
        self._begun = begin_pages(self._drafts, _styles(rendition), tools)

    def printed(self) -> tuple[Printed, ...]:
        """Where the pages begin; waits until every page has its place."""
        return self._printed

    def finish(self, source: PageSource | None = None) -> Outcome[Written]:
        """Put the pages together. `source` is not for print."""
        rendition, setting = self._placed
        outcome = _finished(rendition, self._drafts, setting, self._tools)
        return replace(outcome, value=replace(outcome.value, printed=self._printed))

    @cached_property
    def _printed(self) -> tuple[Printed, ...]:
        setting = self._placed[1]
        return tuple(printed(self._drafts, setting.layouts, setting.sides))

    @cached_property
    def _placed(self) -> tuple[Rendition, Setting]:
        return _set(self._rendition, self._begun, self._tools)


def _finished(
    rendition: Rendition, drafts: Sequence[Draft], setting: Setting, tools: Tools
) -> Outcome[Written]:
    heads = notes_heads(rendition, setting.layouts, setting.sides, setting.where)
    over = overlay(rendition, with_heads(setting.sides, heads), tools)
    series, edition = rendition.book.series, rendition.book.edition
    press = printer(edition.printer)
    pages, margin = len(over.sides), _margin(setting, over.sides)
    plan = Plan(
        sides=over.sides,
        layouts=setting.layouts,
        layer=over.layer,
        where=setting.where,
        gutter=gutter.shift(margin, pages, press, edition.bleed),
        fonts=rendition.fonts,
        size=(edition.trim.width, edition.trim.height),
        fixed=_bleeding(setting, over.sides),
        direction=direction_of(series.language),
    )
    pdf = assemble(plan)
    add_boxes(
        pdf,
        Finish(plan.size, edition.bleed, press.bleed_inside, edition.crop_marks, plan.direction),
    )
    add_outline(pdf, rendition.book.contents, plan)
    add_page_labels(pdf, over.sides)
    add_metadata(pdf, series, edition, tools.modified)
    theme = series.at(f"editions.{edition.name}.theme")
    problems = (
        *dead_links(tuple(drafts)),
        *setting.problems,
        *over.problems,
        *_engine_problems(drafts, setting, theme, characters_of(rendition.book)),
        *check(press, _made(plan, edition, margin), series.at(f"editions.{edition.name}.printer")),
    )
    why = reasons(series, edition, setting.inputs, setting.fresh, tools.cache)
    written = _written(_saved(pdf), drafts, setting, over.sides, why)
    return Outcome(written, tuple(dict.fromkeys(problems)))


def _set(rendition: Rendition, begun: Begun, tools: Tools) -> tuple[Rendition, Setting]:
    """Set the pages; again with wider margins while the printer's need more room than there is.

    A wider margin makes more pages, which may need a wider one still.
    """
    edition = rendition.book.edition
    press = printer(edition.printer)
    multiple = lcm(rendition.multiple, press.multiple)
    binding = Binding(rendition.openings, multiple, press.last_blank)
    setting = set_pages(begun, tools, binding, partial(begin_overlay, rendition, tools))
    for _ in range(len(press.inside)):
        margin = _margin(setting, setting.sides)
        lack = gutter.lacking(margin, len(setting.sides), press, edition.bleed)
        if not lack:
            break
        wider = (
            f"\n@page {{ margin-left: {margin + lack:g}pt; margin-right: {margin + lack:g}pt }}"
        )
        rendition = replace(
            rendition, css=rendition.css + wider, folio_css=rendition.folio_css + wider
        )
        setting = set_pages(begin_pages(begun.drafts, _styles(rendition), tools), tools, binding)
    return rendition, setting


def _styles(rendition: Rendition) -> dict[str, Style]:
    """Styles of pages by the direction of their text."""
    directions = dict.fromkeys(page.direction for page in rendition.pages)
    return {
        str(way): Style(css_for(way, rendition.css), rendition.fonts, tagged=True)
        for way in directions
    }


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


def _written(
    data: bytes,
    drafts: Sequence[Draft],
    setting: Setting,
    sides: Sequence[Side],
    rebuilt: tuple[tuple[str, str], ...],
) -> Written:
    names = [d.page.name for d in drafts]
    return Written(
        data=data,
        pages=len(sides),
        placed=_places(names, sides),
        reused=tuple(name for name in names if name not in setting.fresh),
        rebuilt=rebuilt,
    )


def _margin(setting: Setting, sides: Sequence[Side]) -> float:
    """Side margin of the pages that carry text; of all pages in a book of display pages."""
    sheets = [(s, setting.layouts[s.name].sheets[s.index]) for s in sides if s.name]
    text = [sheet for side, sheet in sheets if side.kind != "display"]
    return gutter.side_margin(text or [sheet for _, sheet in sheets])


def _places(names: Sequence[str], sides: Sequence[Side]) -> tuple[Placed, ...]:
    """First and last folio of each section."""
    folios: dict[str, list[str]] = {}
    for side in sides:
        folios.setdefault(side.name, []).append(side.folio)
    return tuple(Placed(name, folios[name][0], folios[name][-1]) for name in names)


def _engine_problems(
    drafts: Sequence[Draft], setting: Setting, theme: Where, told: frozenset[str]
) -> tuple[Problem, ...]:
    return tuple(
        problem
        for d in drafts
        for problem in problems_of(
            setting.layouts[d.page.name].messages, d.page.where, theme, told
        )
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
