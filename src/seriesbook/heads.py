"""The head of a text file: YAML or TOML between fences, told from a thematic break."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from seriesbook.head_keys import field_of, is_known
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.toml_values import read_toml
from seriesbook.values import Values
from seriesbook.yaml_values import read_yaml

# A fence, the head, and a closing fence; YAML may also close with three dots.
_YAML = re.compile(r"---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_KEY = re.compile(r"^[\"']?(?P<key>[^\W\d][\w -]{0,60}?)[\"']?[ \t]*(?::(?:[ \t]|$)|=)", re.M)
_ITEMS = re.compile(r"(?:- [^\n]*\n)+")
_JSON = re.compile(r"\{\s*\"\w+\"\s*:")
_FENCES = {"---": "---", "+++": "+++"}
MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class RawHead:
    """Values of a head by key, and the text after it, which begins on line `body_line`."""

    values: Values = field(default_factory=Values)
    body: str = ""
    body_line: int = 1


def read_head(path: str, text: str) -> Outcome[RawHead]:
    """Split a text into its head and its body.

    A first line `---` that closes nowhere, or whose block holds no keys, is a thematic break of
    the text. `path` is for the problems.
    """
    text = text.lstrip("\ufeff")
    blanks = text[: len(text) - len(text.lstrip("\n \t"))]
    start, rest = blanks.count("\n") + 1, text[len(blanks) :]
    yaml, toml = _YAML.match(rest), _TOML.match(rest)
    if yaml and _is_head(yaml["head"]):
        values = read_yaml(path, yaml["head"], start + 1)
    elif toml:
        values = read_toml(path, toml["head"], start + 1)
    else:
        return Outcome(RawHead(body=text), tuple(_doubts(path, rest, start)))
    end = (yaml or toml or re.match("", rest)).end()  # type: ignore[union-attr]
    head = RawHead(values.value, rest[end:], start + rest.count("\n", 0, end))
    return Outcome(head, values.problems)


def _is_head(block: str) -> bool:
    """Whether a block between two lines of `---` is a head and not a piece of the text."""
    keys = [match["key"] for match in _KEY.finditer(block)]
    if any(map(is_known, keys)):
        return True
    first = block.split("\n", 1)[0]
    return not block.strip() or bool(keys and _KEY.match(first) and " " not in keys[0])


def _doubts(path: str, text: str, start: int) -> list[Problem]:
    """Problems of a text that has no head, but begins as if it were meant to have one."""
    lines = text.split("\n", 2)
    fence = lines[0].strip()
    second = _KEY.match(lines[1]) if len(lines) > 1 else None
    said = ()
    if fence in _FENCES and second and is_known(second["key"]):
        said = ("head-open", f"the head that begins here with {fence} is not closed.",
                f"Put a line of {fence} after its last key.", "error")  # fmt: skip
    elif fence == "---" and _YAML.match(text) and _ITEMS.fullmatch(_YAML.match(text)["head"]):
        said = ("head-list", "the lines between --- are a list; they are taken for text.",
                "If they are meant as a head, write key: value.", "warning")  # fmt: skip
    elif _JSON.match(text):
        said = ("head-json", "the file begins with JSON.",
                "Write its head in YAML, between two lines of ---.", "error")  # fmt: skip
    elif PurePosixPath(path).suffix.lower() in MARKDOWN and _reads_like_keys(lines):
        said = ("head-unfenced", "the text begins with keys; they are taken for text.",
                "If they are meant as a head, put --- before and after them.", "warning")  # fmt: skip
    return [Problem(Where(path, start), *said)] if said else []


def _reads_like_keys(lines: list[str]) -> bool:
    keys = [match["key"] for line in lines[:2] if (match := _KEY.match(line)) and ":" in line]
    return len(keys) == 2 and all(map(field_of, keys))
