"""The structure of a finished PDF, read with pikepdf, and its text, read with pdfplumber."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pdfplumber
import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

# Operators that paint (ISO 32000-1 Annex A).
PAINT = frozenset("Tj TJ ' \" f F f* B B* b b* S s sh Do EI INLINE IMAGE".split())


@dataclass(frozen=True)
class Piece:
    """A marked sequence, as an element names it: page, its number, and the group it is in."""

    page: int
    mcid: int
    group: tuple[int, int] | None = None


@dataclass(frozen=True)
class Element:
    """A structure element with all below it."""

    type: str
    object: pikepdf.Object
    kids: tuple[Element | Piece | pikepdf.Object, ...]

    def elements(self) -> tuple[Element, ...]:
        """Its kids that are elements."""
        return tuple(kid for kid in self.kids if isinstance(kid, Element))

    def walk(self) -> Iterator[Element]:
        """It and all elements in it, in reading order."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def pieces(self) -> Iterator[Piece]:
        """Its content in reading order."""
        for kid in self.kids:
            if isinstance(kid, Piece):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.pieces()


class Tagged:
    """A tagged PDF."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}

    @cached_property
    def document(self) -> Element:
        """The topmost element: of a fragment, one without a parent as yet."""
        root = self.pdf.Root.StructTreeRoot
        return self._element(root.K, root)

    def _element(self, thing: pikepdf.Object, parent: pikepdf.Object) -> Element:
        assert "/P" not in thing or thing.P.objgen == parent.objgen
        kids = thing.get("/K", pikepdf.Array())
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        found = tuple(self._kid(kid, thing) for kid in listed)
        return Element(str(thing.S)[1:], thing, found)

    def _kid(self, kid: Any, parent: pikepdf.Object) -> Element | Piece | pikepdf.Object:
        if isinstance(kid, int):
            return Piece(self.pages[parent.Pg.objgen], kid)
        if "/S" in kid:
            return self._element(kid, parent)
        if kid.Type == pikepdf.Name.MCR:
            group = kid.Stm.objgen if "/Stm" in kid else None
            return Piece(self.pages[kid.Pg.objgen], int(kid.MCID), group)
        assert kid.Type == pikepdf.Name.OBJR
        reference: pikepdf.Object = kid
        return reference

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """Text of each marked sequence of the pages' own content."""
        return self._read[0]

    @cached_property
    def artifacts(self) -> list[str]:
        """Text of each page that belongs to no element."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[tuple[int, int], str], list[str]]:
        texts: dict[tuple[int, int], str] = {}
        artifacts: list[str] = []
        with pdfplumber.open(io.BytesIO(self.data)) as pdf:
            for n, page in enumerate(pdf.pages):
                left = ""
                for char in page.chars:
                    if char["mcid"] is None:
                        assert char["tag"] == "Artifact", (n, char["text"])
                        left += char["text"]
                    else:
                        key = n, char["mcid"]
                        texts[key] = texts.get(key, "") + char["text"]
                artifacts.append(left)
                page.close()
        return texts, artifacts

    def text(self, element: Element) -> str:
        """What an element says, in its order."""
        return "".join(self.texts.get((p.page, p.mcid), "") for p in element.pieces())

    def outline(self) -> list[str]:
        """Elements and their texts, a line each, indented."""
        return list(self._lines(self.document, 0))

    def _lines(self, element: Element, depth: int) -> Iterator[str]:
        thing = element.object
        said = "".join(
            f" {key[1:].lower()}={thing[key]}" for key in ("/Lang", "/Alt", "/ID") if key in thing
        )
        yield "  " * depth + element.type + said
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from self._lines(kid, depth + 1)
            elif isinstance(kid, Piece):
                yield "  " * (depth + 1) + repr(self.texts.get((kid.page, kid.mcid), ""))

    def faults(self) -> list[str]:
        """Whatever in the tags does not fit together."""
        return [*self._content_faults(), *self._parent_faults(), *self._link_faults()]

    def _content_faults(self) -> Iterator[str]:
        """Painting outside of marks; marks that no element names, or more than one."""
        named = Counter(self.document.pieces())
        yield from (f"{piece} has {n} elements" for piece, n in named.items() if n > 1)
        marked: set[Piece] = set()
        for n, page in enumerate(self.pdf.pages):
            numbers = []
            for fault, number in _marks(page):
                if fault:
                    yield f"page {n}: {fault}"
                else:
                    numbers.append(number)
            if numbers != list(range(len(numbers))):
                yield f"page {n}: sequences are numbered {numbers}"
            marked |= {Piece(n, number) for number in numbers}
        own = {piece for piece in named if piece.group is None}
        yield from (f"{piece} is not in the tree" for piece in marked - own)
        yield from (f"{piece} is not on its page" for piece in own - marked)

    def _parent_faults(self) -> Iterator[str]:
        """The parent tree and the elements must agree, both ways (ISO 32000-1 §14.7.4.4)."""
        numbers = list(self.pdf.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        if keys != sorted(set(keys)):
            yield "the numbers of the parent tree are not in order"
        free = self.pdf.Root.StructTreeRoot.get("/ParentTreeNextKey", len(keys))
        if free <= max(keys, default=-1):
            yield "the next number of the parent tree is taken"
        self.parents = dict(zip(keys, numbers[1::2], strict=True))
        listed: set[tuple[Piece, tuple[int, int]]] = set()
        for n, page in enumerate(self.pdf.pages):
            if "/StructParents" in page.obj:
                owners = self.parents[int(page.obj.StructParents)]
                listed |= {(Piece(n, mcid), owner.objgen) for mcid, owner in enumerate(owners)}
        told = {
            (kid, element.object.objgen)
            for element in self.document.walk()
            for kid in element.kids
            if isinstance(kid, Piece) and kid.group is None
        }
        yield from (f"{piece} has another parent in the parent tree" for piece, _ in listed ^ told)

    def _link_faults(self) -> Iterator[str]:
        referred = {
            kid.Obj.objgen: element
            for element in self.document.walk()
            for kid in element.kids
            if isinstance(kid, pikepdf.Object)
        }
        seen = set()
        for n, page in enumerate(self.pdf.pages):
            annotations = list(page.obj.get("/Annots", []))
            if annotations and page.obj.get("/Tabs") != pikepdf.Name.S:
                yield f"page {n}: the order of tabs is not that of the structure"
            for annotation in annotations:
                seen.add(annotation.objgen)
                element = referred.get(annotation.objgen)
                if element is None or element.type != "Link":
                    yield f"page {n}: a link that is no Link"
                elif self.parents[int(annotation.StructParent)].objgen != element.object.objgen:
                    yield f"page {n}: a link with another parent in the parent tree"
                if not str(annotation.get("/Contents", "")).strip():
                    yield f"page {n}: a link without words"
        yield from (f"a Link to an annotation on no page: {o}" for o in referred.keys() - seen)


def _marks(page: pikepdf.Page) -> Iterator[tuple[str, int]]:
    """Faults of a page's content, and the numbers of its sequences, in order."""
    stack: list[str] = []
    for step in pikepdf.parse_content_stream(page):
        operands, name = step.operands, str(step.operator)
        if name in {"BMC", "BDC"}:
            if stack:
                yield f"{operands[0]} inside {stack[-1]}", 0
            stack.append(str(operands[0]))
            if len(operands) > 1 and "/MCID" in operands[1]:
                yield "", int(operands[1].MCID)
            elif operands[0] != pikepdf.Name.Artifact:
                yield f"{operands[0]} without a number", 0
        elif name == "EMC":
            stack.pop()
        elif name in PAINT and not stack and not _has_marks(page, operands, name):
            yield f"{name} outside of any sequence", 0
    if stack:
        yield f"{stack} is not closed", 0


def _has_marks(page: pikepdf.Page, operands: Any, name: str) -> bool:
    """Whether what is painted is a group with sequences of its own."""
    return name == "Do" and "/StructParents" in page.resources.XObject[operands[0]]


def squeezed(text: str) -> str:
    """A text without the spaces and hyphens that lines bring with them, and what has no glyph."""
    return re.sub(r"[\s\u00ad\u200b-\u200f\u2060\ufeff-]+", "", text)
