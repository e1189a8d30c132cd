"""Lets cffi read a declaration without all those that it has read before.

For each type that is named, be it `FcResult *`, cffi has pycparser read the names of all types
that it knows, 70 of WeasyPrint's: 3 ms, of which a worker's start has a dozen. Names that don't
occur in a text have no part in how it is read.
"""

from __future__ import annotations

import re
from typing import Any

from cffi.cparser import Parser

_WORD = re.compile(r"\w+")
_TYPE = "typedef "


def install() -> None:
    """Read declarations so from now on."""
    if not hasattr(Parser, "_parse") or hasattr(Parser._parse, "__wrapped__"):
        return
    whole = Parser._parse

    def parse(self: Any, text: str) -> Any:
        known = self._declarations
        names = {_TYPE + word for word in _WORD.findall(text)}
        self._declarations = {name: known[name] for name in names & known.keys()}
        try:
            return whole(self, text)
        finally:
            self._declarations = known

    parse.__wrapped__ = whole  # type: ignore[attr-defined]
    Parser._parse = parse
