"""Joins fragments into one PDF and mends what joining breaks.

The book is written as it is made: a fragment is opened, changed, moved into the file, and
forgotten. Pages are wrapped, not rewritten: `q 1 0 0 1 d 0 cm … Q` moves a page's text towards
the outside edge, and heads and folios are laid over it as form XObjects.
"""

from __future__ import annotations

import io
import zlib
from itertools import groupby
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from seriesbook.writers.pdf.bookfile import BookFile
from seriesbook.writers.pdf.boxes import add_boxes, crop_marks
from seriesbook.writers.pdf.folios import sheets_of
from seriesbook.writers.pdf.fonts import embed_fonts
from seriesbook.writers.pdf.links import aim_links
from seriesbook.writers.pdf.moving import Mover, reference
from seriesbook.writers.pdf.sharing import Shared
from seriesbook.writers.pdf.tags import BookTags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seriesbook.spool import Kept
    from seriesbook.writers.pdf.boxes import Finish
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.folios import Sheet
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.plan import Plan
    from seriesbook.writers.pdf.sharing import Resources
    from seriesbook.writers.pdf.tags import FragmentTags

_OVERLAYS = ("/SeriesbookHead", "/SeriesbookFolio")
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
        self._shared = Shared({name: self._mover.number(font) for name, font in fonts.items()})
        self._tags = BookTags(file)
        self._streams: dict[bytes, int] = {}
        self._forms = self._with_forms()

    def write_pages(self) -> None:
        """Write all pages, in order."""
        for name, sides in groupby(enumerate(self._plan.sides), key=lambda one: one[1].name):
            if name:
                self._fragment(name, list(sides))
            else:
                for position, _ in sides:
                    self._blank(position)

    def finished(self) -> Kept:
        """Write what holds the book together; the whole file."""
        kids = b" ".join(b"%d 0 R" % number for number in self.numbers)
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
        plan = self._plan
        sheets = dict.fromkeys(sheet for side in plan.sides for sheet in sheets_of(side))
        documents: dict[str, list[Sheet]] = {}
        for sheet in sheets:
            documents.setdefault(plan.layer.places[sheet][0], []).append(sheet)
        forms: dict[Sheet, int] = {}
        for name, shown in documents.items():
            with pikepdf.open(io.BytesIO(plan.layer.documents[name].pdf)) as pdf:
                mover = Mover(pdf, self._file)
                resources = self._shared.among(pdf, mover)
                for sheet in shown:
                    form = pdf.pages[plan.layer.places[sheet][1]].as_form_xobject()
                    form.Resources = resources.ready(form.Resources)
                    forms[sheet] = mover.number(form)
                mover.move()
        return forms

    def _fragment(self, name: str, sides: Sequence[tuple[int, Side]]) -> None:
        with pikepdf.open(io.BytesIO(self._plan.layouts[name].pdf)) as pdf:
            mover = Mover(pdf, self._file)
            tags = self._tags.begin(pdf)
            resources = self._shared.among(pdf, mover)
            pages = list(pdf.pages)
            for page, (position, side) in zip(pages, sides, strict=True):
                mover.place(page.obj, self.numbers[position])
                self._page(page, position, side, resources, tags)
            first = sides[0][0]
            tags.move_figures(pages, lambda index: self._plan.offset(first + index))
            self._tags.take(tags, mover)
            mover.move()

    def _page(
        self,
        page: pikepdf.Page,
        position: int,
        side: Side,
        resources: Resources,
        tags: FragmentTags,
    ) -> None:
        forms = [reference(self._forms[sheet]) for sheet in sheets_of(side)]
        _wrap(page, forms, resources.ready(page.obj.Resources), self._around(position, len(forms)))
        for dropped in aim_links(page, self.numbers, self._plan, position):
            tags.drop(dropped)
        self._complete(page.obj, position)

    def _blank(self, position: int) -> None:
        page = Dictionary(Type=Name.Page, Resources=Dictionary())
        self._complete(page, position)
        self._file.add(self.numbers[position], self._mover.text(page))

    def _complete(self, page: pikepdf.Object, position: int) -> None:
        """Give a page its boxes, its crop marks, and its place in the tree of pages."""
        add_boxes(page, position, self._finish)
        page.Parent = reference(self._tree)
        if self._finish.marks:
            page.Contents = Array([*page.get("/Contents", ()), self._stream(self._marks())])

    def _marks(self) -> bytes:
        return crop_marks(self._finish)

    def _around(self, position: int, count: int) -> tuple[Name, Name]:
        """Content streams to put before and after a page's own, with so many overlays."""
        move = f"1 0 0 1 {self._plan.offset(position):g} 0 cm".encode()
        draw = b"".join(b" %s Do" % name.encode() for name in _OVERLAYS[:count])
        draw = _ARTIFACT % draw if draw else b""
        return self._stream(b"q " + move), self._stream(b"Q q " + move + draw + b" Q")

    def _stream(self, data: bytes) -> Name:
        if data not in self._streams:
            self._streams[data] = number = self._file.number()
            self._file.add_stream(number, b"/Filter/FlateDecode", zlib.compress(data))
        return reference(self._streams[data])


def _used(plan: Plan) -> Iterator[Fragment]:
    """Layouts that have a page in the book, or are laid over one."""
    sheets = {sheet for side in plan.sides for sheet in sheets_of(side)}
    over = {plan.layer.places[sheet][0] for sheet in sheets}
    names = {side.name for side in plan.sides if side.name}
    yield from (plan.layouts[name] for name in sorted(names))
    yield from (plan.layer.documents[name] for name in sorted(over))


def _wrap(
    page: pikepdf.Page,
    forms: Iterable[Name],
    resources: pikepdf.Object,
    around: tuple[Name, Name],
) -> None:
    """Move a page's text for the binding and lay head and folio over it."""
    own = Dictionary({key: value for key, value in resources.items() if key != "/XObject"})
    objects = dict(resources.get("/XObject", Dictionary()).items())
    own.XObject = Dictionary(objects | dict(zip(_OVERLAYS, forms, strict=False)))
    page.obj.Resources = own
    before, after = around
    page.obj.Contents = Array([before, page.obj.Contents, after])
