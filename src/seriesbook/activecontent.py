"""What a page or a stylesheet must not hold, whoever made it: what runs, and what is elsewhere.

Used on what a theme of the author's makes, which may come from a stranger. Essays go through
`sanitise` before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from seriesbook import xhtml
from seriesbook.inlinepictures import bytes_of, size_fault
from seriesbook.sanitise import ELEMENTS, GLOBAL, IMAGE_DATA, SCHEMES
from seriesbook.svg import faults, in_short, read_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.limits import Limits

_DRAWING = f"{{{xhtml.SVG}}}svg"
# Of a whole document; an essay's own elements are those of `sanitise`.
_DOCUMENT = frozenset({"html", "head", "title", "body", "link", "meta", "nav"})
_ATTRIBUTES = GLOBAL | {
    "role", "style", "hidden", "rel", "type", "charset", "name", "content", "width", "height",
    "alt", "media", xhtml.EPUB_TYPE,
}  # fmt: skip
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SPACE = re.compile(r"[\s\x00-\x20]+")
_FUNCTIONS = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "expression"})


_DECLARED = (
    (re.compile(r"<!DOCTYPE(?!\s+html\s*>)|<!ENTITY", re.IGNORECASE),
     "a document type of its own, or entities"),
    (re.compile(r"<\?(?!xml\s)", re.IGNORECASE), "a processing instruction"),
)  # fmt: skip


def declarations(document: str) -> Iterator[tuple[int, str]]:
    """(line, what) of what a document declares that a parser must not see."""
    for pattern, what in _DECLARED:
        if match := pattern.search(document):
            yield document.count("\n", 0, match.start()) + 1, what


def active_content(document: etree._Element, limits: Limits) -> Iterator[tuple[int, str]]:
    """(line, what) of all that runs or is loaded from elsewhere, in words that follow "has"."""
    for element in document.iter(etree.Element):
        line = cast("int | None", element.sourceline) or 1
        yield from ((line, what) for what in _active(element, limits))


def _active(element: etree._Element, limits: Limits) -> Iterator[str]:
    if element.tag == _DRAWING and element.getparent() is not None:
        yield from (f"a drawing that {fault}" for fault in faults(element, limits))
    if any(around.tag == _DRAWING for around in (element, *element.iterancestors())):
        return
    space, _, name = element.tag.rpartition("}")
    if space[1:] not in {"", xhtml.XHTML} or name not in _DOCUMENT | ELEMENTS.keys():
        yield f"the element <{name}>"
        return
    for key, value in element.attrib.items():
        yield from _attribute(name, str(key), str(value), limits)


def _attribute(element: str, key: str, value: str, limits: Limits) -> Iterator[str]:
    known = _ATTRIBUTES | ELEMENTS.get(element, frozenset())
    if key in {"href", "src"}:
        if not _may_lead(element, value):
            yield f"the address {value[:60]!r} in <{element}>"
        elif IMAGE_DATA.match(_SPACE.sub("", value)) and (what := _picture_fault(value, limits)):
            yield f"{what} in <{element}>"
    elif key not in known and not key.startswith(("data-", "aria-")):
        yield f"the attribute {key} in <{element}>"
    elif key == "style":
        yield from (f"a style with {what}" for _, what in unsafe_css(value, limits))


def _may_lead(element: str, value: str) -> bool:
    """Whether an address is in the book; of a link, the web too."""
    address = _SPACE.sub("", value)
    scheme = _SCHEME.match(address)
    if element == "a":
        return not scheme or scheme[1].lower() in SCHEMES
    if element == "img" and IMAGE_DATA.match(address):
        return True
    return not scheme and not address.startswith(("/", "\\")) and ".." not in address


def unsafe_css(css: str, limits: Limits) -> Iterator[tuple[int, str]]:
    """(line, what) of each thing in a stylesheet that loads something or is beyond measure."""
    import tinycss2  # noqa: PLC0415 - seldom needed

    depth, line = _depth(css)
    if depth > limits.theme_levels:
        yield line, f"blocks in blocks more than {limits.theme_levels} deep"
        return
    for node in _nodes(tinycss2.parse_component_value_list(css, skip_comments=True)):
        what = _unsafe_node(node, limits)
        if what:
            yield node.source_line, what


def parse_errors(css: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, what) of each thing in a stylesheet that is no CSS."""
    import tinycss2  # noqa: PLC0415

    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    while nodes:
        node = nodes.pop()
        if node.type == "error":
            yield node.source_line, node.source_column, node.message.rstrip(".")
        content = getattr(node, "content", None)
        if content:
            nodes += tinycss2.parse_blocks_contents(
                content, skip_comments=True, skip_whitespace=True
            )


def _nodes(nodes: list[Any]) -> Iterator[Any]:
    """All tokens, those in blocks and functions too; `@namespace` names what is never loaded."""
    skipping = False
    for node in nodes:
        if node.type == "at-keyword":
            skipping = node.lower_value == "namespace"
        elif skipping and node == ";":
            skipping = False
        if not skipping:
            yield node
            inner = getattr(node, "arguments", None) or getattr(node, "content", None)
            yield from _nodes(inner) if isinstance(inner, list) else ()


def _unsafe_node(node: Any, limits: Limits) -> str:
    if node.type == "at-keyword" and node.lower_value in {"import", "font-face"}:
        return f"@{node.lower_value}"
    if node.type == "url":
        return _address_fault(node.value, f"the address {node.value[:60]!r}", limits)
    if node.type == "function" and node.lower_name in _FUNCTIONS:
        texts = [one.value for one in node.arguments if one.type == "string"]
        called = f"{node.lower_name}(…)"
        if node.lower_name != "url" or not texts:
            return called
        return next(filter(None, (_address_fault(text, called, limits) for text in texts)), "")
    if (
        node.type in {"number", "dimension", "percentage"}
        and abs(node.value) > limits.theme_number
    ):
        return f"the number {node.representation[:20]}"
    return ""


def _address_fault(address: str, shown: str, limits: Limits) -> str:
    """What is wrong with an address in a stylesheet; "" for nothing."""
    if address.startswith("#"):
        return ""
    if not IMAGE_DATA.match(_SPACE.sub("", address)):
        return shown
    return _picture_fault(address, limits)


def _picture_fault(address: str, limits: Limits) -> str:
    """What is wrong with a picture in an address, as what it has; "" for nothing."""
    if not _SPACE.sub("", address).lower().startswith("data:image/svg"):
        return size_fault(address, limits)
    data = bytes_of(address)
    if len(data) > limits.image_bytes:
        return f"a drawing of more than {limits.image_bytes:,} bytes"
    problems = read_svg(data, "", limits).problems
    return f"a drawing that {in_short(problems[0])}" if problems else ""


def _depth(css: str) -> tuple[int, int]:
    """How deep brackets stand in each other, at most, and the line where they do."""
    depth = deepest = 0
    place = 0
    for mark in re.finditer(r"[{(\[\])}]", css):
        depth = max(depth + (1 if mark[0] in "{([" else -1), 0)
        if depth > deepest:
            deepest, place = depth, mark.start()
    return deepest, css.count("\n", 0, place) + 1
