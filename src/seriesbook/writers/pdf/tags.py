"""One structure tree for a book, from those of its fragments.

A fragment's tree is made with the fragment and cached with it. Joining renumbers what leads from
pages and links to the tree (ISO 32000-1 §14.7.4.4) and touches no element but the topmost, so it
costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name

from seriesbook.structure_objects import FIGURES, GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pikepdf

    from seriesbook.writers.pdf.plan import Plan


class BookTags:
    """The structure of a book that is being put together."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._document = pdf.make_indirect(Dictionary(S=Name.Document))
        self._sections: list[pikepdf.Object] = []
        self._owners: list[pikepdf.Object] = []  # what each number of the parent tree leads to
        self._figures: list[pikepdf.Object] = []
        self._ids: list[tuple[bytes, pikepdf.Object, pikepdf.Object]] = []

    def add(self, fragment: pikepdf.Pdf, pages: Iterable[pikepdf.Page]) -> None:
        """Take in the tree of a fragment, whose pages are in the book already."""
        tree = self._pdf.copy_foreign(fragment.Root.StructTreeRoot)
        tree.K.P = self._document
        self._sections.append(tree.K)
        first = len(self._owners)
        self._owners += list(tree.ParentTree.Nums)[1::2]
        for page in pages:
            _renumber(page.obj, "/StructParents", first)
            for annotation in page.obj.get("/Annots", ()):
                _renumber(annotation, "/StructParent", first)
        for group in tree.get(f"/{GROUPS}", ()):
            _renumber(group, "/StructParents", first)
        self._figures += list(tree.get(f"/{FIGURES}", ()))
        names = list(tree.IDTree.Names) if "/IDTree" in tree else []
        ids = zip(names[::2], names[1::2], strict=True)
        self._ids += [(bytes(name), name, element) for name, element in ids]

    def drop(self, annotation: pikepdf.Object) -> None:
        """Forget a link that the book does not keep. Its text stays; it may be a link no more."""
        element = self._owners[int(annotation.StructParent)]
        kids = list(element.K) if isinstance(element.K, Array) else [element.K]
        kept = [kid for kid in kids if not _refers(kid, annotation)]
        element.K = Array(kept)
        if str(element.S) == "/Link" and not any(_refers(kid) for kid in kept):
            element.S = Name.Span

    def finish(self, pages: Sequence[pikepdf.Page], plan: Plan) -> None:
        """Give the book its structure tree."""
        self._move_figures(pages, plan)
        parents = Array()
        for number, owner in enumerate(self._owners):
            parents.append(number)
            parents.append(owner)
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=self._document,
                ParentTree=self._pdf.make_indirect(Dictionary(Nums=parents)),
                ParentTreeNextKey=len(self._owners),
            )
        )
        if self._ids:
            self._ids.sort(key=lambda entry: entry[0])
            names = Array([part for _, name, element in self._ids for part in (name, element)])
            limits = Array([self._ids[0][1], self._ids[-1][1]])
            root.IDTree = Dictionary(
                Kids=Array([self._pdf.make_indirect(Dictionary(Limits=limits, Names=names))])
            )
        self._document.P, self._document.K = root, Array(self._sections)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _move_figures(self, pages: Sequence[pikepdf.Page], plan: Plan) -> None:
        """Pages are moved for the binding; so are the boxes of their figures."""
        positions = {page.obj.objgen: position for position, page in enumerate(pages)}
        for figure in self._figures:
            offset = plan.offset(positions[figure.Pg.objgen])
            left, bottom, right, top = (float(n) for n in figure.A.BBox)
            moved = (left + offset, bottom, right + offset, top)
            figure.A.BBox = Array([round(n, 3) for n in moved])


def _renumber(holder: pikepdf.Object, key: str, first: int) -> None:
    """Numbers of a fragment begin at 0, those of the book go on from `first`."""
    if key in holder:
        holder[key] = int(holder[key]) + first


def _refers(kid: Any, annotation: pikepdf.Object | None = None) -> bool:
    """Whether a kid is a reference to an annotation: to this one, or to any."""
    if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR:
        return False
    return annotation is None or kid.Obj.objgen == annotation.objgen
