"""Nested values that an author wrote as TOML or YAML, with the lines of their keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from seriesbook.problems import Outcome, Problem, Where
from seriesbook.text import legal


@dataclass(frozen=True, slots=True)
class Values:
    """`tree` holds strings, numbers, dates, lists and dicts; `lines` is by dotted key."""

    tree: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int | None:
        """Line of a dotted key, or of the nearest thing around it that has one."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key)


def cleaned(path: str, values: Values) -> Outcome[Values]:
    """Replace what an escape such as `\\u0000` may write and no book can hold.

    `path` is the file, for the problems.
    """
    problems: list[Problem] = []

    def clean(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {legal(k): clean(v, f"{key}.{k}".lstrip(".")) for k, v in value.items()}
        if isinstance(value, list):
            return [clean(item, f"{key}.{n}") for n, item in enumerate(value)]
        if isinstance(value, str) and legal(value) != value:
            problems.append(_illegal(path, values.line(key)))
            return legal(value)
        return value

    return Outcome(Values(clean(values.tree, ""), values.lines), tuple(problems))


def _illegal(path: str, line: int | None) -> Problem:
    return Problem(
        Where(path, line),
        "character-illegal",
        "the value holds a control character.",
        "Remove the escape that begins with a backslash.",
    )
