"""Joins fragments into one PDF and mends what joining breaks.

The book is written as it is made: a fragment is read, filled with numbers of the book's, written,
and forgotten. Pages are wrapped, not rewritten: `q 1 0 0 1 d 0 cm … Q` moves a page's text towards
the outside edge, and heads and folios are laid over it as form XObjects.
"""

from __future__ import annotations

import zlib
from itertools import chain, groupby
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Dictionary

from seriesbook.writers.pdf.bookfile import BookFile
from seriesbook.writers.pdf.boxes import boxes, crop_marks
from seriesbook.writers.pdf.fonts import embed_fonts
from seriesbook.writers.pdf.joining import Joiner, Outside
from seriesbook.writers.pdf.links import NOWHERE, aimed
from seriesbook.writers.pdf.moving import Mover, reference
from seriesbook.writers.pdf.syntax import array, references
from seriesbook.writers.pdf.tags import BookTags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seriesbook.parts import Figure, Parts
    from seriesbook.spool import Kept
    from seriesbook.writers.pdf.boxes import Finish
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.folios import Sheet
    from seriesbook.writers.pdf.joining import Joined
    from seriesbook.writers.pdf.plan import Plan

_OVERLAYS = (b"/SeriesbookHead", b"/SeriesbookFolio")
# Neither belongs to the text (ISO 32000-1 §14.8.2.2).
_ARTIFACT = b" /Artifact <</Type /Pagination>> BDC%s EMC"


