"""Links of a finished PDF: to places in it, or to the web."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from pikepdf import Array, Name

from seriesbook.writers.pdf.drafts import SCHEME
from seriesbook.writers.pdf.moving import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pikepdf

    from seriesbook.writers.pdf.heads import Place
    from seriesbook.writers.pdf.plan import Plan

_SCHEMES = ("https:", "http:", "mailto:")
_LEAST_HEIGHT = 8.0
_HEADROOM = 12.0
_Corners = tuple[float, float, float, float]


def aim_links(
    page: pikepdf.Page, numbers: Sequence[int], plan: Plan, position: int
) -> list[pikepdf.Object]:
    """Turn a page's links into destinations of the book, whose pages have these `numbers`.

    Returns those that were dropped: they lead nowhere, or lie within another.
    """
    shift = plan.offset(position)
    kept: list[pikepdf.Object] = []
    dropped: list[pikepdf.Object] = []
    taken: list[tuple[str, _Corners]] = []
    for annotation in page.obj.get("/Annots", Array()):
        place = (_address(annotation), _corners(annotation))
        if _is_inside(place, taken) or not _aim(annotation, numbers, plan):
            dropped.append(annotation)
            continue
        left, bottom, right, top = place[1]
        moved = (left + shift, bottom, right + shift, top)
        annotation.Rect = Array([round(n, 3) for n in moved])
        annotation.P = page.obj
        kept.append(annotation)
        taken.append(place)
    if kept:
        page.obj.Annots = Array(kept)
    elif "/Annots" in page.obj:
        del page.obj["/Annots"]
    return dropped


def _corners(annotation: pikepdf.Object) -> _Corners:
    """A link's rectangle, high enough to be hit (`line-height: 0` leaves one without height)."""
    left, y0, right, y1 = (float(n) for n in annotation.Rect)
    middle, half = (y0 + y1) / 2, max(abs(y1 - y0), _LEAST_HEIGHT) / 2
    return left, middle - half, right, middle + half


def _is_inside(place: tuple[str, _Corners], taken: Iterable[tuple[str, _Corners]]) -> bool:
    """Whether a link is part of another: WeasyPrint makes one for each element inside an `a`."""
    address, (left, bottom, right, top) = place
    middle = (bottom + top) / 2
    return any(
        other == address and x0 - 0.01 <= left and right <= x1 + 0.01 and y0 < middle < y1
        for other, (x0, y0, x1, y1) in taken
    )


def _aim(annotation: pikepdf.Object, numbers: Sequence[int], plan: Plan) -> bool:
    """Point a link at its place; False if it has none."""
    address = _address(annotation)
    if not address.startswith(SCHEME):
        return address.startswith(_SCHEMES)
    target = unquote(address.removeprefix(SCHEME))
    if target not in plan.where:
        return False
    annotation.Dest = destination(plan.where[target], numbers, plan)
    if "/A" in annotation:
        del annotation["/A"]
    return True


def _address(annotation: pikepdf.Object) -> str:
    """Where a link of a fragment leads: within the book in a scheme of our own."""
    if "/Dest" in annotation:
        return SCHEME + str(annotation.Dest)
    return str(annotation.A.URI)


def destination(place: Place, numbers: Sequence[int], plan: Plan) -> Array:
    """An explicit destination: a point of a page, zoom unchanged.

    Readers put the point at the window's top edge, so it lies a little above what is meant.
    """
    position, x, y = place
    left = max(x + plan.offset(position), 0.0)
    top = plan.height(position) - max(y - _HEADROOM, 0.0)
    page = reference(numbers[position])
    return Array([page, Name.XYZ, round(left, 3), round(top, 3), 0])
