"""What a section's markup needs before it is printed: page numbers, sizes, folds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.addresses import holds_address, mark_addresses
from seriesbook.codelines import fold_code
from seriesbook.figures import fit_figures
from seriesbook.pagerefs import owners, with_page_numbers
from seriesbook.pieces import rewrite

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.model import Book, Section
    from seriesbook.pageshape import Shape
    from seriesbook.problems import Where


def printed(book: Book, page: Shape, page_label: str) -> Book:
    """Make a book's sections ready for a page of this shape.

    `page_label` is what a page number is called: `p. {page}`.
    """
    images = {asset.href: asset for asset in book.assets}
    owner = owners(book)

    def change(root: etree._Element, _where: Where) -> None:
        fit_figures(root, images, page)
        fold_code(root, page.code_columns)

    def mark(root: etree._Element, _where: Where) -> None:
        mark_addresses(root)

    def ready(section: Section) -> Section:
        numbered = with_page_numbers(section, owner, page_label)
        return rewrite(rewrite(numbered, _has_blocks, change), holds_address, mark)

    return replace(book, sections=tuple(map(ready, book.sections)))


def _has_blocks(markup: str) -> bool:
    return "<figure" in markup or "<pre" in markup
