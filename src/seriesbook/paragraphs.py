"""Breaks WeasyPrint's justified paragraphs as a whole.

WeasyPrint fills line after line and never looks ahead: spaces are uneven, hyphens come in
ladders. Here all lines of a paragraph are planned (`paragraphplans`), and each is then offered
just the width of the words that it should hold; WeasyPrint's own code still sets it. Where that
goes otherwise than foreseen, the rest of the paragraph is set as WeasyPrint would have done it.

Imported by `engine` alone, which has sealed the libraries off. Written against WeasyPrint 70.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_percentages

from seriesbook.paragraphplans import beside_float, offset_of, plan_of, spare_page_end
from seriesbook.plainlines import Pattern, Wanted, number_of, pattern_of, text_at
from seriesbook.textplaces import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.paragraphplans import Plan

# What a line is offered beyond its words, in ems: more than a space, since WeasyPrint wants room
# for one that ends a piece of text, and less than a space and a letter; behind a hyphen, less
# than one letter more.
_ROOM, _ROOM_AT_HYPHEN = 0.36, 0.05


@dataclass(frozen=True, slots=True)
class _Planned:
    """The line that is being set, kept by WeasyPrint's layout context.

    Attributes:
        width: what it may take, in px.
        end: index of the next line's first character.
        hyphen: whether it ends in one that is added.
        starts: index of each text's first character, by the identity of its box.
    """

    width: float
    end: int
    hyphen: bool
    starts: Mapping[int, int]


_split_inline_box = inline.split_inline_box
_split_text_box = inline.split_text_box


def install() -> None:
    """Put the whole-paragraph breaker into WeasyPrint, for this process."""
    inline.split_inline_box = _split_within_limit
    inline.split_text_box = _split_as_planned
    block.iter_line_boxes = _iter_line_boxes


def _split_within_limit(
    context: Any, box: Any, position_x: float, max_x: float, *others: Any
) -> Any:
    """WeasyPrint's function, with the width of a line (not of boxes inside it) limited."""
    planned = context.__dict__.get("planned")
    if planned is not None and isinstance(box, boxes.LineBox):
        max_x = position_x + planned.width
    return _split_inline_box(context, box, position_x, max_x, *others)


def _split_as_planned(
    context: Any, box: Any, width: float, skip: int | None, is_line_start: bool = True
) -> Any:
    """WeasyPrint's function, told how much of a text the planned line takes."""
    planned = context.__dict__.get("planned")
    start = planned.starts.get(id(box)) if planned is not None else None
    if start is not None:
        done = places_of(box).character(skip or 0)
        context.take = planned.end - start - done, planned.hyphen
    try:
        return _split_text_box(context, box, width, skip, is_line_start)
    finally:
        context.take = None


def _iter_line_boxes(
    context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any,
    containing_block: Any, absolute_boxes: Any, fixed_boxes: Any,
    first_letter_style: Any, first_line_style: Any,
) -> Iterator[tuple[Any, Any]]:  # fmt: skip
    """Stand in for WeasyPrint's function of this name."""
    resolve_percentages(box, containing_block)
    if skip_stack is None:
        inline.resolve_one_percentage(box, "text_indent", containing_block.width)
    else:
        box.text_indent = 0
    plan = None
    beside = beside_float(context, box, containing_block, position_y)
    if beside is not None and not (first_letter_style or first_line_style):
        plan = plan_of(box, containing_block, skip_stack, beside)
    while True:
        if plan is not None:
            offset = offset_of(box, skip_stack)
            spare_page_end(plan, offset, context, box, position_y, bottom_space)
            made = None
            if beside_float(context, box, containing_block, position_y) == (0, 0.0):
                made = _plain_line(
                    plan, offset, context, box, skip_stack, containing_block, position_y
                )
            if made is not None:
                line, skip_stack = made
                position_y += line.height
                yield made
                if skip_stack is None:
                    return
                box.text_indent = 0
                continue
            line, resume_at = _planned_line(
                plan, offset, context, box, position_y, bottom_space, skip_stack,
                containing_block, absolute_boxes, fixed_boxes,
            )  # fmt: skip
        else:
            line, resume_at = inline.get_next_linebox(
                context, box, position_y, bottom_space, skip_stack, containing_block,
                absolute_boxes, fixed_boxes, first_letter_style, first_line_style,
            )  # fmt: skip
        first_line_style = None
        if line is None:
            return
        inline.handle_leader(context, line, containing_block)
        position_y = line.position_y + line.height
        yield line, resume_at
        if resume_at is None:
            return
        skip_stack = resume_at
        box.text_indent = 0
        first_letter_style = None


