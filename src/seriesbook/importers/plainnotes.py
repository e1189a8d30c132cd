"""Notes without links: "[1]", "¹" or "*" in the text, and a list with the same signs at its end.

They are taken only where marks and list agree one to one; otherwise all stays as it is, and the
report says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.model import Finding
from seriesbook.importers.notebook import HEADING, remove_empty
from seriesbook.importers.notetexts import strip_sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.notebook import NoteBook

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
# What a note of a list begins with: "[1] ", "[^1]: ", "(1) ", "1. ", "¹ ", "* ".
_LEAD = re.compile(
    rf"\s*(?:\[\^?(?P<square>\d{{1,3}}|\*+)\]|\((?P<round>\d{{1,3}})\)|(?P<dot>\d{{1,3}})[.)](?=\s)"
    rf"|(?P<raised>[{_RAISED}]+)|(?P<star>\*{{1,3}}|[†‡§])(?=\s?\S))"
)
# Marks in the text, by form.
_FORMS = {
    "square": re.compile(r"\s?\[(\d{1,3}|\*+)\]"),
    "caret": re.compile(r"\s?\[\^(\d{1,3})\]"),
    "raised": re.compile(rf"(?<=\S)([{_RAISED}]+)"),
    "star": re.compile(r"(?<=[^\s*])(\*{1,3}|[†‡§])(?=[\s.,;:!?)\]”’]|$)"),
    "round": re.compile(r"(?<=\S)\s?\((\d{1,3})\)"),
}
_CONTAINERS = frozenset("div section article main center".split())
_CODE = frozenset({"pre", "code", "kbd", "samp"})


@dataclass(frozen=True, slots=True)
class _Sign:
    """A mark in the text: an element, or a match in the text (or tail) of one."""

    sign: str
    element: etree._Element
    is_tail: bool = False
    match: re.Match[str] | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    sign: str
    blocks: tuple[etree._Element, ...]


def take_plain(root: etree._Element, notes: NoteBook) -> list[Finding]:
    """Move a list of notes at the end, and its marks, into the notebook, in place."""
    entries = _list_at_end(root)
    if not entries:
        return []
    signs = [entry.sign for entry in entries]
    listed = {element for entry in entries for b in entry.blocks for element in b.iter()}
    written = (_written(root, form, listed) for form in _FORMS)
    for marks in (_raised(root, listed), *written):
        if [mark.sign for mark in marks] == signs:
            _take(marks, entries, notes)
            return [Finding("guessed", "notes told by their signs alone", count=len(entries))]
    words = xhtml.text_of(entries[0].blocks[0])[:60]
    some = any(_written(root, form, listed) for form in ("square", "caret", "raised"))
    if some or _raised(root, listed):
        what = "marks and list of notes that don't agree, left as text"
        return [Finding("not-carried", what, words, count=len(entries))]
    return []


def _list_at_end(root: etree._Element) -> list[_Entry]:
    """The notes at the end of a text: under a heading, or by their form alone."""
    _split_lines(root)
    blocks = list(_flat(root))
    for index in range(len(blocks) - 1, -1, -1):
        words = xhtml.text_of(blocks[index])
        if len(words) < 40 and blocks[index].tag != "p" and HEADING.fullmatch(words):
            return _entries(blocks[index + 1 :], headed=True)
        if blocks[index].tag == "p" and HEADING.fullmatch(words) and _is_bold(blocks[index]):
            return _entries(blocks[index + 1 :], headed=True)
    tail: list[etree._Element] = []
    for block in reversed(blocks):
        if block.tag == "hr" or (block.tag != "p" and xhtml.text_of(block)):
            break
        tail.insert(0, block)
    starts = [i for i, block in enumerate(tail) if _lead_of(block) in {"1", "*"}]
    return _entries(tail[starts[-1] :], headed=False) if starts else []


def _flat(root: etree._Element) -> Iterator[etree._Element]:
    """Blocks in order, out of the containers that only hold them together."""
    for child in root:
        if isinstance(child.tag, str) and child.tag in _CONTAINERS:
            yield from _flat(child)
        elif isinstance(child.tag, str):
            yield child


def _is_bold(block: etree._Element) -> bool:
    return any(xhtml.text_of(b) == xhtml.text_of(block) for b in block.iter("strong", "b"))


def _split_lines(root: etree._Element) -> None:
    """A paragraph whose lines all begin with a sign of a note becomes as many paragraphs."""
    for block in [block for block in _flat(root) if block.tag == "p"][-3:]:
        breaks = [child for child in block if child.tag == "br"]
        if not breaks or not _lead_of(block):
            continue
        if not all(map(_begins_note, breaks)):
            continue
        at = block
        for child in list(block):
            if child.tag == "br":
                new = etree.Element("p")
                new.text = (child.tail or "").lstrip()
                at.addnext(new)
                new.tail, at.tail = at.tail, None
                block.remove(child)
                at = new
            elif at is not block:
                at.append(child)


def _begins_note(br: etree._Element) -> bool:
    following = br.getnext()
    raised = following is not None and following.tag == "sup" and not (br.tail or "").strip()
    return raised or bool(_LEAD.match(br.tail or ""))


def _entries(blocks: list[etree._Element], *, headed: bool) -> list[_Entry]:
    """Notes of a list, numbered without a gap; none if they are not."""
    if headed and len(blocks) == 1 and blocks[0].tag == "ol":
        items = [item for item in blocks[0] if item.tag == "li"]
        return [_Entry(str(number), (item,)) for number, item in enumerate(items, 1)]
    found: list[tuple[str, list[etree._Element]]] = []
    for block in blocks:
        sign = _lead_of(block)
        if sign and block.tag == "p":
            found.append((sign, [block]))
        elif not headed or not found or block.tag not in {"p", "blockquote"}:
            if xhtml.text_of(block):
                break
        elif xhtml.text_of(block):
            found[-1][1].append(block)
    signs = [sign for sign, _ in found]
    numbered = signs == [str(n) for n in range(1, len(signs) + 1)]
    starred = (
        signs == ["*", "**", "***"][: len(signs)] or signs == ["*", "†", "‡", "§"][: len(signs)]
    )
    whole = [_Entry(sign, tuple(held)) for sign, held in found]
    return whole if signs and (numbered or starred) else []


def _lead_of(block: etree._Element) -> str:
    """The sign that a block begins with; '' for none."""
    first = block[0] if len(block) and not (block.text or "").strip() else None
    if first is not None and first.tag == "sup" and not first.get("data-note"):
        sign = xhtml.text_of(first).strip("[]().")
        return sign if re.fullmatch(r"\d{1,3}|\*+|[†‡§]", sign) else ""
    match = _LEAD.match(xhtml.text_of(block))
    return next(filter(None, match.groups()), "").translate(_PLAIN) if match else ""


def _raised(root: etree._Element, listed: set[etree._Element]) -> list[_Sign]:
    """Marks that are raised and not linked."""
    free = (
        sup
        for sup in root.iter("sup")
        if sup not in listed and not sup.get("data-note") and sup.find("a") is None
    )
    signs = (_Sign(xhtml.text_of(sup).strip("[]()"), sup) for sup in free)
    return [sign for sign in signs if re.fullmatch(r"\d{1,3}|\*+|[†‡§]", sign.sign)]


def _written(root: etree._Element, form: str, listed: set[etree._Element]) -> list[_Sign]:
    """Marks in the text of one form."""
    return [
        _Sign(match[1].translate(_PLAIN), element, is_tail, match)
        for element, is_tail in _places(root, listed)
        for match in _FORMS[form].finditer((element.tail if is_tail else element.text) or "")
    ]


def _places(
    root: etree._Element, listed: set[etree._Element]
) -> Iterator[tuple[etree._Element, bool]]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        inside = [element, *element.iterancestors()]
        if event == "start" and element not in listed:
            if not any(up.tag in _CODE for up in inside):
                yield element, False
        elif event == "end" and element is not root:
            parent = element.getparent()
            if parent not in listed and not any(up.tag in _CODE for up in inside[1:]):
                yield element, True


def _take(marks: list[_Sign], entries: list[_Entry], notes: NoteBook) -> None:
    for number, mark in reversed(list(enumerate(marks, 1))):
        notes.mark(_cut_out(mark), f"plain-{number}")
    emptied = []
    for number, entry in enumerate(entries, 1):
        content = etree.Element("div")
        first = entry.blocks[0]
        parent = first.getparent()
        for block in entry.blocks:
            xhtml.remove(block)
            block.tail = None
            if block.tag == "li":
                content.text = block.text
                content.extend(list(block))
            else:
                content.append(block)
        strip_sign(content, entry.sign)
        notes.add(f"plain-{number}", content)
        if parent is not None and parent.tag == "ol":
            emptied.append(parent)
    remove_empty(emptied)


def _cut_out(mark: _Sign) -> etree._Element:
    """The element of a mark; a match becomes one, the last in a text first."""
    if mark.match is None:
        return mark.element
    element, text = mark.element, mark.match.string
    made = etree.Element("sup")
    rest = (element.tail if mark.is_tail else element.text) or ""
    if mark.is_tail:
        element.tail = None
        element.addnext(made)
        element.tail = text[: mark.match.start()]
    else:
        element.text = text[: mark.match.start()]
        element.insert(0, made)
    made.tail = rest[mark.match.end() :]
    return made
