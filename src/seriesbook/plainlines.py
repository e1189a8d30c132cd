"""Lines of running text, made after the pattern of one that WeasyPrint has made.

Most lines of a book are a piece of one text in one style: they differ in their words alone. So
WeasyPrint sets the first such line of a style, and what it did to the boxes is done to the others.
Anything else (a change of style, a note mark) is WeasyPrint's to set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.linebreaks import GAPE
from seriesbook.shortcuts.lines import measured, measured_part
from seriesbook.shortcuts.rulers import is_plain
from seriesbook.textplaces import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Skip = dict[int, Any] | None

# What is a line's own, and what depends on its words.
_OWN_OF_LINE = frozenset({"children", "element", "position_x", "position_y", "width", "resume_at"})
_OWN_OF_WORDS = frozenset(
    {"element", "justification_spacing", "pango_layout", "position_x", "position_y", "text",
     "width"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be made.

    Attributes:
        begin: index of its first character in the text that it is of.
        shown: its text: without the last space, or with a hyphen.
        end: index of the next line's first character in the text that it is of; None for the
            last line of a paragraph.
        indent: of its first word, in px.
        position_y: of its top, in px.
    """

    begin: int
    shown: str
    end: int | None
    indent: float
    position_y: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """What WeasyPrint sets of a line and of the box of its words, whatever they are.

    `drop` is how far below the line's top the words' box begins; `height` and `baseline` are
    those of their font. All in px.
    """

    line: Mapping[str, Any]
    words: Mapping[str, Any]
    drop: float
    height: float
    baseline: float

    def follow(self, box: Any, skip: Skip, wanted: Wanted, block: Any) -> tuple[Any, Skip] | None:
        """A line of a paragraph; None if it would not be like this one.

        `box` is the paragraph's endless line, `skip` where the line begins in it, `block` what
        contains the paragraph.
        """
        number = number_of(skip)
        text = box.children[number]
        left, room = block.content_box_x(), block.width - wanted.indent
        layout, natural, height, baseline = measured_part(text, wanted.begin, wanted.shown, room)
        if (height, baseline) != (self.height, self.baseline) or natural > room:
            return None
        words = text.copy()
        words.__dict__.update(self.words)
        words.text, words.pango_layout, words.width = layout.text, layout, natural
        spaces = wanted.shown.count(" ") + wanted.shown.count("\u00a0")
        if spaces and wanted.end is not None:
            spacing = (room - natural) / spaces
            if spacing < GAPE * box.style["font_size"]:
                words.justification_spacing = layout.justification_spacing = spacing
                words.width = natural + spacing * spaces
        words.position_x, words.position_y = left + wanted.indent, wanted.position_y + self.drop
        line = box.copy()
        line.__dict__.update(self.line)
        line.children = [words]
        line.width = words.width + wanted.indent
        line.position_x, line.position_y = left, wanted.position_y
        box.position_x, box.position_y = left, wanted.position_y
        box.width, box.height = line.width, line.height
        if wanted.end is None:
            return line, None
        return line, {number: {places_of(text).byte(wanted.end): None}}


def pattern_of(box: Any, line: Any, skip: Skip) -> Pattern | None:
    """What a line is a pattern of; None if it is more than a piece of one text."""
    if len(line.children) != 1:
        return None
    (words,) = line.children
    number = number_of(skip)
    text = box.children[number]
    if not isinstance(words, boxes.TextBox) or words.style is not text.style:
        return None
    if not is_plain(words.text, words.style):
        return None
    _, _, height, baseline = measured(words.text, words.style, words.width)
    return Pattern(
        line=_changes(box, line, _OWN_OF_LINE),
        words=_changes(text, words, _OWN_OF_WORDS),
        drop=words.position_y - line.position_y,
        height=height,
        baseline=baseline,
    )


def _changes(before: Any, after: Any, own: frozenset[str]) -> dict[str, Any]:
    known = before.__dict__
    return {
        name: value
        for name, value in after.__dict__.items()
        if name not in own and (name not in known or known[name] is not value)
    }


def text_at(box: Any, skip: Skip, starts: Mapping[int, int]) -> tuple[int, int] | None:
    """Where the text in which a line begins has its own beginning and end, in the paragraph's.

    None if the line does not begin in a text that stands in the paragraph itself.
    """
    number = number_of(skip)
    if number >= len(box.children):
        return None
    child = box.children[number]
    start = starts.get(id(child))
    if start is None or not isinstance(child, boxes.TextBox):
        return None
    return start, start + len(child.text)


def number_of(skip: Skip) -> int:
    """Number of the child in which a line begins."""
    return 0 if skip is None else next(iter(skip))
