"""Notes whose marks are links: WordPress, Substack, pandoc, Word, MediaWiki and their kin.

One rule serves them all: a short link that leads to a place further down which leads back to it,
or which calls itself a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import is_block
from seriesbook.importers.notebook import remove_empty, remove_heading
from seriesbook.importers.notetexts import SIGN, clean_note, letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.notebook import NoteBook

_SHORT = re.compile(rf"[\s\[({{]*(?:note\s*)?(?P<sign>{SIGN})[\s\])}}.]*", re.IGNORECASE)
_NOTE_NAME = re.compile(
    r"(?:^|[-_ ])(?:fn|foot-?note|end-?note|note|ftn|edn|sdfootnote|sdendnote|cite_note|"
    r"easy-footnote|modern-footnotes|sidenote)|^_?(?:ftn|edn|fn|en|n)\d|^f\d+$|^note",
    re.IGNORECASE,
)
_HOLDERS = frozenset({"sup", "span", "small", "b", "strong", "em", "i", "font", "label"})
_STOPS = frozenset(
    "body ul ol section article table tbody dl aside main footer blockquote".split()
)


@dataclass(frozen=True, slots=True)
class _Mark:
    link: etree._Element
    key: str
    sign: str


def take_linked(root: etree._Element, url: str, notes: NoteBook) -> None:
    """Move every note that a link leads to into the notebook, in place. `url` is the page's."""
    targets = _targets(root)
    order = {element: place for place, element in enumerate(root.iter(etree.Element))}
    marks = [
        mark
        for link in list(root.iter("a"))
        if (mark := _mark(link, url, targets)) and order[targets[mark.key]] > order[link]
    ]
    keys = dict.fromkeys(mark.key for mark in marks)
    holders = {key: _holder(targets[key], keys, targets) for key in keys}
    sure = [mark for mark in marks if _is_note(mark, holders[mark.key], targets)]
    _take(sure, {m.key: holders[m.key] for m in sure}, targets, notes)


def _targets(root: etree._Element) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        for name in (element.get("id"), element.get("name")):
            if name:
                found.setdefault(name, element)
    return found


def _mark(link: etree._Element, url: str, targets: dict[str, etree._Element]) -> _Mark | None:
    """A link as a mark, if it is short and leads to a place on its own page."""
    page, hash_, fragment = link.get("href", "").partition("#")
    key = fragment if fragment in targets else unquote(fragment)
    here = not page or _bare(page) == _bare(url) or bool(_NOTE_NAME.search(fragment))
    short = _SHORT.fullmatch(xhtml.text_of(link))
    if not hash_ or key not in targets or not here or not short:
        return None
    return _Mark(link, key, short["sign"])


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.partition("?")[0]).rstrip("/")


def _holder(
    target: etree._Element, keys: dict[str, None], targets: dict[str, etree._Element]
) -> etree._Element:
    """The block that holds a note and nothing else."""
    others = {targets[key] for key in keys} - {target}
    holder = target
    while not is_block(holder):
        parent = holder.getparent()
        if parent is None or parent.tag == "body":
            break
        holder = parent
    while (up := holder.getparent()) is not None and up.tag not in _STOPS:
        if any(element in others for element in up.iter(etree.Element)) or not _names_note(up):
            break
        holder = up
    return holder


def _names_note(element: etree._Element) -> bool:
    """Whether an element is a note by its kind or its name."""
    if element.tag in {"li", "dd", "tr"}:
        return True
    name = f"{element.get('id', '')} {element.get('class', '')}"
    plural = re.search(r"notes\b", name, re.IGNORECASE)
    return not plural and any(_NOTE_NAME.search(word) for word in name.split())


