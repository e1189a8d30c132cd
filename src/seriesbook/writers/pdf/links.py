"""Links of a finished PDF: to places in it, or to the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from seriesbook.writers.pdf.drafts import SCHEME
from seriesbook.writers.pdf.syntax import array, number, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seriesbook.parts import Annotation
    from seriesbook.writers.pdf.heads import Place
    from seriesbook.writers.pdf.plan import Plan

# The number of an annotation that the book does not keep: no object has it.
NOWHERE = 0
_NOWHERE = b"/Obj 0 0 R"
_LINKED = b"/OBJR"
_REFERENCE = re.compile(rb"<</Type /OBJR/Obj 0 0 R/Pg \d+ 0 R>> ?")
_SCHEMES = ("https:", "http:", "mailto:")
_LEAST_HEIGHT = 8.0
_HEADROOM = 12.0
_Corners = tuple[float, float, float, float]


class Destination(NamedTuple):
    """A point of the book: the number of its page, left and top in pt from the lower left."""

    page: int
    left: float
    top: float


def aimed(
    annotations: Iterable[Annotation],
    numbers: Sequence[int],
    plan: Plan,
    position: int,
    first_owner: int,
) -> list[bytes]:
    """A page's links as objects, in a book whose pages have these `numbers`.

    Empty for those that are dropped: they lead nowhere, or lie within another. `first_owner` is
    the first of the fragment's numbers in the parent tree.
    """
    shift, page = plan.offset(position), numbers[position]
    texts: list[bytes] = []
    taken: list[tuple[str, _Corners]] = []
    for annotation in annotations:
        place = annotation.target, _high(annotation.corners)
        aim = b"" if _is_inside(place, taken) else _aim(annotation.target, numbers, plan)
        if aim:
            taken.append(place)
        rest = _entries(annotation, page, _moved(place[1], shift), first_owner)
        texts.append(aim and b"<<%s%s>>" % (rest, aim))
    return texts


def unlinked(element: bytes) -> bytes:
    """An element of the structure without the links that were dropped.

    Their text stays; it may be a link no more.
    """
    if _NOWHERE not in element:
        return element
    text = _REFERENCE.sub(b"", element)
    return text if _LINKED in text else text.replace(b"/S /Link", b"/S /Span", 1)


def destination(place: Place, numbers: Sequence[int], plan: Plan) -> Destination:
    """Where a link leads.

    Readers put the point at the window's top edge, so it lies a little above what is meant.
    """
    position, x, y = place
    left = max(x + plan.offset(position), 0.0)
    top = plan.height(position) - max(y - _HEADROOM, 0.0)
    return Destination(numbers[position], left, top)


def _high(corners: _Corners) -> _Corners:
    """A link's rectangle, high enough to be hit (`line-height: 0` leaves one without height)."""
    left, y0, right, y1 = corners
    middle, half = (y0 + y1) / 2, max(abs(y1 - y0), _LEAST_HEIGHT) / 2
    return left, middle - half, right, middle + half


def _moved(corners: _Corners, by: float) -> _Corners:
    left, bottom, right, top = corners
    return left + by, bottom, right + by, top


def _is_inside(place: tuple[str, _Corners], taken: Iterable[tuple[str, _Corners]]) -> bool:
    """Whether a link is part of another: WeasyPrint makes one for each element inside an `a`."""
    target, (left, bottom, right, top) = place
    middle = (bottom + top) / 2
    return any(
        other == target and x0 - 0.01 <= left and right <= x1 + 0.01 and y0 < middle < y1
        for other, (x0, y0, x1, y1) in taken
    )


def _aim(target: str, numbers: Sequence[int], plan: Plan) -> bytes:
    """The entry that says where a link leads; empty if nowhere."""
    inside = target[1:] if target.startswith("#") else ""
    if target.startswith(SCHEME):
        inside = unquote(target.removeprefix(SCHEME))
    if inside in plan.where:
        page, left, top = destination(plan.where[inside], numbers, plan)
        return b"/Dest[%d 0 R/XYZ %s %s 0]" % (page, number(left), number(top))
    if target.startswith(_SCHEMES):
        return b"/A<</Type/Action/S/URI/URI%s>>" % string(target)
    return b""


def _entries(annotation: Annotation, page: int, corners: _Corners, first_owner: int) -> bytes:
    """All of a link but where it leads."""
    key = b"/StructParent %d" % (first_owner + annotation.key) if annotation.key >= 0 else b""
    return b"%s/Rect%s/P %d 0 R%s" % (annotation.text, array(corners), page, key)
