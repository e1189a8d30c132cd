"""What the package says about accessibility: only what is true of these very pages.

Vocabulary: https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20241209/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.xhtml import XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seriesbook.model import Asset, Book
    from seriesbook.writers.epub.content import Document

_GIF = "image/gif"


def accessibility(
    book: Book, documents: Sequence[Document], assets: Sequence[Asset], page_source: str
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Properties, texts and further attributes of `meta` elements (EPUB Accessibility 1.1)."""
    pictures = [p for d in documents if d.role != "cover" for p in d.pictures]
    covers = [p for d in documents if d.role == "cover" for p in d.pictures]
    described = all(picture.described for picture in (*pictures, *covers))
    math = any("mathml" in document.properties for document in documents)
    yield "schema:accessMode", "textual", {}
    if pictures:
        yield "schema:accessMode", "visual", {}
    for mode in _sufficient(bool(pictures), described):
        yield "schema:accessModeSufficient", mode, {}
    for feature in _features(bool(pictures or covers), described, math, bool(page_source)):
        yield "schema:accessibilityFeature", feature, {}
    # A moving picture may flash; nobody has looked.
    moving = any(asset.media_type == _GIF for asset in assets)
    yield "schema:accessibilityHazard", "unknown" if moving else "none", {}
    notes = any(section.notes for section in book.sections)
    summary = " ".join(_summary(bool(pictures), described, math, notes, bool(page_source)))
    yield "schema:accessibilitySummary", summary, {XML_LANG: "en"}
    yield "pageBreakSource", page_source or "none", {}


def _sufficient(pictures: bool, described: bool) -> Iterator[str]:
    if described:
        yield "textual"
    if pictures:
        yield "textual,visual"


def _features(pictures: bool, described: bool, math: bool, pages: bool) -> Iterator[str]:
    yield from ("tableOfContents", "readingOrder", "structuralNavigation", "ARIA")
    yield "displayTransformability"
    if pictures and described:
        yield "alternativeText"
    if math:
        yield "MathML"
    if pages:
        yield from ("pageBreakMarkers", "pageNavigation")


def _summary(
    pictures: bool, described: bool, math: bool, notes: bool, pages: bool
) -> Iterator[str]:
    yield "The text can be enlarged, recoloured and read aloud in its order."
    yield "Contents with links lead to every essay."
    if notes:
        yield "Notes are linked from the text and back."
    if pictures and described:
        yield "Every image has a description."
    elif pictures:
        yield "Some images have no description."
    if math:
        yield "Formulas are given as MathML."
    if pages:
        yield "Page numbers are those of the print edition; its pages can be gone to."
    else:
        yield "The book has no page numbers of a print edition."
