"""Folios and running heads: sheets of their own, laid over the pages at assembly.

A sheet carries a head or a folio, never both, so that an essay that grows by a page changes the
folios of openings alone. Folios are set in chunks of pages, heads by the hash of their words: what
is set together does not depend on where in the book it is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.words import direction_of
from seriesbook.writers.pdf.fragments import Job, Style, begin, lay_out
from seriesbook.writers.pdf.pagination import folio
from seriesbook.xhtml import XHTML, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from seriesbook.reasons import Inputs
    from seriesbook.sheets import Box
    from seriesbook.tools import Tools
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.fragments import Pending
    from seriesbook.writers.pdf.pagination import Kind, LabelStyle, Side

_NS = f"{{{XHTML}}}"
# Folios that are set together: a book rarely has more roman ones.
_CHUNKS: dict[LabelStyle, int] = {"r": 20, "D": 100}
_BUCKETS = 16
_KIND = "folio"
_ELLIPSIS = "…"
# Goes behind a theme's own rules. Not an attribute: elements with one share no style with others.
SHEETS = ".sheet { break-after: page !important }"
# Least room in pt between a head and the folio beside it, and what rounding may take.
_GAP = 6.0
_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the folio layer: what kind of page it is for, and the one text that it shows."""

    kind: Kind
    head: str = ""
    folio: str = ""
    language: str = ""


class SheetsError(ValueError):
    """A stylesheet that does not give every sheet of the folio layer one page."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The sheets of a book: each with its document and its page in it.

    `fresh` are the documents that were not in the cache; `inputs` what each is made from.
    """

    documents: dict[str, Fragment]
    places: dict[Sheet, tuple[str, int]]
    fresh: frozenset[str] = frozenset()
    inputs: dict[str, Inputs] = field(default_factory=dict)

    def lines(self, sheet: Sheet) -> tuple[Box, ...]:
        """Lines of text on a sheet."""
        name, index = self.places[sheet]
        return self.documents[name].sheets[index].margin_lines

    def joined(self, other: Layer) -> Layer:
        """Both layers as one."""
        return Layer(
            self.documents | other.documents,
            self.places | other.places,
            self.fresh | other.fresh,
            self.inputs | other.inputs,
        )


def sheets_of(side: Side) -> tuple[Sheet, ...]:
    """The sheets that a page of the book wants laid over it."""
    sheets = []
    if side.head and side.kind in {"verso", "recto"}:
        sheets.append(Sheet(side.kind, head=side.head, language=side.language))
    if side.shows_folio:
        sheets.append(Sheet(side.kind, folio=side.folio))
    return tuple(sheets)


def begin_folios(sides: Sequence[Side], style: Style, language: str, tools: Tools) -> Pending:
    """Have the folios that a book needs set, for `folio_layer` to find them in the cache.

    They can be set while it is not known yet how a page ends that prints page numbers.
    """
    return begin(_jobs(_folios(sides), language), style, _KIND, tools)


def folio_layer(sides: Sequence[Side], style: Style, language: str, tools: Tools) -> Layer:
    """Set the folios that a book needs."""
    return _layer(_folios(sides), style, language, tools)


def _folios(sides: Sequence[Side]) -> dict[str, list[Sheet]]:
    """Folios by the document that they are set in.

    Those of ordinary pages are set for whole chunks, so that a book which grows finds its next
    ones made. Openings are few and are set as they are.
    """
    shown = [side for side in sides if side.shows_folio]
    chunks = sorted(set(map(_chunk_of, shown)))
    language = shown[0].counts_in if shown else ""
    groups = {f"folios {kind}-{chunk}": _chunk(kind, chunk, language) for kind, chunk in chunks}
    for side in shown:
        if side.kind == "opening":
            group = groups.setdefault("openings {}-{}".format(*_chunk_of(side)), [])
            group.append(Sheet("opening", folio=side.folio))
    return groups


