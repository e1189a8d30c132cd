"""WeasyPrint's PDF taken apart before it is written: `pydyf` objects in, `Parts` out.

Only what pages, links and the structure lead to is taken; a book has catalog, fonts and names of
its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pydyf

from seriesbook.cache import key_of
from seriesbook.parts import Annotation, Figure, Parts, Stream, starts_of
from seriesbook.structure_objects import FIGURES, GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from seriesbook.parts import Kind

# Names that stand in objects for what the book gives: what kind that is, and its form in a text.
_MARK = "/Seriesbook"
_MARKS: dict[bytes, tuple[Kind, bytes]] = {
    b"document": ("document", b"%d 0 R"),
    b"entries": ("entries", b"%s"),
    b"owner": ("owner", b"%d"),
    b"figure": ("figure", b"%s"),
}
# In what pydyf writes: strings, which are passed over, our marks, and references.
_TOKEN = re.compile(
    rb"\((?:[^\\()]|\\.)*\)|<[0-9a-f]+>|/Seriesbook\.([a-z]+)\.(\d+)|(\d+) 0 R", re.DOTALL
)
# Around a stream's bytes.
_BEFORE, _AFTER = b"\nstream\n", b"\nendstream"
# What each page of a book has anew.
_OF_PAGES = frozenset(
    {"Annots", "BleedBox", "Contents", "MediaBox", "Parent", "Resources", "TrimBox", "Type"}
)
_OF_LINKS = frozenset({"A", "Dest", "P", "Rect", "StructParent"})
# Kinds of streams that are the same in many documents: images, and font files in compact form.
_KINDS = frozenset({"/Image", "/CIDFontType0C", "/OpenType", "/Type1C"})


def dismantled(pdf: pydyf.PDF) -> Parts:
    """Take a PDF apart; it can't be used any more."""
    return _Dismantling(pdf).parts()


class _Dismantling:
    """What is found in one PDF."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._objects: list[Any] = pdf.objects
        self._page_numbers: list[int] = pdf.pages["Kids"][::3]
        self._pages = [self._objects[number] for number in self._page_numbers]
        self._links = [
            (number, page)
            for page, made in enumerate(self._pages)
            for number in _numbers(made.get("Annots", ()))
        ]
        resources = self._at(self._pages[0]["Resources"])
        self._fonts = resources["Font"]
        self._resources = {
            k: v for k, v in resources.items() if k not in {"Font", "XObject"} and v
        }
        self._xobjects = dict(resources.get("XObject", {}))
        root = pdf.catalog.get("StructTreeRoot")
        self._structure: Any = self._at(root) if root else {}
        self._owners: list[Any] = []
        self._figures: list[Figure] = []
        self._read_structure()
        self._has_fonts = bool(self._at(self._fonts))
        if self._has_fonts:
            self._at(self._fonts)[f"{_MARK[1:]}.entries.0"] = ""

    def parts(self) -> Parts:
        """All that a book needs."""
        resources = {**self._resources, "Font": self._fonts}
        pages = [
            pydyf.Dictionary({k: v for k, v in page.items() if k not in _OF_PAGES})
            for page in self._pages
        ]
        ids = list(self._structure.get("IDTree", {}).get("Names", ()))
        contents = [_number(page["Contents"]) for page in self._pages]
        last = [
            *self._owners, *ids[1::2], *map(_entries, pages),
            _entries(resources), _entries(self._xobjects),
        ]  # fmt: skip
        tops = [self._structure["K"]] if self._structure else []
        plain, streams = self._reached([*map(_text, last), *map(_text, tops)], contents)
        starts = starts_of({
            "plain": len(plain), "stream": len(streams), "annotation": len(self._links),
            "page": len(pages), "document": 1, "fonts": 1, "entries": 1,
            "owner": len(self._owners), "figure": len(self._figures),
        })  # fmt: skip
        writing = _Writing(starts, self._kinds_of(plain, streams))
        lines = [writing.line(text) for text in plain.values()]
        lines += [writing.line(_entries(self._stream_entries(n))) for n in streams]
        lines += [writing.line(_text(thing)) for thing in last]
        order = list(streams)
        return Parts(
            text=b"\n".join(lines),
            slots=tuple(writing.slots),
            plain=len(plain),
            streams=tuple(self._stream(number, data) for number, data in streams.items()),
            contents=tuple(order.index(number) for number in contents),
            annotations=tuple(self._annotation(number, page) for number, page in self._links),
            figures=tuple(self._figures),
            owners=len(self._owners),
            ids=tuple(str(name.string) for name in ids[::2]),
            top=list(plain).index(_number(tops[0])) if tops else -1,
        )

    def _at(self, reference: bytes) -> Any:
        return self._objects[_number(reference)]

    def _read_structure(self) -> None:
        """Put marks where the structure's text depends on the book."""
        if not self._structure:
            return
        self._at(self._structure["K"])["P"] = f"{_MARK}.document.0"
        self._owners = list(self._at(self._structure["ParentTree"])["Nums"][1::2])
        groups = [self._at(group).extra for group in self._structure.get(GROUPS, ())]
        for holder in (*self._pages, *groups):
            if "StructParents" in holder:
                holder["StructParents"] = f"{_MARK}.owner.{holder['StructParents']}"
        for figure in map(self._at, self._structure.get(FIGURES, ())):
            page = self._page_numbers.index(_number(figure["Pg"]))
            listed = figure["A"] if isinstance(figure["A"], pydyf.Array) else [figure["A"]]
            layout = next(attributes for attributes in listed if "BBox" in attributes)
            self._figures.append(Figure(page, _corners(layout["BBox"])))
            layout["BBox"] = f"[{_MARK}.figure.{len(self._figures) - 1}]"

    def _reached(
        self, roots: Iterable[bytes], contents: Iterable[int]
    ) -> tuple[dict[int, bytes], dict[int, bytes]]:
        """Texts of plain objects, and data of streams, that something leads to, in order."""
        known = {*self._page_numbers, *(number for number, _ in self._links)}
        if not self._has_fonts:
            known.add(_number(self._fonts))
        waiting = [*contents]
        for text in roots:
            waiting += _references(text)
        texts: dict[int, bytes] = {}
        data: dict[int, bytes] = {}
        while waiting:
            number = waiting.pop()
            if number in known:
                continue
            known.add(number)
            thing = self._objects[number]
            if isinstance(thing, pydyf.Stream):
                data[number] = _written(thing)
                waiting += _references(_text(self._stream_entries(number)))
            else:
                texts[number] = _text(thing)
                waiting += _references(texts[number])
        return dict(sorted(texts.items())), dict(sorted(data.items()))

    def _kinds_of(
        self, plain: Iterable[int], streams: Iterable[int]
    ) -> dict[int, tuple[Kind, int]]:
        """Which of what kind each object is."""
        links = (number for number, _ in self._links)
        fonts = () if self._has_fonts else (_number(self._fonts),)
        sorts: dict[Kind, Iterable[int]] = {
            "plain": plain, "stream": streams, "annotation": links,
            "page": self._page_numbers, "fonts": fonts,
        }  # fmt: skip
        return {
            number: (kind, index)
            for kind, numbers in sorts.items()
            for index, number in enumerate(numbers)
        }

    def _stream_entries(self, number: int) -> pydyf.Dictionary:
        """A stream's dictionary as it will be in the book, without its length."""
        stream = self._objects[number]
        entries = {k: v for k, v in stream.extra.items() if k != "Length"}
        if stream.compress or "Filter" not in entries:
            entries["Filter"] = "/FlateDecode"
        return pydyf.Dictionary(entries)

    def _stream(self, number: int, data: bytes) -> Stream:
        """A stream, with a name for what it is if a book needs equal ones once."""
        entries = self._stream_entries(number)
        text = _text(entries)
        is_common = entries.get("Subtype") in _KINDS or "Length1" in entries
        # What a stream refers to is its document's own.
        if is_common and not _references(text):
            return Stream(data, key_of(data, text.decode("latin-1")))
        return Stream(data)

    def _annotation(self, number: int, page: int) -> Annotation:
        made = self._objects[number]
        target = f"#{made['Dest'].string}" if "Dest" in made else str(made["A"]["URI"].string)
        others = {key: value for key, value in made.items() if key not in _OF_LINKS}
        key = made.get("StructParent", -1)
        return Annotation(page, target, _corners(made["Rect"]), _entries(others), key)


