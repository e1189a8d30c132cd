"""Figures in print: each picture gets a height of whole lines, so that the text after it is back
on the grid, and one that has a page of its own fills it, upright or turned.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.model import Asset
    from seriesbook.pageshape import Shape

_PT_PER_PX = 0.75
# Lines that a caption may take besides the picture, with the line between them and the text.
_CAPTION_LINE = 60  # characters
# A picture may lose this much of a line rather than take another.
_SLACK = 0.2


def fit_figures(root: etree._Element, assets: Mapping[str, Asset], page: Shape) -> None:
    """Give the pictures below `root` their sizes, in place. `assets` are images by href."""
    for figure in list(xhtml.elements(root, "figure")):
        classes = (figure.get("class") or "").split()
        for image in xhtml.elements(figure, "img"):
            asset = assets.get(image.get("src", ""))
            if asset is None or not asset.width or "full-bleed" in classes:
                continue
            if "turned" in classes:
                _size(image, asset, page, page.lines * page.leading, page.width / page.leading)
                _turn(figure, page)
            else:
                whole = "full-page" in classes
                lines = page.lines - _caption_lines(figure)
                _size(image, asset, page, page.width, lines, grow=whole)


def _size(
    image: etree._Element, asset: Asset, page: Shape, width: float, lines: float, *,
    grow: bool = True,
) -> None:  # fmt: skip
    """Set a picture's size: within a width in pt and a number of lines; larger only if `grow`."""
    natural = asset.width * _PT_PER_PX
    shown = width if grow else min(natural, width)
    height = shown * asset.height / asset.width
    rows = max(1, ceil(height / page.leading - _SLACK))
    if rows > lines:
        rows = max(1, int(lines))
        shown = rows * page.leading * asset.width / asset.height
    style = f"height: {rows}rlh; width: {shown:.2f}pt"
    image.set("style", style)


def _caption_lines(figure: etree._Element) -> int:
    caption = next(xhtml.elements(figure, "figcaption"), None)
    if caption is None:
        return 0
    return 1 + len(xhtml.text_of(caption)) // _CAPTION_LINE


def _turn(figure: etree._Element, page: Shape) -> None:
    """Lay a figure on its side, its foot to the right, in the middle of its page."""
    long, short = page.lines * page.leading, page.width
    turned = etree.Element("div", {"class": "turn"})
    turned.set(
        "style",
        f"left: {(short - long) / 2:.2f}pt; top: {(long - short) / 2:.2f}pt;"
        f" width: {long:g}pt; height: {short:.2f}pt",
    )
    turned.text, figure.text = figure.text, None
    turned.extend(list(figure))
    figure.append(turned)
    caption = next(xhtml.elements(figure, "figcaption"), None)
    lines = 0 if caption is None else _caption_lines(figure)
    for image in xhtml.elements(figure, "img"):
        # Room for the caption is taken from the picture's height.
        style = image.get("style", "")
        image.set("style", f"{style}; max-height: {short - lines * page.leading:.2f}pt")
