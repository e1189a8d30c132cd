"""What a post says about the series it is part of: read, taken out of its text.

Looked at are the head and the foot of a text only: the second part of a series may well speak of
the first in its midst.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.importers import blocks
from seriesbook.importers.model import Finding, Post, SeriesHint
from seriesbook.importers.serieslists import PartsList, find_list
from seriesbook.importers.seriesphrases import (
    LANGUAGES,
    Place,
    bare_place,
    find_place,
    has_opening,
    speaks_of_series,
)
from seriesbook.importers.seriestitles import read_title

if TYPE_CHECKING:
    from lxml import etree

HEAD, FOOT = 5, 16  # blocks at the head and the foot of a text that are looked at
_LONG = 70  # words; a longer paragraph is text, whatever it begins with
_FEW = 8  # words of a link to the next post that has lost its link
_LEAD = 8  # words that may stand before the place is named
_NAMED = (
    re.compile(r"[“\"«„‘]([^”\"»“’]{3,120})[”\"»“’]\W*(?:series|serie|série)\b", re.I),
    re.compile(
        r"\b(?:series|\w*serie|\w*reihe|série|цикла|серии)\b[^.]{0,30}?[:“\"«„]\s*"
        r"([^”\"»“:]{3,120}?)[”\"»“]",
        re.I,
    ),
    re.compile(
        r"\b(?:series|\w*serie|\w*reihe|série)\b(?:\W+\w+){0,3}?\W+"
        r"(?:on|about|called|titled|entitled|named|über|zu|sur|consacrée? à|sobre|su|sulla|over)"
        r"\W+(.{3,120}?)(?=\s(?:which|that|who|where|written|published|and)\b|[.;:!?()]|$)",
        re.I,
    ),
    re.compile(r"\b[Ss]er(?:ies|ie)\b\s*[:–—]\s*([A-ZÀ-ÞА-Я][^.;()]{2,100}?)(?=[.;()]|$)"),
    re.compile(
        r"\b(?:\d+|\w+) (?:essays|articles|posts|letters|pieces) (?:on|about)\W+(.{3,120}?)"
        r"(?=\s(?:which|that|who|where|and)\b|[.;:!?()]|$)",
        re.I,
    ),
    re.compile(
        r"\b(?:[Ii]n|[Oo]f) the series[:\s]\s*(?!of\b|on\b|about\b)([^.;()]{3,120}?)(?=[.;()]|$)"
    ),
    re.compile(r"\b(?:[Ii]n|[Oo]f) (?:the|my|our) ((?:[A-Z][\w’']*\s){1,6})series\b"),
)
# A text says that it belongs to a series, and not which part of it it is.
_PART_OF = re.compile(
    r"\bpart of\b.{0,60}\bseries\b|\bteil (?:einer|der|meiner|unserer)\b.{0,60}(?:serie|reihe)\b|"
    r"\bfait partie d.{0,60}\bsérie\b|\b(?:forma )?parte de (?:una|la|mi)\b.{0,60}\bserie\b|"
    r"\bfa parte di una\b.{0,60}\bserie\b|\bfaz parte de uma\b.{0,60}\bsérie\b|"
    r"\b(?:onder)?deel van een\b.{0,60}(?:serie|reeks)\b|\bчасть(?:ю)? (?:серии|цикла)\b",
    re.I,
)
_OTHERS = re.compile(
    r"(?:.*\bpart\b|\W*(?:earlier|before|so far|read|see|start|catch up|find|also|coming)\b)", re.I
)
_LAST = re.compile(
    r"\b(?:conclud\w+|final|last|letzte\w?|dernière?|última|ultima|последн\w+)\b", re.I
)
_STEP = re.compile(
    r"[\W_]*(?:previous(?:ly)?|prev|next|continue (?:to|with|reading)|up next|back to|"
    r"(?:go|read|see|here is|catch up)\b.{0,24}\bpart|zurück|weiter|vorheriger|nächster|"
    r"précédent|suivant|anterior|siguiente|seguinte|precedente|prossim[ao]|vorige|volgende|"
    r"назад|далее|предыдущая|следующая)\b",
    re.I,
)
_TEASERS = 4  # last blocks, where a line about the next part may stand
_CONTINUED = re.compile(
    r"[\W_]*(?:to be continued|fortsetzung folgt|(?:à|a) suivre|continuará|(?:continua|segue)$|"
    r"(?:wordt|word) vervolgd|продолжение следует)\b",
    re.I,
)
_NEXT = re.compile(
    r"[\W_]*(?:(?:next|coming) (?:week|time|month|up|post|essay)|in the next|nächste(?:s|n)? "
    r"(?:woche|mal|monat)|im nächsten|la (?:semaine|fois) prochaine|la próxima (?:semana|vez)|"
    r"la prossima (?:settimana|volta)|na próxima (?:semana|vez)|volgende (?:week|keer))\b",
    re.I,
)
_PART = re.compile(
    rf"\b(?:{'|'.join(f'(?:{row.part})|(?:{row.series})' for row in LANGUAGES.values())})\b", re.I
)
_ARROWS = re.compile(r"^\s*(?:←|«|‹|<<)|(?:→|»|›|>>)\s*$")


def take_series(post: Post, root: etree._Element) -> Post:
    """Read the series of a post from its title and text; remove the lines that say it."""
    titled = read_title(post.title)
    hint = post.series or SeriesHint()
    hint = _merged(hint, SeriesHint(titled.series, titled.number, titled.total), weak=True)
    findings: list[Finding] = []
    alone = _lone_place(root)
    for block in _edges(root):
        said = bare_place(blocks.text(block)) if block is alone else _notice(block)
        if said is not None:
            words = blocks.text(block)
            hint = _merged(hint, SeriesHint(title_of(words), said.number, said.total))
            if words.endswith(":"):  # it opens what follows
                continue
            findings.append(_taken("note about the series", [block]))
            blocks.remove(block)
        elif _is_step(block) or _is_teaser(block, root):
            findings.append(_taken("link to the part before or after", [block]))
            blocks.remove(block)
    listed = find_list(_edges(root), titled.title, hint.total)
    if listed:
        hint = _merged(hint, _hint_of(listed, titled.title))
        findings.append(_taken("list of the parts of the series", listed.blocks))
        _remove(listed.blocks)
    empty = hint == SeriesHint()
    return replace(
        post,
        title=titled.title,
        series=None if empty else hint,
        findings=(*post.findings, *findings),
    )


def title_of(sentence: str) -> str:
    """The title that a sentence gives its series; '' if it gives none."""
    for pattern in _NAMED:
        match = pattern.search(sentence)
        if match:
            words = match[1].strip(' ,:–—-“”"«»')
            return words[:1].upper() + words[1:]
    return ""


def _edges(root: etree._Element) -> list[etree._Element]:
    """The first and the last blocks; quotations and code are never about the series."""
    found = [b for b in blocks.leaves(root) if b.tag not in {"pre", "table", "figure"}]
    return found if len(found) <= HEAD + FOOT else found[:HEAD] + found[-FOOT:]


def _lone_place(root: etree._Element) -> etree._Element | None:
    """The one line of a text that is a number of a part; where there are more, they are heads."""
    found = [b for b in blocks.leaves(root) if bare_place(blocks.text(b))]
    edges = set(_edges(root))
    return found[0] if len(found) == 1 and found[0].tag == "p" and found[0] in edges else None


def _notice(block: etree._Element) -> Place | None:
    """The place in its series that a block states, if stating it is all that the block does."""
    words = blocks.text(block)
    if block.tag in {"ul", "ol", "dl"} or not words or blocks.length(words) > _LONG:
        return None
    opened, apart = has_opening(words), _is_bracketed(words) or _is_set_apart(block)
    place = find_place(words)
    if place is None:
        part = opened and (_PART_OF.search(words) or (apart and speaks_of_series(words)))
        return Place(None, None, 0, 0) if part and _is_about(words) else None
    before = blocks.length(words[: place.start])
    whole = before == 0 and blocks.length(words[place.end :]) <= _LEAD
    about = words.endswith(":") or _is_about(words)  # what ends in a colon is read and stays
    said = whole or (before <= _LEAD and (apart or (opened and about)))
    if place.number is None and _LAST.search(words):
        place = replace(place, number=place.total)
    return place if said else None


def _is_about(words: str) -> bool:
    """Whether nothing follows the sentence about the series but more of the kind."""
    sentences = [s for s in re.split(r"(?<=[.!?)])\s+(?=[A-ZА-ЯÀ-Þ“(])", words) if s]
    return all(
        find_place(s) or speaks_of_series(s) or _STEP.match(s) or _OTHERS.match(s)
        for s in sentences
    )


def _is_bracketed(words: str) -> bool:
    """Whether one pair of brackets is around all words."""
    inner = words.rstrip(" .")
    pair = inner[:1] + inner[-1:]
    return pair in {"()", "[]"} and not re.search(r"[)\]]", inner[1:-1].replace("(s)", ""))


def _is_set_apart(block: etree._Element) -> bool:
    """Whether all words of a block are in italics or in small print."""
    inner = [e for e in block if isinstance(e.tag, str)]
    return (
        len(inner) == 1
        and inner[0].tag in {"em", "i", "small"}
        and not (block.text or "").strip()
        and not (inner[0].tail or "").strip(" .")
    )


def _is_teaser(block: etree._Element, root: etree._Element) -> bool:
    """Whether a last line says that the series goes on."""
    words = blocks.text(block)
    if blocks.length(words) > _LEAD * 2 or block.tag not in {"p", "div"}:
        return False
    last = block in blocks.leaves(root)[-_TEASERS:]
    return last and bool(_CONTINUED.match(words) or (_NEXT.match(words) and _PART.search(words)))


def _is_step(block: etree._Element) -> bool:
    words = blocks.text(block)
    if block.tag not in {"p", "div"} or blocks.length(words) > 40:
        return False
    linked = blocks.linked_share(block)
    if _ARROWS.search(words) and (linked > 0.5 or blocks.length(words) <= _FEW):
        return True
    match = _STEP.match(words)
    return match is not None and (linked > 0.5 or words[match.end() :].lstrip().startswith(":"))


def _hint_of(listed: PartsList, title: str) -> SeriesHint:
    """What a list says; the post's own part has the title that the post gives itself."""
    own = listed.number and blocks.is_same(listed.parts[listed.number - 1][0], title)
    parts = tuple(
        (title, address) if own and number == listed.number else (name, address)
        for number, (name, address) in enumerate(listed.parts, 1)
    )
    return SeriesHint(listed.title, listed.number, len(parts), parts)


def _merged(hint: SeriesHint, more: SeriesHint, *, weak: bool = False) -> SeriesHint:
    """What is known, with what else was found; a weak guess of the title gives way."""
    title = hint.title or more.title
    if not weak and more.title:
        title = more.title if not hint.parts and hint.title != more.title else title
    return SeriesHint(
        title, hint.number or more.number, hint.total or more.total, hint.parts or more.parts
    )


def _taken(what: str, taken: list[etree._Element]) -> Finding:
    return Finding("taken", what, blocks.beginning(*taken))


def _remove(taken: list[etree._Element]) -> None:
    for block in taken:
        blocks.remove(block)
