"""The lines of WeasyPrint's paragraphs, planned as a whole before the first is set.

A paragraph is measured once, and `linebreaks` (or `balance`, for titles) finds the best of all its
breaks. The plan is kept with the paragraph's box.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.balance import balanced_breaks
from seriesbook.breakpoints import HYPHENS, breakpoints, texts_in
from seriesbook.linebreaks import Measure, best_breaks
from seriesbook.shortcuts.preferred import strut
from seriesbook.textplaces import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.linebreaks import Breaks

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# Shortest last line, in ems: a stub would be narrower than the next paragraph's indent.
_STUB = 2.2
_LEAST_SPACES = 8
# Lengths in px that differ by less are the same.
_SAME = 0.1
# Lines that tell whether one is at the end of its page, or that of the one before.
_AHEAD = 4
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"})


@dataclass(slots=True)
class Plan:
    """The lines of one paragraph: the limit in px and the next line's offset, by offset.

    `starts` is the index of each text's first character, by the identity of its box; `ragged`
    tells that the lines are not filled, but balanced; `spared` that some were planned anew for the
    end of a page. `measure` knows of a versal that the first lines stand beside. `reached` holds
    the offsets that plans have led to: those of a very long paragraph go on from there.
    """

    breaks: Breaks
    measure: Measure
    text: str
    starts: Mapping[int, int]
    ragged: bool = False
    spared: bool = False
    lines: dict[int, tuple[float, int]] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)

    def follow(self, first: int, *, no_hyphen: bool = False) -> bool:
        """Plan the lines after a break; False, and nothing is changed, if there is no way."""
        if self.ragged:
            found = balanced_breaks(self.breaks, self.measure.width)
        else:
            found = best_breaks(self.breaks, self.measure, first, no_hyphen=no_hyphen)
        breaks, begin = self.breaks, first
        for index in found:
            # An indent is part of the first line's length, but not of its box.
            length = breaks.ends[index] - max(breaks.starts[begin], 0.0)
            self.lines[breaks.offsets[begin]] = (length, index)
            begin = index
        self.reached.add(breaks.offsets[begin])
        return bool(found)

    def line_at(self, offset: int) -> tuple[float, int] | None:
        """The line that begins at an offset; None if the plan does not lead there."""
        if offset not in self.lines and offset in self.reached:
            self.follow(self.index_of(offset))
        return self.lines.get(offset)

    def index_of(self, offset: int) -> int:
        """Index of the break at an offset."""
        return bisect_left(self.breaks.offsets, offset)

    def adds_hyphen(self, index: int) -> bool:
        """Whether a line that ends at a break gets a hyphen that its word does not have."""
        own = self.text[self.breaks.offsets[index] - 1] in HYPHENS
        return self.breaks.hyphens[index] and not own

    def ahead(self, offset: int, most: int) -> list[int]:
        """Indexes of the breaks that end the lines from an offset on, at most so many."""
        found: list[int] = []
        while len(found) < most and (line := self.line_at(offset)):
            found.append(line[1])
            offset = self.breaks.offsets[found[-1]]
        return found


def plan_of(
    box: Any, containing_block: Any, skip_stack: Any, beside: tuple[int, float] = (0, 0.0)
) -> Plan | None:
    """The plan of a paragraph, made when its first line is set and kept with it.

    `beside` is how many lines stand beside a float, and how much of their width in px it takes.
    """
    known = getattr(box, "seriesbook_plan", None)
    width, indent = containing_block.width, (box.text_indent, *beside)
    if known is not None and known[1] is not None and skip_stack is None and known[1].spared:
        known = None  # it was planned for the end of a page that it did not stay on
    if known is not None and (skip_stack is not None or known[0] == (width, indent)):
        return known[1] if known[0][0] == width else None
    if skip_stack is not None:
        return None
    plan = None
    ragged = _is_ragged(box, containing_block)
    if _can_plan(box, containing_block, ragged=ragged):
        texts = list(texts_in(box))
        box.seriesbook_text = "".join(text.text for text in texts)
        ends = accumulate((len(text.text) for text in texts), initial=0)
        starts = {id(text): start for text, start in zip(texts, ends, strict=False)}
        em = box.style["font_size"]
        breaks = breakpoints(box, box.text_indent)
        least = 1 if ragged else _LEAST_SPACES
        if breaks and len(breaks) > 2 and breaks.spaces[-1] >= least:
            full = box.style["text_align_last"] == "justify"
            measure = Measure(width, em, _STUB * em, full, *beside)
            plan = Plan(breaks, measure, box.seriesbook_text, starts, ragged)
            if not plan.follow(0):
                plan = None
    box.seriesbook_plan = ((width, indent), plan)
    return plan


def _is_ragged(box: Any, containing_block: Any) -> bool:
    """Whether a text is centred, a heading or a caption: lines should be about equally long."""
    align = box.style["text_align_all"]
    return align == "center" or (align != "justify" and containing_block.element_tag in _TITLES)


def _can_plan(box: Any, containing_block: Any, *, ragged: bool) -> bool:
    """Whether a paragraph is of plain words from left to right, justified or `ragged`."""
    style = box.style
    return (
        (ragged or style["text_align_all"] == "justify")
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and containing_block.width < 2**20
        and all(map(_is_plain, _parts(box)))
    )


def _parts(box: Any) -> Iterator[Any]:
    """What a paragraph consists of, without a hanging number at its head."""
    for number, child in enumerate(box.children):
        if number or not _hangs(child):
            yield child
            if isinstance(child, boxes.ParentBox):
                yield from child.descendants()


def _hangs(child: Any) -> bool:
    """Whether a box is as wide as its margin moves it back, so that the text begins flush."""
    if not isinstance(child, boxes.InlineBlockBox):
        return False
    sides = ("margin_left", "padding_left", "width", "padding_right", "margin_right")
    lengths = [getattr(child.style[side], "value", child.style[side]) for side in sides]
    return all(isinstance(n, float | int) for n in lengths) and abs(sum(lengths)) < _SAME


def beside_float(
    context: Any, box: Any, containing_block: Any, position_y: float
) -> tuple[int, float] | None:
    """How many lines of a paragraph stand beside a float at their left, and its width in px.

    None if they stand beside something else, and can't be planned.
    """
    shapes = [
        shape
        for shape in context.excluded_shapes
        if shape.position_y + shape.margin_height() > position_y + _SAME
    ]
    if not shapes:
        return 0, 0.0
    if any(shape.style["float"] != "left" for shape in shapes):
        return None
    left = containing_block.content_box_x()
    taken = max(shape.position_x + shape.margin_width() for shape in shapes) - left
    bottom = max(shape.position_y + shape.margin_height() for shape in shapes)
    height, _ = strut(box.style)
    return ceil((bottom - position_y - _SAME) / height), max(taken, 0.0)


def _is_plain(child: Any) -> bool:
    if isinstance(child, boxes.TextBox):
        return _SOFT_HYPHEN not in child.text and "\n" not in child.text
    sides = ("margin_left", "margin_right", "padding_left", "padding_right",
             "border_left_width", "border_right_width")  # fmt: skip
    return (
        isinstance(child, boxes.LineBox | boxes.InlineBox)
        and child.is_in_normal_flow()
        and child.style["position"] == "static"
        and child.style["white_space"] == "normal"
        and all(_is_zero(child.style[side]) for side in sides)
    )


def _is_zero(value: Any) -> bool:
    return value == 0 or getattr(value, "value", None) == 0


def offset_of(box: Any, skip_stack: Any) -> int:
    """Index in the paragraph's text of the first character that a line at this point shows."""
    offset, node, rest = 0, box, skip_stack
    while rest is not None and not isinstance(node, boxes.TextBox):
        ((index, rest),) = rest.items()
        offset += _starts(node)[min(index, len(node.children))]
        if index >= len(node.children):
            node = None
            break
        node = node.children[index]
    if rest is not None and node is not None:
        ((start, _),) = rest.items()
        offset += places_of(node).character(start or 0)
    text = box.seriesbook_text
    while text.startswith(" ", offset):
        offset += 1
    return offset


