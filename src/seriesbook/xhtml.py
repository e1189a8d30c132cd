"""The only parser and serialiser of markup.

Inside Seriesbook a body is *canonical XHTML*: well-formed, without a default namespace, with
`epub:type` spelled with its prefix, SVG and MathML in their own namespaces, entities as
characters. Templates put it under `<html xmlns="http://www.w3.org/1999/xhtml">`.
"""

from __future__ import annotations

import contextlib
import io
import re
from html.entities import html5
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = f"{{{EPUB}}}type"

# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote details div dl dd dt fieldset figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr "
    "ul caption".split()
)

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
# https://infra.spec.whatwg.org/#ascii-whitespace
_WHITE = " \t\n\f\r"
_SPACE = re.compile("[ \t\n\f\r]{2,}|[\t\n\f\r]")  # a lone space may stay
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# What https://www.w3.org/TR/xml/#charsets does not allow.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPEN = f'<body xmlns:epub="{EPUB}">'


class MarkupError(ValueError):
    """Markup that no parser accepts."""


def parse(markup: str) -> etree._Element:
    """Parse blocks of markup into a `body` element.

    Strict XML first, since nearly all markup here is well-formed; what is not is read as a
    browser would read it (HTML Standard §13.2).
    """
    markup = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", _ENTITY.sub(_character, markup))
    try:
        return etree.fromstring(f"{_OPEN}{markup}</body>", _strict())
    except etree.XMLSyntaxError:
        return _forgiving(markup)


def parse_document(document: bytes | str) -> etree._Element:
    """Parse a whole XHTML document of our own making; its elements are in the XHTML namespace."""
    data = document.encode() if isinstance(document, str) else document
    try:
        return etree.fromstring(data, _strict())
    except etree.XMLSyntaxError as error:
        raise MarkupError(str(error)) from error


def _strict() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    return html5.get(f"{name};", f"&amp;{name};")


def parse_page(document: str) -> etree._Element:
    """Parse a whole page as a browser would; the `html` element, its names without namespace."""
    parsed = _soup(document)
    root = etree.Element("html")
    for name, value in parsed.attrib.items():
        with contextlib.suppress(ValueError):
            root.set(name, _legal(value) or "")
    _copy_below(parsed, root)
    return root


def _forgiving(markup: str) -> etree._Element:
    """Read tag soup. An XML-style `<a id="x"/>` opens an element here, as it does in a browser."""
    body = _soup(f"<!DOCTYPE html><body>{markup}").find("body")
    root = etree.fromstring(f"{_OPEN}</body>", _strict())
    if body is not None:
        _copy_below(body, root)
    return root


def _soup(text: str) -> ElementTree.Element:
    """Read a text as HTML. As a stream: tinyhtml5 takes a short text for the name of a file."""
    import tinyhtml5  # noqa: PLC0415 - little markup needs it

    parsed: ElementTree.Element = tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False)
    return parsed


def _copy_below(parsed: ElementTree.Element, root: etree._Element) -> None:
    """Copy what is inside a parsed element, in a loop: soup may be nested thousands deep."""
    todo = [(parsed, root)]
    while todo:
        source, target = todo.pop()
        target.text = _legal(source.text)
        for child in source:
            copy = _copy(child, target)
            copy.tail = _legal(child.tail)
            if isinstance(child.tag, str):
                todo.append((child, copy))


def _legal(text: str | None) -> str | None:
    """Text that XML can hold: a reference such as &#0; brings in what is not a character."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text) if text else text


def _copy(child: ElementTree.Element, parent: etree._Element) -> etree._Element:
    """Append a childless copy; names that XML can't spell become `span` or are dropped."""
    if not isinstance(child.tag, str):
        comment = etree.Comment("")
        parent.append(comment)
        return comment
    try:
        space = child.tag[1:].partition("}")[0] if child.tag.startswith("{") else None
        copy = etree.SubElement(
            parent, child.tag, nsmap=cast("dict[str, str]", {None: space}) if space else None
        )
    except ValueError:
        copy = etree.SubElement(parent, "span")
    for name, value in child.attrib.items():
        known = EPUB_TYPE if name == "epub:type" else name
        with contextlib.suppress(ValueError):
            copy.set(known, _legal(value) or "")
    return copy


def serialise(root: etree._Element) -> str:
    """Write what is inside `root`, such that XML and HTML parsers read the same."""
    for element in root.iter(etree.Element):
        name = element.tag
        if not len(element) and not element.text and name not in VOID and "}" not in name:
            element.text = ""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    start = text.index(">") + 1
    return text[start : text.rindex("</")] if text.endswith(f"</{root.tag}>") else ""


def text_of(element: etree._Element) -> str:
    """All text inside, white space folded, without what is hidden from readers."""
    return folded("".join(map(str, element.itertext())))


def has_text(element: etree._Element) -> bool:
    """Whether `text_of` would give any."""
    return any(str(text).strip(_WHITE) for text in element.itertext())


def plain(markup: str) -> str:
    """Text of a piece of inline markup: for titles, metadata and running heads."""
    return text_of(parse(markup)) if "<" in markup or "&" in markup else folded(markup)


def folded(text: str) -> str:
    """Text with its white space folded; no-break spaces are none."""
    return _SPACE.sub(" ", text).strip(" ")


def elements(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """All elements below `root` in document order, of the given names (all, if none)."""
    for element in root.iter(*(names or (etree.Element,))):
        if element is not root:
            yield element


def ids_of(root: etree._Element) -> Iterator[str]:
    """All ids of a document, in its order, as often as they are there."""
    for element in root.iter(etree.Element):
        value = element.get("id")
        if value:
            yield value


def line_of(element: etree._Element) -> int | None:
    """Source line of the nearest block: `data-line` of the element or an ancestor."""
    node: etree._Element | None = element
    while node is not None:
        line = node.get("data-line")
        if line:
            return int(line)
        node = node.getparent()
    return None


def unwrap(element: etree._Element) -> None:
    """Remove an element and leave its text and children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    children = list(element)
    _append_text(parent, index, element.text)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)
    remove(element)


def remove(element: etree._Element) -> None:
    """Remove an element with its content; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(parent, parent.index(element), element.tail)
    element.tail = None
    parent.remove(element)


def _append_text(parent: etree._Element, index: int, text: str | None) -> None:
    """Add text just before the child at `index`."""
    if not text:
        return
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        before = parent[index - 1]
        before.tail = (before.tail or "") + text


def strip_lines(document: str) -> str:
    """Drop the `data-line` attributes, which no reader needs, from serialised markup."""
    return re.sub(r' data-line="\d+"', "", document)
