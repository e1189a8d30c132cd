"""The head of a text file: YAML or TOML between fences, told from a thematic break."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from seriesbook.head_keys import field_of, is_known
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.toml_values import read_toml
from seriesbook.values import Values

# A fence, the head, and a closing fence; YAML may also close with three dots.
_YAML = re.compile(r"---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_KEY = re.compile(r"^[\"']?(?P<key>[^\W\d][\w -]{0,60}?)[\"']?[ \t]*(?::(?:[ \t]|$)|=)", re.M)
_ITEMS = re.compile(r"(?:- [^\n]*\n)+")
_JSON = re.compile(r"\{\s*\"\w+\"\s*:")
_FENCES = frozenset({"---", "+++"})
MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class RawHead:
    """Values of a head by key, and the text after it, which begins on line `body_line`."""

    values: Values = field(default_factory=Values)
    body: str = ""
    body_line: int = 1


def read_head(path: str, text: str, limits: Limits = USUAL) -> Outcome[RawHead]:
    """Split a text into its head and its body.

    A first line `---` that closes nowhere, or whose block holds no keys, is a thematic break of
    the text. `path` is for the problems.
    """
    text = text.lstrip("\ufeff")
    begin = len(text) - len(text.lstrip("\n \t"))
    start, block = text.count("\n", 0, begin) + 1, _block(text, begin)
    if block is None:
        doubt = _doubt(path, text[begin:], start)
        return Outcome(RawHead(body=text), (doubt,) if doubt else ())
    if block.re is _TOML:
        values = read_toml(path, block["head"], start + 1)
    else:
        from seriesbook.yaml_values import read_yaml  # noqa: PLC0415 - 15 ms; heads are kept

        values = read_yaml(path, block["head"], start + 1, limits)
    end = block.end()
    head = RawHead(values.value, text[end:], start + text.count("\n", begin, end))
    return Outcome(head, values.problems)


def parted(text: str) -> tuple[str, str]:
    """A text's head as it stands there, with all before it, and the body; no head: ''."""
    text = text.lstrip("\ufeff")
    block = _block(text, len(text) - len(text.lstrip("\n \t")))
    end = block.end() if block else 0
    return text[:end], text[end:]


def _block(text: str, begin: int) -> re.Match[str] | None:
    """The head with its fences."""
    yaml = _YAML.match(text, begin)
    return yaml if yaml and _is_head(yaml["head"]) else _TOML.match(text, begin)


def _is_head(block: str) -> bool:
    """Whether a block between two lines of `---` is a head and not a piece of the text."""
    keys = [match["key"] for match in _KEY.finditer(block)]
    if any(map(is_known, keys)):
        return True
    first = block.split("\n", 1)[0]
    return not block.strip() or bool(keys and _KEY.match(first) and " " not in keys[0])


def _doubt(path: str, text: str, start: int) -> Problem | None:
    """What is odd about a text without a head that begins as if it were meant to have one."""
    where = Where(path, start)
    lines = text.split("\n", 2)
    fence = lines[0].strip()
    key = _KEY.match(lines[1]) if len(lines) > 1 else None
    block = _YAML.match(text)
    if fence in _FENCES and key and is_known(key["key"]):
        words = f"the head that begins here with {fence} is not closed."
        return Problem(where, "head-open", words, f"Put a line of {fence} after its last key.")
    if _JSON.match(text):
        words = "the file begins with JSON."
        return Problem(where, "head-json", words, "Write its head in YAML, between lines of ---.")
    if block and _ITEMS.fullmatch(block["head"]):
        words = "the lines between --- are a list; they are taken for text."
        mend = "If they are meant as a head, write key: value."
        return Problem(where, "head-list", words, mend, "warning")
    if PurePosixPath(path).suffix.lower() in MARKDOWN and _reads_like_keys(lines):
        words = "the text begins with keys; they are taken for text."
        mend = "If they are meant as a head, put a line of --- before and after them."
        return Problem(where, "head-unfenced", words, mend, "warning")
    return None


def _reads_like_keys(lines: list[str]) -> bool:
    keys = [match["key"] for line in lines[:2] if (match := _KEY.match(line)) and ":" in line]
    return len(keys) == 2 and all(map(field_of, keys))
