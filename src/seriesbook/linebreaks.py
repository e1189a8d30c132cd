"""Where the lines of a justified paragraph end: the best of all ways to break it, not the first.

After Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
1981), with spaces that never get narrower than the font's own. A line is the worse the more its
spaces differ from what looks best; a hyphen costs something, and more behind another one or before
the last line; a fourth in a row is forbidden, a last line that is a stub nearly so.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from math import inf

MOST_HYPHENS = 3
_RUNS = MOST_HYPHENS + 1
_FEW = range(MOST_HYPHENS)
# What is added to the font's own space, in ems: what looks best, and how much more or less than
# that counts as 100. Fonts bring a narrow space, since it can only grow.
_IDEAL, _STRETCH = 0.05, 0.15
# As TeX's parameters of these names, but dearer; with them an eighth of the lines of an English
# text end in a hyphen, against a fifth without looking ahead, and fewer spaces are wide.
_LINE, _HYPHEN, _HYPHENS_IN_A_ROW, _LAST_HYPHEN = 10.0, 120.0, 20_000.0, 10_000.0
_STUB = 60_000.0
_WORST = 1e7
_ROUNDING = 1e-6
# What is added to a space, in ems, at most: a line that a long address has left with a few words
# is better short than full of holes.
GAPE = 1.4
# How full a line must be to be considered: if there is no way so, less will do.
FULLNESS = (0.86, 0.45)
# How many places are looked at together, about a dozen pages of text, and how many of the last
# lines that are found so may be others when more is looked at.
FAR, _UNSURE = 10_000, 10


@dataclass(slots=True)
class Breaks:
    """Places where lines may end, with lengths along the paragraph set on one endless line.

    A list for each thing that is known of a place: there are some hundred in a paragraph.

    Attributes:
        offsets: index of the next line's first character.
        ends: where a line that is broken here ends, its hyphen included.
        starts: where the line after it begins.
        spaces: spaces before the end.
        skipped: spaces before the start.
        hyphens: whether the line ends in a hyphen, added or the word's own.
    """

    offsets: list[int] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    spaces: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    hyphens: list[bool] = field(default_factory=list)

    def add(
        self,
        offset: int,
        end: float,
        start: float,
        spaces: int,
        skipped: int,
        hyphen: bool = False,
    ) -> None:
        """Add the next place."""
        self.offsets.append(offset)
        self.ends.append(end)
        self.starts.append(start)
        self.spaces.append(spaces)
        self.skipped.append(skipped)
        self.hyphens.append(hyphen)

    def __len__(self) -> int:
        return len(self.offsets)

    def part(self, first: int, last: int) -> Breaks:
        """The places from one to another."""
        span = slice(first, last + 1)
        return Breaks(
            self.offsets[span], self.ends[span], self.starts[span], self.spaces[span],
            self.skipped[span], self.hyphens[span],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """What a paragraph is set to: the width of its lines, the size of its type, and what is too
    short for a last line, all in the same unit. `full` wants the last line filled like the others,
    since the paragraph goes on elsewhere. The first `beside` lines are narrower by `taken`, since
    they stand beside a versal.
    """

    width: float
    em: float
    stub: float
    full: bool = False
    beside: int = 0
    taken: float = 0.0


def best_breaks(
    breaks: Breaks, measure: Measure, first: int = 0, *, no_hyphen: bool = False
) -> tuple[int, ...]:
    """Indexes of the breaks that end the lines after the break `first`; () if there is no way.

    Where more than FAR places follow, they are those of the next lines alone: to plan millions of
    characters anew for the end of each page would take time by their square.

    Args:
        breaks: in order; the first begins the paragraph, the last ends it.
        measure: what the paragraph is set to.
        first: index of the break at which to begin.
        no_hyphen: whether the first of the lines must not end in a hyphen.
    """
    if len(breaks) - 1 - first > FAR:
        near = replace(measure, full=False, beside=0 if first else measure.beside)
        found = best_breaks(breaks.part(first, first + FAR), near, no_hyphen=no_hyphen)
        if len(found) > _UNSURE:
            return tuple(first + index for index in found[:-_UNSURE])
    for fullness in FULLNESS:
        if measure.beside and first == 0:
            found = _search_beside(breaks, measure, fullness, hyphens=False) or _search_beside(
                breaks, measure, fullness, hyphens=True
            )
        else:
            found = _search(breaks, measure, first, fullness, no_hyphen=no_hyphen)
        if found:
            return found
    return ()


def _search(  # noqa: PLR0912, PLR0915 - one loop, see below
    breaks: Breaks, measure: Measure, first: int, fullness: float, *, no_hyphen: bool
) -> tuple[int, ...]:
    """The cheapest way if all lines but the last must be as full as that.

    Ways to a break at a hyphen are kept by their hyphens in a row; to another there is one. A way
    is known by the break before, times `_RUNS`, and its hyphens in a row. One loop over plain
    lists, without a call: it runs for every word of a book.
    """
    ends, starts, spaces, hyphens = breaks.ends, breaks.starts, breaks.spaces, breaks.hyphens
    width, em, full = measure.width, measure.em, measure.full
    ideal, stretch, line, worst, hyphen = _IDEAL, _STRETCH, _LINE, _WORST, _HYPHEN**2
    least_width, most_width = fullness * width, width + _ROUNDING
    last = len(breaks) - 1
    stop = last + 1 if full else last
    leasts = [inf] * len(breaks)
    runs: list[list[float] | None] = [None] * len(breaks)
    ways = [-1] * len(breaks)
    runs_ways: list[list[int]] = [[]] * len(breaks)
    leasts[first] = 0.0
    for index in range(first, last):
        way = _RUNS * index
        own = runs[index]
        if own is not None:
            least = min(own)
            way += own.index(least)
        else:
            least = leasts[index]
            if least == inf:
                continue
        begin, skipped = starts[index], breaks.skipped[index]
        limit = begin + most_width
        target = min(bisect_left(ends, begin + least_width, index + 1), last)
        while target < stop:
            end = ends[target]
            if end > limit:
                break
            at_hyphen = hyphens[target]
            if (leasts[target] <= least) if not at_hyphen else (no_hyphen and index == first):
                target += 1
                continue
            # What _inner_cost says.
            gaps = spaces[target] - skipped
            if gaps > 0:
                looseness = abs(((width - (end - begin)) / em / gaps - ideal) / stretch)
                badness = 100 * looseness * looseness * looseness
                badness = line + (badness if badness < worst else worst)
            else:
                badness = line + worst
            cost = badness * badness
            if not at_hyphen:
                if least + cost < leasts[target]:
                    leasts[target], ways[target] = least + cost, way
            else:
                known = runs[target]
                if known is None:
                    known = runs[target] = [inf, inf, inf, inf]
                    runs_ways[target] = [-1, -1, -1, -1]
                if own is None:
                    total = least + cost + hyphen
                    if total < known[1]:
                        known[1] = total
                        runs_ways[target][1] = way
                else:
                    for run in _FEW:
                        total = own[run] + cost + hyphen + _HYPHENS_IN_A_ROW * run
                        if total < known[run + 1]:
                            known[run + 1] = total
                            runs_ways[target][run + 1] = _RUNS * index + run
            target += 1
        if target == last and not full and ends[last] <= limit:
            total = least + _last_cost(breaks, index, measure)
            if total < leasts[last]:
                leasts[last], ways[last] = total, way
    return _way(leasts, runs, ways, runs_ways, first, last)


def _search_beside(
    breaks: Breaks, measure: Measure, fullness: float, *, hyphens: bool
) -> tuple[int, ...]:
    """The cheapest way of a paragraph that begins beside a versal.

    No line there ends in a hyphen; with `hyphens`, no two in a row do.
    """
    narrow = replace(measure, width=measure.width - measure.taken)
    last = len(breaks) - 1
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(measure.beside):
        longer = {last: ways[last]} if last in ways else {}
        for index, (cost, way) in ways.items():
            least = breaks.starts[index] + fullness * narrow.width
            limit = breaks.starts[index] + narrow.width + _ROUNDING
            target = min(bisect_left(breaks.ends, least, index + 1), last)
            while index < target <= last and breaks.ends[target] <= limit:
                total = cost + cost_of(breaks, index, target, narrow)
                barred = breaks.hyphens[target] and (breaks.hyphens[index] or not hyphens)
                if not barred and total < longer.get(target, (inf,))[0]:
                    longer[target] = total, (*way, target)
                target += 1
        ways = longer
    found: list[tuple[float, tuple[int, ...]]] = []
    for index, (cost, way) in ways.items():
        rest = _search(breaks, measure, index, fullness, no_hyphen=False)
        if rest or index == last:
            lines = zip((index, *rest), rest, strict=False)
            found.append(
                (cost + sum(cost_of(breaks, a, b, measure) for a, b in lines), (*way, *rest))
            )
    return min(found, default=(inf, ()))[1]


def _way(
    leasts: list[float],
    runs: list[list[float] | None],
    ways: list[int],
    runs_ways: list[list[int]],
    first: int,
    last: int,
) -> tuple[int, ...]:
    """The cheapest way to the last break, backwards and turned round."""
    own = runs[last]
    least = leasts[last] if own is None else min(own)
    if least == inf:
        return ()
    index, run = last, 0 if own is None else own.index(least)
    found = []
    while index != first:
        found.append(index)
        way = ways[index] if runs[index] is None else runs_ways[index][run]
        index, run = divmod(way, _RUNS)
    return tuple(reversed(found))


def cost_of(breaks: Breaks, index: int, target: int, measure: Measure) -> float:
    """How bad one line is, from a break to another."""
    if target == len(breaks) - 1 and not measure.full:
        return _last_cost(breaks, index, measure)
    spare = measure.width - (breaks.ends[target] - breaks.starts[index])
    cost = _inner_cost(spare / measure.em, breaks.spaces[target] - breaks.skipped[index])
    return cost + (_HYPHEN**2 if breaks.hyphens[target] else 0.0)


def _inner_cost(spare: float, gaps: int) -> float:
    """Cost of a line with so much room left, in ems, for so many spaces."""
    if gaps <= 0:
        return (_LINE + _WORST) ** 2
    looseness = abs((spare / gaps - _IDEAL) / _STRETCH)
    badness = _LINE + min(100 * looseness * looseness * looseness, _WORST)
    return badness * badness


def _last_cost(breaks: Breaks, index: int, measure: Measure) -> float:
    stub = breaks.ends[-1] - breaks.starts[index] < measure.stub
    hyphen = breaks.hyphens[index]
    return _LINE**2 + (_STUB if stub else 0.0) + (_LAST_HYPHEN if hyphen else 0.0)