def _plain_line(
    plan: Plan, offset: int, context: Any, box: Any, skip: Any, block: Any, position_y: float
) -> tuple[Any, Any] | None:
    """The planned line after the pattern of another; None if there is none that it is like."""
    planned = None if plan.ragged else plan.line_at(offset)
    span = text_at(box, skip, plan.starts) if planned else None
    if planned is None or span is None:
        return None
    target = planned[1]
    end = plan.breaks.offsets[target]
    pattern = _patterns(context).get(_key(box, skip))
    if pattern is None or not span[0] <= offset < end <= span[1]:
        return None
    begin, taken = offset - span[0], plan.text[offset:end]
    if end == span[1]:
        if end < len(plan.text) or taken.endswith(" ") or not _begins_left(box.style):
            return None
        wanted = Wanted(begin, taken, None, box.text_indent, position_y)
    else:
        hyphen = box.style["hyphenate_character"]
        shown = taken + hyphen if plan.adds_hyphen(target) else taken.rstrip(" ")
        wanted = Wanted(begin, shown, end - span[0], box.text_indent, position_y)
    return pattern.follow(box, skip, wanted, block)


def _begins_left(style: Any) -> bool:
    """Whether the last line of a justified paragraph begins at the left and is not stretched."""
    return style["text_align_last"] in {"auto", "start", "left"}


def _patterns(context: Any) -> dict[tuple[int, int], Pattern]:
    """Patterns that a document has by now, by the styles of line and words."""
    found: dict[tuple[int, int], Pattern] = context.__dict__.setdefault("patterns", {})
    return found


def _key(box: Any, skip: Any) -> tuple[int, int]:
    """Styles of a line and of the text that it is of; a document's styles live as long as it."""
    return id(box.style), id(box.children[number_of(skip)].style)


def _planned_line(
    plan: Plan, offset: int, context: Any, box: Any, position_y: float, bottom_space: float,
    skip_stack: Any, containing_block: Any, *others: Any,
) -> tuple[Any, Any]:  # fmt: skip
    """Set the line that a plan has for this place; as WeasyPrint does if that fails."""

    def set_line() -> tuple[Any, Any]:
        found: tuple[Any, Any] = inline.get_next_linebox(
            context, box, position_y, bottom_space, skip_stack, containing_block, *others,
            None, None,
        )  # fmt: skip
        return found

    planned = plan.line_at(offset)
    if planned is None:
        return set_line()
    length, target = planned
    room = _ROOM_AT_HYPHEN if plan.breaks.hyphens[target] else _ROOM
    end = plan.breaks.offsets[target]
    context.planned = _Planned(
        width=length + room * plan.measure.em,
        end=end,
        hyphen=plan.adds_hyphen(target),
        starts=plan.starts,
    )
    try:
        line, resume_at = set_line()
    finally:
        context.planned = None
    reached = plan.breaks.offsets[-1] if resume_at is None else offset_of(box, resume_at)
    if line is not None and reached != end:
        return set_line()
    if not plan.ragged and None not in (line, resume_at, skip_stack):
        _learn(context, box, line, skip_stack)
    return line, resume_at


def _learn(context: Any, box: Any, line: Any, skip: Any) -> None:
    """Take a line as a pattern, if there is none of its kind."""
    if number_of(skip) < len(box.children) and _key(box, skip) not in _patterns(context):
        pattern = pattern_of(box, line, skip)
        if pattern is not None:
            _patterns(context)[_key(box, skip)] = pattern
