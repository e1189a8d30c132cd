"""One file per rule, Book to Book; `PASSES` is their order.

A pass takes a book and a `PassContext` and gives an `Outcome[Book]`. It works on canonical
markup, touches only sections that hold what it is about, and never raises for what an author
may have written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.faults import at_work
from seriesbook.passes.bios import join_bios
from seriesbook.passes.contents import make_contents
from seriesbook.passes.empty_notes import drop_empty_notes
from seriesbook.passes.ids import check_ids
from seriesbook.passes.images import resolve_images
from seriesbook.passes.link_notes import note_links
from seriesbook.passes.links import resolve_links
from seriesbook.passes.page_notes import set_page_notes
from seriesbook.problems import Outcome, Where

if TYPE_CHECKING:
    from seriesbook.model import Book, Source


@dataclass(frozen=True, slots=True)
class PassContext:
    """What passes need beside the book: the series folder's images by relative path."""

    images: Mapping[str, Source]


Pass = Callable[["Book", PassContext], "Outcome[Book]"]

# Links and images first, while each section still has its own file. Ids are checked when all of
# them are there, and before the notes of a page are written into the text.
PASSES: Mapping[str, Pass] = {
    "links": resolve_links,
    "images": resolve_images,
    "bios": join_bios,
    "link-notes": note_links,
    "ids": check_ids,
    "page-notes": set_page_notes,
    "empty-notes": drop_empty_notes,
    "contents": make_contents,
}


def run(book: Book, images: Mapping[str, Source]) -> Outcome[Book]:
    """Run all passes in order and gather their problems."""
    context = PassContext(images)
    outcome = Outcome(book)
    for name, step in PASSES.items():
        with at_work(f"going through all texts ({name})", Where("build")):
            result = step(outcome.value, context)
        outcome = Outcome(result.value, outcome.problems + result.problems)
    return outcome
