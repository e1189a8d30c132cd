"""From parsed blocks to a `Section` in canonical markup: the last steps of every reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.model import Epigraph, Section
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.blocks import shape_blocks
from seriesbook.readers.headings import drop_empty, level_headings, list_headings, take_title
from seriesbook.readers.identity import Identities
from seriesbook.readers.marks import number_notes
from seriesbook.sanitise import sanitise
from seriesbook.slugs import stem_of

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.frontmatter import Head
    from seriesbook.readers.context import ReadContext
    from seriesbook.readers.lines import SourceLines
    from seriesbook.readers.typography import Typographer


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note as parsed, and its line in the file."""

    root: etree._Element
    line: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader hands over: parsed and sanitised blocks, notes by label, lines."""

    path: str
    head: Head
    context: ReadContext
    root: etree._Element
    notes: dict[str, RawNote] = field(default_factory=dict)
    lines: SourceLines | None = None


def make_section(draft: Draft, typographer: Typographer) -> Outcome[Section]:
    """Bring a draft into canonical markup and give it the fields of its head."""
    head, slug = draft.head, draft.context.slug
    problems: list[Problem] = []
    title = _shape(draft, typographer, problems)
    notes = number_notes(draft, slug)
    problems += notes.problems
    section = Section(
        role=draft.context.role,
        slug=slug,
        title=title or _title_from_name(draft, problems),
        where=Where(draft.path, head.line("title")),
        subtitle=typographer.plain(head.subtitle),
        short_title=typographer.plain(head.short_title),
        number=head.number,
        authors=head.authors,
        date=head.date,
        updated=head.updated,
        origin=head.origin,
        license=head.license,
        language=head.language,
        direction=head.direction,
        summary=typographer.plain(head.summary),
        subjects=head.subjects,
        epigraph=_epigraph(draft, typographer, problems),
        draft=head.draft,
        explicit_slug=bool(head.slug),
        body=xhtml.serialise(draft.root).strip(),
        headings=list_headings(draft.root),
        notes=notes.value,
    )
    return Outcome(section, tuple(problems))


def _shape(draft: Draft, typographer: Typographer, problems: list[Problem]) -> str:
    """Bring blocks, headings, marks and ids into canonical form, in place; give the title."""
    roots = [draft.root, *(note.root for note in draft.notes.values())]
    for root in roots:
        problems += drop_empty(root, draft.path)
        problems += shape_blocks(root, draft.path, typographer, draft.context.limits)
        typographer.set(root)
    title, names = take_title(draft.root, typographer.plain(draft.head.title))
    level_headings(draft.root)
    identities = Identities(draft.context.slug, draft.path, names)
    for root in roots:
        identities.take(root)
    problems += identities.problems
    for root in roots:
        problems += identities.resolve(root)
    return title


def _title_from_name(draft: Draft, problems: list[Problem]) -> str:
    """Essays need a title; matter has its role's label, and may go without."""
    if draft.context.role != "essay":
        return ""
    words = stem_of(draft.path).lstrip("0123456789-_. ").replace("-", " ").replace("_", " ")
    title = (words[:1].upper() + words[1:]).strip() or stem_of(draft.path)
    problems.append(
        Problem(
            Where(draft.path, 1),
            "title-derived",
            f"the essay has no title; its file's name is used: {title}.",
            "Write title: … into its head, or begin the text with # and the title.",
            "hint",
        )
    )
    return title


def _epigraph(draft: Draft, typographer: Typographer, problems: list[Problem]) -> Epigraph | None:
    epigraph = draft.head.epigraph
    if epigraph is None:
        return None
    lines = [line.strip() for line in epigraph.text.splitlines() if line.strip()]
    text = "<br/>".join(_small_text(line, draft, typographer, problems) for line in lines)
    return Epigraph(text, _small_text(epigraph.source, draft, typographer, problems))


def _small_text(text: str, draft: Draft, typographer: Typographer, problems: list[Problem]) -> str:
    """A line of the head as inline XHTML, sanitised, its marks set."""
    if not text:
        return ""
    root = typographer.inline(text)
    problems += sanitise(root, draft.path, draft.context.limits)
    for mark in root.findall(".//a[@data-note]"):
        problems.append(
            Problem(
                Where(draft.path, draft.head.line("epigraph")),
                "note-misplaced",
                "a note can't hang on an epigraph; its mark is left out.",
                "Put what it says into the epigraph's source, or into the text.",
            )
        )
        xhtml.remove(mark)
    typographer.set(root)
    return xhtml.serialise(root)
