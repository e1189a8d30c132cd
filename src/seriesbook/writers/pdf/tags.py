"""One structure tree for a book, from those of its fragments.

A fragment's tree is made with the fragment and cached with it. Joining renumbers what leads from
pages and links to the tree (ISO 32000-1 §14.7.4.4) and touches no element but the topmost, so it
costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name

from seriesbook.structure_objects import FIGURES, GROUPS
from seriesbook.writers.pdf.moving import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pikepdf

    from seriesbook.writers.pdf.bookfile import BookFile
    from seriesbook.writers.pdf.moving import Mover


class BookTags:
    """The structure of a book that is being put together."""

    def __init__(self, file: BookFile) -> None:
        self._file = file
        self.document = file.number()
        self._sections: list[int] = []
        self._owners: list[bytes] = []  # what each number of the parent tree leads to
        self._ids: list[tuple[bytes, bytes, bytes]] = []  # name, as it is written, element

    def begin(self, fragment: pikepdf.Pdf) -> FragmentTags:
        """Take a fragment, whose pages are still to be changed, into the book."""
        return FragmentTags(fragment, self.document, len(self._owners))

    def take(self, tags: FragmentTags, mover: Mover) -> None:
        """Move the tree of a fragment, which is as it will be."""
        self._sections.append(mover.number(tags.tree.K))
        self._owners += [mover.text(owner) for owner in tags.owners]
        names = list(tags.tree.IDTree.Names) if "/IDTree" in tags.tree else []
        ids = zip(names[::2], names[1::2], strict=True)
        self._ids += [(bytes(name), name.unparse(), mover.text(element)) for name, element in ids]

    def finish(self) -> int:
        """Write what is above all fragments; the number of the structure tree."""
        root, parents = self._file.number(), self._file.number()
        sections = b" ".join(b"%d 0 R" % number for number in self._sections)
        self._file.add(self.document, b"<</S/Document/P %d 0 R/K[%s]>>" % (root, sections))
        numbers = b" ".join(b"%d %s" % pair for pair in enumerate(self._owners))
        self._file.add(parents, b"<</Nums[%s]>>" % numbers)
        self._file.add(
            root,
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d%s>>"
            % (self.document, parents, len(self._owners), self._id_tree()),
        )
        return root

    def _id_tree(self) -> bytes:
        if not self._ids:
            return b""
        self._ids.sort()
        leaf = self._file.number()
        names = b" ".join(b"%s %s" % entry[1:] for entry in self._ids)
        limits = self._ids[0][1], self._ids[-1][1]
        self._file.add(leaf, b"<</Limits[%s %s]/Names[%s]>>" % (*limits, names))
        return b"/IDTree<</Kids[%d 0 R]>>" % leaf


class FragmentTags:
    """The structure of a fragment, with numbers that go on from those before it."""

    def __init__(self, fragment: pikepdf.Pdf, document: int, first: int) -> None:
        self.tree = fragment.Root.StructTreeRoot
        self.tree.K.P = reference(document)
        self.owners = list(self.tree.ParentTree.Nums)[1::2]
        self._first = first
        for page in fragment.pages:
            _renumber(page.obj, "/StructParents", first)
            for annotation in page.obj.get("/Annots", ()):
                _renumber(annotation, "/StructParent", first)
        for group in self.tree.get(f"/{GROUPS}", ()):
            _renumber(group, "/StructParents", first)

    def drop(self, annotation: pikepdf.Object) -> None:
        """Forget a link that the book does not keep. Its text stays; it may be a link no more."""
        element = self.owners[int(annotation.StructParent) - self._first]
        kids = list(element.K) if isinstance(element.K, Array) else [element.K]
        kept = [kid for kid in kids if not _refers(kid, annotation)]
        element.K = Array(kept)
        if str(element.S) == "/Link" and not any(_refers(kid) for kid in kept):
            element.S = Name.Span

    def move_figures(self, pages: Sequence[pikepdf.Page], offset: Callable[[int], float]) -> None:
        """Pages are moved for the binding; so are the boxes of their figures.

        `offset` is how far the page with an index is moved.
        """
        indexes = {page.obj.objgen: index for index, page in enumerate(pages)}
        for figure in self.tree.get(f"/{FIGURES}", ()):
            by = offset(indexes[figure.Pg.objgen])
            left, bottom, right, top = (float(n) for n in figure.A.BBox)
            figure.A.BBox = Array([round(n, 3) for n in (left + by, bottom, right + by, top)])


def _renumber(holder: pikepdf.Object, key: str, first: int) -> None:
    """Numbers of a fragment begin at 0, those of the book go on from `first`."""
    if key in holder:
        holder[key] = int(holder[key]) + first


def _refers(kid: Any, annotation: pikepdf.Object | None = None) -> bool:
    """Whether a kid is a reference to an annotation: to this one, or to any."""
    if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR:
        return False
    return annotation is None or kid.Obj.objgen == annotation.objgen
