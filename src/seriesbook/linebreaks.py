"""Where the lines of a justified paragraph end: the best of all ways to break it, not the first.

After Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
1981), with spaces that never get narrower than the font's own. A line is the worse the more its
spaces differ from what looks best; a hyphen costs something, and more behind another one or before
the last line; a fourth in a row is forbidden, a last line that is a stub nearly so.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_HYPHENS = 3
_RUNS = MOST_HYPHENS + 1
# What is added to the font's own space, in ems: what looks best, and how much more or less than
# that counts as 100. Fonts bring a narrow space, since it can only grow.
_IDEAL, _STRETCH = 0.05, 0.15
# As TeX's parameters of these names, but dearer; with them an eighth of the lines of an English
# text end in a hyphen, against a fifth without looking ahead, and fewer spaces are wide.
_LINE, _HYPHEN, _HYPHENS_IN_A_ROW, _LAST_HYPHEN = 10.0, 120.0, 20_000.0, 10_000.0
_STUB = 60_000.0
_WORST = 1e7
# How full a line must be to be considered: if there is no way so, less will do.
FULLNESS = (0.86, 0.45)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a line may end, with lengths along the paragraph set on one endless line.

    Attributes:
        offset: index of the next line's first character.
        end: where a line that is broken here ends, its hyphen included.
        start: where the line after it begins.
        spaces: spaces before `end`.
        skipped: spaces before `start`.
        hyphen: whether the line ends in a hyphen, added or the word's own.
    """

    offset: int
    end: float
    start: float
    spaces: int
    skipped: int
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What a paragraph is set to: the width of its lines, the size of its type, and what is too
    short for a last line, all in the same unit.
    """

    width: float
    em: float
    stub: float


@dataclass(slots=True)
class _Node:
    """Cheapest ways to a break, by hyphens in a row: cost, and where the last line began."""

    costs: list[float]
    before: list[tuple[int, int] | None]


def best_breaks(
    breaks: Sequence[Break],
    measure: Measure,
    first: int = 0,
    *,
    no_hyphen: bool = False,
) -> tuple[int, ...]:
    """Indexes of the breaks that end the lines after the break `first`; () if there is no way.

    Args:
        breaks: in order; the first begins the paragraph, the last ends it.
        measure: what the paragraph is set to.
        first: index of the break at which to begin.
        no_hyphen: whether the first of the lines must not end in a hyphen.
    """
    for fullness in FULLNESS:
        found = _Search(breaks, measure, first, no_hyphen=no_hyphen).run(fullness)
        if found:
            return found
    return ()


class _Search:
    """One pass over a paragraph: Dijkstra's algorithm on breaks, which are in order already."""

    def __init__(
        self, breaks: Sequence[Break], measure: Measure, first: int, *, no_hyphen: bool
    ) -> None:
        self.measure, self.first, self.no_hyphen = measure, first, no_hyphen
        self.last = len(breaks) - 1
        self.ends = [one.end for one in breaks]
        self.spaces = [one.spaces for one in breaks]
        self.hyphens = [one.hyphen for one in breaks]
        self.breaks = breaks
        self.nodes: list[_Node | None] = [None] * len(breaks)
        self.nodes[first] = _Node([0.0, *[inf] * MOST_HYPHENS], [None] * _RUNS)

    def run(self, fullness: float) -> tuple[int, ...]:
        """Breaks that end the lines, if all but the last may be as full as that; else ()."""
        for index in range(self.first, self.last):
            node = self.nodes[index]
            if node is not None:
                self._go_on(index, node, fullness)
        return self._way()

    def _go_on(self, index: int, node: _Node, fullness: float) -> None:
        """Try every line that begins at a break."""
        ends, spaces, hyphens, last = self.ends, self.spaces, self.hyphens, self.last
        width, em = self.measure.width, self.measure.em
        start = self.breaks[index]
        begin, skipped = start.start, start.skipped
        least = bisect_left(ends, begin + fullness * width, index + 1, last + 1)
        no_hyphen = self.no_hyphen and index == self.first
        for target in range(min(least, last), last + 1):
            spare = width - (ends[target] - begin)
            if spare < -1e-6:
                break
            if target == last:
                self._reach(index, node, last, _last_cost(start, ends[last], self.measure))
                break
            cost = _inner_cost(spare / em, spaces[target] - skipped)
            if not hyphens[target]:
                self._reach(index, node, target, cost)
            elif not no_hyphen:
                self._reach_hyphen(index, node, target, cost + _HYPHEN**2)

    def _reach(self, index: int, node: _Node, target: int, cost: float) -> None:
        """Go to a break without hyphen by the cheapest of the ways to a line's beginning."""
        least = min(node.costs)
        reached = self._node(target)
        if least + cost < reached.costs[0]:
            reached.costs[0] = least + cost
            reached.before[0] = index, node.costs.index(least)

    def _reach_hyphen(self, index: int, node: _Node, target: int, cost: float) -> None:
        """Go to a break with a hyphen: a way for each number of hyphens in a row."""
        reached = self._node(target)
        for run in range(MOST_HYPHENS):
            total = node.costs[run] + cost + _HYPHENS_IN_A_ROW * run
            if total < reached.costs[run + 1]:
                reached.costs[run + 1] = total
                reached.before[run + 1] = index, run

    def _node(self, target: int) -> _Node:
        node = self.nodes[target]
        if node is None:
            node = self.nodes[target] = _Node([inf] * _RUNS, [None] * _RUNS)
        return node

    def _way(self) -> tuple[int, ...]:
        """The cheapest way to the last break, backwards and turned round."""
        node = self.nodes[self.last]
        if node is None:
            return ()
        found = [self.last]
        before = node.before[node.costs.index(min(node.costs))]
        while before is not None:
            index, run = before
            found.append(index)
            way = self.nodes[index]
            before = way.before[run] if way else None
        return tuple(reversed(found[:-1]))


def cost_of(breaks: Sequence[Break], index: int, target: int, measure: Measure) -> float:
    """How bad one line is, from a break to another."""
    start, end = breaks[index], breaks[target]
    if target == len(breaks) - 1:
        return _last_cost(start, end.end, measure)
    spare = measure.width - (end.end - start.start)
    cost = _inner_cost(spare / measure.em, end.spaces - start.skipped)
    return cost + (_HYPHEN**2 if end.hyphen else 0.0)


def _inner_cost(spare: float, gaps: int) -> float:
    """Cost of a line with so much room left, in ems, for so many spaces."""
    if gaps <= 0:
        return (_LINE + _WORST) ** 2
    looseness = abs((spare / gaps - _IDEAL) / _STRETCH)
    return float((_LINE + min(100 * looseness * looseness * looseness, _WORST)) ** 2)


def _last_cost(start: Break, end: float, measure: Measure) -> float:
    stub = end - start.start < measure.stub
    return _LINE**2 + (_STUB if stub else 0.0) + (_LAST_HYPHEN if start.hyphen else 0.0)
