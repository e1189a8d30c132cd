"""YAML → text, lists and maps with lines: nothing else, whatever tags it bears.

Scalars stay as they are written (`title: 1984`, `author: no`). The nodes are read with PyYAML's
safe loader after a look at its events, which bounds aliases and depth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.values import Values, cleaned

if TYPE_CHECKING:
    from seriesbook.codes import Code

_LINE = "Each line is: key: value."
_COLON = re.compile(r"(?P<key>[^\W\d][\w-]*):\s+(?P<value>[^\"'\[{|>\n][^\n]*:(?: [^\n]*)?)")
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What libyaml says, what is meant, and how to mend it.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("found unexpected end of stream", "a quotation mark is not closed.",
     "End the text with the mark that it begins with."),
    ("found a tab", "the line is indented with a tab.", "Use spaces."),
    ("found character that cannot start", "the value begins with a sign that YAML reserves.",
     "Put the value in quotation marks; indent with spaces, not tabs."),
    ("did not find expected alphabetic", "the value begins with * or &.",
     "Put it in quotation marks."),
    ("found undefined alias", "the value begins with *.", "Put it in quotation marks."),
    ("found unknown escape", "the text holds a backslash.",
     "Write two of them, or use '…' marks."),
    ("could not find expected ':'", "the line has no key.", _LINE),
    ("did not find expected ',' or", "the list in brackets is not closed.",
     "Commas between its items, the closing bracket at its end."),
    ("did not find expected key", "the line does not go with the one before.",
     "Keys begin at the same column; a quotation mark inside a quoted text is written \\\"."),
    ("did not find expected '-'", "the line is no item of the list before it.",
     "Each item begins with a hyphen, at the same column."),
    ("mapping values are not allowed", "a colon is followed by another value.",
     "Put a value that holds a colon in quotation marks."),
)  # fmt: skip


def read_yaml(path: str, block: str, first: int, limits: Limits = USUAL) -> Outcome[Values]:
    """Read a YAML mapping whose first line is line `first` of the file `path`.

    What is not YAML, or no mapping, gives no values and an error.
    """
    try:
        refusal = _refusal(path, block, first, limits)
        node = None if refusal else yaml.compose(block, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return Outcome(Values(), (_broken(path, block, first, error),))
    except yaml.YAMLError:
        return Outcome(Values(), (_unprintable(path, block, first),))
    if refusal or node is None:
        return Outcome(Values(), refusal)
    if not isinstance(node, yaml.MappingNode):
        words = "the head is not a list of keys with values.", _LINE
        return Outcome(Values(), (Problem(Where(path, first), "yaml-broken", *words),))
    builder = _Builder(path, first)
    values = cleaned(path, Values(builder.value(node, ""), builder.lines))
    return Outcome(values.value, (*builder.problems, *values.problems))


def _refusal(path: str, block: str, first: int, limits: Limits) -> tuple[Problem, ...]:
    """Look at the events alone: a problem if building the nodes would be too much."""
    anchors: list[str | None] = []
    aliases = 0
    for event in yaml.parse(block, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            anchors.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchors.pop()
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        where = Where(path, first + (event.start_mark.line if event.start_mark else 0))
        if isinstance(event, yaml.AliasEvent) and event.anchor in anchors:
            words = f"the alias *{event.anchor} means itself.", "Write the value out."
            return (Problem(where, "yaml-aliases", *words),)
        if aliases > limits.yaml_aliases:
            words = (
                f"here are more than {limits.yaml_aliases} YAML aliases (*name).",
                "Write them out.",
            )
            return (Problem(where, "yaml-aliases", *words),)
        if len(anchors) > limits.nesting:
            words = "lists stand in lists too deep to be read.", "Write it plainer."
            return (Problem(where, "yaml-nesting", *words),)
    return ()


class _Builder:
    """Turns nodes into values; keeps lines and problems."""

    def __init__(self, path: str, first: int) -> None:
        self.path = path
        self.first = first
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, node: yaml.Node, code: Code, message: str, mend: str) -> None:
        where = Where(self.path, self.first + node.start_mark.line)
        self.problems.append(Problem(where, code, message, mend))

    def value(self, node: yaml.Node, key: str) -> Any:
        if not node.tag.startswith("tag:yaml.org,2002:") or ":python" in node.tag:
            tag = node.tag.removeprefix("tag:yaml.org,2002:")[:60]
            mend = "Remove the word that begins with an exclamation mark."
            self.refuse(node, "yaml-tag", f"the tag {tag!r} is not allowed.", mend)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, f"{key}.{n}") for n, item in enumerate(node.value)]
        return None if node.tag.endswith(":null") else str(node.value)

    def _mapping(self, node: yaml.MappingNode, key: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.refuse(name_node, "yaml-broken", "a key must be a word.", _LINE)
                continue
            name = str(name_node.value)
            if name in found:
                message = f"the key {name[:60]!r} is given twice."
                self.refuse(name_node, "key-duplicate", message, "Keep one of the two lines.")
            place = f"{key}.{name}".lstrip(".")
            self.lines.setdefault(place, self.first + name_node.start_mark.line)
            found[name] = self.value(value_node, place)
        return found


def _broken(path: str, block: str, first: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    context = error.context or ""
    if error.context_mark and (
        "flow" in context or "quoted" in context or "simple key" in context
    ):
        mark = error.context_mark  # where the bracket or the mark opens, not where the text ends
    line = mark.line if mark else 0
    lines = block.split("\n")
    for number in (line, line - 1):
        colon = _COLON.fullmatch(lines[number]) if 0 <= number < len(lines) else None
        if colon:
            message = f"the {colon['key']} holds a colon, which YAML reads as a new key."
            value = colon["value"].strip().replace('"', '\\"')
            mend = f'Put it in quotation marks: {colon["key"]}: "{value}"'
            return Problem(Where(path, first + number), "yaml-broken", message, mend)
    said = error.problem or ""
    words = next((row[1:] for row in _WORDS if said.startswith(row[0])), None)
    message, mend = words or (
        "the head is not YAML.",
        f"{_LINE} Put odd values in quotation marks.",
    )
    return Problem(Where(path, first + line), "yaml-broken", message, mend)


def _unprintable(path: str, block: str, first: int) -> Problem:
    found = _UNPRINTABLE.search(block)
    line = first + block.count("\n", 0, found.start()) if found else first
    return Problem(
        Where(path, line),
        "yaml-broken",
        "the head holds an invisible control character.",
        "Type the line anew.",
    )
