"""The words that a book needs beside the author's: "Contents", "Notes to pages 12–19" …

They stand in a theme's `labels/LANG.toml`. A theme may bring a few of its own; the rest come
from its parents.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem, Where
from seriesbook.scripts import script_of_language
from seriesbook.toml_lines import place_of_key
from seriesbook.toml_values import toml_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FALLBACK = "en"
# Languages whose readers expect the words of another.
_RELATED = {"grc": "el", "no": "nb"}


def labels_for(
    language: str, folders: Sequence[tuple[str, Mapping[str, bytes]]], asked: Where
) -> Outcome[dict[str, str]]:
    """Words for a language.

    Args:
        language: a BCP 47 tag; `pt-BR` takes the words of `pt`, then those of `pt-BR`.
        folders: (path, files by name) of each theme, the parent before the child.
        asked: where the language is set; English is used for one that has no words.
    """
    names = _names(_RELATED.get(language, language))
    known = any(f"labels/{name}.toml" in files for _, files in folders for name in names)
    layers = dict.fromkeys((_FALLBACK, *names) if known else (_FALLBACK,))
    words: dict[str, str] = {}
    problems: list[Problem] = []
    for name in layers:
        for path, files in folders:
            file = f"labels/{name}.toml"
            if file in files:
                outcome = _read(files[file], Where(f"{path}/{file}"))
                words |= outcome.value
                problems += outcome.problems
    if not known:
        problems.append(_unknown(language, asked))
    return Outcome(words, tuple(problems))


def _names(language: str) -> tuple[str, ...]:
    """`zh-Hant-HK` -> zh, zh-hant, zh-hant-hk; `zh-TW` -> zh, zh-hant, zh-tw."""
    parts = language.lower().replace("_", "-").split("-")
    names = ["-".join(parts[: end + 1]) for end in range(len(parts))]
    script = f"{parts[0]}-{script_of_language(language).lower()}"
    return tuple(dict.fromkeys([names[0], script, *names[1:]]))


def _read(data: bytes, where: Where) -> Outcome[dict[str, str]]:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place, message, mend = toml_fault(where.path, data, error)
        return Outcome({}, (Problem(place, "labels-broken", message, mend),))
    wrong = [key for key, value in table.items() if not isinstance(value, str)]
    problems = tuple(
        Problem(
            place_of_key(data, where.path, key),
            "labels-broken",
            f"the label {key} is not a text.",
            "Put it in quotes.",
        )
        for key in wrong
    )
    return Outcome({k: v for k, v in table.items() if isinstance(v, str)}, problems)


def _unknown(language: str, asked: Where) -> Problem:
    return Problem(
        asked,
        "labels-missing",
        f"the themes have no words in the language {language!r}; English ones are used.",
        f"Make a theme of your own with labels/{_names(language)[0]}.toml.",
        "warning",
    )