def _is_note(mark: _Mark, holder: etree._Element, targets: dict[str, etree._Element]) -> bool:
    """Whether a mark leads to a note: the note leads back, or is called one."""
    if holder.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return False
    origins = _names_around(mark.link)
    back = any(a.get("href", "").partition("#")[2] in origins for a in holder.iter("a"))
    near = [mark.link, *_outward(mark.link)]
    called = [e.get(name, "") for e in near for name in ("class", "rel", "role")]
    listed = [up.get("class", "") for up in holder.iterancestors()]
    names = [mark.key, *" ".join(called).split(), *" ".join(listed).split()]
    return (bool(origins) and back) or any(_NOTE_NAME.search(name) for name in names)


def _names_around(link: etree._Element) -> frozenset[str]:
    """Ids of a mark and of what stands closely around it."""
    names = set()
    near = [link, *link.iter("sup", "span", "a"), *_outward(link)]
    for element in list(near):
        previous = element.getprevious()
        if previous is not None and not (previous.tail or "").strip():
            near.append(previous)
    for element in near:
        names |= {element.get("id"), element.get("name")}
    return frozenset(filter(None, names))


def _outward(link: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold a mark alone."""
    text = letters(link)
    for up in link.iterancestors():
        if up.tag not in _HOLDERS or letters(up) != text or up.find(".//img") is not None:
            return
        yield up


def _take(
    marks: list[_Mark],
    holders: dict[str, etree._Element],
    targets: dict[str, etree._Element],
    notes: NoteBook,
) -> None:
    signs = {mark.key: mark.sign for mark in reversed(marks)}
    origins = {mark.key: _names_around(mark.link) for mark in reversed(marks)}
    for mark in marks:
        places = [mark.link, *_outward(mark.link)]
        notes.mark(places[-1], mark.key)
    shared = {h for h in holders.values() if list(holders.values()).count(h) > 1}
    emptied: list[etree._Element] = []
    for key, holder in holders.items():
        parent = holder.getparent()
        if parent is None:
            continue
        remove_heading(holder)
        if holder in shared:
            content = _slice(holder, targets[key], [targets[k] for k in holders])
        else:
            content = _with_rest(holder, list(holders.values()))
        clean_note(content, signs[key], origins[key])
        notes.add(key, content)
        emptied.append(holder if holder in shared else parent)
    remove_empty(emptied)
    for name in {*holders, *(name for names in origins.values() for name in names)}:
        place = targets.get(name)
        if place is not None and not xhtml.text_of(place) and not len(place):
            xhtml.remove(place)  # an anchor that nothing leads to any more


def _slice(
    block: etree._Element, target: etree._Element, targets: list[etree._Element]
) -> etree._Element:
    """One of several notes in one block: from its target to the next one's."""
    content = etree.Element("div")
    children = list(block)
    tops = [next((c for c in children if c is t or t in set(c.iter())), None) for t in targets]
    start = next(c for c in children if c is target or target in set(c.iter()))
    taken = [start]
    for child in children[children.index(start) + 1 :]:
        if child in tops:
            break
        taken.append(child)
    content.extend(taken)
    while len(content) and content[-1].tag == "br" and not (content[-1].tail or "").strip():
        content.remove(content[-1])
    return content


def _with_rest(holder: etree._Element, holders: list[etree._Element]) -> etree._Element:
    """A note with the paragraphs after it that belong to it."""
    rest: list[etree._Element] = []
    if holder.tag == "p":
        for sibling in holder.itersiblings():
            if sibling in holders:
                break
            if sibling.tag not in {"p", "blockquote", "ul", "ol"}:
                rest = []
                break
            rest.append(sibling)
        else:
            parent = holder.getparent()
            inside = parent is not None and re.search(r"notes", parent.get("class", ""), re.I)
            rest = rest if inside else []
    if holder.tag == "tr":
        cells = [cell for cell in holder if cell.tag == "td"]
        content = cells[-1] if cells else holder
        xhtml.remove(holder)
        return content
    content = etree.Element("div")
    xhtml.remove(holder)
    holder.tail = None
    if holder.tag in {"p", "blockquote", "ul", "ol"}:
        content.append(holder)
        for element in rest:
            xhtml.remove(element)
            content.append(element)
    else:
        content.text = holder.text
        content.extend(list(holder))
    return content
