"""A structure tree as objects of a PDF (ISO 32000-1 §14.7).

The tree of a fragment will become part of a book's: its top element has no parent yet, and what
the joiner must find again (groups, figures) is listed in entries of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pydyf

from seriesbook.structure import Area, Node, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

# Entries of a fragment's structure root that no finished book has.
GROUPS, FIGURES = "SeriesbookGroups", "SeriesbookFigures"


class Stream(Protocol):
    """A content stream with marked sequences."""

    owners: list[Node]
    page: int
    is_group: bool
    extra: Any
    reference: bytes


def write_structure(pdf: pydyf.PDF, top: Node, streams: Sequence[Stream]) -> None:
    """Add a tree to a PDF, and to its pages, groups and links the way back to it."""
    writer = _Writer(pdf, streams)
    writer.element(top, None)
    parents = pydyf.Dictionary({"Nums": writer.parents()})
    pdf.add_object(parents)
    root = pydyf.Dictionary(
        {
            "Type": "/StructTreeRoot",
            "K": writer.objects[top].reference,
            "ParentTree": parents.reference,
        }
    )
    if writer.ids:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(writer.ids)})
    groups = [stream.reference for stream in streams if stream.is_group and stream.owners]
    for key, references in ((GROUPS, groups), (FIGURES, writer.figures)):
        if references:
            root[key] = pydyf.Array(references)
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference


class _Writer:
    """Makes objects of nodes, and notes what leads back to them."""

    def __init__(self, pdf: pydyf.PDF, streams: Sequence[Stream]) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._streams = streams
        self._annotations: list[tuple[Any, Node]] = []
        self.objects: dict[Node, pydyf.Dictionary] = {}
        self.ids: list[Any] = []
        self.figures: list[bytes] = []

    def element(self, node: Node, parent: pydyf.Dictionary | None) -> pydyf.Dictionary:
        """The object of a node, with all below it."""
        made = pydyf.Dictionary({"S": f"/{node.type}"})
        self._pdf.add_object(made)
        self.objects[node] = made
        if parent is not None:
            made["P"] = parent.reference
        page = next((kid.page for kid in node.kids if isinstance(kid, Piece)), None)
        if page is not None:
            made["Pg"] = self._pages[page]
        kids = [self._kid(kid, node, page) for kid in node.kids]
        if kids:  # a link may be taken out of a list
            alone = len(kids) == 1 and not isinstance(node.kids[0], Area)
            made["K"] = kids[0] if alone else pydyf.Array(kids)
        self._describe(node, made)
        return made

    def _kid(self, kid: Node | Piece | Area, node: Node, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self.element(kid, self.objects[node]).reference
        if isinstance(kid, Area):
            self._annotations.append((kid.annotation, node))
            return pydyf.Dictionary(
                {
                    "Type": "/OBJR",
                    "Obj": kid.annotation.reference,
                    "Pg": self._pages[kid.page],
                }
            )
        stream = self._streams[kid.stream]
        if kid.page == page and not stream.is_group:
            return kid.mcid
        made = pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.mcid})
        if stream.is_group:
            made["Stm"] = stream.reference
        return made

    def _describe(self, node: Node, made: pydyf.Dictionary) -> None:
        for key, text in (("Lang", node.language), ("Alt", node.alt), ("ID", node.id)):
            if text:
                made[key] = pydyf.String(text)
        if node.id:
            self.ids += [pydyf.String(node.id), made.reference]
        if node.type == "Figure" and "Layout" in node.attributes:
            self.figures.append(made.reference)
        attributes = [
            pydyf.Dictionary(
                {
                    "O": f"/{owner}",
                    **{k: pydyf.Array(v) if isinstance(v, list) else v for k, v in values.items()},
                }
            )
            for owner, values in node.attributes.items()
        ]
        if attributes:
            made["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)

    def parents(self) -> pydyf.Array:
        """The parent tree's numbers; each is written into what it belongs to."""
        entries: list[Any] = []
        page_objects = [self._pdf.objects[n] for n in self._pdf.pages["Kids"][::3]]
        key = 0
        for page in page_objects:
            page["Tabs"] = "/S"
        for stream in self._streams:
            if stream.owners:
                holder = stream.extra if stream.is_group else page_objects[stream.page]
                holder["StructParents"] = key
                owners = pydyf.Array(self.objects[node].reference for node in stream.owners)
                entries += [key, owners]
                key += 1
        for annotation, node in self._annotations:
            annotation["StructParent"] = key
            annotation["Contents"] = pydyf.String(node.words or "link")
            entries += [key, self.objects[node].reference]
            key += 1
        return pydyf.Array(entries)