class Assembly:
    """A book that is being written: its pages with links, folios and heads.

    Attributes:
        frame: a PDF without pages, whose catalog and document information become the book's.
        numbers: those of the pages.
    """

    def __init__(self, plan: Plan, finish: Finish) -> None:
        self._plan, self._finish = plan, finish
        self._file = file = BookFile()
        self.frame = pikepdf.new()
        self._mover = Mover(self.frame, file)
        self.numbers = [file.number() for _ in plan.sides]
        self._tree = file.number()
        fonts = embed_fonts(self.frame, _used(plan), plan.fonts)
        self._tags = BookTags(file)
        numbers = {name: self._mover.number(font) for name, font in fonts.items()}
        self._joiner = Joiner(file, numbers, self._tags.document)
        self._boxes = tuple(boxes(position, finish) for position in (0, 1))
        self._streams: dict[bytes, int] = {}
        self._forms = self._with_forms()

    def write_pages(self) -> None:
        """Write all pages, in order."""
        for name, sides in groupby(enumerate(self._plan.sides), key=lambda one: one[1].name):
            if name:
                positions = [position for position, _ in sides]
                self._fragment(self._plan.layouts[name].parts, positions)
            else:
                for position, _ in sides:
                    self._page(position, b"/Resources<<>>", [])

    def finished(self) -> Kept:
        """Write what holds the book together; the whole file."""
        kids = references(self.numbers)
        pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.numbers), kids)
        self._file.add(self._tree, pages)
        root = self.frame.Root
        root.Pages = reference(self._tree)
        root.StructTreeRoot = reference(self._tags.finish())
        root.MarkInfo = Dictionary(Marked=True)
        ends = self._mover.number(root), self._mover.number(self.frame.trailer.Info)
        self._mover.move()
        return self._file.finish(*ends)

    def _with_forms(self) -> dict[Sheet, int]:
        """Write heads and folios as form XObjects, each once."""
        layer = self._plan.layer
        sheets = dict.fromkeys(chain.from_iterable(self._plan.over))
        documents: dict[str, list[Sheet]] = {}
        for sheet in sheets:
            documents.setdefault(layer.places[sheet][0], []).append(sheet)
        forms: dict[Sheet, int] = {}
        for name, shown in documents.items():
            document = layer.documents[name]
            parts = document.parts
            joined = self._joiner.join(parts, Outside.nothing(parts))
            for sheet in shown:
                page = layer.places[sheet][1]
                size = document.sheets[page]
                entries, data = joined.content(page)
                form = b"/Type/XObject/Subtype/Form/BBox%s%s%s" % (
                    array((0, 0, size.width, size.height)),
                    joined.resources(),
                    entries,
                )
                forms[sheet] = self._file.number()
                self._file.add_stream(forms[sheet], form, data)
        return forms

    def _fragment(self, parts: Parts, positions: Sequence[int]) -> None:
        """Write a document, whose pages stand together in the book."""
        links = self._links(parts, positions)
        outside = Outside(
            annotations=[number for number, _ in links],
            pages=[self.numbers[position] for position in positions],
            first_owner=self._tags.next_owner,
            figures=[self._figure(figure, positions) for figure in parts.figures],
        )
        joined = self._joiner.join(parts, outside)
        self._tags.take(joined)
        on_pages: dict[int, list[int]] = {}
        for annotation, (number, text) in zip(parts.annotations, links, strict=True):
            if text:
                self._file.add(number, text)
                on_pages.setdefault(annotation.page, []).append(number)
        for index, position in enumerate(positions):
            self._sheet(joined, index, position, on_pages.get(index, ()))

    def _sheet(
        self, joined: Joined, index: int, position: int, annotations: Sequence[int]
    ) -> None:
        """Write a page of a document: what draws it, and the page itself."""
        content, (entries, data) = self._file.number(), joined.content(index)
        self._file.add_stream(content, entries, data)
        forms = [self._forms[sheet] for sheet in self._plan.over[position]]
        before, after = self._around(position, len(forms))
        overlays = b"".join(b"%s %d 0 R" % one for one in zip(_OVERLAYS, forms, strict=False))
        listed = b"/Annots[%s]" % references(annotations) if annotations else b""
        more = joined.resources(overlays) + listed + joined.lines.pages[index]
        self._page(position, more, [before, content, after])

    def _links(self, parts: Parts, positions: Sequence[int]) -> list[tuple[int, bytes]]:
        """All links of a document: numbers and texts; no text for those that are dropped."""
        made: list[tuple[int, bytes]] = []
        first = self._tags.next_owner
        for page, links in groupby(parts.annotations, key=lambda one: one.page):
            texts = aimed(links, self.numbers, self._plan, positions[page], first)
            made += [(self._file.number() if text else NOWHERE, text) for text in texts]
        return made

    def _figure(self, figure: Figure, positions: Sequence[int]) -> bytes:
        """The box of a figure on a page that is moved for the binding."""
        left, bottom, right, top = figure.corners
        by = self._plan.offset(positions[figure.page])
        return array((left + by, bottom, right + by, top))[1:-1]

    def _page(self, position: int, entries: bytes, contents: list[int]) -> None:
        """Write a page, with its boxes and crop marks, and its place in the tree of pages."""
        if self._finish.marks:
            contents = [*contents, self._stream(crop_marks(self._finish))]
        drawn = b"/Contents[%s]" % references(contents) if contents else b""
        self._file.add(
            self.numbers[position],
            b"<</Type/Page/Parent %d 0 R%s%s%s>>"
            % (self._tree, self._boxes[position % 2], drawn, entries),
        )

    def _around(self, position: int, count: int) -> tuple[int, int]:
        """Content streams to put before and after a page's own, with so many overlays."""
        move = f"1 0 0 1 {self._plan.offset(position):g} 0 cm".encode()
        draw = b"".join(b" %s Do" % name for name in _OVERLAYS[:count])
        draw = _ARTIFACT % draw if draw else b""
        return self._stream(b"q " + move), self._stream(b"Q q " + move + draw + b" Q")

    def _stream(self, data: bytes) -> int:
        if data not in self._streams:
            self._streams[data] = number = self._file.number()
            self._file.add_stream(number, b"/Filter/FlateDecode", zlib.compress(data))
        return self._streams[data]


def _used(plan: Plan) -> Iterator[Fragment]:
    """Layouts that have a page in the book, or are laid over one."""
    over = {plan.layer.places[sheet][0] for sheet in chain.from_iterable(plan.over)}
    names = {side.name for side in plan.sides if side.name}
    yield from (plan.layouts[name] for name in sorted(names))
    yield from (plan.layer.documents[name] for name in sorted(over))
