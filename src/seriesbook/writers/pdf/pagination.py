"""Which page of which section falls on which side of the book, and what it is called there.

Chicago Manual of Style §1: front matter in roman folios from i, text from arabic 1 on a recto;
display pages and blanks are counted and show nothing; an opening has a drop folio and no head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from seriesbook.numerals import front_number, in_digits
from seriesbook.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seriesbook.roles import Matter, Role

Kind = Literal["blank", "display", "opening", "verso", "recto"]
LabelStyle = Literal["r", "D"]

_STYLES: dict[Matter, LabelStyle] = {"front": "r", "body": "D", "back": "D"}


@dataclass(frozen=True, slots=True)
class Span:
    """A section that has been laid out: its role, its number of pages and its running heads.

    `bare` are the indexes of pages that show neither head nor folio, since a picture fills them.
    """

    name: str
    role: str
    pages: int
    head_verso: str = ""
    head_recto: str = ""
    language: str = ""
    bare: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One page of the book.

    `name` and `index` tell which page of which section it is ('' for a blank); `style` and
    `number` its folio, which is counted on every page and shown by kind. `language` is that
    of its head, `counts_in` the book's, in which folios are.
    """

    kind: Kind
    style: LabelStyle
    number: int
    name: str = ""
    index: int = 0
    head: str = ""
    language: str = ""
    counts_in: str = ""

    @property
    def folio(self) -> str:
        """The page's number as it is printed, or would be."""
        return folio(self.style, self.number, self.counts_in)

    @property
    def shows_folio(self) -> bool:
        """Whether the number is printed."""
        return self.kind in {"opening", "verso", "recto"}


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Page labels from page `start` (0 is the first) on: a style, counted from 1; or a text."""

    start: int
    style: LabelStyle | Literal[""]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """How pages become a book.

    Attributes:
        openings: the side that sections begin on which are not display pages.
        multiple: what the number of pages must divide by; even, so that leaves are whole.
        last_blank: whether the last page must be empty.
        language: of the book, in which pages are numbered.
    """

    openings: Literal["recto", "next"] = "recto"
    multiple: int = 2
    last_blank: bool = False
    language: str = ""


def paginate(spans: Sequence[Span], binding: Binding = Binding()) -> tuple[Side, ...]:
    """Lay sections into a book, the first page of which is a recto."""
    sides: list[Side] = []
    style: LabelStyle = "r" if _starts_roman(spans) else "D"
    first = 0  # where the counting in this style began
    for span in spans:
        role = ROLES[span.role]
        wanted = _STYLES[role.matter]
        turns = wanted == "D" and style == "r"
        opening = "recto" if turns else _opening(role, binding)
        if _needs_blank(opening, len(sides)):
            sides.append(_blank(style, len(sides) - first + 1, binding))
        if turns:
            style, first = "D", len(sides)
        for index in range(span.pages):
            number = len(sides) - first + 1
            sides.append(_side(span, role, index, len(sides), style, number, binding.language))
    while len(sides) % binding.multiple or (binding.last_blank and _ends_printed(sides)):
        sides.append(_blank(style, len(sides) - first + 1, binding))
    return tuple(sides)


def _blank(style: LabelStyle, number: int, binding: Binding) -> Side:
    return Side("blank", style, number, counts_in=binding.language)


def folio(style: LabelStyle, number: int, language: str) -> str:
    """A page's number in a language: `iv`, `12`, `١٢`."""
    if style == "r":
        return front_number(number, language)
    return in_digits(str(number), language)


def _opening(role: Role, binding: Binding) -> str:
    free = role.opening == "recto" and role.folio != "none" and binding.openings == "next"
    return "next" if free else role.opening


def _ends_printed(sides: Sequence[Side]) -> bool:
    return bool(sides) and sides[-1].kind != "blank"


def _starts_roman(spans: Sequence[Span]) -> bool:
    return bool(spans) and ROLES[spans[0].role].matter == "front"


def _needs_blank(opening: str, position: int) -> bool:
    """Rectos are at even positions, since the first page is one."""
    return (opening == "recto" and position % 2 == 1) or (opening == "verso" and position % 2 == 0)


def _side(
    span: Span,
    role: Role,
    index: int,
    position: int,
    style: LabelStyle,
    number: int,
    counts_in: str,
) -> Side:
    side: Kind = "verso" if position % 2 else "recto"
    kind: Kind = side
    if role.folio == "none" or index in span.bare:
        kind = "display"
    elif role.folio == "drop" and index == 0:
        kind = "opening"
    heads = {"verso": span.head_verso, "recto": span.head_recto}
    # On the left stands what belongs to the book: its title, or names.
    language = span.language if kind == "recto" else ""
    head = heads.get(kind, "")
    return Side(kind, style, number, span.name, index, head, language, counts_in)


def label_ranges(sides: Iterable[Side]) -> tuple[LabelRange, ...]:
    """Page labels (ISO 32000-1 §12.4.2): one range for each style of numbers.

    PDF counts in Latin letters and digits alone: a page numbered otherwise is a range by itself.
    """
    ranges: list[LabelRange] = []
    for position, side in enumerate(sides):
        if side.folio != folio(side.style, side.number, ""):
            ranges.append(LabelRange(position, "", side.folio))
        elif not ranges or ranges[-1].style != side.style:
            ranges.append(LabelRange(position, side.style))
    return tuple(ranges)


def positions(sides: Iterable[Side]) -> dict[tuple[str, int], int]:
    """Place in the book of each section's pages: (name, index) -> position from 0."""
    return {(side.name, side.index): n for n, side in enumerate(sides) if side.name}


def with_heads(sides: Iterable[Side], heads: dict[int, str]) -> tuple[Side, ...]:
    """Replace the running heads of some positions, where the page shows one."""
    return tuple(
        replace(side, head=heads[n]) if n in heads and side.kind in {"verso", "recto"} else side
        for n, side in enumerate(sides)
    )
