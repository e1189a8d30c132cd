"""The table in docs/trust.md: what tests tried, what must happen, and what did.

A test says it with `@pytest.mark.trust(AREA, TRIED, MUST)`; tests with one TRIED share a row. How
often it was tried is the number of cases, or the sum of what they give to
`record_property("tries", N)`. `pytest --write-trust` writes the rows of the tests that it ran and
keeps the others.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

AREAS = (
    "Hostile input", "Limits", "Themes of strangers", "Messages", "Faults", "Determinism", "Size",
    "Fuzzing", "Supply chain",
)  # fmt: skip
HELD = "held"
UNTRIED = "not tried yet"
_HEAD = """\
# Trust

What was tried against Seriesbook, what must happen, and what did. The tests write this page \
themselves (`make trust`); a test compares it with them.
"""
_COLUMNS = "| tried | must happen | cases | tries | outcome |\n|---|---|--:|--:|---|\n"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One row: its place, its words, how many cases and tries it stands for, and how they went."""

    area: str
    tried: str
    must: str
    cases: int
    tries: int = 0
    outcome: str = UNTRIED

    @property
    def said(self) -> tuple[str, str, str, int]:
        """What the tests say beforehand."""
        return self.area, self.tried, self.must, self.cases


def rows_of(items: Iterable[pytest.Item]) -> dict[tuple[str, str], Row]:
    """The rows that the marked tests among these ask for."""
    rows: dict[tuple[str, str], Row] = {}
    for item in items:
        for mark in item.iter_markers("trust"):
            area, tried, must = mark.args
            if area not in AREAS:
                raise pytest.UsageError(f"{item.nodeid}: no such area of trust: {area}")
            before = rows.get((area, tried), Row(area, tried, must, 0))
            if before.must != must:
                raise pytest.UsageError(f"{item.nodeid}: {tried!r} has two outcomes")
            rows[area, tried] = replace(before, cases=before.cases + 1)
            item.user_properties.append(("trust", [area, tried, must]))
    return rows


@dataclass(slots=True)
class Tally:
    """Outcomes of the marked tests of a run, by row."""

    outcomes: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    musts: dict[tuple[str, str], str] = field(default_factory=dict)
    tries: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, report: pytest.TestReport) -> None:
        """Count what one phase of a test says; each test counts once."""
        if report.when != "call" and report.outcome == "passed":
            return
        said: list[tuple[str, Any]] = report.user_properties
        given = sum(int(value) for name, value in said if name == "tries")
        for name, value in said:
            if name == "trust":
                key = (str(value[0]), str(value[1]))
                self.outcomes.setdefault(key, Counter())[report.outcome] += 1
                self.musts[key] = str(value[2])
                self.tries[key] += given or 1

    def asked(self) -> dict[tuple[str, str], Row]:
        """The rows of the tests that ran, for a process that collects none: with `-n`."""
        return {
            key: Row(*key, self.musts[key], sum(outcomes.values()))
            for key, outcomes in self.outcomes.items()
        }

    def row(self, asked: Row, before: Row | None) -> Row:
        """A row with its outcome; what an earlier run said if this one did not try it."""
        key = asked.area, asked.tried
        if key not in self.outcomes:
            return replace(asked, tries=before.tries, outcome=before.outcome) if before else asked
        found = self.outcomes[key]
        bad = [f"{count} {word}" for word, count in sorted(found.items()) if word != "passed"]
        return replace(asked, tries=self.tries[key], outcome=", ".join(bad) or HELD)


@dataclass(slots=True)
class Notes:
    """The rows that the collected tests of a run ask for, and how the tests went."""

    asked: dict[tuple[str, str], Row] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)


NOTES = pytest.StashKey[Notes]()


def written(rows: Iterable[Row]) -> str:
    """The page."""
    parts = [_HEAD]
    every = sorted(rows)
    for area in AREAS:
        here = [row for row in every if row.area == area]
        if here:
            lines = "".join(
                f"| {_cell(r.tried)} | {_cell(r.must)} | {r.cases} | {r.tries} | {r.outcome} |\n"
                for r in here
            )
            parts.append(f"## {area}\n\n{_COLUMNS}{lines}")
    return "\n".join(parts)


def read(text: str) -> dict[tuple[str, str], Row]:
    """The rows of the page."""
    rows = {}
    area = ""
    for line in text.splitlines():
        if line.startswith("## "):
            area = line[3:]
        elif line.startswith("| ") and not line.startswith("| tried"):
            cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)]
            _, tried, must, cases, tries, outcome, _ = cells
            rows[area, tried] = Row(area, tried, must, int(cases), int(tries), outcome)
    return rows


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
