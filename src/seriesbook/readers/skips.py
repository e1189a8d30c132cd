"""Python-Markdown without searches that can find nothing: the same results in less time.

It tries each of its patterns on each paragraph, though most paragraphs are just words. Here a
pattern is tried where there is a sign of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.inlinepatterns import DelimiterProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# What a pattern can't match without, for those that are slow.
_INLINE = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
_BLOCKS = {"reference": "[", "setextheader": "\n", "deflist": ":", "abbr": "*[", "hashheader": "#"}
# What all inline patterns begin with, and the mark of what is put away meanwhile.
_ANY_INLINE = re.compile(r"[`{<\\\[*_&\x02]|!\[|  \n")


def skip_in_vain(md: Markdown) -> None:
    """Make an instance skip what can find nothing. All its patterns must be registered."""
    delimiters = _Delimiters("*", "strong,em", md)
    delimiters.add("_", "strong,em", smart=True)
    md.inlinePatterns.register(delimiters, "em_strong", 60)
    md.treeprocessors.register(_Inline(md), "inline", 20)
    for name, sign in _INLINE.items():
        _guard(md.inlinePatterns[name], "compiled_re", sign)
    for name, sign in _BLOCKS.items():
        _guard(md.parser.blockprocessors[name], "RE", sign)


def _guard(processor: Any, attribute: str, sign: str) -> None:
    setattr(processor, attribute, _Signed(sign, getattr(processor, attribute)))


class _Signed:
    """A pattern that is tried only on a text that has a sign of it."""

    def __init__(self, sign: str, pattern: re.Pattern[str]) -> None:
        self._sign = sign
        self._pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self._pattern.search(text) if self._sign in text else None

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the beginning."""
        return self._pattern.match(text) if self._sign in text else None

    def finditer(self, text: str, start: int = 0) -> Iterable[re.Match[str]]:
        """All matches."""
        return self._pattern.finditer(text, start) if self._sign in text else ()


class _Plain(AtomicString):
    """The text of an element in which no inline pattern can match."""


class _Inline(InlineProcessor):
    """Inline patterns. The library goes through all of them with each text."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to all texts that they can match in."""
        for element in tree.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and not _ANY_INLINE.search(text):
                element.text = _Plain(text)
        made = super().run(tree, ancestors)
        for element in made.iter():
            if isinstance(element.text, _Plain):
                element.text = str(element.text)
        return made


class _Delimiters(DelimiterProcessor):
    """Emphasis. The library looks at each character to find the next delimiter."""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """The next run of delimiters that opens, or that closes an open one."""
        for found in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[found[0]]
            match = delimiter.boundary.match(data, found.start())
            if match and (delimiter.stack or not (match.lastgroup or "").startswith("e")):
                return match
        return None
