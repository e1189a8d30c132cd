"""What of an essay's raw HTML may enter a book: an allow-list, and a Problem for each refusal.

A library such as nh3 cleans silently; here every refusal has to reach the author with its line,
so the walk over the parsed tree is our own and small. Rules: DESIGN "Trust"; the elements are
those of https://www.w3.org/TR/epub-33/#sec-xhtml that make sense in an essay.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.content_model import mend_structure
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

GLOBAL = frozenset({"id", "class", "lang", xhtml.XML_LANG, "dir", "title", "data-line"})
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "abbr address article aside b bdi bdo br caption cite code dd del dfn div dl dt em "
        "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd main mark p pre q rp rt "
        "ruby s samp section small span strong sub sup table tbody tfoot thead tr u ul var wbr "
        "details summary blockquote".split(),
        frozenset[str](),
    ),
    "a": frozenset({"href", "hreflang", "role", "data-note", xhtml.EPUB_TYPE}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "time": frozenset({"datetime"}),
}
DROPPED = frozenset(
    "script style iframe object embed applet frame frameset template link meta base title head "
    "audio video source track canvas svg param noembed noframes xmp plaintext input select "
    "textarea".split()
)
# Of these, what says how a web page looks or what it is about: a book goes on without it.
OF_WEB_PAGES = frozenset({"style", "link", "meta", "base", "title", "head"})
# What is said of some of them, and how to mend it, where there is more to say than of others.
_LEFT_OUT = {
    "style": (
        "<style> was left out: the theme decides how a book looks.",
        'Remove it; a class (class="verse", class="smallcaps") is kept.',
    ),
    "svg": ("", "Save the drawing as an image file and show that."),
}
SILENT = frozenset({"tbody", "html", "body", "font", "center", "noscript", "label", "picture"})
QUIET_ATTRIBUTES = frozenset(
    "target rel loading decoding srcset sizes fetchpriority referrerpolicy cite download "
    "itemprop itemscope itemtype".split()
)
NUMERIC = frozenset({"width", "height", "colspan", "rowspan", "span", "start", "value"})
VALUES: dict[str, frozenset[str]] = {
    "role": frozenset({"doc-noteref"}),
    xhtml.EPUB_TYPE: frozenset({"noteref"}),
    "dir": frozenset({"ltr", "rtl", "auto"}),
    "type": frozenset({"1", "a", "A", "i", "I"}),
    "scope": frozenset({"row", "col", "rowgroup", "colgroup"}),
}
ADDRESSES = frozenset({"href", "src"})
SCHEMES = frozenset({"http", "https", "mailto", "tel", "doi", "urn"})
IMAGE_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ALIGN = re.compile(r"\s*text-align:\s*(left|right|center);?\s*")
_SPACE = re.compile(r"[\s\x00-\x20]+")


def sanitise(root: etree._Element, path: str, limits: Limits = USUAL) -> tuple[Problem, ...]:
    """Keep of the tree what the allow-list names, in place; give a Problem for each refusal.

    `path` is the source file, for the places of the problems (their lines are the nearest
    block's). Words are kept wherever they are not code: an unknown element is unwrapped.
    """
    problems: list[Problem] = []
    for comment in list(root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity)):
        xhtml.remove(comment)
    problems += _drop_code(root, path)
    for element in list(xhtml.elements(root)):
        problems += _clean_element(element, path)
    problems += _bound_depth(root, path, limits.nesting)
    problems += _bound_length(root, path, limits.paragraph_characters)
    problems += mend_structure(root, path)
    return tuple(dict.fromkeys(problems))


def _drop_code(root: etree._Element, path: str) -> Iterator[Problem]:
    """Remove with all their content the elements that do things, or that hold no words."""
    for element in list(root.iter(*(f"{{*}}{name}" for name in sorted(DROPPED)))):
        if not any(up is root for up in element.iterancestors()):
            continue  # went with an element around it
        name = element.tag.rpartition("}")[2]
        yield _left_out(name, Where(path, xhtml.line_of(element)))
        xhtml.remove(element)


def refusal_of(name: str, where: Where) -> Problem | None:
    """What to say of an element that does not stay; None if it may, or nobody would miss it."""
    if name in DROPPED:
        return _left_out(name, where)
    return None if name in ELEMENTS or name in SILENT else _unknown(name, where)


def _left_out(name: str, where: Where) -> Problem:
    message, mend = _LEFT_OUT.get(name, ("", ""))
    if name in OF_WEB_PAGES:
        usual = f"<{name}> is for web pages; it was left out."
        return Problem(where, "markup-dropped", message or usual, mend or "Remove it.", "warning")
    usual = f"<{name}> can't be part of a book; it was left out."
    return Problem(
        where, "markup-unsafe", message or usual, mend or "Remove it, or say it in words."
    )


def _unknown(name: str, where: Where) -> Problem:
    return Problem(
        where,
        "markup-unknown",
        f"<{name}> is not known here; its text was kept without it.",
        f"If you meant the characters themselves, write &lt;{name}&gt;.",
        "warning",
    )


def _clean_element(element: etree._Element, path: str) -> Iterator[Problem]:
    where = Where(path, xhtml.line_of(element))
    if element.tag in ELEMENTS:
        yield from _clean_attributes(element, where)
        return
    name = element.tag.rpartition("}")[2]
    if name not in SILENT:
        yield _unknown(name, where)
    xhtml.unwrap(element)


def _clean_attributes(element: etree._Element, where: Where) -> Iterator[Problem]:
    _keep_alignment(element)
    for name, value in [(str(k), str(v)) for k, v in element.attrib.items()]:
        if name in ADDRESSES and name in ELEMENTS[element.tag]:
            yield from _clean_address(element, name, value, where)
        elif not _allowed(element.tag, name, value):
            del element.attrib[name]
            yield from _refusal(name, where)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name not in GLOBAL and name not in ELEMENTS[tag]:
        return False
    if name in NUMERIC and not (tag == "ol" and name == "reversed"):
        return value.strip().isascii() and value.strip().isdigit()
    return name not in VALUES or value in VALUES[name]


def _refusal(name: str, where: Where) -> Iterator[Problem]:
    """Say what was dropped, except what nobody would miss."""
    if name.startswith("on"):
        yield Problem(
            where,
            "markup-unsafe",
            f"the attribute {name} holds a script; it was left out.",
            "Remove it.",
        )
    elif name not in QUIET_ATTRIBUTES and not name.startswith(("data-", "aria-")):
        yield Problem(
            where,
            "attribute-dropped",
            f"the attribute {name} was left out: the theme decides how a book looks.",
            'Remove it; a class (class="verse", class="smallcaps") is kept.',
            "warning",
        )


def _keep_alignment(element: etree._Element) -> None:
    """Turn the alignment of a table column into a class: Python-Markdown writes it as a style."""
    match = _ALIGN.fullmatch(element.get("style", ""))
    if match and element.tag in {"td", "th"}:
        del element.attrib["style"]
        element.set("class", f"{element.get('class', '')} align-{match[1]}".strip())


def _clean_address(
    element: etree._Element, name: str, value: str, where: Where
) -> Iterator[Problem]:
    address = _SPACE.sub("", value)
    scheme = _SCHEME.match(address)
    if not scheme or scheme[1].lower() in SCHEMES:
        return
    if name == "src" and IMAGE_DATA.match(address):
        return
    del element.attrib[name]
    yield Problem(
        where,
        "link-scheme",
        f"the address {value[:60]} can't be used in a book; the link was left out.",
        f"Use one of {', '.join(sorted(SCHEMES))}, or a file of this series.",
    )
    if element.tag == "a" and not element.get("id"):
        xhtml.unwrap(element)


def _bound_depth(root: etree._Element, path: str, levels: int) -> Iterator[Problem]:
    """Flatten what is nested deeper than any reading system bears."""
    level = [root]
    for _ in range(levels):
        level = [child for element in level for child in element]
    for element in level:
        where = Where(path, xhtml.line_of(element))
        text = xhtml.text_of(element)
        for child in list(element):
            element.remove(child)
        element.text = text
        yield Problem(
            where,
            "nesting-too-deep",
            f"this is nested more than {levels} levels deep.",
            "Use fewer levels of quotation or list.",
        )


def _bound_length(root: etree._Element, path: str, most: int) -> Iterator[Problem]:
    """Cut the text of a block that is longer than any program sets, whatever made it so long."""
    if sum(map(len, root.itertext())) <= most:
        return
    lengths: Counter[etree._Element] = Counter({root: len(root.text or "")})
    for element in xhtml.elements(root):
        lengths[_block_of(element, root)] += len(element.text or "")
        lengths[_block_of(next(element.iterancestors()), root)] += len(element.tail or "")
    for block in [block for block, length in lengths.items() if length > most]:
        text = xhtml.text_of(block)[:most]
        for child in list(block):
            block.remove(child)
        block.text = text
        yield paragraph_too_long(Where(path, xhtml.line_of(block)), most)


def _block_of(element: etree._Element, root: etree._Element) -> etree._Element:
    """The block that the words directly in an element are of."""
    around = (element, *element.iterancestors())
    return next(one for one in around if one is root or one.tag in xhtml.BLOCKS)


def paragraph_too_long(where: Where, most: int) -> Problem:
    """What to say of a paragraph that has more characters than the limit allows."""
    return Problem(
        where,
        "paragraph-too-long",
        f"this paragraph has more than {most:,} characters.",
        "Make several of it, with blank lines between; or raise `paragraph_characters` in [limits]"
        " of series.toml.",
    )
