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
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_HYPHENS = 3
# What is added to the font's own space, in ems: what looks best, and how much more or less than
# that counts as 100. Fonts bring a narrow space, since it can only grow.
_IDEAL, _STRETCH = 0.05, 0.15
# As TeX's parameters of these names, but dearer; with them an eighth of the lines of an English
# text end in a hyphen, against a fifth without looking ahead, and fewer spaces are wide.
_LINE, _HYPHEN, _HYPHENS_IN_A_ROW, _LAST_HYPHEN = 10.0, 120.0, 20_000.0, 10_000.0
_STUB = 60_000.0
_WORST = 1e7
# A line that is filled less than this is not considered.
_LEAST_FULL = 0.45


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


class _Node(NamedTuple):
    cost: float
    before: tuple[int, int] | None


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
    ends = [one.end for one in breaks]
    last = len(breaks) - 1
    # By break and by hyphens in a row: the cheapest way to get there.
    nodes: dict[int, dict[int, _Node]] = {first: {0: _Node(0.0, None)}}
    for index in range(first, last):
        here = nodes.get(index)
        if not here:
            continue
        begin = breaks[index].start
        least = begin + _LEAST_FULL * measure.width
        from_ = max(index + 1, bisect_left(ends, least, index + 1, last + 1))
        candidates = range(min(from_, last), last + 1)
        for target in candidates:
            if ends[target] - begin > measure.width + 1e-6:
                break
            if no_hyphen and index == first and breaks[target].hyphen:
                continue
            cost = _cost(breaks, index, target, measure)
            _reach(nodes, (index, target), cost, hyphen=breaks[target].hyphen)
    return _way(nodes, last)


def _reach(
    nodes: dict[int, dict[int, _Node]], line: tuple[int, int], cost: float, *, hyphen: bool
) -> None:
    """Extend every way to a line's beginning by the line, where that is cheaper than before."""
    index, target = line
    reached = nodes.setdefault(target, {})
    for run, node in nodes[index].items():
        row = run + 1 if hyphen else 0
        if row > MOST_HYPHENS:
            continue
        total = node.cost + cost + (_HYPHENS_IN_A_ROW * run if hyphen else 0.0)
        if total < reached.get(row, _Node(inf, None)).cost:
            reached[row] = _Node(total, (index, run))


def _cost(breaks: Sequence[Break], index: int, target: int, measure: Measure) -> float:
    """How bad one line is."""
    start, end = breaks[index], breaks[target]
    if target == len(breaks) - 1:
        stub = end.end - start.start < measure.stub
        return _LINE**2 + (_STUB if stub else 0.0) + (_LAST_HYPHEN if start.hyphen else 0.0)
    spaces = end.spaces - start.skipped
    spare = measure.width - (end.end - start.start)
    added = spare / spaces / measure.em if spaces > 0 else inf
    badness = min(100 * abs((added - _IDEAL) / _STRETCH) ** 3, _WORST)
    return (_LINE + badness) ** 2 + (_HYPHEN**2 if end.hyphen else 0.0)


def _way(nodes: dict[int, dict[int, _Node]], last: int) -> tuple[int, ...]:
    """The cheapest way to the last break, backwards and turned round."""
    if not nodes.get(last):
        return ()
    found = [last]
    run = min(nodes[last], key=lambda key: nodes[last][key].cost)
    before = nodes[last][run].before
    while before is not None:
        found.append(before[0])
        before = nodes[before[0]][before[1]].before
    return tuple(reversed(found[:-1]))