def _starts(node: Any) -> tuple[int, ...]:
    """How many characters stand before each child of a box, kept with it: asked for each line."""
    known = node.__dict__.get("seriesbook_starts")
    if known is None or known[0] is not node.children or len(known[1]) <= len(node.children):
        lengths = (sum(len(text.text) for text in texts_in(child)) for child in node.children)
        known = node.seriesbook_starts = node.children, tuple(accumulate(lengths, initial=0))
    found: tuple[int, ...] = known[1]
    return found


def spare_page_end(
    plan: Plan, offset: int, context: Any, box: Any, position_y: float, bottom_space: float
) -> None:
    """Plan anew from a line that would end its page in a hyphen, if there is another way."""
    ahead = plan.ahead(offset, _AHEAD)
    if plan.ragged or not ahead or not plan.breaks.hyphens[ahead[0]]:
        return
    height, _ = strut(box.style)
    fitting = 0
    while fitting <= len(ahead) and not context.overflows_page(
        bottom_space, position_y + (fitting + 1) * height
    ):
        fitting += 1
        if fitting == _AHEAD - 1:
            return
    widowed = len(ahead) - fitting == 1
    if len(ahead) > fitting and (fitting == 1 or (fitting == 2 and widowed)):
        first = plan.index_of(offset)
        plan.spared = plan.follow(first, no_hyphen=True) or plan.spared
