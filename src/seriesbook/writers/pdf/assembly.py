"""Joins fragments into one PDF and mends what joining breaks.

Pages are wrapped, not rewritten: `q 1 0 0 1 d 0 cm … Q` moves a page's text towards the outside
edge, and heads and folios are laid over it as form XObjects.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary

from seriesbook.writers.pdf.folios import sheets_of
from seriesbook.writers.pdf.fonts import embed_fonts
from seriesbook.writers.pdf.links import aim_links
from seriesbook.writers.pdf.sharing import Shared
from seriesbook.writers.pdf.tags import BookTags

if TYPE_CHECKING:
    from seriesbook.typeset import Layout
    from seriesbook.writers.pdf.folios import Sheet
    from seriesbook.writers.pdf.plan import Plan

_OVERLAYS = ("/SeriesbookHead", "/SeriesbookFolio")
# Neither belongs to the text (ISO 32000-1 §14.8.2.2).
_ARTIFACT = b" /Artifact <</Type /Pagination>> BDC%s EMC"


def assemble(plan: Plan) -> pikepdf.Pdf:
    """Join the pages of a book; links, folios and heads in place."""
    pdf = pikepdf.new()
    tags = BookTags(pdf)
    _append_pages(pdf, plan, tags)
    pages = list(pdf.pages)
    shared = Shared(embed_fonts(pdf, _used(plan), plan.fonts))
    overlays = _Overlays(pdf, plan, shared)
    for position, (page, side) in enumerate(zip(pages, plan.sides, strict=True)):
        if side.name:
            resources = shared.resources(pdf, page.obj.Resources)
            _wrap(page, overlays, position, resources)
            for dropped in aim_links(page, pages, plan, position):
                tags.drop(dropped)
    tags.finish(pages, plan)
    return pdf


def _used(plan: Plan) -> list[Layout]:
    """Layouts that have a page in the book, or are laid over one."""
    sheets = {sheet for side in plan.sides for sheet in sheets_of(side)}
    over = {plan.layer.places[sheet][0] for sheet in sheets}
    names = {side.name for side in plan.sides if side.name}
    return [
        *(plan.layouts[name] for name in sorted(names)),
        *(plan.layer.documents[name] for name in sorted(over)),
    ]


def _append_pages(pdf: pikepdf.Pdf, plan: Plan, tags: BookTags) -> None:
    done: set[str] = set()
    for side in plan.sides:
        if not side.name:
            page = pdf.add_blank_page(page_size=plan.size)
            page.obj.TrimBox = page.obj.MediaBox
            page.obj.BleedBox = page.obj.MediaBox
        elif side.name not in done:
            done.add(side.name)
            with pikepdf.open(io.BytesIO(plan.layouts[side.name].pdf)) as fragment:
                for key in ("/Names", "/Outlines"):  # the book's own are made from the plan
                    if key in fragment.Root:
                        del fragment.Root[key]
                first = len(pdf.pages)
                for page in fragment.pages:
                    pdf.pages.append(page)
                tags.add(fragment, pdf.pages[first:])


class _Overlays:
    """Heads and folios as form XObjects, each copied once, and the streams that place them."""

    def __init__(self, pdf: pikepdf.Pdf, plan: Plan, shared: Shared) -> None:
        self._pdf = pdf
        self._plan = plan
        self._shared = shared
        self._files: dict[str, pikepdf.Pdf] = {}
        self._forms: dict[Sheet, pikepdf.Object] = {}
        self._streams: dict[bytes, pikepdf.Object] = {}

    def forms(self, position: int) -> list[pikepdf.Object]:
        """Form XObjects for a page."""
        return [self._form(sheet) for sheet in sheets_of(self._plan.sides[position])]

    def around(self, position: int, count: int) -> tuple[pikepdf.Object, pikepdf.Object]:
        """Content streams to put before and after a page's own, with so many overlays."""
        move = f"1 0 0 1 {self._plan.offset(position):g} 0 cm".encode()
        draw = b"".join(b" %s Do" % name.encode() for name in _OVERLAYS[:count])
        draw = _ARTIFACT % draw if draw else b""
        return self._stream(b"q " + move), self._stream(b"Q q " + move + draw + b" Q")

    def _stream(self, data: bytes) -> pikepdf.Object:
        if data not in self._streams:
            self._streams[data] = self._pdf.make_stream(data)
        return self._streams[data]

    def _form(self, sheet: Sheet) -> pikepdf.Object:
        if sheet not in self._forms:
            name, index = self._plan.layer.places[sheet]
            if name not in self._files:
                data = self._plan.layer.documents[name].pdf
                self._files[name] = pikepdf.open(io.BytesIO(data))
            source = self._files[name].pages[index]
            form = self._pdf.copy_foreign(source.as_form_xobject())
            form.Resources = self._shared.resources(self._pdf, form.Resources)
            self._forms[sheet] = form
        return self._forms[sheet]


def _wrap(
    page: pikepdf.Page, overlays: _Overlays, position: int, resources: pikepdf.Object
) -> None:
    """Move a page's text for the binding and lay head and folio over it."""
    forms = overlays.forms(position)
    own = Dictionary({key: value for key, value in resources.items() if key != "/XObject"})
    objects = dict(resources.get("/XObject", Dictionary()).items())
    own.XObject = Dictionary(objects | dict(zip(_OVERLAYS, forms, strict=False)))
    page.obj.Resources = own
    before, after = overlays.around(position, len(forms))
    page.obj.Contents = Array([before, page.obj.Contents, after])
