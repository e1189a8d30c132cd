"""Drawings: an SVG file made safe to stand in a book, and its size.

A drawing in a book is a still image: it runs nothing, loads nothing and refers to itself only.
Sizes: https://svgwg.org/svg2-draft/coords.html#SizingSVGInCSS.
"""

from __future__ import annotations

import copy
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from seriesbook import xhtml
from seriesbook.inlinepictures import size_fault
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HREFS = frozenset({"href", XLINK_HREF})
# SVG 1.1 and 2 without scripting, animation, foreign content, and what loads other files.
ELEMENTS = frozenset(
    "a circle clipPath cursor defs desc ellipse feBlend feColorMatrix feComponentTransfer "
    "feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge "
    "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence filter g image line linearGradient marker mask metadata path pattern polygon "
    "polyline radialGradient rect stop style svg switch symbol text textPath title tspan use "
    "view".split()
)
DROPPED_QUIETLY = frozenset({"metadata"})
# px for each unit of https://www.w3.org/TR/css-values-4/#absolute-lengths; 16 px an em.
UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54,
         "mm": 96 / 25.4, "q": 96 / 101.6, "em": 16.0, "rem": 16.0, "ex": 8.0}  # fmt: skip
# What a drawing measures that says nothing (CSS 2.2 §10.3.2).
DEFAULT_SIZE = (300.0, 150.0)

