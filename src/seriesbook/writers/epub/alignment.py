"""Which place in one edition's text is which in another's, where the two differ a little.

A print edition may hold notes that an e-book needs not, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Runs that differ are compared letter by letter up to this many steps, else not at all.
_MOST_STEPS = 1_000_000
# Fewer letters than this in a row are the same by chance.
_LEAST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many characters that are the same from place `ours` in the one and `theirs` in the other.

    Places are those of `commontext`.
    """

    ours: int
    theirs: int
    length: int


def stretches(ours: Sequence[str], theirs: Sequence[str]) -> tuple[Stretch, ...]:
    """What two texts have in common, in order; both are given in runs, without white space."""
    mine, other = "".join(ours), "".join(theirs)
    if mine == other:
        return (Stretch(0, 0, len(mine)),)
    # White space between tags leaves empty runs, hundreds in a table of contents.
    ours, theirs = list(filter(None, ours)), list(filter(None, theirs))
    here = [0, *accumulate(map(len, ours))]
    there = [0, *accumulate(map(len, theirs))]
    found = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found.append(Stretch(here[i1], there[j1], here[i2] - here[i1]))
        elif kind == "replace":
            a, b = mine[here[i1] : here[i2]], other[there[j1] : there[j2]]
            found += _alike(a, b, here[i1], there[j1])
    return tuple(found)


def _alike(a: str, b: str, ours: int, theirs: int) -> Iterator[Stretch]:
    if len(a) * len(b) > _MOST_STEPS:
        return
    for i, j, length in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        if length >= min(_LEAST_ALIKE, len(a), len(b)) and length:
            yield Stretch(ours + i, theirs + j, length)


def counterpart(place: int, end: int, alike: Sequence[Stretch]) -> int | None:
    """Place in the other text of the first character from `place` up to `end` that both have.

    None if there is none.
    """
    for stretch in alike:
        if stretch.ours >= end:
            return None
        if place < stretch.ours + stretch.length:
            return stretch.theirs + max(0, place - stretch.ours)
    return None
