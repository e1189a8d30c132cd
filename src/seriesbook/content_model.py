"""Structure that HTML demands and hand-written HTML often lacks, mended with the words kept.

From the content models of https://html.spec.whatwg.org/multipage/dom.html#content-models, as far
as EPUBCheck reports their breach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

PARENTS: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"colgroup", "table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "figcaption": frozenset({"figure"}),
    "summary": frozenset({"details"}),
    "rt": frozenset({"ruby"}),
    "rp": frozenset({"ruby"}),
}
CHILDREN: dict[str, frozenset[str]] = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
    "tr": frozenset({"td", "th"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "table": frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"}),
}
# A wrapper for stray content of these; where there is none, stray content moves before it.
WRAPPER = {"ul": "li", "ol": "li", "dl": "dd", "tr": "td"}
PHRASING_ONLY = frozenset(
    "p h1 h2 h3 h4 h5 h6 pre abbr b bdi bdo cite code dfn dt em i kbd mark q rp rt s samp small "
    "span strong sub sup summary time u var ruby".split()
)
NOT_WITHIN_ITSELF = frozenset({"a", "dfn", "main", "address"})
ROUNDS = 50  # deeper soup than MAX_NESTING was flattened before
NEEDS_CHILD = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "ruby"})


def mend_structure(root: etree._Element, path: str) -> Iterator[Problem]:
    """Bring hand-written HTML into a shape that validators accept, in place.

    Only what a raw HTML block can break is touched; a warning names each kind once a block.
    Mending one thing can uncover another, so it goes round until nothing is left.
    """
    for _ in range(ROUNDS):
        found = tuple(_mend_once(root, path))
        yield from found
        if not _unwrap_empty(root) and not found:
            break
    for element in list(root.iter("dl")):
        _mend_list_of_terms(element)


def _mend_once(root: etree._Element, path: str) -> Iterator[Problem]:
    for element in list(xhtml.elements(root)):
        if _misplaced(element):
            yield _problem(element, path)
            xhtml.unwrap(element)
        elif element.tag in CHILDREN:
            yield from _mend_children(element, path)


def _unwrap_empty(root: etree._Element) -> bool:
    """Unwrap what needs children and has none; tell whether there was any."""
    empty = [element for element in root.iter(*NEEDS_CHILD) if not len(element)]
    for element in empty:
        xhtml.unwrap(element)
    return bool(empty)


def _mend_list_of_terms(element: etree._Element) -> None:
    """A list that defines nothing, or whose first definition has no term, is a block of text."""
    first = next((child for child in element if child.tag != "div"), None)
    if first is None or first.tag == "dt":
        return
    element.tag = "div"
    for child in element:
        child.tag = "p" if child.tag == "dt" else "div"


def _misplaced(element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is None:
        return False
    if element.tag in PARENTS and parent.tag not in PARENTS[element.tag]:
        return True
    if element.tag in xhtml.BLOCKS and any(
        up.tag in PHRASING_ONLY for up in _inline_ancestors(element)
    ):
        return True
    # the mark of a note inside a link is moved behind it by the reader
    return (
        element.tag in NOT_WITHIN_ITSELF
        and element.get("data-note") is None
        and any(up.tag == element.tag for up in element.iterancestors())
    )


def _inline_ancestors(element: etree._Element) -> Iterator[etree._Element]:
    """Ancestors up to the nearest one that may hold blocks (`a` is as its parent is)."""
    for up in element.iterancestors():
        yield up
        if up.tag not in PHRASING_ONLY and up.tag not in {"a", "ins", "del"}:
            return


def _mend_children(element: etree._Element, path: str) -> Iterator[Problem]:
    allowed = CHILDREN[element.tag]
    stray = [child for child in element if child.tag not in allowed]
    texts = [element.text, *(child.tail for child in element)]
    if not stray and not any(text and text.strip() for text in texts):
        return
    yield _problem(element, path)
    wrapper = WRAPPER.get(element.tag)
    if wrapper:
        _wrap_strays(element, wrapper, allowed)
    else:
        _move_strays_out(element, allowed)


def _wrap_strays(element: etree._Element, wrapper: str, allowed: frozenset[str]) -> None:
    if element.text and element.text.strip():
        first = etree.Element(wrapper)
        first.text, element.text = element.text, None
        element.insert(0, first)
    for child in list(element):
        tail, child.tail = child.tail, None
        holder = child
        if child.tag not in allowed:
            holder = etree.Element(wrapper)
            element.replace(child, holder)
            holder.append(child)
        if tail and tail.strip():
            after = etree.Element(wrapper)
            after.text = tail
            holder.addnext(after)


def _move_strays_out(element: etree._Element, allowed: frozenset[str]) -> None:
    """Put stray text and elements of a table into a paragraph before it, as browsers do."""
    table = element
    while table.tag != "table" and (up := table.getparent()) is not None:
        table = up
    out = etree.Element("div")
    out.text, element.text = element.text, None
    for child in list(element):
        if child.tag not in allowed:
            child_tail = child.tail
            element.remove(child)
            child.tail = child_tail
            out.append(child)
        elif child.tail and child.tail.strip():
            holder = etree.SubElement(out, "div")
            holder.text, child.tail = child.tail, None
    table.addprevious(out)


def _problem(element: etree._Element, path: str) -> Problem:
    return Problem(
        Where(path, xhtml.line_of(element)),
        "markup-misplaced",
        f"the HTML around <{element.tag}> is not well built; its words were kept.",
        "Write it in Markdown, or mend the HTML.",
        "warning",
    )
