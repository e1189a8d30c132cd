"""Markdown → Section, by Python-Markdown."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions.smarty import SmartyExtension

from seriesbook import xhtml
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.canonical import Draft, RawNote, Typographer, make_section
from seriesbook.readers.definitions import Definition, Scanned, take_definitions
from seriesbook.readers.depth import bound_depth
from seriesbook.readers.lines import SourceLines
from seriesbook.readers.quotes import substitutions
from seriesbook.readers.syntax import OurSyntax
from seriesbook.sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from seriesbook.frontmatter import Head
    from seriesbook.model import Section, Source
    from seriesbook.readers.context import ReadContext

EXTENSIONS = ("tables", "def_list", "fenced_code", "attr_list", "abbr", "md_in_html", "sane_lists")
# What a note may not begin a line with to be rendered together with others.
_BLOCK_START = re.compile(r"^[ \t]*(?:[<>#|:`~*+\-=]|\d+[.)]|\[|\{)", re.M)


def read(source: Source, head: Head, context: ReadContext) -> Outcome[Section]:
    """Read a Markdown file whose head is already split off."""
    bounded = bound_depth(head.body, source.path, head.body_line)
    scanned = take_definitions(bounded.value)
    language = head.language or context.language
    typographer = MarkdownTypographer(language)
    problems = list(bounded.problems)
    try:
        root = xhtml.parse(typographer.blocks(scanned.text))
        lines = SourceLines(scanned.text, head.body_line)
        lines.mark(root)
        problems += sanitise(root, source.path)
        raw = _Notes(source.path, head.body_line, typographer, scanned)
        notes = raw.read()
        problems += raw.problems
    except RecursionError:
        where = Where(source.path, head.body_line)
        problems.append(
            Problem(where, "nesting-too-deep", "the text is nested too deep to be read.",
                    "Use fewer levels of brackets, quotations or lists.")
        )  # fmt: skip
        return Outcome(make_section(Draft(source.path, head, context, xhtml.parse("<p></p>")),
                                    typographer).value, tuple(problems))  # fmt: skip
    draft = Draft(source.path, head, context, root, notes, lines)
    section = make_section(draft, typographer)
    return Outcome(section.value, (*problems, *section.problems))


class MarkdownTypographer(Typographer):
    """Renders Markdown with the marks of a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._markdown = _markdown(language)

    def blocks(self, text: str) -> str:
        """A text as blocks of XHTML."""
        self._markdown.reset()
        return self._markdown.convert(text)

    def inline(self, text: str) -> str:
        """A line of Markdown as inline XHTML."""
        rendered = self.blocks(text.strip())
        match = re.fullmatch(r"<p>(.*)</p>", rendered, re.S)
        return match[1] if match and "<p>" not in match[1] else html.escape(text, quote=False)

    def plain(self, text: str) -> str:
        """A plain text with typographic marks; nothing in it is markup."""
        escaped = re.sub(
            r"([\\`*_{}\[\]()#+.!|~:^-])(?!-)", r"\\\1", html.escape(text, quote=False)
        )
        if not text.strip() or not re.search(r"[\"'.]|--", text):
            return text
        return xhtml.plain(self.inline(escaped.replace("\\-", "-").replace("\\.", ".")))


@lru_cache(maxsize=16)
def _markdown(language: str) -> Markdown:
    """One instance for each language in a process: making one takes longer than an essay."""
    smarty = SmartyExtension(substitutions=substitutions(language), smart_angled_quotes=False)
    return Markdown(extensions=[*EXTENSIONS, smarty, OurSyntax()], output_format="xhtml")


class _Notes:
    """The definitions of one text, rendered."""

    def __init__(
        self, path: str, first: int, typographer: MarkdownTypographer, scanned: Scanned
    ) -> None:
        self.path = path
        self.first = first
        self.typographer = typographer
        self.definitions = scanned.definitions
        self.problems: list[Problem] = []

    def read(self) -> dict[str, RawNote]:
        """Notes by label; of two definitions of one label the first wins."""
        wanted: dict[str, Definition] = {}
        for definition in self.definitions:
            line = definition.line + self.first - 1
            known = wanted.setdefault(definition.label, definition)
            if known is not definition:
                self._say(
                    line, "note-duplicate", f"note [^{known.label}] is defined a second time "
                    f"(first on line {known.line + self.first - 1}).",
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

    def _note(self, definition: Definition, root: etree._Element) -> RawNote:
        line = definition.line + self.first - 1
        SourceLines(definition.text, line).mark(root)
        self.problems += sanitise(root, self.path)
        return RawNote(root, line)

    def _render(
        self, definitions: list[Definition]
    ) -> Iterator[tuple[Definition, etree._Element]]:
        """Render plain notes in one go and the others each alone: a call costs 0.3 ms."""
        plain = [d for d in definitions if _is_plain(d.text)]
        together = xhtml.parse(self.typographer.blocks("\n\n".join(d.text for d in plain)))
        whole = len(together) == len(plain) and all(p.tag == "p" for p in together)
        ready = dict(zip((d.label for d in plain), together, strict=True)) if whole else {}
        for definition in definitions:
            if definition.label in ready:
                root = xhtml.parse("")
                root.append(ready[definition.label])
                yield definition, root
            else:
                yield definition, xhtml.parse(self.typographer.blocks(definition.text))

    def _say(self, line: int, code: str, message: str, mend: str) -> None:
        self.problems.append(Problem(Where(self.path, line), code, message, mend, "warning"))


def _is_plain(text: str) -> bool:
    return (
        bool(text.strip())
        and "\n\n" not in text
        and not _BLOCK_START.search(text)
        and "<" not in text
    )