def _chunk_of(side: Side) -> tuple[LabelStyle, int]:
    return side.style, (side.number - 1) // _CHUNKS[side.style]


def _chunk(style: LabelStyle, chunk: int, language: str) -> list[Sheet]:
    """Folios of all pages of a chunk, should none be an opening."""
    size = _CHUNKS[style]
    numbers = range(chunk * size + 1, (chunk + 1) * size + 1)
    return [Sheet("recto" if n % 2 else "verso", folio=folio(style, n, language)) for n in numbers]


def begin_heads(sides: Sequence[Side], style: Style, language: str, tools: Tools) -> Pending:
    """Have running heads set, for `shortened` to find them in the cache."""
    heads = (sheet for side in sides for sheet in sheets_of(side) if sheet.head)
    return begin(_jobs(_heads(heads), language), style, _KIND, tools)


def head_layer(heads: Iterable[Sheet], style: Style, language: str, tools: Tools) -> Layer:
    """Set running heads."""
    return _layer(_heads(heads), style, language, tools)


def _heads(heads: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    """Running heads by the document that they are set in."""
    groups: dict[str, list[Sheet]] = {}
    for sheet in sorted(set(heads), key=lambda s: (s.kind, s.head, s.language)):
        groups.setdefault(f"heads {_bucket(sheet)}", []).append(sheet)
    return groups


def _bucket(sheet: Sheet) -> int:
    """Which document a head is set in: follows from its words alone."""
    return hashlib.sha256(f"{sheet.kind} {sheet.head}".encode()).digest()[0] % _BUCKETS


def shortened(
    heads: Iterable[Sheet], folios: Layer, style: Style, language: str, tools: Tools
) -> tuple[Layer, dict[Sheet, Sheet]]:
    """Set running heads, cut at a word where one is longer than there is room.

    Returns the layer, and for each head that was cut the sheet that takes its place.
    """
    layer = head_layer(heads, style, language, tools)
    # Many folios have the same place.
    reserved = {
        kind: tuple(
            {line for sheet in folios.places if sheet.kind == kind for line in folios.lines(sheet)}
        )
        for kind in ("verso", "recto")
    }
    searches = {
        sheet: _Search([replace(sheet, head=text) for text in _cuts(sheet.head)],
                       _overlong(sheet, layer))
        for sheet in layer.places
        if len(sheet.head) > 1 and not _fits(sheet, layer, reserved[sheet.kind])
    }  # fmt: skip
    turn = 0
    while open_ := {sheet: search for sheet, search in searches.items() if not search.done}:
        turn += 1
        groups: dict[str, list[Sheet]] = {}
        for sheet, search in open_.items():
            groups.setdefault(f"cuts {turn}-{_bucket(sheet)}", []).extend(search.tries())
        tried = _layer(groups, style, language, tools)
        layer = layer.joined(tried)
        for sheet, search in open_.items():
            search.learn({t: _fits(t, tried, reserved[sheet.kind]) for t in search.tries()})
    return layer, {sheet: search.found() for sheet, search in searches.items()}


@dataclass(slots=True)
class _Search:
    """The longest beginning of a head that there is room for.

    `texts` are its beginnings, longest first; `overlong` is how many times too long the whole
    head is, which tells where to look: three at a time, since each costs a page.
    """

    texts: list[Sheet]
    overlong: float
    known: dict[Sheet, bool] = field(default_factory=dict)
    done: bool = False

    def tries(self) -> list[Sheet]:
        """Texts to set next."""
        if not self.known:
            room = len(self.texts[0].head) / self.overlong
            first = next(
                (i for i, text in enumerate(self.texts) if len(text.head) <= room),
                len(self.texts) - 1,
            )
            start = max(first - 1, 0)
            return self.texts[start : start + 3]
        places = [self.texts.index(text) for text in self.known]
        if any(self.known.values()):
            return self.texts[max(min(places) - 3, 0) : min(places)]
        return self.texts[max(places) + 1 : max(places) + 4]

    def learn(self, fits: dict[Sheet, bool]) -> None:
        """Take in which of the texts fit; over when one does and the next longer one does not."""
        self.known |= fits
        fitting = [self.texts.index(text) for text, fit in self.known.items() if fit]
        if fitting:
            longer = min(fitting) - 1
            self.done = longer < 0 or self.texts[longer] in self.known
        else:
            self.done = self.texts[-1] in self.known

    def found(self) -> Sheet:
        """The longest text that fits; the shortest if none does."""
        return next((text for text in self.texts if self.known.get(text)), self.texts[-1])


def _overlong(sheet: Sheet, layer: Layer) -> float:
    """How many times wider a head is than the text block, by its lines; a little over 1."""
    name, index = layer.places[sheet]
    page = layer.documents[name].sheets[index]
    width = sum(line.right - line.left for line in page.margin_lines)
    return max(width / (page.content.right - page.content.left), 1.05)


def _cuts(head: str) -> list[str]:
    """Ever shorter beginnings of a head: of whole words, or of one word that is all there is."""
    words = head.split()
    space, units = (" ", words) if len(words) > 1 else ("", list(head))
    ends = range(len(units) - 1, 0, -1)
    return [space.join(units[:end]).rstrip(",;:.–—-") + _ELLIPSIS for end in ends]


def _fits(sheet: Sheet, layer: Layer, folios: Sequence[Box]) -> bool:
    """Whether a head is one line inside the text block and clear of every folio."""
    name, index = layer.places[sheet]
    page = layer.documents[name].sheets[index]
    lines = page.margin_lines
    inside = all(
        line.left >= page.content.left - _SLACK and line.right <= page.content.right + _SLACK
        for line in lines
    )
    clear = not any(_near(line, folio) for line in lines for folio in folios)
    return len(lines) <= 1 and inside and clear


def _near(a: Box, b: Box) -> bool:
    return (
        a.left < b.right + _GAP
        and b.left < a.right + _GAP
        and a.top < b.bottom
        and b.top < a.bottom
    )


def _layer(groups: dict[str, list[Sheet]], style: Style, language: str, tools: Tools) -> Layer:
    """Lay out groups of sheets, one document each.

    Raises SheetsError if the theme's folio.css does not give every sheet one page.
    """
    laid = lay_out(_jobs(groups, language), style, _KIND, tools)
    documents = laid.layouts
    for name, sheets in groups.items():
        if len(documents[name].sheets) != len(sheets):
            raise SheetsError(name)
    places = {
        sheet: (name, index)
        for name, sheets in groups.items()
        for index, sheet in enumerate(sheets)
    }
    return Layer(documents, places, frozenset(laid.fresh), laid.inputs)


def _jobs(groups: Mapping[str, list[Sheet]], language: str) -> list[Job]:
    return [Job(name, _document(sheets, language)) for name, sheets in groups.items()]


def _isolated(sheet: Sheet, language: str) -> str:
    """A head that keeps its direction on a page of the other one."""
    if not sheet.language or direction_of(sheet.language) == direction_of(language):
        return sheet.head
    return f"\N{FIRST STRONG ISOLATE}{sheet.head}\N{POP DIRECTIONAL ISOLATE}"


def _document(sheets: Iterable[Sheet], language: str) -> str:
    html = etree.Element(f"{_NS}html", {"lang": language, "dir": direction_of(language)})
    etree.SubElement(etree.SubElement(html, f"{_NS}head"), f"{_NS}title")
    body = etree.SubElement(html, f"{_NS}body")
    body.set("class", "folios")
    for sheet in sheets:
        section = etree.SubElement(body, f"{_NS}section")
        section.set("class", f"sheet {sheet.kind}")
        section.set("data-head", _isolated(sheet, language))
        section.set("data-folio", sheet.folio)
        if sheet.language and sheet.language != language:
            section.set("lang", sheet.language)
            section.set(XML_LANG, sheet.language)
    return etree.tostring(html, encoding="unicode")
