"""Whether a laid-out page runs over its edge, where the paper is cut.

Imported by `engine` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

_OVER = 1.0  # CSS px


def bleeds(page: Any) -> bool:
    """Whether a page's ground, or a picture or a coloured block, reaches over its edge.

    Only a page that has room for bleed can; what is turned by a transform is passed over.
    """
    if not any(page.bleed.values()):
        return False
    ground = page._page_box.background
    painted = ground.color.alpha > 0 or any(layer.image is not None for layer in ground.layers)
    return painted or any(_reaches_over(box, page) for box in _boxes(page._page_box))


def _boxes(box: Any) -> Iterator[Any]:
    """A box and all inside it, those too that are positioned and hide behind a placeholder."""
    box = getattr(box, "_box", box)
    if box.style["transform"]:
        return
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _reaches_over(box: Any, page: Any) -> bool:
    """Whether a box is painted and larger than the page."""
    block = isinstance(box, boxes.BlockLevelBox) and box.background is not None
    if not block and not isinstance(box, boxes.ReplacedBox):
        return False
    right, bottom = box.position_x + box.margin_width(), box.position_y + box.margin_height()
    return bool(
        min(box.position_x, box.position_y) < -_OVER
        or right > page.width + _OVER
        or bottom > page.height + _OVER
    )
