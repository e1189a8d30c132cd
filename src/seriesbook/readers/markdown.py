"""Markdown → Section, by Python-Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from seriesbook import xhtml
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.canonical import Draft, RawNote, make_section
from seriesbook.readers.definitions import Definition, take_definitions
from seriesbook.readers.depth import bound_depth
from seriesbook.readers.divs import open_divs
from seriesbook.readers.lines import SourceLines
from seriesbook.readers.paragraphs import bound_paragraphs
from seriesbook.readers.syntax import OurSyntax
from seriesbook.readers.typography import Typographer
from seriesbook.readers.unclosed import mend_unclosed
from seriesbook.sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from seriesbook.codes import Code
    from seriesbook.frontmatter import Head
    from seriesbook.limits import Limits
    from seriesbook.model import Section, Source
    from seriesbook.readers.context import ReadContext

# By their classes: for a name, Python-Markdown would look through all packages installed.
EXTENSIONS = (
    TableExtension, DefListExtension, AttrListExtension, AbbrExtension,
    MarkdownInHtmlExtension, SaneListExtension,
)  # fmt: skip
# What a note may not begin a line with to be rendered together with others.
_BLOCK_START = re.compile(r"^[ \t]*(?:[<>#|:`~*+\-=]|\d+[.)]|\[|\{)", re.M)
# Python-Markdown's time grows with the square of the pieces that it is given at once.
TOGETHER = 200


def read(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    """Read a Markdown file whose head is already split off."""
    typographer = MarkdownTypographer(head.language or context.language)
    short = bound_paragraphs(head.body, source.path, head.body_line, context.limits)
    bounded = bound_depth(short.value, source.path, head.body_line, context.limits)
    mended = mend_unclosed(bounded.value, source.path, head.body_line)
    problems = [*short.problems, *bounded.problems, *mended.problems]
    scanned = take_definitions(mended.value)
    lines = SourceLines(scanned.text, head.body_line)
    notes: dict[str, RawNote] = {}
    try:
        root = xhtml.parse(typographer.blocks(open_divs(scanned.text)))
        lines.mark(root)
        problems += sanitise(root, source.path, context.limits)
        raw = _Notes(source.path, head.body_line, typographer, context.limits)
        notes = raw.read(scanned.definitions)
        problems += raw.problems
    except RecursionError:
        root = xhtml.parse("")
        problems.append(
            Problem(
                Where(source.path, head.body_line),
                "nesting-too-deep",
                "the text is nested too deep to be read.",
                "Use fewer levels of brackets, quotations or lists.",
            )
        )
    section = make_section(Draft(source.path, head, context, root, notes, lines), typographer)
    return Outcome(section.value, (*problems, *section.problems))


class MarkdownTypographer(Typographer):
    """Renders Markdown; sets the marks of a language.

    Reference links and abbreviations of a text are known in its notes and captions too.
    """

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._markdown = _markdown()
        self._markdown.reset()

    def blocks(self, text: str) -> str:
        """A text as blocks of XHTML, its marks not yet set."""
        self._markdown.htmlStash.reset()
        try:
            return self._markdown.convert(text)
        except RecursionError:
            _markdown.cache_clear()  # the instance was left in the middle of its work
            self._markdown = _markdown()
            raise

    def render(self, text: str) -> str:
        """A line of Markdown as inline XHTML, its marks not yet set."""
        rendered = self.blocks(text.strip())
        match = re.fullmatch(r"<p>(.*)</p>", rendered, re.S)
        return match[1] if match and "<p>" not in match[1] else super().render(text)


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    """One instance in a process: making one takes longer than reading an essay."""
    extensions = [*(kind() for kind in EXTENSIONS), OurSyntax()]
    return Markdown(extensions=extensions, output_format="xhtml")


class _Notes:
    """The definitions of one text, rendered."""

    def __init__(
        self, path: str, first: int, typographer: MarkdownTypographer, limits: Limits
    ) -> None:
        self.path = path
        self.first = first
        self.typographer = typographer
        self.limits = limits
        self.problems: list[Problem] = []

    def read(self, definitions: Iterable[Definition]) -> dict[str, RawNote]:
        """Notes by label; of two definitions of one label the first wins."""
        wanted: dict[str, Definition] = {}
        for definition in definitions:
            line = self._line(definition)
            known = wanted.setdefault(definition.label, definition)
            if known is not definition:
                self._say(
                    line, "note-duplicate", f"note [^{known.label}] is defined a second time "
                    f"(first on line {self._line(known)}); this one is left out.",
                    "Give one of the two another label.",
                )  # fmt: skip
            elif not definition.text.strip():
                self._say(
                    line, "note-empty", f"note [^{definition.label}] is empty.",
                    "Write its text, or remove the note and its mark.",
                )  # fmt: skip
        return {
            definition.label: self._note(definition, root)
            for definition, root in self._render(list(wanted.values()))
        }

    def _line(self, definition: Definition) -> int:
        return definition.line + self.first - 1

    def _note(self, definition: Definition, root: etree._Element) -> RawNote:
        line = self._line(definition)
        SourceLines(definition.text, line).mark(root)
        self.problems += sanitise(root, self.path, self.limits)
        return RawNote(root, line)

    def _render(
        self, definitions: list[Definition]
    ) -> Iterator[tuple[Definition, etree._Element]]:
        """Render plain notes many at a time and the others each alone: a call costs 0.3 ms."""
        plain = [d for d in definitions if _is_plain(d.text)]
        ready: dict[str, etree._Element] = {}
        for start in range(0, len(plain), TOGETHER):
            some = plain[start : start + TOGETHER]
            made = xhtml.parse(self.typographer.blocks("\n\n".join(d.text for d in some)))
            if len(made) == len(some) and all(p.tag == "p" for p in made):
                ready |= zip((d.label for d in some), list(made), strict=True)
        for definition in definitions:
            root = xhtml.parse("")
            if definition.label in ready:
                root.append(ready[definition.label])
            elif definition.text.strip():
                root = xhtml.parse(self.typographer.blocks(definition.text))
            yield definition, root

    def _say(self, line: int, code: Code, message: str, mend: str) -> None:
        self.problems.append(Problem(Where(self.path, line), code, message, mend, "warning"))


def _is_plain(text: str) -> bool:
    """Whether a note is sure to become one paragraph."""
    return bool(text.strip()) and not ("\n\n" in text or "<" in text or _BLOCK_START.search(text))
