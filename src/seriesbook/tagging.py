"""Tagged PDF from WeasyPrint's pages: marks in the content, and the tree that they belong to.

WeasyPrint's own tags follow its boxes: an element for each line, two for a paragraph over a page
break, an error for a decorative picture. Only its hooks are used (`Stream.marked`, `artifact`),
which say what is being drawn; `structure` knows where it belongs. What belongs together and is
drawn in one go is one sequence, so tags add little to a page.
"""

from __future__ import annotations

from contextlib import contextmanager
from types import MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from seriesbook.boxorder import BoxOrder
from seriesbook.structure import Area, Node, Piece, Tree
from seriesbook.structure_objects import write_structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from xml.etree.ElementTree import Element

    from seriesbook.faces import Faces

_END = b"EMC"
_SHOWN = b"] TJ"
_ARTIFACT = Node("Artifact")
_PT_PER_PX = 0.75
_SLACK = 0.02


class Tags:
    """The tags of one document; made before it is drawn, finished before it is written."""

    def __init__(self, root: Element, document: Any, faces: Faces) -> None:
        self._faces = faces
        self._tree = Tree(root)
        self._order = BoxOrder(self._tree, document.pages)
        self._streams: list[Canvas] = []
        for number, page in enumerate(document.pages):
            page.links[:] = distinct(page.links)
            page.paint = MethodType(self._painter(number), page)

    def finish(self, pdf: pydyf.PDF) -> None:
        """Add the structure tree to a PDF that WeasyPrint has drawn."""
        write_structure(pdf, self._tree.settled(), self._streams)

    def _painter(self, number: int) -> Callable[[Any, Stream, float], None]:
        def paint(page: Any, stream: Stream, scale: float = 1) -> None:
            self._take_links(page, number)
            stream.__class__ = Canvas
            stream.open(Sheet(number, page.height, self._order, self._faces), self._streams)
            Page.paint(page, stream, scale)
            # Of a long document, boxes are many; links have some of them until its end.
            for box in (page._page_box, *self._order.forget(page._page_box, number)):
                box.children = []

        return paint

    def _take_links(self, page: Any, number: int) -> None:
        """Add a page's annotations, which WeasyPrint has just made, to their nodes."""
        for _, _, _, box in page.links:
            place = self._order.of(box)
            if place is not None and box.link_annotation is not None:
                node, order = place
                link = next((n for n in node.line() if n.type == "Link"), node)
                link.kids.append(Area(order, number, box.link_annotation))


class Sheet(NamedTuple):
    """What a stream is for: a page (from 0), its height in px, the order of its boxes, fonts."""

    page: int
    height: float
    order: BoxOrder
    faces: Faces

    def place(self, box: Any) -> tuple[Node, float] | None:
        """Node and order of a box with content; None if it is decoration."""
        place = self.order.of(box)
        if place is not None and place[0].type == "Figure" and not place[0].attributes:
            place[0].attributes["Layout"] = {"BBox": self._bounds(box), "Placement": "/Block"}
        return place

    def _bounds(self, box: Any) -> list[float]:
        """A box on its page, in pt from the bottom left corner."""
        left, top = box.content_box_x(), box.content_box_y()
        sides = (left, self.height - top - box.height, left + box.width, self.height - top)
        return [round(side * _PT_PER_PX, 3) for side in sides]


class Canvas(Stream):  # type: ignore[misc]
    """A content stream in which all that is drawn belongs to a node, or is an artifact.

    Attributes:
        owners: nodes of its marked sequences, by their numbers.
        page: from 0.
        is_group: whether it is drawn on the page's own content.
    """

    def open(self, sheet: Sheet, streams: list[Canvas], *, is_group: bool = False) -> None:
        """Begin. `streams` are all of the document; this one joins them."""
        self.owners: list[Node] = []
        self.page = sheet.page
        self.is_group = is_group
        self._number = len(streams)
        self._sheet = sheet
        self._streams = streams
        self._last: Node | None = None
        self._order = 0.0
        self._is_open = False
        self._tags: dict[Any, Any] = {}  # without it, WeasyPrint would not tell artifacts
        streams.append(self)

    def clone(self, **kwargs: Any) -> Stream:
        """A stream for a group or a pattern. Within a marked sequence, it is part of that."""
        stream = super().clone(**(kwargs | {"tags": None}))
        if not self._is_open:
            stream.__class__ = Canvas
            stream.open(self._sheet, self._streams, is_group=True)
        return stream

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """What is drawn inside belongs to a box. Called by WeasyPrint."""
        del tag
        place = self._sheet.place(box)
        blank = isinstance(box, boxes.TextBox) and not box.text.strip()
        if blank and self._last is not None:  # nothing will be drawn
            node, order = self._last, self._order
        elif place is None or blank:
            node, order = _ARTIFACT, 0.0
        else:
            node, order = place
        opened = self._begin(node, order)
        yield
        if self._sheet.order.has_space(box):
            self._add_space()
        if opened:
            self._end()

    def _add_space(self) -> None:
        """End a line with the space that it broke at."""
        name, _ = self._old_font or ("", 0)
        code = self._sheet.faces.space(name)
        if code is not None and self.stream[-1:] == [b"ET"] and self.stream[-2].endswith(_SHOWN):
            glyphs = self.stream[-2].removesuffix(_SHOWN)
            opened = glyphs.removesuffix(b">") if glyphs.endswith(b">") else glyphs + b"<"
            self.stream[-2] = b"%s%04x>%s" % (opened, code, _SHOWN)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration. Called by WeasyPrint."""
        opened = self._begin(_ARTIFACT, 0)
        yield
        if opened:
            self._end()

    def _begin(self, node: Node, order: float) -> bool:
        """Begin a marked sequence, unless this is in one; whether there is one to end.

        The last one goes on if nothing comes between, neither here nor in reading.
        """
        if self._is_open:
            return False
        next_to = node is _ARTIFACT or order - self._order in {0, 1}
        if self._last is node and next_to and self.stream[-1:] == [_END]:
            self.stream.pop()
        elif node is _ARTIFACT:
            self.begin_marked_content(node.type)
        else:
            mcid = len(self.owners)
            self.owners.append(node)
            node.kids.append(Piece(order, self.page, self._number, mcid))
            self.begin_marked_content(node.type, pydyf.Dictionary({"MCID": mcid}))
        self._is_open, self._last, self._order = True, node, order
        return True

    def _end(self) -> None:
        self._is_open = False
        self.end_marked_content()


def distinct(links: Iterable[Any]) -> list[Any]:
    """Links of a page, without those inside another to the same place.

    WeasyPrint makes one for each element inside an `a`.
    """
    kept: list[Any] = []
    known: dict[Any, list[Any]] = {}
    for link in links:
        same = known.setdefault(link[:2], [])
        if not any(_is_inside(link, other) for other in same):
            same.append(link)
            kept.append(link)
    return kept


def _is_inside(link: Any, other: Any) -> bool:
    """Whether a link is in the place of another to the same target."""
    (left, top, right, bottom), (x0, y0, x1, y1) = link[2], other[2]
    middle = (top + bottom) / 2
    across = x0 - _SLACK <= left and right <= x1 + _SLACK
    return bool(across and y0 - _SLACK <= middle <= y1 + _SLACK)