class _Writing:
    """Writes lines, and notes what goes into them.

    `starts` are those of `starts_of`, `kinds` tells which of what kind an object is.
    """

    def __init__(self, starts: Mapping[Kind, int], kinds: Mapping[int, tuple[Kind, int]]) -> None:
        self.slots: list[int] = []
        self._starts, self._kinds = starts, kinds

    def line(self, text: bytes) -> bytes:
        """One line of a text with places."""
        return _TOKEN.sub(self._token, text.replace(b"%", b"%%")).replace(b"\n", b" ")

    def _token(self, match: re.Match[bytes]) -> bytes:
        mark, index, own = match.groups()
        if own is not None:
            self._note(*self._kinds[int(own)])
            return b"%d 0 R"
        if mark is not None:
            kind, form = _MARKS[mark]
            self._note(kind, int(index))
            return form
        return match[0].replace(b"\n", rb"\n").replace(b"\r", rb"\r")

    def _note(self, kind: Kind, index: int) -> None:
        self.slots.append(self._starts[kind] + index)


def _text(thing: Any) -> bytes:
    data: bytes = pydyf._to_bytes(thing)
    return data


def _entries(values: dict[str, Any]) -> bytes:
    """A dictionary's text without its brackets."""
    return _text(pydyf.Dictionary(values))[2:-2]


def _references(text: bytes) -> list[int]:
    return [int(match[3]) for match in _TOKEN.finditer(text) if match[3]]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _numbers(references: Iterable[bytes]) -> list[int]:
    return [_number(reference) for reference in references]


def _corners(values: Sequence[Any]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(value) for value in values)
    return left, bottom, right, top


def _written(stream: pydyf.Stream) -> bytes:
    """A stream's bytes; packed unless they are."""
    if "Filter" not in stream.extra:
        stream.compress = True
    data: bytes = stream.data
    return data[data.index(_BEFORE) + len(_BEFORE) : -len(_AFTER)]
