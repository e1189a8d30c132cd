"""The steps from pages to a PDF, in order: begun, placed, finished."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from math import lcm
from typing import TYPE_CHECKING

from seriesbook.foreseen import foresee
from seriesbook.mirror import css_for
from seriesbook.printers import printer
from seriesbook.writers.pdf import gutter
from seriesbook.writers.pdf.drafts import draft
from seriesbook.writers.pdf.fragments import Style
from seriesbook.writers.pdf.pagination import Binding
from seriesbook.writers.pdf.printed import printed
from seriesbook.writers.pdf.setting import begin_pages, place_pages, set_pages

if TYPE_CHECKING:
    from seriesbook.problems import Outcome
    from seriesbook.rendition import PageSource, Printed, Rendition, Written
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.setting import Begun, Placement, Setting


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
        styles = _styles(rendition)
        self._begun = begin_pages(self._drafts, styles, tools)
        foresee(next(iter(styles.values())).css, rendition.fonts, tools.cache)
        # Takes 0.1 s to import, while the workers are at the pages.
        from seriesbook.writers.pdf import finishing  # noqa: PLC0415

        self._finished = finishing.finished

    def foreseen(self) -> tuple[Printed, ...]:
        """Where the pages will begin, if the contents take as much room as before."""
        placement = self._placement
        if placement.is_certain:
            return self._printed
        setting = placement.setting
        return tuple(printed(self._drafts, setting.layouts, setting.sides))

    def printed(self) -> tuple[Printed, ...]:
        """Where the pages begin; waits until every page has its place."""
        return self._printed

    def prepare(self, source: PageSource | None = None) -> None:
        """Nothing: its pages are with the workers already."""

    def finish(self, source: PageSource | None = None) -> Outcome[Written]:
        """Put the pages together. `source` is not for print."""
        rendition, setting = self._placed
        outcome = self._finished(rendition, self._drafts, setting, self._tools)
        return replace(outcome, value=replace(outcome.value, printed=self._printed))

    @cached_property
    def _printed(self) -> tuple[Printed, ...]:
        setting = self._placed[1]
        return tuple(printed(self._drafts, setting.layouts, setting.sides))

    @cached_property
    def _placement(self) -> Placement:
        from seriesbook.writers.pdf.overlay import begin_overlay  # noqa: PLC0415 - as finishing

        rendition, tools = self._rendition, self._tools
        over = partial(begin_overlay, rendition, tools)
        return place_pages(self._begun, tools, _binding(rendition), over)

    @cached_property
    def _placed(self) -> tuple[Rendition, Setting]:
        return _set(self._rendition, self._begun, self._placement, self._tools)


def _binding(rendition: Rendition) -> Binding:
    press = printer(rendition.book.edition.printer)
    multiple = lcm(rendition.multiple, press.multiple)
    language = rendition.book.series.language
    return Binding(rendition.openings, multiple, press.last_blank, language)


def _set(
    rendition: Rendition, begun: Begun, placement: Placement, tools: Tools
) -> tuple[Rendition, Setting]:
    """Set the pages; again with wider margins while the printer's need more room than there is.

    A wider margin makes more pages, which may need a wider one still.
    """
    edition, binding = rendition.book.edition, _binding(rendition)
    press = printer(edition.printer)
    setting = set_pages(begun, placement, tools, binding)
    for _ in range(len(press.inside)):
        margin = gutter.margin_of(setting.layouts, setting.sides)
        lack = gutter.lacking(margin, len(setting.sides), press, edition.bleed)
        if not lack:
            break
        wider = (
            f"\n@page {{ margin-left: {margin + lack:g}pt; margin-right: {margin + lack:g}pt }}"
        )
        rendition = replace(
            rendition, css=rendition.css + wider, folio_css=rendition.folio_css + wider
        )
        begun = begin_pages(begun.drafts, _styles(rendition), tools)
        setting = set_pages(begun, place_pages(begun, tools, binding), tools, binding)
    return rendition, setting


def _styles(rendition: Rendition) -> dict[str, Style]:
    """Styles of pages by the direction of their text."""
    directions = dict.fromkeys(page.direction for page in rendition.pages)
    return {
        str(way): Style(css_for(way, rendition.css), rendition.fonts, tagged=True)
        for way in directions
    }
