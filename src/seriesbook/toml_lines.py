"""Where the keys of a TOML text stand; `tomllib` reads values and forgets lines."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import NamedTuple

from seriesbook.problems import Where

# The lexical grammar of TOML 1.0 (https://toml.io/en/v1.0.0), as coarse as lines need.
_TOKEN = re.compile(
    r"""
    (?P<skip>   [ \t\r]+ | \#[^\n]* )
  | (?P<break>  \n )
  | (?P<string> \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5}
              | \" (?:\\.|[^\"\\])* \" | ' [^']* ' )
  | (?P<mark>   [\[\]{}=,.] )
  | (?P<bare>   [^\s\[\]{}=,."'\#]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


_END = _Token("end", "", 0)


def key_lines(text: str) -> dict[str, int]:
    """Line (from 1) of every dotted key of a valid text: `title`, `parts.1.essays.2`.

    Tables of an array and items of a list count from 0.
    """
    return _Scanner(text).lines()


@lru_cache(maxsize=16)
def place_of_key(data: bytes, path: str, key: str) -> Where:
    """Place of a dotted key in the TOML file at `path`, or of its nearest parent that has one."""
    try:
        text = data.decode("utf-8-sig")
        tomllib.loads(text)
    except (ValueError, RecursionError):  # who reads it says what is wrong
        return Where(path)
    lines = key_lines(text)
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return Where(path, lines.get(key))


def _tokens(text: str) -> list[_Token]:
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            found.append(_Token(str(match.lastgroup), match[0], line))
        line += match[0].count("\n")
    return found


class _Scanner:
    """Walks over the tokens of a text that `tomllib` has accepted."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._lines: dict[str, int] = {}
        self._last: dict[str, int] = {}  # number of the last table of an array

    def lines(self) -> dict[str, int]:
        prefix = ""
        while (token := self._peek()).kind != "end":
            if token.kind == "break":
                self._at += 1
            elif token.text == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
        return self._lines

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _take(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _header(self) -> str:
        line = self._take().line
        array = self._peek().text == "["
        self._at += array
        path = ""
        names = self._names("]")
        for n, name in enumerate(names, 1):
            path = self._note(path, name, line)
            if array and n == len(names):
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = self._note(path, str(self._last[path]), line)
        self._at += array
        return path

    def _pair(self, prefix: str) -> None:
        line = self._peek().line
        for name in self._names("="):
            prefix = self._note(prefix, name, line)
        self._value(prefix)

    def _names(self, end: str) -> list[str]:
        """Parts of a dotted key, up to and with the mark that ends it."""
        names = []
        while (token := self._take()).text != end and token.kind != "end":
            if token.kind == "string":
                names.append(str(tomllib.loads(f"key = {token.text}")["key"]))
            elif token.kind == "bare":
                names.append(token.text)
        return names

    def _note(self, path: str, name: str, line: int) -> str:
        path = f"{path}.{name}" if path else name
        self._lines.setdefault(path, line)
        return path

    def _value(self, path: str) -> None:
        """Pass over a value, noting what is inside."""
        opening = self._peek().text
        if opening not in {"[", "{"}:
            self._scalar()
            return
        self._at += 1
        closing = "]" if opening == "[" else "}"
        number = 0
        while (token := self._peek()).text != closing and token.kind != "end":
            if token.kind == "break" or token.text == ",":
                self._at += 1
            elif opening == "{":
                self._pair(path)
            else:
                self._value(self._note(path, str(number), token.line))
                number += 1
        self._at += 1

    def _scalar(self) -> None:
        while (token := self._peek()).kind not in {"break", "end"} and token.text not in {
            ",", "]", "}",
        }:  # fmt: skip
            self._at += 1
