"""Few combinations that hold every pair of choices."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def pairwise(factors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Rows such that any two choices of different factors stand in one of them."""
    left = {
        ((one, a), (other, b))
        for one, other in combinations(factors, 2)
        for a in factors[one]
        for b in factors[other]
    }
    rows = []
    while left:
        row = dict(min(left))
        for name, choices in factors.items():
            if name not in row:
                row[name] = max(choices, key=lambda choice: _new({**row, name: choice}, left))
        row = {name: row[name] for name in factors}
        left -= _pairs(row)
        rows.append(row)
    return rows


def _pairs(row: Mapping[str, str]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    return set(combinations(row.items(), 2))


def _new(row: Mapping[str, str], left: set[tuple[tuple[str, str], tuple[str, str]]]) -> int:
    return sum(pair in left or pair[::-1] in left for pair in _pairs(row))
