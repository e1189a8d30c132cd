"""The list of a series' parts at the head or the foot of one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from seriesbook.importers import blocks
from seriesbook.importers.seriesphrases import LANGUAGES, speaks_of_series, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_FEWEST, _MOST = 2, 60
_LONG = 30  # words of the title of a part
_PART = "|".join(dict.fromkeys(w for row in LANGUAGES.values() for w in row.part.split("|")))
_NUMBERED = re.compile(
    rf"\W*(?:(?:{_PART})\W+(?P<word>\d+|[ivxl]+|\w+)\b|(?P<digits>\d{{1,2}})[.):])\W*", re.I
)
_MARKS = re.compile(
    r"\s*[(\[–—-]\s*(?:you are here|this (?:post|article|part|essay)|current|coming soon|"
    r"forthcoming|soon|folgt|à venir|dieser (?:artikel|teil)|próximamente)\W*$",
    re.I,
)
_LEAD = re.compile(
    rf"\b(?:list|articles|essays|posts|parts|instal+ments|entries|chapters|contents|also in|"
    rf"teile|liste|artikel|partes|artículos|parties|parti|delen|части|(?:{_PART})s?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PartsList:
    """A list of parts, as (title, address); `number` is the part that the post itself is."""

    parts: tuple[tuple[str, str], ...]
    number: int | None
    blocks: list[etree._Element]
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    address: str
    numbered: bool


class _Candidate(NamedTuple):
    lead: etree._Element | None
    words: str
    blocks: list[etree._Element]
    items: list[_Item]


def find_list(edges: Sequence[etree._Element], title: str, total: int | None) -> PartsList | None:
    """The list among the blocks at a text's edges that gives the parts of its series."""
    for lead, words, found, all_items in _candidates(edges):
        # More short lines may follow a list without markup.
        most = total if total and found[0].tag not in {"ul", "ol"} else None
        taken, items = found[:most], all_items[:most]
        if not _FEWEST <= len(items) <= _MOST:
            continue
        own = [n for n, item in enumerate(items, 1) if blocks.is_same(item.title, title)]
        unlinked = [n for n, item in enumerate(items, 1) if not item.address]
        announced = bool(words) and (speaks_of_series(words) or bool(_LEAD.search(words)))
        numbered = all(item.numbered for item in items)
        if not (announced or numbered) or not (own or _fits(items, numbered, words, total)):
            continue
        number = own[0] if own else unlinked[0] if len(unlinked) == 1 else None
        parts = tuple((item.title, item.address) for item in items)
        over = lead is not None and (announced or words.endswith(":")) and _is_lead(lead)
        with_lead = [lead] if lead is not None and over else []
        title_over = words.rstrip(":") if over and not announced else _title_of(words)
        return PartsList(parts, number, [*with_lead, *taken], title_over)
    return None


def _fits(items: list[_Item], numbered: bool, lead: str, total: int | None) -> bool:
    """Whether a list that does not name the post itself is that of its series all the same."""
    linked = sum(bool(item.address) for item in items)
    most = linked >= len(items) - 1 and linked > 0
    return len(items) == total or (most and (numbered or speaks_of_series(lead)))


def _is_lead(block: etree._Element) -> bool:
    words = blocks.text(block)
    return blocks.length(words) <= _LONG


def _candidates(edges: Sequence[etree._Element]) -> Iterator[_Candidate]:
    """Lists, paragraphs of lines, runs of short lines; each with the line before it."""
    for index, block in enumerate(edges):
        lead = edges[index - 1] if index else None
        words = blocks.text(lead) if lead is not None else ""
        if block.tag in {"ul", "ol"}:
            items = [_item(e) for e in block if e.tag == "li"]
            yield _Candidate(lead, words, [block], items)
        elif next(block.iter("br"), None) is not None:
            items = list(_lines(block))
            if items and items[0].title.endswith(":"):
                yield _Candidate(None, items[0].title, [block], items[1:])
            else:
                yield _Candidate(lead, words, [block], items)
    for start, block in enumerate(edges):
        run = [] if _announces(blocks.text(block)) else _run(edges, start)
        if len(run) >= _FEWEST:
            lead = edges[start - 1] if start else None
            words = blocks.text(lead) if lead is not None else ""
            yield _Candidate(lead, words, run, [_item(block) for block in run])


def _announces(words: str) -> bool:
    """Whether a line says that a list follows."""
    return words[-1:] in ":!" and bool(_LEAD.search(words) or speaks_of_series(words))


def _run(edges: Sequence[etree._Element], start: int) -> list[etree._Element]:
    """The blocks from `start` on that look like titles, one each."""
    run: list[etree._Element] = []
    for block in edges[start:]:
        words = blocks.text(block)
        listed = block.tag in {"p", "div"} and 0 < blocks.length(words) <= _LONG
        if not listed or _ends_as_sentence(block, words) or _is_head(words):
            break
        if run and run[-1].getparent() is not block.getparent():
            break
        run.append(block)
    return run


def _ends_as_sentence(block: etree._Element, words: str) -> bool:
    return words[-1] in ".…:;," and not words.endswith("vs.") and blocks.linked_share(block) < 0.7


def _is_head(words: str) -> bool:
    """Whether a line heads what follows the list."""
    from seriesbook.importers.phrases import is_heading_of_foot  # noqa: PLC0415

    return is_heading_of_foot(words)


def _item(element: etree._Element) -> _Item:
    link = next(element.iter("a"), None)
    return _entry(blocks.text(element), link.get("href", "") if link is not None else "")


def _entry(words: str, address: str) -> _Item:
    words = _MARKS.sub("", words).strip(" •·*–—-")
    match = _NUMBERED.match(words)
    numbered = bool(match and value_of(match["word"] or match["digits"]))
    bare = words[match.end() :].strip() if match and numbered else words
    return _Item(bare or words, address, numbered)


def _lines(block: etree._Element) -> Iterator[_Item]:
    """The lines of a paragraph, as its breaks part them."""
    lines: list[tuple[str, str]] = [("", "")]

    def add(words: str | None, address: str = "") -> None:
        text, known = lines[-1]
        lines[-1] = (text + (words or ""), known or address)

    add(block.text)
    for child in block:
        if child.tag == "br":
            lines.append(("", ""))
        else:
            link = child if child.tag == "a" else next(child.iter("a"), None)
            add(blocks.text(child), link.get("href", "") if link is not None else "")
        add(child.tail)
    return (_entry(" ".join(text.split()), address) for text, address in lines if text.strip())


def _title_of(lead: str) -> str:
    """The title of the series in the line over its list: `The “Bread” series`."""
    match = re.search(r"[“\"«„](.{3,100}?)[”\"»“]", lead) or re.match(
        r"(?:The |the |All (?:parts|posts) (?:of|in) (?:the )?)?"
        r"((?:[A-Z][\w’']*\s)(?:[\w’']+\s){0,7})[Ss]eries\W*$",
        lead,
    )
    if match and re.fullmatch(
        r"(?:In|Of|This|Also|From|More|Other|The|All)\b.*", match[1].strip()
    ):
        return ""
    return match[1].strip() if match and speaks_of_series(lead) else ""
