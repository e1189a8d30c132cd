"""Marks of notes: numbered in the order of the text, each bound to its note both ways."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.model import Note
from seriesbook.problems import Outcome, Problem, Where

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.readers.canonical import Draft, RawNote

LABEL = "data-note"


def number_notes(draft: Draft, slug: str) -> Outcome[tuple[Note, ...]]:
    """Number the marks of a draft, in place, and give its notes in that order.

    Marks within notes are numbered after those of the text. Errors: a mark without a note;
    warnings: a note without a mark.
    """
    crowd = _too_many(draft)
    if crowd:
        return Outcome((), (crowd,))
    numbering = _Numbering(draft, slug)
    numbering.follow(draft.root)
    done = 0
    while done < len(numbering.order):  # notes may mark further notes, and themselves
        numbering.follow(draft.notes[numbering.order[done]].root)
        done += 1
    notes = tuple(numbering.note(label) for label in numbering.order)
    return Outcome(notes, (*numbering.problems, *numbering.unused()))


def _too_many(draft: Draft) -> Problem | None:
    """An error at the first note beyond the limit; no note is then set."""
    most = draft.context.limits.notes
    if len(draft.notes) <= most:
        return None
    line = list(draft.notes.values())[most].line
    return Problem(
        Where(draft.path, line),
        "notes-too-many",
        f"this text has {len(draft.notes)} notes; the limit is {most}.",
        "Make two essays of it, or raise `notes` in [limits] of series.toml.",
    )


class _Numbering:
    def __init__(self, draft: Draft, slug: str) -> None:
        self.draft = draft
        self.slug = slug
        self.order: list[str] = []
        self.numbers: dict[str, int] = {}
        self.references: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        # labels are compared as written first, then without regard to case
        self.folded = {label.casefold(): label for label in reversed(list(draft.notes))}

    def follow(self, root: etree._Element) -> None:
        """Number the marks below `root` in document order."""
        for mark in list(root.iter("a")):
            written = mark.get(LABEL)
            if written is None:
                continue
            label = written if written in self.draft.notes else self.folded.get(written.casefold())
            if label is None:
                self._missing(mark, written)
            else:
                self._bind(mark, label)

    def _bind(self, mark: etree._Element, label: str) -> None:
        if label not in self.references:
            self.order.append(label)
            self.numbers[label] = len(self.order)
        number = self.numbers[label]
        marks = self.references.setdefault(label, [])
        again = f"-{len(marks) + 1}" if marks else ""
        identity = f"{self.slug}--fnref-{number}{again}"
        marks.append(identity)
        del mark.attrib[LABEL]
        mark.set("id", identity)
        mark.set("href", f"#{self.slug}--fn-{number}")
        mark.set("role", "doc-noteref")
        mark.set(xhtml.EPUB_TYPE, "noteref")
        mark.text = str(number)
        _move_out_of_link(mark)

    def _missing(self, mark: etree._Element, label: str) -> None:
        line = xhtml.line_of(mark)
        if self.draft.lines:
            line = self.draft.lines.of_text(f"[^{label}]", line)
        near = difflib.get_close_matches(label, list(self.draft.notes), 1)
        hint = f" Did you mean [^{near[0]}]?" if near else ""
        self.problems.append(
            Problem(
                Where(self.draft.path, line),
                "note-missing",
                f"note [^{label}] has no definition.",
                f'Add "[^{label}]: …" or remove the mark.{hint}',
            )
        )
        mark.tag = "span"
        mark.attrib.clear()
        mark.text = f"[^{label}]"
        xhtml.unwrap(mark)

    def note(self, label: str) -> Note:
        """The finished note of a label."""
        raw: RawNote = self.draft.notes[label]
        number = self.numbers[label]
        return Note(
            id=f"{self.slug}--fn-{number}",
            number=number,
            body=xhtml.serialise(raw.root).strip(),
            where=Where(self.draft.path, raw.line),
            references=tuple(self.references[label]),
        )

    def unused(self) -> list[Problem]:
        """A warning for each note that nothing leads to."""
        return [
            Problem(
                Where(self.draft.path, raw.line),
                "note-unused",
                f"note [^{label}] is defined but nothing in the text leads to it; it is left out.",
                f"Put [^{label}] where it belongs, or remove the note.",
                "warning",
            )
            for label, raw in self.draft.notes.items()
            if label not in self.references
        ]


def _move_out_of_link(mark: etree._Element) -> None:
    """A mark inside a link goes behind it: a link can't hold a link."""
    link = next((up for up in mark.iterancestors() if up.tag == "a"), None)
    if link is None:
        return
    xhtml.remove(mark)
    mark.tail, link.tail = link.tail, None
    link.addnext(mark)
