"""Running heads of the notes, "Notes to pages 12–19": known only when every page has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seriesbook.writers.pdf.pagination import positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seriesbook.rendition import Rendition
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.pagination import Side


class Place(NamedTuple):
    """A point of the book: position of its page, and x and y in pt from the page's top left."""

    position: int
    x: float
    y: float


def destinations(layouts: Mapping[str, Fragment], sides: Sequence[Side]) -> dict[str, Place]:
    """Where each id stands."""
    places = positions(sides)
    found: dict[str, Place] = {}
    for name, made in layouts.items():
        for anchor in made.anchors:
            if (name, anchor.page) in places:
                place = Place(places[name, anchor.page], anchor.x, anchor.y)
                found.setdefault(anchor.id, place)
    return found


def notes_heads(
    rendition: Rendition,
    layouts: Mapping[str, Fragment],
    sides: Sequence[Side],
    where: Mapping[str, Place],
) -> dict[int, str]:
    """Heads of the pages of notes, by position: the folios of the marks whose notes they hold.

    A note that goes on over a page break belongs to both pages (an anchor on each).
    """
    marks = {
        note.id: note.references[0]
        for section in rendition.book.sections
        for note in section.notes
        if note.references
    }
    places = positions(sides)
    names = [page.name for page in rendition.pages if page.role == "notes"]
    heads: dict[int, str] = {}
    for name in names:
        cited: dict[int, set[int]] = {}
        for anchor in layouts[name].anchors:
            mark = marks.get(anchor.id)
            if mark is not None and mark in where:
                cited.setdefault(anchor.page, set()).add(where[mark].position)
        for index, pages in cited.items():
            first, last = sides[min(pages)].folio, sides[max(pages)].folio
            heads[places[name, index]] = _words(rendition, first, last)
    return heads


def _words(rendition: Rendition, first: str, last: str) -> str:
    key = "notes-to-page" if first == last else "notes-to-pages"
    text = rendition.label(key)
    for field, value in (("{first}", first), ("{last}", last), ("{page}", first)):
        text = text.replace(field, value)
    return text
