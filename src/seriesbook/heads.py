"""The raw head of a file: YAML or TOML between fences, as nested values with lines."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import yaml

from seriesbook.limits import MAX_YAML_ALIASES
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.toml_lines import key_lines

# A fence, the head, and a closing fence; YAML may also close with three dots.
_YAML = re.compile(r"\A---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_KEY = re.compile(r"^[A-Za-z_][\w -]*:", re.M)
_COLON = re.compile(r"^(?P<key>[A-Za-z_][\w-]*):[ \t]+(?P<value>[^\"'\[{|>\n][^\n]*: [^\n]*)$", re.M)


@dataclass(frozen=True, slots=True)
class RawHead:
    """Values of a head by key, as strings, lists and mappings; lines by dotted key."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def read_head(path: str, text: str) -> Outcome[RawHead]:
    """Split a text into its head and its body.

    A first line `---` that closes nowhere, or whose block holds no keys, is a thematic break of
    the text.
    """
    text = text.lstrip("\ufeff")
    skipped = len(text) - len(text.lstrip("\n \t"))
    start = text[:skipped].count("\n") + 1
    rest = text[skipped:]
    for pattern, parse in ((_YAML, _parse_yaml), (_TOML, _parse_toml)):
        match = pattern.match(rest)
        if match and (pattern is _TOML or _is_head(match["head"])):
            body_line = start + rest.count("\n", 0, match.end())
            outcome = parse(path, match["head"], start + 1)
            values, lines = outcome.value
            head = RawHead(values, lines, rest[match.end() :], body_line)
            return Outcome(head, outcome.problems)
    if rest.startswith("{") and re.match(r"\{\s*\"\w+\"\s*:", rest):
        problem = Problem(
            Where(path, start),
            "head-json",
            "the file begins with JSON.",
            "Write its head in YAML, between two lines of ---.",
        )
        return Outcome(RawHead(body=text), (problem,))
    return Outcome(RawHead(body=text))


def _is_head(block: str) -> bool:
    return bool(_KEY.search(block)) or not block.strip()


Parsed = tuple[dict[str, Any], dict[str, int]]


def _parse_toml(path: str, block: str, first: int) -> Outcome[Parsed]:
    try:
        values = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        line = first + int(match[1]) - 1 if match else first
        what = re.sub(r" \(at .*\)$", "", str(error))
        problem = Problem(
            Where(path, line),
            "toml-broken",
            f"the head between +++ is not TOML: {what}.",
            'Each line is: key = "value".',
        )
        return Outcome(({}, {}), (problem,))
    lines = {key: line + first - 1 for key, line in key_lines(block).items()}
    return Outcome((values, lines))


def _parse_yaml(path: str, block: str, first: int) -> Outcome[Parsed]:
    """Build plain values from the YAML nodes, so that nothing but text, lists and maps results."""
    try:
        aliases = sum(isinstance(e, yaml.AliasEvent) for e in yaml.parse(block, yaml.CSafeLoader))
        if aliases > MAX_YAML_ALIASES:
            return Outcome(({}, {}), (_too_many_aliases(path, first),))
        node = yaml.compose(block, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return Outcome(({}, {}), (_broken(path, block, first, error),))
    except (yaml.YAMLError, RecursionError) as error:
        problem = Problem(
            Where(path, first), "yaml-broken", f"the head is not YAML: {type(error).__name__}.",
            "Each line is: key: value.",
        )  # fmt: skip
        return Outcome(({}, {}), (problem,))
    if node is None:
        return Outcome(({}, {}))
    builder = _Builder(path, first)
    values = builder.value(node, "")
    if not isinstance(values, dict):
        builder.refuse(node, "yaml-broken", "the head is not a list of keys and values.")
        values = {}
    return Outcome((values, builder.lines), tuple(builder.problems))


class _Builder:
    """Turns nodes into values; keeps lines and problems."""

    def __init__(self, path: str, first: int) -> None:
        self.path = path
        self.first = first
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, node: yaml.Node, code: str, message: str, mend: str = "") -> None:
        line = self.first + node.start_mark.line
        self.problems.append(
            Problem(Where(self.path, line), code, message, mend or "Each line is: key: value.")
        )

    def value(self, node: yaml.Node, key: str) -> Any:
        if not node.tag.startswith("tag:yaml.org,2002:") or ":python" in node.tag:
            self.refuse(
                node, "yaml-tag", f"the tag {node.tag[:60]} is not allowed.",
                "Remove the word that begins with an exclamation mark.",
            )  # fmt: skip
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, f"{key}.{n}") for n, item in enumerate(node.value)]
        if node.tag.endswith(":null"):
            return None
        return str(node.value)

    def _mapping(self, node: yaml.MappingNode, key: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.refuse(name_node, "yaml-broken", "a key must be a word.")
                continue
            name = str(name_node.value)
            if name in found:
                self.refuse(
                    name_node, "key-duplicate", f"the key {name!r} is given twice.",
                    "Keep one of the two lines.",
                )  # fmt: skip
            place = f"{key}.{name}".lstrip(".")
            self.lines.setdefault(place, self.first + name_node.start_mark.line)
            found[name] = self.value(value_node, place)
        return found


def _broken(path: str, block: str, first: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    if error.context_mark and error.context and "flow" in error.context:
        mark = error.context_mark  # an open bracket: where it opens, not where the text ends
    line = mark.line if mark else 0
    colon = _COLON.search(block)
    if colon and block.count("\n", 0, colon.start()) in {line, line - 1}:
        return Problem(
            Where(path, first + block.count("\n", 0, colon.start())),
            "yaml-broken",
            f"the {colon['key']} holds a colon, which YAML reads as a new key.",
            f'Put it in quotation marks: {colon["key"]}: "{colon["value"].strip()}"',
        )
    return Problem(
        Where(path, first + line),
        "yaml-broken",
        f"the head is not YAML: {error.problem or error.context}.",
        "Each line is: key: value. Put a value with : # [ ] { } in quotation marks.",
    )


def _too_many_aliases(path: str, first: int) -> Problem:
    return Problem(
        Where(path, first),
        "yaml-aliases",
        f"the head uses more than {MAX_YAML_ALIASES} YAML aliases (*name).",
        "Write the values out.",
    )
