"""A few words about the author at the foot of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.importers import blocks
from seriesbook.importers.bylines import is_name, tidy_name
from seriesbook.importers.phrases import is_about_author, is_heading_of_foot

if TYPE_CHECKING:
    from lxml import etree

_MOST_BLOCKS, _LONG = 6, 140  # blocks of a bio; words of one of them
_VERB = (
    r"(?:is|was|are|has|writes|teaches|works|lives|studies|studied|edits|covers|ist|war|lebt|"
    r"schreibt|arbeitet|est|vit|écrit|enseigne|es|vive|escribe|è|scrive|é|escreve|woont|schrijft|"
    r"пишет|живёт|живет|родил\w+|—|–)"
)
_TRADE = re.compile(
    r"\b(?:writer|author|journalist|professor|editor|historian|poet|essayist|novelist|teacher|"
    r"student|fellow|lecturer|engineer|developer|correspondent|columnist|critic|scientist|"
    r"philosopher|researcher|blogger|contributor|founder|autor\w*|schriftsteller\w*|"
    r"journaliste?\w*|écrivain\w*|auteur\w*|professeur\w*|escritor\w*|periodista\w*|profesor\w*|"
    r"scrittor\w*|giornalista|professore|jornalista|historiker\w*|lives in|lebt in|vit à|vive en|"
    r"schrijver|писатель\w*|журналист\w*|историк\w*|book|books)\b",
    re.I,
)
_ON = re.compile(
    r"^\W*(?:he|she|they|his|her|their|er|sie|il|elle|él|ella|ele|ela|lui|lei|он|она|follow|"
    r"website|twitter|e-?mail|contact|read more|more about|find)\b",
    re.I,
)
_NAME = r"(?P<name>[^\W\d_][\w’'.\-]*(?:\s+[^\W\d_][\w’'.\-]*){0,4}?)"
_STARTS = re.compile(
    rf"^\W*{_NAME}(?:[’']s(?:\s+\w+){{1,5}}|,?)\s+(?:[^.]{{0,60}}?,\s+)?{_VERB}\s", re.I
)
_SELF = re.compile(r"^\W*(?:i am|i’m|i'm|ich bin|je suis|soy|sono)\b", re.I)


@dataclass(frozen=True, slots=True)
class Biography:
    """A bio at a text's foot: its blocks, those over it, and the name in it ('' for none).

    `sure` says whether a line over it says what it is.
    """

    name: str
    blocks: tuple[etree._Element, ...]
    heads: tuple[etree._Element, ...]
    sure: bool


def find_biography(foot: list[etree._Element], authors: tuple[str, ...]) -> Biography | None:
    """The bio among the last blocks of a text, given the authors as far as they are known."""
    for index, block in enumerate(foot):
        if is_about_author(blocks.text(block)) or _is_about_one(block, authors):
            found = _after_head(block, foot[index + 1 :], authors)
            if found:
                return found
    return _at_the_end(foot, authors)


def _is_about_one(block: etree._Element, authors: tuple[str, ...]) -> bool:
    words = blocks.folded(blocks.text(block))
    return any(words == blocks.folded(f"about {name}") for name in authors)


def _after_head(
    head: etree._Element, following: list[etree._Element], authors: tuple[str, ...]
) -> Biography | None:
    heads, name = [head], ""
    if following:
        name = _name_line(blocks.text(following[0]))
        if name:
            heads.append(following[0])
            following = following[1:]
    taken: list[etree._Element] = []
    for block in following[:_MOST_BLOCKS]:
        words = blocks.text(block)
        if block.tag not in {"p", "div", "blockquote", "figure"} or is_heading_of_foot(words):
            break
        if blocks.length(words) > _LONG or (taken and not _goes_on(words, name, authors)):
            break
        taken.append(block)
    if not taken:
        return None
    words = blocks.text(taken[0])
    started = _name_at_start(words)
    name = started if started and (not name or _alike(name, started)) else name
    return Biography(tidy_name(name, " ".join(map(blocks.text, taken))), tuple(taken),
                     tuple(heads), sure=True)  # fmt: skip


def _alike(one: str, other: str) -> bool:
    return blocks.folded(one) == blocks.folded(other)


def _name_line(words: str) -> str:
    """The name in a line such as `ADA EXAMPLE, Staff Writer`; '' for a sentence."""
    name = re.split(r"[,|–—(]", words, maxsplit=1)[0].strip()
    whole = blocks.length(words) <= 16 and words[-1:] not in ".!?"
    return name if whole and is_name(name) and " " in name else ""


def _name_at_start(words: str) -> str:
    match = _STARTS.match(words)
    name = re.split(r"[’']s\b", match["name"])[0].strip() if match else ""
    return name if is_name(name) and " " in name else ""


def _goes_on(words: str, name: str, authors: tuple[str, ...]) -> bool:
    """Whether a block after the first of a bio belongs to it."""
    names = {part for known in (name, *authors) for part in known.casefold().split()}
    starts = blocks.folded(words).split()[:3]
    return bool(_ON.match(words)) or bool(names.intersection(starts))


def _at_the_end(foot: list[etree._Element], authors: tuple[str, ...]) -> Biography | None:
    """A bio that nothing announces: the last paragraph, which begins with the author's name."""
    known = {blocks.folded(name) for name in authors}
    for block in reversed(foot[-3:]):
        words = blocks.text(block)
        if block.tag not in {"p", "div"} or blocks.length(words) > _LONG:
            return None
        name = _name_at_start(words)
        own = bool(name) and blocks.folded(name) in known
        if own or (name and _is_set_apart(block) and _TRADE.search(words)):
            return Biography(name, (block,), (), sure=own)
        if _SELF.match(words) and _is_set_apart(block) and _TRADE.search(words):
            return Biography("", (block,), (), sure=False)
    return None


def _is_set_apart(block: etree._Element) -> bool:
    """Whether nearly all words of a block are in italics, or a rule stands before it."""
    before = block.getprevious()
    if before is not None and before.tag == "hr":
        return True
    slanted = sum(len(blocks.text(e)) for e in block.iterchildren("em", "i", "small"))
    linked = sum(len(blocks.text(e)) for e in block.iterchildren("a"))
    return slanted > 0 and slanted + linked >= 0.8 * len(blocks.text(block))
