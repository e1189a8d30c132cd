"""One structure tree for a book, from those of its fragments.

A fragment's tree is made with the fragment and cached with it. Joining renumbers what leads from
pages and links to the tree (ISO 32000-1 §14.7.4.4) and touches no element but the topmost, so it
costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.writers.pdf.syntax import references, string, string_bytes

if TYPE_CHECKING:
    from seriesbook.writers.pdf.bookfile import BookFile
    from seriesbook.writers.pdf.joining import Joined


class BookTags:
    """The structure of a book that is being put together.

    `document` is the number of its topmost element.
    """

    def __init__(self, file: BookFile) -> None:
        self._file = file
        self.document = file.number()
        self._sections: list[int] = []
        self._owners: list[bytes] = []  # what each number of the parent tree leads to
        self._ids: list[tuple[str, bytes]] = []  # name, and the element's reference

    @property
    def next_owner(self) -> int:
        """The first number of the parent tree that is free."""
        return len(self._owners)

    def take(self, joined: Joined) -> None:
        """Hang a fragment's tree into the book's."""
        parts = joined.parts
        if parts.top >= 0:
            self._sections.append(joined.plain[parts.top])
        self._owners += joined.lines.owners
        self._ids += zip(parts.ids, joined.lines.ids, strict=True)

    def finish(self) -> int:
        """Write what is above all fragments; the number of the structure tree."""
        root, parents = self._file.number(), self._file.number()
        sections = references(self._sections)
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
        ids = sorted(self._ids, key=lambda entry: string_bytes(entry[0]))
        leaf = self._file.number()
        names = b" ".join(b"%s %s" % (string(name), element) for name, element in ids)
        limits = string(ids[0][0]), string(ids[-1][0])
        self._file.add(leaf, b"<</Limits[%s %s]/Names[%s]>>" % (*limits, names))
        return b"/IDTree<</Kids[%d 0 R]>>" % leaf
