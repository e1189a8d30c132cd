"""Sets a book's pages and finds out where everything stands.

Pages that print page numbers (the contents, "see p. 47") are set again when the numbers are
known, until no number moves any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.problems import Problem
from seriesbook.writers.pdf.fragments import Job, Laid, begin
from seriesbook.writers.pdf.heads import destinations
from seriesbook.writers.pdf.pagination import Binding, Span, paginate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from seriesbook.reasons import Inputs
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.drafts import Draft
    from seriesbook.writers.pdf.fragments import Pending, Style
    from seriesbook.writers.pdf.heads import Place
    from seriesbook.writers.pdf.pagination import Side

# The contents may grow by a page when real numbers come in, which moves all others once more.
_ROUNDS = 3
_KIND = "fragment"


@dataclass(frozen=True, slots=True)
class Setting:
    """Pages in their places.

    Attributes:
        layouts: fragments by page name.
        sides: the book's pages in order.
        where: place of each id.
        fresh: names of the fragments that were not in the cache, and of what was set meanwhile.
        inputs: what each fragment is made from.
        problems: page numbers that would not settle.
    """

    layouts: Mapping[str, Fragment]
    sides: tuple[Side, ...]
    where: Mapping[str, Place]
    fresh: frozenset[str]
    inputs: Mapping[str, Inputs]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """Pages that workers are at: `styles` are by the direction of a page's text."""

    drafts: Sequence[Draft]
    styles: Mapping[str, Style]
    pending: tuple[Pending, ...]


def begin_pages(drafts: Sequence[Draft], styles: Mapping[str, Style], tools: Tools) -> Begun:
    """Have all pages laid out, with no page numbers printed yet; returns at once."""
    return Begun(drafts, styles, _begin(drafts, {}, styles, tools))


def set_pages(
    begun: Begun,
    tools: Tools,
    binding: Binding = Binding(),
    meanwhile: Callable[[Sequence[Side]], Pending] | None = None,
) -> Setting:
    """Wait for pages, and lay out anew those that print page numbers.

    `meanwhile` has other work done that depends on where pages stand.
    """
    drafts, styles = begun.drafts, begun.styles
    laid = _joined(begun.pending)
    layouts, fresh, inputs = dict(laid.layouts), set(laid.fresh), dict(laid.inputs)
    dependents = [d for d in drafts if d.refs]
    sides, where = _placed(drafts, layouts, binding)
    if not dependents:
        return Setting(layouts, sides, where, frozenset(fresh), inputs)
    others = [meanwhile(sides)] if meanwhile else []
    for _ in range(_ROUNDS):
        numbers = _numbers(dependents, sides, where)
        again = _joined(_begin(dependents, numbers, styles, tools))
        for other in others:
            fresh |= set(other.result().fresh)
        layouts |= again.layouts
        fresh |= set(again.fresh)
        inputs |= again.inputs
        sides, where = _placed(drafts, layouts, binding)
        if _numbers(dependents, sides, where) == numbers:
            return Setting(layouts, sides, where, frozenset(fresh), inputs)
    problems = tuple(map(_unsettled, dependents))
    return Setting(layouts, sides, where, frozenset(fresh), inputs, problems)


def _begin(
    drafts: Sequence[Draft],
    numbers: Mapping[str, str],
    styles: Mapping[str, Style],
    tools: Tools,
) -> tuple[Pending, ...]:
    """Begin to lay out pages, each in the style of its direction."""
    return tuple(
        begin(_jobs((d for d in drafts if d.page.direction == way), numbers), style, _KIND, tools)
        for way, style in styles.items()
    )


def _joined(pending: Iterable[Pending]) -> Laid:
    """Wait for pages of all directions."""
    layouts: dict[str, Fragment] = {}
    fresh: tuple[str, ...] = ()
    inputs: dict[str, Inputs] = {}
    for laid in (one.result() for one in pending):
        layouts |= laid.layouts
        fresh += laid.fresh
        inputs |= laid.inputs
    return Laid(layouts, fresh, inputs)


def _jobs(drafts: Iterable[Draft], numbers: Mapping[str, str]) -> Iterator[Job]:
    return (_job(d, numbers) for d in drafts)


def _job(draft: Draft, numbers: Mapping[str, str]) -> Job:
    document = draft.document(numbers)
    if not draft.refs or not numbers:
        return Job(draft.page.name, document, draft.assets, where=draft.page.where)
    shown = tuple(numbers.get(ref, "") for ref in draft.refs)
    text = draft.document({})
    return Job(draft.page.name, document, draft.assets, text, shown, draft.page.where)


def _placed(
    drafts: Iterable[Draft], layouts: Mapping[str, Fragment], binding: Binding
) -> tuple[tuple[Side, ...], dict[str, Place]]:
    spans = [
        Span(
            name=d.page.name,
            role=d.page.role,
            pages=len(layouts[d.page.name].sheets),
            head_verso=d.page.head_verso,
            head_recto=d.page.head_recto,
            language=d.page.language,
            bare=frozenset(n for n, s in enumerate(layouts[d.page.name].sheets) if s.bleeds),
        )
        for d in drafts
    ]
    sides = paginate(spans, binding)
    return sides, destinations(layouts, sides)


def _numbers(
    drafts: Iterable[Draft], sides: Sequence[Side], where: Mapping[str, Place]
) -> dict[str, str]:
    refs = {ref for d in drafts for ref in d.refs}
    return {ref: sides[where[ref].position].folio for ref in sorted(refs) if ref in where}


def _unsettled(draft: Draft) -> Problem:
    return Problem(
        draft.page.where,
        "page-numbers-unsettled",
        f"the page numbers printed in {draft.page.title!r} change the pages that they name.",
        "Add or remove a line there.",
        "warning",
    )
