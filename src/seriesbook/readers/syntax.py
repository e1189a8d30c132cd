"""What our Markdown has beyond Python-Markdown's own: notes, verse, captions, line breaks, fences.

Two things follow CommonMark instead: a lone # needs a space after it, so that `#hashtag` and
`#1` stay text; a blank line ends a quotation, so that the next one is another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from seriesbook.readers.fences import Fences
from seriesbook.readers.runs import STRAIGHT
from seriesbook.readers.skips import skip_in_vain

if TYPE_CHECKING:
    from markdown import Markdown

MARK_CLASS = "noteref"
LABEL = "data-note"
_TEMPLATE = r"\{\{[^{}\n]*\}\}|\{%[^\n]*?%\}|<%[^\n]*?%>"
_LINE = re.compile(r"^\|(?: (?P<indent> *)(?P<text>.*))?$")
_DELIMITER = re.compile(r"^\|[ :|-]*-[ :|-]*$")
CAPTION_CLASS = "table-caption"
_CAPTION = re.compile(r"^(?:[Tt]able)?:[ \t]+(?=\S)")
_HTML_TABLE = re.compile(r"</table\s*>\s*$", re.IGNORECASE)


class OurSyntax(Extension):
    """Registers the processors; the priorities are those of Python-Markdown's own patterns."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add ours: after code spans and escapes, before links."""
        md.inlinePatterns.register(_NoteMark(r"\[\^([^\]\n]+)\]", md), "note-mark", 175)
        md.inlinePatterns.register(_LineBreak(r"\\\n", md), "line-break", 185)
        md.inlinePatterns.register(_Literal(_TEMPLATE, md), "template", 189)
        md.inlinePatterns.register(_Straight(r"\\([\"'.-])", md), "straight", 181)
        md.preprocessors.register(Fences(md), "fences", 25)
        md.parser.blockprocessors.register(_Quotation(md.parser), "quote", 20)
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_Verse(md.parser), "verse", 77)
        md.parser.blockprocessors.register(_TableCaption(md.parser), "table-caption", 76)
        skip_in_vain(md)


class _NoteMark(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        mark = Element("a", {"class": MARK_CLASS, LABEL: m[1]})
        mark.text = AtomicString(m[0])  # in the title of an image, this is what will be left
        return mark, m.start(0), m.end(0)


class _LineBreak(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return Element("br"), m.start(0), m.end(0)


class _Literal(InlineProcessor):
    """What belongs to some template language stays as typed."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return _span(m[0]), m.start(0), m.end(0)


class _Straight(InlineProcessor):
    """A backslash keeps a mark from being set."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return _span(m[1]), m.start(0), m.end(0)


def _span(text: str) -> Element:
    span = Element("span", {"class": STRAIGHT})
    span.text = AtomicString(text)
    return span


class _Heading(HashHeaderProcessor):
    RE = re.compile(
        r"(?:^|\n)(?P<level>#{2,6}|#(?=[ \t\n]|$))(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)"
    )


class _Quotation(BlockQuoteProcessor):
    """A quotation; the library would join it to one before it, attribution and all."""

    def run(self, parent: Any, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.RE.search(block)
        if match:
            before = block[: match.start()]
            self.parser.parseBlocks(parent, [before])
            block = "\n".join(self.clean(line) for line in block[match.start() :].split("\n"))
        self.parser.state.set("blockquote")
        self.parser.parseChunk(SubElement(parent, "blockquote"), block)
        self.parser.state.reset()


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


class _TableCaption(BlockProcessor):
    """`: A caption` below a table, as in pandoc; without a table it would begin a definition."""

    def test(self, parent: Any, block: str) -> bool:
        return bool(_CAPTION.match(block)) and self._is_table(self.lastChild(parent))

    def run(self, parent: Any, blocks: list[str]) -> None:
        caption = SubElement(parent, "p", {"class": CAPTION_CLASS})
        caption.text = _CAPTION.sub("", blocks.pop(0))

    def _is_table(self, above: Element | None) -> bool:
        if above is None or above.tag == "table":
            return above is not None
        stashed = HTML_PLACEHOLDER_RE.fullmatch((above.text or "").strip())
        blocks = self.parser.md.htmlStash.rawHtmlBlocks
        return stashed is not None and bool(_HTML_TABLE.search(str(blocks[int(stashed[1])])))


def _set_line(stanza: Element, text: str, spaces: int) -> None:
    level = min((spaces + 1) // 2, 6)
    classes = f"line indent-{level}" if level else "line"
    SubElement(stanza, "span", {"class": classes}).text = text.rstrip()
