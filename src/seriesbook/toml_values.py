"""TOML → values with lines; what is wrong with its syntax in the author's words."""

from __future__ import annotations

import re
import tomllib

from seriesbook.problems import Outcome, Problem, Where
from seriesbook.toml_lines import key_lines
from seriesbook.values import Values, cleaned

_PLACE = re.compile(r" \(at (?:line (\d+)[^)]*|end of document)\)$")
_COLON = re.compile(r"\s*([\w-]+)\s*:\s*[\"']?(.*?)[\"']?\s*$")
_PAIR = re.compile(r"\s*([\w-]+)\s*=\s*(.*?)\s*$")
_EXAMPLE = 'Each line is: key = "value".'
# What tomllib says, what is meant, and how to mend it.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("Cannot overwrite a value", "this key is given twice.", "Keep one of the two."),
    ("Duplicate inline table key", "this key is given twice.", "Keep one of the two."),
    ("Cannot declare", "this table is begun twice.", "Put its keys under one heading."),
    ("Cannot mutate", "this table was closed before.", "Put its keys under one heading."),
    ("Illegal character '\\n'", "the quotation mark is not closed.",
     "End the text with the mark that it begins with."),
    ("Unterminated string", "a quotation mark is not closed.",
     "End the text with the mark that it begins with."),
    ("Unescaped '\\'", "the text holds a backslash.", "Write two of them, or use '…' marks."),
    ("Invalid hex value", "the text holds a backslash.", "Write two of them, or use '…' marks."),
    ("Unclosed array", "the list is not closed.", "Commas between its items, ] at its end."),
    ("Unclosed inline table", "the table is not closed.",
     "Commas between its keys, } at its end."),
    ("Invalid date", "there is no such day or time.", "Write year, month, day: 2026-02-28."),
    ("Expected newline", "there is more on this line than one key and its value.",
     "Quote the whole value, once; a quotation mark inside it is written \\\"."),
    ("Expected ']", "the heading is not closed.", "Write [name], or [[name]] in a list."),
    ("Expected '='", "a key has no value.", _EXAMPLE),
    ("Invalid value", "this value can't be read.",
     'Text stands in quotation marks: key = "text".'),
)  # fmt: skip


def read_toml(path: str, text: str, first: int = 1) -> Outcome[Values]:
    """Read a TOML text whose first line is line `first` of the file `path`.

    A text that is not TOML gives no values and an error `toml-broken`.
    """
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line, message, mend = _fault(text, error)
        problem = Problem(Where(path, line + first - 1), "toml-broken", message, mend)
        return Outcome(Values(), (problem,))
    lines = {key: line + first - 1 for key, line in key_lines(text).items()}
    return cleaned(path, Values(tree, lines))


def toml_fault(path: str, data: bytes, error: Exception) -> tuple[Where, str, str]:
    """The place of what kept a file from being read as TOML, what it is, and how to mend it.

    `error` came of decoding it, or from tomllib.
    """
    if isinstance(error, UnicodeDecodeError):
        line = data.count(b"\n", 0, error.start) + 1
        return Where(path, line), "this file is not UTF-8.", "Save it as UTF-8 in your editor."
    line, message, mend = _fault(data.decode("utf-8-sig"), error)
    return Where(path, line), message, mend


def _fault(text: str, error: Exception) -> tuple[int, str, str]:
    if isinstance(error, RecursionError):
        return 1, "lists stand in lists too deep to be read.", "Write it plainer."
    return _explained(text, str(error))


def _explained(text: str, said: str) -> tuple[int, str, str]:
    """Line, message and mend for what tomllib said."""
    place = _PLACE.search(said)
    lines = text.rstrip("\n").split("\n")
    number = int(place[1]) if place and place[1] else len(lines)
    shown = lines[min(number, len(lines)) - 1]
    return number, *(_habit(shown, said) or _listed(said))


def _habit(line: str, said: str) -> tuple[str, str] | None:
    """Words for habits from elsewhere: curly quotation marks, colons, text without marks."""
    if re.search("[=\\[,]\\s*[“”„‘’«]", line):
        return "the quotation marks are curly ones.", 'Use straight ones: key = "text".'
    colon, pair = _COLON.match(line), _PAIR.match(line)
    if colon and not pair:
        key, value = colon.groups()
        return "there is a colon where TOML has =.", f'Write {key} = "{value}"'
    if pair and not pair[2]:
        return f"{pair[1]} has no value.", f'Write {pair[1]} = "…", or remove the line.'
    if pair and said.startswith("Invalid value") and re.match(r"[^\W\d]", pair[2]):
        key, value = pair.groups()
        return "the text is not in quotation marks.", f'Write {key} = "{value}"'
    return None


def _listed(said: str) -> tuple[str, str]:
    for start, message, mend in _WORDS:
        if said.startswith(start):
            return message, mend
    return "this is not TOML.", _EXAMPLE
