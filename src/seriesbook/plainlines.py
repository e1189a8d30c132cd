"""Lines of running text, made after the pattern of one that WeasyPrint has made.

Most lines of a book are a piece of one text in one style: they differ in their words alone. So
WeasyPrint sets the first such line of a paragraph, and the others are copies of it with words of
their own. Anything else (a change of style, a note mark, the last line) is WeasyPrint's to set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.shortcuts.lines import is_plain, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

Skip = dict[int, Any] | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line as WeasyPrint made it: its box, the box of its words, and their height in px."""

    line: Any
    words: Any
    height: float
    baseline: float

    def follow(
        self, box: Any, skip: Skip, end: int, shown: str, block: Any, position_y: float
    ) -> tuple[Any, Skip] | None:
        """The line of a paragraph that shows some words; None if it would not be like this one.

        Args:
            box: the paragraph's endless line.
            skip: where the line begins in it.
            end: index of the next line's first character in the text that this one is of.
            shown: what it shows: without the last space, or with a hyphen.
            block: the block that contains the paragraph.
            position_y: where the line's top is, in px.
        """
        number = number_of(skip)
        width, left = block.width, block.content_box_x()
        layout, natural, height, baseline = measured(shown, self.words.style, width)
        if (height, baseline) != (self.height, self.baseline) or natural > width:
            return None
        words = self.words.copy()
        words.text = layout.text
        words.pango_layout = layout
        words.width = natural
        spaces = shown.count(" ") + shown.count("\u00a0")
        if spaces:
            spacing = (width - natural) / spaces
            words.justification_spacing = layout.justification_spacing = spacing
            words.width = natural + spacing * spaces
        words.position_x = left
        words.position_y = self.words.position_y - self.line.position_y + position_y
        line = self.line.copy()
        line.children = (words,)
        line.width = words.width
        line.position_x, line.position_y = left, position_y
        box.position_x, box.position_y = left, position_y
        box.width, box.height = line.width, line.height
        done = len(box.children[number].text[:end].encode())
        return line, {number: {done: None}}


def pattern_of(box: Any, line: Any, skip: Skip) -> Pattern | None:
    """What a line is a pattern of; None if it is more than a piece of one text."""
    if len(line.children) != 1:
        return None
    (words,) = line.children
    if not isinstance(words, boxes.TextBox) or not is_plain(words.text, words.style):
        return None
    number = number_of(skip)
    if box.children[number].style is not words.style:
        return None
    _, _, height, baseline = measured(words.text, words.style, words.width)
    return Pattern(line, words, height, baseline)


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