_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_LOADS = re.compile(r"@import|\b(?:image-set|image|src)\(|\\[0-9a-z(]", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:image/(png|jpeg|gif|webp);", re.IGNORECASE)
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_UNDRAWN = frozenset({"linearGradient", "radialGradient", "filter", "path", "view"})
_NO_XML = "is not well-formed XML here."
_SPACE = re.compile(r"\s+")
_THE = "the drawing "


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG document and its size in px."""

    data: bytes
    width: int
    height: int


def read_svg(data: bytes, path: str, limits: Limits = USUAL) -> Outcome[Drawing | None]:
    """Parse an SVG file, take out what a book must not hold, and measure it.

    `path` is the file's, for the places of problems. None if it can't be used at all: not
    well-formed, with entities of its own, or without the SVG namespace.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        where = Where(path, getattr(error, "lineno", None) or None)
        found = _entities(where) if "entity" in str(error).lower() else _broken(where, _NO_XML)
        return Outcome(None, (found,))
    if _declares(root):
        return Outcome(None, (_entities(Where(path, 1)),))
    if root.tag != f"{{{xhtml.SVG}}}svg":
        return Outcome(None, (_broken(Where(path, 1), "has no <svg> in the SVG namespace."),))
    problems = tuple(dict.fromkeys(_clean(root, path, limits)))
    if _shown(root, limits) > limits.drawing_elements:
        return Outcome(None, (*problems, _crowded(Where(path, 1), limits)))
    width, height = _size(root)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    clean = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Outcome(
        Drawing(clean, *(_pixels(side, limits.drawing_side) for side in (width, height))), problems
    )


def faults(drawing: etree._Element, limits: Limits = USUAL) -> Iterator[str]:
    """What a drawing within a page must not hold: words such as "has <script>"."""
    yield from dict.fromkeys(map(in_short, _clean(copy.deepcopy(drawing), "", limits)))
    if _shown(drawing, limits) > limits.drawing_elements:
        yield f"shows more than {limits.drawing_elements} elements"


def in_short(problem: Problem) -> str:
    """What a problem says of a drawing: words that follow "a drawing that"."""
    return problem.message.removeprefix(_THE).partition(", which")[0].rstrip(".")


def _shown(root: etree._Element, limits: Limits) -> int:
    """How many elements are drawn, each counted again wherever it is drawn again.

    A few lines of nested `use` or patterns can ask for more than any program will ever draw.
    Counting stops past `most`; what shows itself, or by a very long way round, is past it.
    """
    most, longest = limits.drawing_elements, limits.drawing_references
    known = {element.get("id"): element for element in root.iter(etree.Element)}
    styles = " ".join(e.text or "" for e in root.iter(f"{{{xhtml.SVG}}}style"))
    of_all = [name for name in _LOCAL.findall(styles) if _draws(known.get(name))]
    counts: dict[etree._Element, int] = {}

    def count(element: etree._Element, within: frozenset[etree._Element]) -> int:
        if element in within or len(within) > longest:
            return most + 1
        number = 0
        for part in element.iter(etree.Element) if element not in counts else ():
            number += 1
            for name in (*_drawn_by(part), *of_all):
                target = known.get(name)
                if _draws(target) and target is not None and number <= most:
                    number += count(target, within | {element})
        return counts.setdefault(element, min(number, most + 1))

    return count(root, frozenset())


def _drawn_by(element: etree._Element) -> Iterator[str]:
    """Ids of what is drawn where an element is."""
    for name, value in element.attrib.items():
        if name in HREFS:
            yield str(value).strip().removeprefix("#")
        elif "url(" in value:
            yield from _LOCAL.findall(str(value))


def _draws(target: etree._Element | None) -> bool:
    return target is not None and target.tag.rpartition("}")[2] not in _UNDRAWN


def _declares(root: etree._Element) -> bool:
    """Tell whether the file has a DTD of its own; the mere name of SVG's is harmless."""
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and (any(dtd.iterentities()) or any(dtd.iterelements()))


def _clean(root: etree._Element, path: str, limits: Limits) -> Iterator[Problem]:
    for node in list(root.iter(etree.Entity)):
        xhtml.remove(node)
    for element in list(root.iter(etree.Element)):
        if element is not root and not any(up is root for up in element.iterancestors()):
            continue  # went with an element around it
        line = element.sourceline
        where = Where(path, line if isinstance(line, int) else None)
        space, _, name = element.tag.rpartition("}")
        if space[1:] != xhtml.SVG or name in DROPPED_QUIETLY:
            xhtml.remove(element)  # an editor's own data
        elif name not in ELEMENTS:
            yield _unsafe(where, f"has <{name}>, which was left out.", "Remove it.")
            xhtml.remove(element)
        elif name == "style" and not _is_local(element.text or ""):
            yield _unsafe(where, "has styles that load other files; they were left out.")
            xhtml.remove(element)
        else:
            yield from _clean_attributes(element, where, limits)


def _clean_attributes(element: etree._Element, where: Where, limits: Limits) -> Iterator[Problem]:
    for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
        refusal = ""
        if name.lower().startswith("on"):
            refusal = f"has the script {name}, which was left out."
        elif name in HREFS and not _may_refer(element.tag, value):
            refusal = f"refers to {value[:60]}, which was left out."
        elif name in HREFS and not value.lstrip().startswith("#"):
            fault = size_fault(value, limits)
            refusal = f"holds {fault}, which was left out." if fault else ""
        elif not _is_local(value) and name not in HREFS:
            refusal = f"loads another file in {name}; that was left out."
        elif name.startswith("{") and name not in {*HREFS, xhtml.XML_LANG, XML_SPACE}:
            del element.attrib[name]
        if refusal:
            del element.attrib[name]
            yield _unsafe(where, refusal)


def _may_refer(tag: str, value: str) -> bool:
    """Allow references within the file, and pixels that are in it."""
    address = _SPACE.sub("", value)
    return address.startswith("#") or (
        tag.endswith(("}image", "}feImage")) and bool(_IMAGE_DATA.match(address))
    )


def _is_local(css: str) -> bool:
    """Tell whether CSS loads nothing. Escapes could hide a name, so there are none."""
    if _LOADS.search(css):
        return False
    found = _URL.findall(css)
    closed = len(found) == css.lower().count("url(")  # CSS reads `url(x` to the end
    return closed and all(_local_address(address) for _, address in found)


def _local_address(address: str) -> bool:
    return address.startswith(("#", "data:image/png", "data:image/jpeg", "data:font/"))


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height in px, from the attributes, else in proportion to the viewBox."""
    width, height = (_length(root.get(name, "")) for name in ("width", "height"))
    box = _view_box(root.get("viewBox", ""))
    if box is None:
        root.attrib.pop("viewBox", "")
        return width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1]
    if width and height:
        return width, height
    if width:
        return width, width * box[1] / box[0]
    if height:
        return height * box[0] / box[1], height
    return box


def _length(text: str) -> float | None:
    """px of an absolute length; None for per cents, `auto` and nonsense."""
    match = _LENGTH.fullmatch(text)
    unit = UNITS.get(match[2].lower()) if match else None
    return _positive(float(match[1]) * unit) if match and unit else None


def _view_box(text: str) -> tuple[float, float] | None:
    """Width and height of a viewBox; None where it is missing or makes no sense."""
    try:
        numbers = [float(number) for number in text.replace(",", " ").split()]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        return None
    width, height = _positive(numbers[2]), _positive(numbers[3])
    return (width, height) if width and height else None


def _positive(number: float) -> float | None:
    return number if math.isfinite(number) and number > 0 else None


def _pixels(length: float, most: int) -> int:
    return max(1, min(round(length), most))


def _entities(where: Where) -> Problem:
    message = "declares entities or uses unknown ones."
    return _unsafe(where, message, "Save it as plain SVG.")


def _crowded(where: Where, limits: Limits) -> Problem:
    message = f"shows more than {limits.drawing_elements} elements, or itself."
    return _unsafe(where, message, "Save it as PNG.")


def _broken(where: Where, message: str) -> Problem:
    return Problem(
        where, "image-broken", f"the drawing {message}", "Save it anew from a drawing program."
    )


def _unsafe(where: Where, message: str, mend: str = "Remove it from the file.") -> Problem:
    return Problem(where, "svg-unsafe", f"{_THE}{message}", mend)
