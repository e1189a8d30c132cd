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


@dataclass(frozen=True, slots=True)
class Placement:
    """Pages in their places, as long as none changes them that prints page numbers.

    Attributes:
        setting: what is known so far.
        numbers: page numbers that are printed.
        dependents: pages that print them, which workers are at.
        others: what else they are at that depends on where pages stand.
    """

    setting: Setting
    numbers: Mapping[str, str]
    dependents: tuple[Pending, ...]
    others: tuple[Pending, ...]

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to wait for."""
        return all(pending.is_done for pending in self.dependents)


def place_pages(
    begun: Begun,
    tools: Tools,
    binding: Binding = Binding(),
    meanwhile: Callable[[Setting], tuple[Pending, ...]] = lambda setting: (),
) -> Placement:
    """Wait for pages, and have those that print page numbers laid out anew.

    `meanwhile` has other work begun that depends on where pages stand.
    """
    laid = _joined(begun.pending)
    sides, where = _placed(begun.drafts, laid.layouts, binding)
    setting = Setting(laid.layouts, sides, where, frozenset(laid.fresh), laid.inputs)
    dependents = _dependents(begun)
    if not dependents:
        return Placement(setting, {}, (), ())
    numbers = _numbers(dependents, sides, where)
    again = _begin(dependents, numbers, begun.styles, tools)
    return Placement(setting, numbers, again, meanwhile(setting))


def set_pages(
    begun: Begun, placement: Placement, tools: Tools, binding: Binding = Binding()
) -> Setting:
    """Wait for the pages that print page numbers; again, while they move others."""
    drafts, dependents = begun.drafts, _dependents(begun)
    setting, numbers, pending = placement.setting, placement.numbers, placement.dependents
    if not dependents:
        return setting
    layouts, fresh, inputs = dict(setting.layouts), set(setting.fresh), dict(setting.inputs)
    problems: tuple[Problem, ...] = ()
    for turn in range(_ROUNDS):
        if turn:
            pending = _begin(dependents, numbers, begun.styles, tools)
        again = _joined(pending)
        layouts |= again.layouts
        fresh |= set(again.fresh)
        inputs |= again.inputs
        sides, where = _placed(drafts, layouts, binding)
        now = _numbers(dependents, sides, where)
        if now == numbers:
            break
        numbers = now
    else:
        problems = tuple(map(_unsettled, dependents))
    for other in placement.others:
        fresh |= set(other.result().fresh)
    return Setting(layouts, sides, where, frozenset(fresh), inputs, problems)


def _dependents(begun: Begun) -> list[Draft]:
    """Pages that print page numbers."""
    return [draft for draft in begun.drafts if draft.refs]


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
