"""The longer story of each code of a Problem, from the files in data/problems/.

Each file is a family; each table in it a code: what it means, why it matters, how to mend it, an
example. `docs/problems.md` is made from the same texts.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the order in which an author meets them.
FAMILIES = (
    "text", "notes", "links", "pictures", "heads", "manifest", "order", "themes", "print",
    "checks", "import", "machine",
)  # fmt: skip
_MOST = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, why that matters, how to mend it, and an example of it mended."""

    code: str
    means: str
    why: str
    mend: str
    example: str


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that are about one thing."""

    title: str
    explanations: tuple[Explanation, ...]


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """All families, their codes in order of the alphabet."""
    return tuple(_family(name) for name in FAMILIES)


def _family(name: str) -> Family:
    file = resources.files("seriesbook") / "data" / "problems" / f"{name}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    title = str(tables.pop("family"))
    return Family(title, tuple(Explanation(code, **tables[code]) for code in sorted(tables)))


def explanations() -> dict[str, Explanation]:
    """All explanations by code."""
    return {entry.code: entry for family in families() for entry in family.explanations}


def nearest(word: str) -> list[str]:
    """Codes that a word may have been meant for, the likeliest first; at most _MOST."""
    codes = list(explanations())
    wanted = word.strip().strip("[]").lower().replace("_", "-").replace(" ", "-")
    words = set(wanted.split("-"))
    begin = [code for code in codes if wanted and code.startswith(wanted)]
    near = difflib.get_close_matches(wanted, codes, _MOST, cutoff=0.6)
    share = {code: len(words & set(code.split("-"))) for code in codes}
    same = [code for code, number in share.items() if number == len(words) > 1]
    some = [code for code, number in share.items() if number]
    return list(dict.fromkeys([*same, *begin, *near, *some]))[:_MOST]


def as_markdown() -> str:
    """All texts as a page of the documentation."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield from (
        "# What Seriesbook says, and what to do", "",
        "Each message names a file and a line, and ends its first part with a code in square"
        " brackets. This page tells the longer story of each; `seriesbook explain CODE` prints"
        " it.",
        "",
    )  # fmt: skip
    for family in families():
        yield from (f"## {family.title}", "")
        for entry in family.explanations:
            yield from (f"### {entry.code}", "", _escaped(entry.means), "")
            yield from (f"*Why it matters.* {_escaped(entry.why)}", "")
            yield from (f"*What to do.* {_escaped(entry.mend)}", "")
            yield from ("````text", entry.example.strip("\n"), "````", "")


def _escaped(text: str) -> str:
    """Text with what Markdown would take for HTML as it is meant, code aside."""
    pieces = text.split("`")
    pieces[::2] = [p.replace("&", "&amp;").replace("<", "&lt;") for p in pieces[::2]]
    return "`".join(pieces)
