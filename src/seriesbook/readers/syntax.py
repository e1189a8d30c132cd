"""What our Markdown has beyond Python-Markdown's own: marks of notes, verse, line breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from seriesbook.readers.quotes import APHAERESIS

if TYPE_CHECKING:
    from markdown import Markdown

MARK_CLASS = "noteref"
LABEL = "data-note"
_LINE = re.compile(r"^\|(?: (?P<indent> *)(?P<text>.*))?$")
_DELIMITER = re.compile(r"^\|[ :|-]*-[ :|-]*$")


class OurSyntax(Extension):
    """Registers the processors; the priorities are those of Python-Markdown's own patterns."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add ours: after code spans and escapes, before links."""
        md.inlinePatterns.register(_NoteMark(r"\[\^([^\]\n]+)\]", md), "note-mark", 175)
        md.inlinePatterns.register(_LineBreak(r"\\\n", md), "line-break", 185)
        md.inlinePatterns.register(_Apostrophe(APHAERESIS.pattern, md), "aphaeresis", 120)
        md.parser.blockprocessors.register(_Verse(md.parser), "verse", 77)


class _NoteMark(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        mark = Element("a", {"class": MARK_CLASS, LABEL: m[1]})
        return mark, m.start(0), m.end(0)


class _LineBreak(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return Element("br"), m.start(0), m.end(0)


class _Apostrophe(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.IGNORECASE)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return "’", m.start(0), m.end(0)


class _Verse(BlockProcessor):
    """A block whose lines all begin with a bar and a space, as in pandoc's line blocks."""

    def test(self, parent: Any, block: str) -> bool:
        lines = block.split("\n")
        return all(_LINE.match(line) for line in lines) and not (
            len(lines) > 1 and _DELIMITER.match(lines[1])
        )

    def run(self, parent: Any, blocks: list[str]) -> None:
        verse = SubElement(parent, "div", {"class": "verse"})
        stanza = None
        for line in blocks.pop(0).split("\n"):
            match = _LINE.match(line)
            if not match or not match["text"]:
                stanza = None
                continue
            if stanza is None:
                stanza = SubElement(verse, "p", {"class": "stanza"})
            else:
                SubElement(stanza, "br")
            _set_line(stanza, match["text"], len(match["indent"]))


def _set_line(stanza: Element, text: str, spaces: int) -> None:
    level = min((spaces + 1) // 2, 6)
    classes = f"line indent-{level}" if level else "line"
    SubElement(stanza, "span", {"class": classes}).text = text.rstrip()
