"""Which structure types the elements of a page have (ISO 32000-1 §14.8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

Types: TypeAlias = "tuple[str, ...]"
# Attributes of a structure element, by their owner and name (ISO 32000-1 §14.8.5).
Attributes: TypeAlias = "dict[str, dict[str, str | int | list[float]]]"
_Inside: TypeAlias = "Callable[[str], bool]"

_SVG = "{http://www.w3.org/2000/svg}svg"
_TITLE = "{http://www.w3.org/2000/svg}title"
# Footnotes in print are spans, since they stand inside a paragraph; their blocks keep their names
# in a class.
_NOTE_BLOCK = "note-"

# An element's types, outermost first; its text goes into the innermost. Elements that are not
# here have none.
_TYPES: Mapping[str, Types] = {
    "section": ("Sect",),
    "article": ("Art",),
    "aside": ("Sect",),
    "nav": ("Sect",),
    **{f"h{n}": (f"H{n}",) for n in range(1, 7)},
    "p": ("P",),
    "pre": ("P",),
    "blockquote": ("BlockQuote",),
    "ul": ("L",),
    "ol": ("L",),
    "dl": ("L",),
    "li": ("LI", "LBody"),
    "dt": ("LI", "Lbl"),
    "dd": ("LBody",),
    "table": ("Table",),
    "caption": ("Caption",),
    "thead": ("THead",),
    "tbody": ("TBody",),
    "tfoot": ("TFoot",),
    "tr": ("TR",),
    "th": ("TH",),
    "td": ("TD",),
    "img": ("Figure",),
    _SVG: ("Figure",),
}
_BLOCKS = frozenset(
    {*_TYPES, "address", "body", "div", "figcaption", "figure", "footer", "header", "hgroup",
     "hr", "html", "main", "search"}
    - {"img", _SVG}
)  # fmt: skip
# Types that hold other elements and no text of their own.
GROUPS = frozenset(
    {"Art", "BlockQuote", "Div", "L", "LI", "Part", "Sect", "TBody", "TFoot", "THead", "TOC",
     "TOCI", "TR", "Table"}
)  # fmt: skip
# Types of what stands in a line.
INLINE = frozenset({"Link", "Reference", "Span"})
# Types whose kids stay in the order of the document, drawn or not: a row keeps its empty cells.
TABULAR = frozenset({"Table", "THead", "TBody", "TFoot", "TR"})
CELLS = frozenset({"TH", "TD"})
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc"}


def name_of(element: Element) -> str:
    """An element's name: also of a block in a footnote, which is a span."""
    first = element.get("class", "").partition(" ")[0]
    if element.tag == "span" and first.startswith(_NOTE_BLOCK):
        return first.removeprefix(_NOTE_BLOCK)
    return element.tag


def is_block(element: Element) -> bool:
    """Whether text in an element is apart from the text around it."""
    return name_of(element) in _BLOCKS


def is_hidden(element: Element) -> bool:
    """Whether an element is decoration, as its author says."""
    return element.get("aria-hidden") == "true" or (
        element.tag == "img"
        and (element.get("alt") == "" or element.get("role") in {"none", "presentation"})
    )


def types_of(element: Element, is_inside: _Inside) -> Types:
    """Types of an element, outermost first; none if it says nothing.

    `is_inside` tells whether the element is in one of some type, or has an ancestor of a role.
    """
    name = name_of(element)
    special = _SPECIAL.get(name)
    return special(element, is_inside) if special else _TYPES.get(name, ())


def _link(element: Element, is_inside: _Inside) -> Types:
    if not element.get("href"):
        return ()
    refers = element.get("role") == "doc-noteref" or is_inside("TOC")
    return ("Reference", "Link") if refers else ("Link",)


def _list(element: Element, is_inside: _Inside) -> Types:
    if is_inside("doc-toc"):
        return ("TOC",)
    return () if is_inside("doc-endnotes") and not is_inside("Note") else ("L",)


def _item(element: Element, is_inside: _Inside) -> Types:
    if is_inside("doc-toc"):
        return ("TOCI",)
    is_note = is_inside("doc-endnotes") and not is_inside("Note")
    return ("Note",) if is_note else ("LI", "LBody")


def _span(element: Element, is_inside: _Inside) -> Types:
    return ("Note",) if "footnote" in element.get("class", "").split() else ()


def _figure(element: Element, is_inside: _Inside) -> Types:
    return ("Figure",) if is_picture(element) else ("Div",)


def _figcaption(element: Element, is_inside: _Inside) -> Types:
    return ("Caption",) if is_inside("Figure") else ("P",)


def _image(element: Element, is_inside: _Inside) -> Types:
    return () if is_inside("Figure") else ("Figure",)


_SPECIAL: Mapping[str, Callable[[Element, _Inside], Types]] = {
    "a": _link,
    "ol": _list,
    "li": _item,
    "span": _span,
    "figure": _figure,
    "figcaption": _figcaption,
    "img": _image,
    _SVG: _image,
}


def is_picture(figure: Element) -> bool:
    """Whether a `figure` is one picture (with its caption), not a table or a text."""
    names = [name_of(e) for e in figure.iter() if not is_hidden(e)]
    pictures = names.count("img") + names.count(_SVG)
    others = {"table", "pre", "blockquote", "ul", "ol", "dl"}
    return pictures == 1 and others.isdisjoint(names)


def alt_of(element: Element) -> str:
    """What a picture shows, in words."""
    for one in element.iter():
        if one.tag == "img" and not is_hidden(one):
            return one.get("alt", "")
        if one.tag == _SVG:
            return one.get("aria-label", "") or one.findtext(_TITLE) or ""
    return ""


def attributes_of(element: Element, kind: str, is_inside: _Inside) -> Attributes:
    """Attributes of an element's node of some type."""
    if kind == "L" and name_of(element) in _NUMBERING:
        return {"List": {"ListNumbering": _NUMBERING[name_of(element)]}}
    if kind not in CELLS:
        return {}
    table: dict[str, str | int | list[float]] = {}
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        value = element.get(name, "")
        if value.isdecimal() and int(value) > 1:
            table[key] = int(value)
    if kind == "TH":
        is_column = is_inside("THead") and element.get("scope") != "row"
        table["Scope"] = "/Column" if is_column else "/Row"
    return {"Table": table} if table else {}
